from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.cli.drawing import MAX_SIDE_PX, MIN_SIDE_PX, drawn_copy
from analysis.cli.palette import ACCENT, INK, SOFT, WARNING
from analysis.cli.panel import REASONS, WIDTH_PX, Account
from analysis.labels import Expression, Face, FaceBox, FaceReading, Reason, Smoothed
from vision.landmarks import N_LANDMARKS, FaceLandmarks
from vision.quality import FaceQuality

Pixels = NDArray[np.uint8]

SCORES = (0.05, 0.0, 0.0, 0.8, 0.1, 0.05, 0.0)
FACE = Face(FaceBox(0.1, 0.1, 0.4, 0.4), 1)
QUALITY = FaceQuality(120, 1.0, 130, 45, 0.3, 5, -5)
HAPPY = Account(FaceReading(FACE, Expression(0.9, SCORES), None), None, False, QUALITY, None)
POSE = np.eye(4, dtype=np.float32)
PICTURE = np.full((800, 800, 3), 90, np.uint8)


def face_at(x: float, y: float, side: float) -> FaceLandmarks:
    """Return a face whose points fill a square, one in each of two of its corners."""
    points = np.random.default_rng(0).uniform(0, side, (N_LANDMARKS, 3))
    points[0], points[1] = 0, side
    points[:, :2] += (x, y)
    return FaceLandmarks(points.astype(np.float32), np.zeros(52, np.float32), POSE)


def drawn(account: Account, *faces: FaceLandmarks, picture: Pixels = PICTURE) -> Pixels:
    return np.asarray(drawn_copy(picture, faces, account))


def count(pixels: Pixels, colour: tuple[int, int, int]) -> int:
    return int((pixels == colour).all(axis=-1).sum())


def test_the_original_is_not_drawn_on() -> None:
    picture = PICTURE.copy()
    drawn(HAPPY, face_at(100, 100, 300), picture=picture)
    assert (picture == PICTURE).all()


def test_the_largest_face_has_a_box_in_colour_and_the_others_in_grey() -> None:
    copy = drawn(HAPPY, face_at(100, 100, 300), face_at(500, 500, 200))
    picture = copy[(copy.shape[0] - 800) // 2 :][:800, :800]
    assert count(picture[90:110, 90:410], ACCENT) > 500
    assert count(picture[490:510, 490:710], SOFT) > 300
    assert count(picture[450:], ACCENT) == 0


@pytest.mark.parametrize(
    ("height", "width", "longest"),
    [(40, 60, MIN_SIDE_PX), (900, 800, 900), (2_000, 4_000, MAX_SIDE_PX), (3, 5_000, MAX_SIDE_PX)],
)
def test_small_pictures_are_enlarged_and_large_ones_shrunk(
    height: int, width: int, longest: int
) -> None:
    no_face = replace(HAPPY, reading=FaceReading(None, None, Reason.NO_FACE), quality=None)
    copy = drawn(no_face, picture=np.zeros((height, width, 3), np.uint8))
    expected_width = max(1, round(width * longest / max(height, width)))
    assert copy.shape[1] == expected_width + WIDTH_PX


def test_the_bars_are_as_long_as_the_scores() -> None:
    sure = Expression(0.9, (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0))
    half = Expression(0.9, (0.0, 0.0, 0.0, 0.5, 0.5, 0.0, 0.0))
    plain = replace(HAPPY, quality=None, uncertain=True)
    full, two_halves = (
        count(drawn(replace(plain, reading=FaceReading(FACE, e, None))), ACCENT)
        for e in (sure, half)
    )
    assert full > 1_000
    assert two_halves == pytest.approx(full, rel=0.05)


def test_smoothed_scores_have_marks_of_their_own() -> None:
    even = Smoothed("happy", (1 / 7,) * 7, uncertain=False)
    plain, smoothed = drawn(HAPPY), drawn(replace(HAPPY, smoothed=even))
    assert count(smoothed, INK) > count(plain, INK) + 100


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_told_as_a_warning(reason: Reason) -> None:
    assert REASONS[reason]
    unread = replace(HAPPY, reading=FaceReading(FACE, None, reason))
    assert count(drawn(unread, face_at(100, 100, 300)), WARNING) > 100
    assert count(drawn(HAPPY, face_at(100, 100, 300)), WARNING) == 0


def test_several_faces_are_told() -> None:
    two = FaceReading(replace(FACE, count=2), Expression(0.9, SCORES), None)
    assert count(drawn(replace(HAPPY, reading=two)), WARNING) > 100


def test_a_face_at_the_edge_and_one_outside_can_be_drawn() -> None:
    for x, y in ((-150, -150), (700, 700), (900, 900), (-400, 100)):
        assert drawn(HAPPY, face_at(x, y, 300)).shape[1] == 800 + WIDTH_PX
