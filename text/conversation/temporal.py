"""Whether valence depends on the time of day or the day of the week, in UTC."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from scipy import stats

from text.conversation.constants import (
    TEMPORAL_BIN_HOURS,
    TEMPORAL_MIN_PER_BIN,
    TEMPORAL_MIN_VOTES,
)
from text.conversation.finding import Finding
from text.conversation.sittings import Sitting

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def temporal_findings(sittings: Sequence[Sitting]) -> list[Finding]:
    """Kruskal-Wallis tests of valence over parts of the day and over days of the week.

    A part of one day, or one day, has one vote however many messages it holds: messages written
    together share a mood.
    """
    tested = (
        _finding(sittings, lambda at: at.hour // TEMPORAL_BIN_HOURS, _part_of_day),
        _finding(sittings, lambda at: at.weekday(), _weekday),
    )
    return [finding for finding in tested if finding is not None]


def _part_of_day(part: int) -> str:
    start = part * TEMPORAL_BIN_HOURS
    return f"between {start:02d}:00 and {start + TEMPORAL_BIN_HOURS:02d}:00 UTC"


def _weekday(day: int) -> str:
    return f"on {_DAYS[day]}"


def _finding(
    sittings: Sequence[Sitting], bin_of: Callable[[datetime], int], named: Callable[[int], str]
) -> Finding | None:
    bins = _votes(sittings, bin_of)
    votes = [value for group in bins.values() for value in group]
    if len(bins) < 2 or len(votes) < TEMPORAL_MIN_VOTES or min(votes) == max(votes):
        return None
    test = stats.kruskal(*bins.values())
    mean = statistics.fmean(votes)
    distances = {each: statistics.fmean(group) - mean for each, group in bins.items()}
    furthest = max(distances, key=lambda each: abs(distances[each]))
    return Finding(
        kind="temporal",
        what=f"{'higher' if distances[furthest] > 0 else 'lower'} valence {named(furthest)}",
        measure="epsilon squared",
        effect=float(test.statistic) / (len(votes) - 1),
        support=len(bins[furthest]),
        p=float(test.pvalue),
    )


def _votes(
    sittings: Sequence[Sitting], bin_of: Callable[[datetime], int]
) -> dict[int, list[float]]:
    """The votes in each bin that has enough of them."""
    told: dict[tuple[int, int], list[float]] = defaultdict(list)
    for sitting in sittings:
        told[bin_of(sitting.at), sitting.at.toordinal()].append(sitting.valence)
    bins: dict[int, list[float]] = defaultdict(list)
    for (name, _), valences in told.items():
        bins[name].append(sum(valences) / len(valences))
    return {name: group for name, group in bins.items() if len(group) >= TEMPORAL_MIN_PER_BIN}
