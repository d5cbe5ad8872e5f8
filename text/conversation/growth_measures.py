"""How emotions move in a stretch of messages, and whether two stretches differ.

Each measure comes with the standard error that it has in independent messages, so that a
difference can be told in standard deviations (z).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from text.categories import Category
from text.conversation.constants import GROWTH_MIN_DIPS, GROWTH_MIN_EMOTIONS
from text.conversation.dips import Dip

_ARCS = (Category.SADNESS, Category.ANGER, Category.FEAR, Category.JOY, Category.LOVE)
_PAIRS = ((0, 1), (0, 2), (1, 2), (3, 4))
"""Those of _ARCS that have the same sign."""

_MAX_CORRELATION = 0.999


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure of one stretch.

    Attributes:
        value: of the measure.
        compared: the measure on the scale on which it is compared.
        error: standard error of `compared`.
    """

    value: float
    compared: float
    error: float


def inertia(valences: Sequence[float]) -> Estimate | None:
    """Lag-1 autocorrelation of valence, -1..1 (Kuppens et al. 2010).

    Compared as Fisher's z. None where valence does not change.
    """
    values = np.asarray(valences)
    deviations = values - values.mean()
    square = float(deviations @ deviations)
    if len(values) < 4 or square < 1e-12:
        return None
    value = float(deviations[1:] @ deviations[:-1]) / square
    return Estimate(value, _fisher(value), 1 / math.sqrt(len(values) - 3))


def instability(valences: Sequence[float]) -> Estimate | None:
    """Root mean square of successive differences of valence, 0..2 (Jahng et al. 2008).

    Compared as its logarithm. The mean of n squared differences d of independent normal values
    has the variance (3 n - 1) / n^2 of its squared mean, as neighbouring d share a value.
    """
    differences = np.diff(np.asarray(valences))
    count = len(differences)
    value = float(np.sqrt(np.mean(differences**2))) if count else 0.0
    if value < 1e-6:
        return None
    return Estimate(value, math.log(value), math.sqrt(3 * count - 1) / count / 2)


def recovery(dips: Sequence[Dip]) -> Estimate | None:
    """Mean messages until valence is back in the usual range (Hipson & Mohammad 2021).

    None below GROWTH_MIN_DIPS dips. Its error is at least that of rounding to whole messages.
    """
    if len(dips) < GROWTH_MIN_DIPS:
        return None
    lengths = np.array([dip.messages for dip in dips], dtype=float)
    variance = max(float(lengths.var(ddof=1)), 1 / 12)
    value = float(lengths.mean())
    return Estimate(value, value, math.sqrt(variance / len(lengths)))


def granularity(raws: Sequence[Mapping[Category, float]]) -> Estimate | None:
    """1 - mean Spearman correlation of emotions of one sign, 0..2 (Vishnubhotla et al. 2024).

    Who tells sadness, anger and fear apart has a high one. Compared as Fisher's z of the
    correlation; its error is that of one pair, as if all pairs told the same.
    """
    count = len(raws)
    if count < 5:
        return None
    arcs = np.array([[raw[category] for category in _ARCS] for raw in raws])
    ranks = stats.rankdata(arcs, axis=0)
    correlations = [
        float(np.corrcoef(ranks[:, first], ranks[:, second])[0, 1])
        for first, second in _PAIRS
        if np.ptp(arcs[:, first]) > 0 and np.ptp(arcs[:, second]) > 0
    ]
    if not correlations:
        return None
    mean = float(np.mean(correlations))
    compared = -float(np.mean([_fisher(each) for each in correlations]))
    return Estimate(1 - mean, compared, math.sqrt(1.06 / (count - 3)))


def emodiversity(emotions: Sequence[str]) -> Estimate | None:
    """Shannon entropy of the emotions shown, in nats (Quoidbach et al. 2014).

    None below GROWTH_MIN_EMOTIONS messages. The variance of n messages over k emotions is the
    delta method's, and (k - 1) / 2 n^2 more, which is what is left where all are as frequent.
    """
    total = len(emotions)
    if total < GROWTH_MIN_EMOTIONS:
        return None
    _, counts = np.unique(np.array(emotions), return_counts=True)
    shares = counts / total
    value = max(float(-(shares * np.log(shares)).sum()), 0.0)
    first_order = float((shares * np.log(shares) ** 2).sum()) - value**2
    variance = max(first_order, 0.0) / total + max(len(counts) - 1, 1) / (2 * total**2)
    return Estimate(value, value, math.sqrt(variance))


def z_of(early: Estimate, late: Estimate) -> float:
    """How much later differs from earlier, in standard errors."""
    return (late.compared - early.compared) / math.hypot(early.error, late.error)


def _fisher(correlation: float) -> float:
    return math.atanh(max(-_MAX_CORRELATION, min(_MAX_CORRELATION, correlation)))
