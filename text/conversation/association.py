"""How surely two things go together more often than by chance, whatever parts them into strata."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from text.conversation.constants import EVENT_MIN_ODDS, EVENT_MIN_SUPPORT
from text.conversation.finding import Finding, PatternKind


@dataclass(frozen=True, slots=True)
class Table:
    """How often two things went together in one stratum.

    Attributes:
        both: observations with both.
        first: observations with the first.
        second: observations with the second.
        total: all observations.
    """

    both: int
    first: int
    second: int
    total: int

    @property
    def is_informative(self) -> bool:
        """Whether `both` can differ, given the other numbers."""
        return 0 < self.first < self.total and 0 < self.second < self.total

    @property
    def margins(self) -> tuple[int, int, int]:
        return self.total, self.first, self.second


@dataclass(frozen=True, slots=True)
class Association:
    """Two things, in words, and a table of each stratum that tells something."""

    what: str
    tables: Sequence[Table]

    @property
    def support(self) -> int:
        return sum(table.both for table in self.tables)

    @property
    def is_testable(self) -> bool:
        most = sum(min(table.first, table.second) for table in self.tables)
        return most >= EVENT_MIN_SUPPORT

    @property
    def odds_ratio(self) -> float:
        """Mantel and Haenszel's common odds ratio.

        With half an observation more in each cell, shared among the strata, so that it is always
        finite.
        """
        more = 0.5 / len(self.tables)
        counts = np.array([(each.both, each.first, each.second) for each in self.tables])
        totals = np.array([each.total for each in self.tables])
        both, first, second = counts.T
        neither = totals - first - second + both
        weights = totals + 4 * more
        together = ((both + more) * (neither + more) / weights).sum()
        apart = ((first - both + more) * (second - both + more) / weights).sum()
        return float(together / apart)


def association_findings(kind: PatternKind, candidates: Iterable[Association]) -> list[Finding]:
    """Test exactly and one-sided whether the two go together more often than by chance.

    By chance, `both` of a stratum is hypergeometric given the rest of its table; their sum over
    the strata is compared with its exact distribution. With one stratum that is Fisher's test.
    """
    tested = sorted((each for each in candidates if each.is_testable), key=lambda each: each.what)
    chances = _distributions({table.margins for each in tested for table in each.tables})
    return [
        Finding(
            kind=kind,
            what=each.what,
            measure="odds ratio",
            effect=each.odds_ratio,
            support=each.support,
            p=_tail(each, chances),
            large=each.support >= EVENT_MIN_SUPPORT and each.odds_ratio >= EVENT_MIN_ODDS,
        )
        for each in tested
    ]


_Distributions = dict[tuple[int, int, int], NDArray[np.float64]]


def _distributions(margins: set[tuple[int, int, int]]) -> _Distributions:
    """Of `both`, from 0 on: in one call, as each costs as much as hundreds of values."""
    if not margins:
        return {}
    listed = sorted(margins)
    sizes = [min(first, second) + 1 for _, first, second in listed]
    both = np.concatenate([np.arange(size) for size in sizes])
    chances = stats.hypergeom.pmf(both, *np.repeat(np.array(listed), sizes, axis=0).T)
    return dict(zip(listed, np.split(chances, np.cumsum(sizes)[:-1]), strict=True))


def _tail(association: Association, chances: _Distributions) -> float:
    summed = reduce(np.convolve, (chances[table.margins] for table in association.tables))
    return min(float(summed[association.support :].sum()), 1.0)
