"""The slowest wave of a cycle that is no sine wave.

One bad day in seven has waves of 7, 3.5 and 2.3 days, and the highest peak may be any of them
(VanderPlas 2018, section 7.2).
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from text.conversation.constants import (
    CYCLE_MAX_HARMONICS,
    CYCLE_MAX_MULTIPLE,
    CYCLE_MIN_PERIODS,
    CYCLE_SLOWER_BIC,
)

Floats = NDArray[np.float64]


def fundamental(
    times: Floats, values: Floats, peak: float, highest: float, inertia: float
) -> tuple[float, int]:
    """Tell whether a peak is a harmonic of a slower cycle.

    Args:
        times: shares of the span.
        values: at these times.
        peak: of the periodogram, cycles per span.
        highest: cycles per span above which no harmonic is looked for.
        inertia: lag-1 autocorrelation of what the peak leaves unexplained, 0..1.

    Returns:
        Cycles per span and number of harmonics: the peak and 1, unless a slower cycle is better by
        more than CYCLE_SLOWER_BIC on the Bayesian information criterion. Of several such cycles a
        slower one must be as much better than the quicker ones.
    """
    best, cycle = math.inf, (peak, 1)
    for multiple in range(1, CYCLE_MAX_MULTIPLE + 1):
        slower = _multiples(peak, multiple, highest)
        judged = ((_criterion(times, values, each, inertia), each) for each in slower)
        criterion, found = min(judged, default=(math.inf, cycle))
        if criterion < best - CYCLE_SLOWER_BIC:
            best, cycle = criterion, found
    return cycle


def waves(times: Floats, frequency: float, harmonics: int) -> Floats:
    """A linear trend beside a cycle, shape (times, 2 + 2 harmonics)."""
    angles = 2 * np.pi * frequency * times[:, None] * np.arange(1, harmonics + 1)
    trend = np.stack((np.ones_like(times), times), axis=1)
    return np.concatenate((trend, np.sin(angles), np.cos(angles)), axis=1)


def squares_left(design: Floats, values: Floats, inertia: float) -> float:
    """What a design leaves unexplained once first-order autocorrelation is taken out of both."""
    values, design = (part[1:] - inertia * part[:-1] for part in (values, design))
    return float(np.square(residual(design, values)).sum())


def residual(design: Floats, values: Floats) -> Floats:
    left: Floats = values - design @ np.linalg.lstsq(design, values)[0]
    return left


def _multiples(peak: float, multiple: int, highest: float) -> Iterator[tuple[float, int]]:
    """Cycles so many times as long as the peak's, with ever more of their harmonics."""
    frequency = peak / multiple
    if frequency >= CYCLE_MIN_PERIODS:
        most = min(CYCLE_MAX_HARMONICS, int(highest / frequency))
        yield from ((frequency, count) for count in range(multiple, max(multiple, most) + 1))


def _criterion(times: Floats, values: Floats, cycle: tuple[float, int], inertia: float) -> float:
    design = waves(times, *cycle)
    count, parameters = len(times) - 1, 2 + 2 * cycle[1]
    if count <= 2 * parameters:
        return math.inf
    # A share of the variance that no reading resolves keeps the logarithm finite.
    left = squares_left(design, values, inertia) / count + 1e-6 * float(np.var(values))
    return count * math.log(left) + parameters * math.log(count)
