"""Making one crop of a face into many: other cameras, light and framing, and the mirror."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.face_crop import CROP_SIDE_PX, standardised

Crop = NDArray[np.float32]

# Wider than what a webcam shows, so that nothing a user does lies at the rim.
_TURN_DEG = 15.0
_LOG_SCALE = 0.15
_SHIFT_PX = 3.5
_LOG_GAMMA = 0.5
_NOISE = 8.0
_BLUR_PX = (0.3, 1.6)
_SMALL_SIDE_PX = (16, 40)
_ERASED_SIDE_PX = (6, 20)


def augmented(crop: NDArray[np.uint8], rng: np.random.Generator) -> Crop:
    """Return a standardised 48x48 variation of a crop with a margin, uint8, shape (s, s)."""
    varied = _framed(crop, rng)
    if rng.random() < 0.5:
        gamma = math.exp(rng.uniform(-_LOG_GAMMA, _LOG_GAMMA))
        varied = np.asarray(255 * (varied / 255) ** gamma, np.float32)
    varied = _resolved(varied, rng)
    if rng.random() < 0.5:
        noise = rng.standard_normal(varied.shape, np.float32)
        varied = varied + np.float32(rng.uniform(0, _NOISE)) * noise
    result: Crop = standardised(varied[None])[0]
    if rng.random() < 0.3:
        _erase(result, rng)
    return result


def _framed(crop: NDArray[np.uint8], rng: np.random.Generator) -> Crop:
    """Turn, scale, shift and perhaps mirror the crop, and cut its middle out."""
    angle = math.radians(rng.uniform(-_TURN_DEG, _TURN_DEG))
    scale = math.exp(rng.uniform(-_LOG_SCALE, _LOG_SCALE))
    turn = scale * np.array(
        [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
    )
    if rng.random() < 0.5:
        turn[:, 0] *= -1
    shift = rng.uniform(-_SHIFT_PX, _SHIFT_PX, 2)
    source_middle, middle = (len(crop) - 1) / 2, (CROP_SIDE_PX - 1) / 2
    offset = middle + shift - turn.sum(axis=1) * source_middle
    matrix = np.concatenate([turn, offset[:, None]], axis=1)
    size = (CROP_SIDE_PX, CROP_SIDE_PX)
    framed = cv2.warpAffine(crop, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(framed, np.float32)


def _resolved(crop: Crop, rng: np.random.Generator) -> Crop:
    """Blur, shrink and enlarge, or sharpen the crop; or leave it."""
    kind = rng.random()
    if kind < 0.35:
        return _blurred(crop, rng.uniform(*_BLUR_PX))
    if kind < 0.5:
        side = int(rng.integers(*_SMALL_SIDE_PX))
        small = cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, crop.shape), np.float32)
    if kind < 0.65:
        strength = np.float32(rng.uniform(0, 1.5))
        return np.clip(crop + strength * (crop - _blurred(crop, 1.0)), 0, 255)
    return crop


def _blurred(crop: Crop, sigma_px: float) -> Crop:
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), sigma_px), np.float32)


def _erase(crop: Crop, rng: np.random.Generator) -> None:
    """Set a rectangle to the mean: a hand, hair or the picture's end may hide any part."""
    height, width = rng.integers(*_ERASED_SIDE_PX, size=2)
    top, left = rng.integers(0, CROP_SIDE_PX - _ERASED_SIDE_PX[0], size=2)
    crop[top : top + height, left : left + width] = 0
