import numpy as np
import pytest

from vision.tiles import Bounds, Window, around, overlap, tiles


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (1280, 720), (1920, 1080), (500, 500)])
def test_tiles_stay_in_the_picture_and_cover_nearly_all_of_it(size: tuple[int, int]) -> None:
    width, height = size
    covered = np.zeros((height, width), bool)
    for tile in tiles(width, height):
        assert covered[tile.slices].shape == (tile.height, tile.width)
        covered[tile.slices] = True
    assert covered.mean() > 0.85


@pytest.mark.parametrize("size", [(640, 480), (720, 1280), (1920, 1080)])
def test_a_face_of_a_quarter_tile_lies_wholly_in_some_tile(size: tuple[int, int]) -> None:
    width, height = size
    face_px = max(size) // 8
    rng = np.random.default_rng(0)
    margin = height // 16
    for _ in range(200):
        left = rng.integers(margin, width - face_px - margin)
        top = rng.integers(margin, height - face_px - margin)
        assert any(
            tile.left <= left
            and tile.top <= top
            and left + face_px <= tile.left + tile.width
            and top + face_px <= tile.top + tile.height
            for tile in tiles(width, height)
        )


def test_the_middle_is_searched_first() -> None:
    assert tiles(1200, 400)[0] == Window(300, 0, 600, 400)


def test_a_small_picture_has_no_tiles() -> None:
    assert tiles(180, 135) == []


def test_the_window_around_a_face_has_it_in_the_middle() -> None:
    assert around((300, 200, 340, 260), 640, 480) == Window(230, 140, 180, 180)


def test_the_window_around_a_face_at_the_edge_ends_with_the_picture() -> None:
    assert around((-10, 10, 50, 90), 640, 480) == Window(0, 0, 140, 170)


@pytest.mark.parametrize(
    ("other", "share"),
    [
        ((0, 0, 10, 10), 1.0),
        ((5, 0, 15, 10), 1 / 3),
        ((0, 0, 5, 5), 0.25),
        ((10, 0, 20, 10), 0.0),
        ((20, 20, 30, 30), 0.0),
    ],
)
def test_overlap_is_the_share_that_both_cover_of_what_either_does(
    other: Bounds, share: float
) -> None:
    assert overlap((0, 0, 10, 10), other) == pytest.approx(share)
    assert overlap(other, (0, 0, 10, 10)) == pytest.approx(share)
