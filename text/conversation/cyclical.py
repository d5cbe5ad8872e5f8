"""Whether valence goes up and down with a period."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from text.conversation.constants import (
    CYCLE_MAX_SITTINGS,
    CYCLE_MIN_PERIODS,
    CYCLE_MIN_SITTINGS,
    CYCLE_OVERSAMPLING,
    CYCLE_REFINEMENT,
)
from text.conversation.finding import Finding
from text.conversation.fundamental import fundamental, residual, squares_left, waves
from text.conversation.sittings import Sitting

Floats = NDArray[np.float64]

_MAX_INERTIA = 0.9
_DAY_S = 86_400.0


def cyclical_findings(sittings: Sequence[Sitting]) -> list[Finding]:
    """Test the highest peak of the sittings' Lomb-Scargle periodogram (VanderPlas 2018).

    Moods linger, and lingering alone makes slow waves, so the peak is judged after the
    first-order autocorrelation of what it leaves unexplained is taken out of the data. The
    period named is that of the whole cycle, of which the peak may be a harmonic.
    """
    newest = sittings[-CYCLE_MAX_SITTINGS:]
    values = np.array([sitting.valence for sitting in newest])
    if len(newest) < CYCLE_MIN_SITTINGS or np.ptp(values) == 0:
        return []
    elapsed_s = np.array([(sitting.at - newest[0].at).total_seconds() for sitting in newest])
    times = elapsed_s / elapsed_s[-1]
    highest = len(newest) / 2
    peak = _peak(times, values, highest)
    inertia = _inertia(residual(waves(times, peak, 1), values))
    alone = _explained(times, values, (peak, 1), inertia)
    cycle = fundamental(times, values, peak, highest, inertia)
    return [
        Finding(
            kind="cyclical",
            what=f"valence rises and falls every {_period(float(elapsed_s[-1]) / cycle[0])}",
            measure="share of variance",
            effect=_explained(times, values, cycle, inertia),
            support=len(newest),
            p=_false_alarm(alone, times[1:], highest - CYCLE_MIN_PERIODS),
        )
    ]


def _peak(times: Floats, values: Floats, highest: float) -> float:
    """Cycles per span, from CYCLE_MIN_PERIODS to `highest`, of the strongest sine wave."""
    trend = np.polynomial.Polynomial.fit(times, values, 1)
    level = values - trend(times)
    step = 1 / CYCLE_OVERSAMPLING
    coarse = _strongest(times, level, np.arange(CYCLE_MIN_PERIODS, highest, step))
    near = np.linspace(coarse - step, coarse + step, 2 * CYCLE_REFINEMENT + 1)
    return _strongest(times, level, np.clip(near, CYCLE_MIN_PERIODS, highest))


def _strongest(times: Floats, level: Floats, frequencies: Floats) -> float:
    power = signal.lombscargle(times, level, 2 * np.pi * frequencies)
    return float(frequencies[np.argmax(power)])


def _explained(times: Floats, values: Floats, cycle: tuple[float, int], inertia: float) -> float:
    """Share of the variance that a cycle explains beside a linear trend, 0..1."""
    design = waves(times, *cycle)
    without, left = (squares_left(each, values, inertia) for each in (design[:, :2], design))
    return min(max(1 - left / without, 0.0), 1.0) if without > 0 else 0.0


def _inertia(left: Floats) -> float:
    """Lag-1 autocorrelation with its bias of -(1 + 4 r) / n taken off."""
    square = float(left @ left)
    if square == 0:
        return 0.0
    raw = float(left[1:] @ left[:-1]) / square
    return min(max(raw + (1 + 4 * raw) / len(left), 0.0), _MAX_INERTIA)


def _false_alarm(explained: float, times: Floats, bandwidth: float) -> float:
    """Probability of a peak as high in noise, anywhere in the band (Baluev 2008, table 1).

    Args:
        explained: 0..1.
        times: shares of the span.
        bandwidth: cycles per span that were searched.
    """
    if explained >= 1:
        return 0.0
    null_freedom, freedom = len(times) - 2, len(times) - 4
    width = bandwidth * math.sqrt(4 * math.pi * float(np.var(times)))
    gamma = math.exp(math.lgamma(null_freedom / 2) - math.lgamma((null_freedom - 1) / 2))
    crossings = (
        gamma
        * math.sqrt(2 / null_freedom)
        * width
        * math.pow(1 - explained, (freedom - 1) / 2)
        * math.sqrt(null_freedom * explained / 2)
    )
    alone = math.pow(1 - explained, freedom / 2)
    return 1 - (1 - alone) * math.exp(-crossings)


def _period(seconds: float) -> str:
    if seconds < 2 * _DAY_S:
        return f"{seconds / 3600:.1f} hours"
    return f"{seconds / _DAY_S:.1f} days"
