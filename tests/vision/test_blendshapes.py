from mediapipe.tasks.python.vision.face_landmarker import Blendshapes

from vision.blendshapes import BLENDSHAPE_MIRROR, BLENDSHAPE_NAMES


def test_names_and_order_are_mediapipes() -> None:
    names = ["".join(member.name.split("_")).lower() for member in Blendshapes]
    assert [name.lstrip("_").lower() for name in BLENDSHAPE_NAMES] == names


def test_the_mirror_swaps_sides_and_keeps_the_rest() -> None:
    mirrored = [BLENDSHAPE_NAMES[index] for index in BLENDSHAPE_MIRROR]
    assert mirrored[BLENDSHAPE_NAMES.index("mouthSmileLeft")] == "mouthSmileRight"
    assert mirrored[BLENDSHAPE_NAMES.index("jawRight")] == "jawLeft"
    assert mirrored[BLENDSHAPE_NAMES.index("jawOpen")] == "jawOpen"
    assert [mirrored[index] for index in BLENDSHAPE_MIRROR] == list(BLENDSHAPE_NAMES)
