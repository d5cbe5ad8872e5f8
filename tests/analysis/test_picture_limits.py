from dataclasses import replace

import pytest

from analysis.labels import Reason
from analysis.picture_limits import unreadable_face, unreadable_picture
from vision.quality import FaceQuality

GOOD = FaceQuality(
    face_size_px=120,
    inside_share=1.0,
    brightness=130,
    contrast=45,
    sharpness=0.3,
    yaw_deg=5,
    pitch_deg=-5,
)


def test_a_good_face_is_readable() -> None:
    assert unreadable_face(GOOD) is None


@pytest.mark.parametrize(
    ("flaw", "reason"),
    [
        ({"inside_share": 0.4}, Reason.CUT_OFF),
        ({"face_size_px": 15.0}, Reason.TOO_SMALL),
        ({"brightness": 4.0}, Reason.TOO_DARK),
        ({"yaw_deg": 70.0}, Reason.TURNED_AWAY),
        ({"yaw_deg": -70.0}, Reason.TURNED_AWAY),
        ({"pitch_deg": 50.0}, Reason.TURNED_AWAY),
        ({"sharpness": 0.03}, Reason.BLURRED),
    ],
)
def test_each_flaw_has_its_reason(flaw: dict[str, float], reason: Reason) -> None:
    assert unreadable_face(replace(GOOD, **flaw)) is reason


@pytest.mark.parametrize(
    "doubt",
    [
        {"inside_share": 0.6},
        {"face_size_px": 24.0},
        {"brightness": 15.0},
        {"brightness": 245.0},
        {"yaw_deg": 45.0},
        {"sharpness": 0.1},
    ],
)
def test_a_doubtful_face_is_still_read(doubt: dict[str, float]) -> None:
    assert unreadable_face(replace(GOOD, **doubt)) is None


@pytest.mark.parametrize(
    ("brightness", "reason"),
    [(0, Reason.TOO_DARK), (120, Reason.NO_FACE), (254, Reason.TOO_BRIGHT)],
)
def test_a_picture_without_a_face_has_a_reason(brightness: float, reason: Reason) -> None:
    assert unreadable_picture(brightness) is reason
