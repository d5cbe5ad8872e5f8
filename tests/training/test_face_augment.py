import numpy as np
import pytest

from training.face_augment import augmented

SIDE = 64
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE]
# Bright on the left, dark on the right, with a bar across the middle.
CROP = (200 - 2 * COLUMNS + 30 * (abs(ROWS - 32) < 6)).astype(np.uint8)


def test_a_variation_depends_on_the_generator_alone() -> None:
    first, again, other = (augmented(CROP, np.random.default_rng(seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@pytest.mark.parametrize("seed", range(12))
def test_variations_are_standardised_48_pixel_crops(seed: int) -> None:
    varied = augmented(CROP, np.random.default_rng(seed))
    assert varied.shape == (48, 48)
    assert varied.dtype == np.float32
    # A rectangle may be set to the mean afterwards.
    assert abs(float(varied.mean())) < 0.4
    assert 0.5 < float(varied.std()) < 1.1


def test_half_of_the_variations_are_mirrored() -> None:
    rng = np.random.default_rng(0)
    left_brighter = [
        varied[:, :16].mean() > varied[:, 32:].mean()
        for varied in (augmented(CROP, rng) for _ in range(200))
    ]
    assert 70 < sum(left_brighter) < 130


def test_the_crop_itself_is_left_alone() -> None:
    crop = CROP.copy()
    augmented(crop, np.random.default_rng(0))
    np.testing.assert_array_equal(crop, CROP)
