"""Percentiles, the same for every scenario."""

from collections.abc import Sequence

import numpy as np

PERCENTS = (50, 95, 99)


def percentiles(values: Sequence[float]) -> dict[str, float | int]:
    """Return p50, p95 and p99 by linear interpolation, and `count`.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("there is nothing to take percentiles of")
    found = np.percentile(values, PERCENTS)
    figures = {
        f"p{percent}": round(float(v), 3) for percent, v in zip(PERCENTS, found, strict=True)
    }
    return {**figures, "count": len(values)}
