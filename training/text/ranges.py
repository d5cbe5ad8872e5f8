"""The 256 levels of an 8-bit activation."""

import numpy as np
from numpy.typing import NDArray

_STEPS = 255


def scale_and_zero(low: float, high: float) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Return the step between two of 256 levels that cover a range, and the level of 0.0."""
    low, high = min(low, 0.0), max(high, 0.0)
    step = (high - low) / _STEPS or 1.0
    return np.array(step, np.float32), np.array(round(-low / step), np.uint8)
