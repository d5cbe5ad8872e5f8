from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage.data import chelsea, coffee, rocket

from tests.e2e.pictures import no_face, with_mark
from vision.blendshapes import BLENDSHAPE_NAMES
from vision.landmarks import N_LANDMARKS, FaceLandmarker
from vision.model_file import checked_model_path

Picture = NDArray[np.uint8]

FPS = 10

# Where the astronaut's eyes and mouth are, in pixels, read off the picture by eye.
RIGHT_EYE, LEFT_EYE, MOUTH = (203, 101), (246, 103), (223, 145)


def test_points_are_pixels_with_x_right_and_y_down(
    landmarker: FaceLandmarker, portrait: Picture
) -> None:
    (face,) = landmarker.detect(portrait)
    assert face.points.shape == (N_LANDMARKS, 3)
    assert face.points.dtype == np.float32
    assert face.points[[159, 145], :2].mean(axis=0) == pytest.approx(RIGHT_EYE, abs=4)
    assert face.points[[386, 374], :2].mean(axis=0) == pytest.approx(LEFT_EYE, abs=4)
    assert face.points[[13, 14], :2].mean(axis=0) == pytest.approx(MOUTH, abs=4)


def test_z_grows_away_from_the_camera(landmarker: FaceLandmarker, portrait: Picture) -> None:
    (face,) = landmarker.detect(portrait)
    nose_tip, right_ear, left_ear = face.points[[1, 234, 454], 2]
    assert nose_tip < min(right_ear, left_ear)


def test_a_smile_is_seen_in_the_blendshapes(landmarker: FaceLandmarker, portrait: Picture) -> None:
    (face,) = landmarker.detect(portrait)
    assert face.blendshapes.shape == (len(BLENDSHAPE_NAMES),)
    assert face.blendshapes[BLENDSHAPE_NAMES.index("mouthSmileLeft")] > 0.7
    assert face.blendshapes[BLENDSHAPE_NAMES.index("mouthFrownLeft")] < 0.2


def test_the_largest_face_comes_first(landmarker: FaceLandmarker, portrait: Picture) -> None:
    head = portrait[20:250, 120:330]
    small = cv2.resize(head, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    canvas = np.full((270, 480, 3), 128, np.uint8)
    canvas[20 : 20 + small.shape[0], 20 : 20 + small.shape[1]] = small
    canvas[20 : 20 + head.shape[0], 250 : 250 + head.shape[1]] = head
    first, second = landmarker.detect(canvas)
    assert first.area > 1.3 * second.area
    assert first.bounds[0] > 250
    assert second.bounds[2] < 230


@pytest.mark.parametrize("scene", [coffee, chelsea, rocket])
def test_a_picture_without_a_face_gives_none(scene: object, landmarker: FaceLandmarker) -> None:
    assert callable(scene)
    assert landmarker.detect(scene()) == ()


def test_a_mirrored_view_gives_mirrored_points(
    landmarker: FaceLandmarker, portrait: Picture
) -> None:
    (face,) = landmarker.detect(portrait)
    (mirrored,) = landmarker.detect(portrait[:, ::-1])
    width = portrait.shape[1]
    assert width - mirrored.points[1, 0] == pytest.approx(face.points[1, 0], abs=3)
    assert width - mirrored.points[61, 0] == pytest.approx(face.points[291, 0], abs=3)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((48, 48), np.uint8),
        np.zeros((48, 48, 4), np.uint8),
        np.zeros((48, 48, 3), np.float32),
        np.zeros((0, 48, 3), np.uint8),
    ],
)
def test_what_is_no_rgb_picture_is_refused(
    array: NDArray[np.uint8], landmarker: FaceLandmarker
) -> None:
    with pytest.raises(ValueError, match="no RGB uint8 picture"):
        landmarker.detect(array)


def test_two_landmarkers_in_two_threads_find_what_one_finds(portrait: Picture) -> None:
    pictures = [portrait, portrait[:, ::-1], cv2.resize(portrait, (300, 300))] * 3

    def points(landmarker: FaceLandmarker) -> list[NDArray[np.float32]]:
        return [landmarker.detect(np.asarray(picture))[0].points for picture in pictures]

    with (
        FaceLandmarker(checked_model_path()) as first,
        FaceLandmarker(checked_model_path()) as second,
        ThreadPoolExecutor(2) as threads,
    ):
        alone = points(first)
        for together in threads.map(points, [first, second]):
            np.testing.assert_array_equal(together, alone)


def test_starting_a_landmarker_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    FaceLandmarker(checked_model_path()).close()
    assert capfd.readouterr().err == ""


def test_closing_twice_is_harmless() -> None:
    landmarker = FaceLandmarker(checked_model_path())
    landmarker.close()
    landmarker.close()


def test_a_missing_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FaceLandmarker(tmp_path / "absent.task")


def test_a_file_that_is_no_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "model.task").write_bytes(b"no model")
    with pytest.raises((RuntimeError, ValueError)):
        FaceLandmarker(tmp_path / "model.task")


def test_a_face_too_small_for_the_whole_picture_is_found_in_its_place(
    landmarker: FaceLandmarker, portrait: Picture
) -> None:
    (face,) = landmarker.detect(portrait)
    canvas = np.full((720, 1280, 3), 128, np.uint8)
    canvas[150:662, 700:1212] = portrait
    (found,) = landmarker.detect(canvas)
    np.testing.assert_allclose(found.points, face.points + [700, 150, 0], atol=4)


def through_vp8(pictures: Sequence[Picture], bitrate: int) -> list[Picture]:
    """Return pictures of one size as a call at this bitrate shows them, in bit/s."""
    height, width = pictures[0].shape[:2]
    encoder = av.VideoCodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.bit_rate, encoder.time_base = bitrate, Fraction(1, FPS)
    encoder.framerate = Fraction(FPS)
    encoder.options = {"deadline": "realtime", "cpu-used": "8"}
    decoder = av.VideoCodecContext.create("libvpx", "r")
    shown: list[Picture] = []
    for number, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
        frame.pts = number
        for packet in encoder.encode(frame):
            images = decoder.decode(packet)
            shown += [np.asarray(image.to_ndarray(format="rgb24"), np.uint8) for image in images]
    return shown


def test_what_coarse_coding_makes_of_a_cup_is_no_face(landmarker: FaceLandmarker) -> None:
    for shift in range(0, 12, 3):
        picture = np.roll(no_face(), shift, axis=1)
        marked = [Image.fromarray(with_mark(picture, 3 * number)) for number in range(8)]
        frames = through_vp8([np.asarray(each.resize((320, 240))) for each in marked], 500_000)
        assert [landmarker.detect(frame) for frame in frames] == [()] * 8


@pytest.mark.parametrize("left", [60, 250, 480])
def test_a_small_face_is_found_in_its_place_however_coarse(
    landmarker: FaceLandmarker, portrait: Picture, left: int
) -> None:
    head = Image.fromarray(portrait[0:300, 100:360]).resize((124, 143))
    canvas = np.full((480, 640, 3), 128, np.uint8)
    canvas[200:343, left : left + 124] = np.asarray(head)
    (frame,) = through_vp8([canvas], 300_000)
    (found,) = landmarker.detect(frame)
    assert 40 < found.bounds[2] - found.bounds[0] < 60
    assert found.bounds[0] < left + 59 < found.bounds[2]
