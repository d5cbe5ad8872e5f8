"""Making good pictures of faces worse, in known steps."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Degradation = Callable[[Image, np.random.Generator], Image]

# Read noise of a webcam's sensor in the dark, in units of the 8-bit picture.
_DARK_NOISE = 3.0


def _smaller(scale: float) -> Degradation:
    def apply(image: Image, _: np.random.Generator) -> Image:
        resized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        return np.asarray(resized, np.uint8)

    return apply


def _blurred(sigma_px: float) -> Degradation:
    def apply(image: Image, _: np.random.Generator) -> Image:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma_px), np.uint8)

    return apply


def _darker(gain: float) -> Degradation:
    def apply(image: Image, rng: np.random.Generator) -> Image:
        noisy = image * gain + rng.normal(0, _DARK_NOISE, image.shape)
        return np.clip(noisy, 0, 255).astype(np.uint8)

    return apply


def _brighter(added: int) -> Degradation:
    def apply(image: Image, _: np.random.Generator) -> Image:
        return np.asarray(cv2.add(image, np.full_like(image, added)), np.uint8)

    return apply


def _cut_below(share: float) -> Degradation:
    def apply(image: Image, _: np.random.Generator) -> Image:
        return np.ascontiguousarray(image[: round(len(image) * share)])

    return apply


FAMILIES: Mapping[str, Mapping[float, Degradation]] = {
    "face_size_px": {k: _smaller(k) for k in (0.5, 0.25, 0.17, 0.15, 0.125, 0.1, 0.08)},
    "sharpness": {k: _blurred(k) for k in (2.0, 3.0, 4.0, 5.0, 6.0, 8.0)},
    "brightness": {k: _darker(k) for k in (0.3, 0.15, 0.1, 0.08, 0.06, 0.05, 0.04)},
    "picture_brightness": {k: _brighter(k) for k in (40, 80, 100, 120, 140, 160)},
    "inside_share": {k: _cut_below(k) for k in (0.8, 0.75, 0.7, 0.65, 0.6, 0.55)},
}
"""For each measurement, degradations of a 288x288 picture that lower it (or raise brightness)."""
