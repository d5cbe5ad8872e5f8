"""Which emotions go with which events, and which follow which."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from text.conversation.constants import EVENT_MIN_ODDS, EVENT_MIN_SUPPORT
from text.conversation.felt import NEUTRAL, Felt
from text.conversation.finding import Finding, PatternKind
from text.conversation.sittings import Sitting


@dataclass(frozen=True, slots=True)
class _Pair:
    """How often two things went together.

    Attributes:
        what: both, in words.
        both: observations with both.
        first: observations with the first.
        second: observations with the second.
        total: all observations.
    """

    what: str
    both: int
    first: int
    second: int
    total: int

    @property
    def odds_ratio(self) -> float:
        """With half an observation more in each cell, so that it is always finite."""
        only_first, only_second = self.first - self.both, self.second - self.both
        neither = self.total - self.both - only_first - only_second
        return (self.both + 0.5) * (neither + 0.5) / ((only_first + 0.5) * (only_second + 0.5))

    @property
    def is_testable(self) -> bool:
        rare = min(self.first, self.second)
        return rare >= EVENT_MIN_SUPPORT and max(self.first, self.second) < self.total


def trigger_findings(feelings: Sequence[Felt]) -> list[Finding]:
    """Test whether an emotion is more frequent in messages that tell of an event.

    All events that a message tells of count, whatever its valence: choosing them by valence
    would tie them to emotions by itself.
    """
    events = Counter(event for feeling in feelings for event in feeling.turn.marks.triggers)
    emotions = Counter(feeling.emotion for feeling in feelings)
    both = Counter(
        (event, feeling.emotion) for feeling in feelings for event in feeling.turn.marks.triggers
    )
    pairs = (
        _Pair(f"{emotion} with {event}", both[event, emotion], first, second, len(feelings))
        for (event, first), (emotion, second) in itertools.product(events.items(), emotions.items())
        if emotion != NEUTRAL
    )
    return _tested("trigger-based", pairs)


def sequence_findings(sittings: Sequence[Sitting]) -> list[Finding]:
    """Test whether one emotion follows another more often than it follows the rest.

    Messages of different sittings do not follow each other.
    """
    steps = [
        (before.emotion, after.emotion)
        for sitting in sittings
        for before, after in itertools.pairwise(sitting.feelings)
    ]
    first = Counter(before for before, _ in steps)
    second = Counter(after for _, after in steps)
    both = Counter(steps)
    pairs = (
        _Pair(f"{after} after {before}", both[before, after], row, column, len(steps))
        for (before, row), (after, column) in itertools.product(first.items(), second.items())
        if before != after and NEUTRAL not in (before, after)
    )
    return _tested("sequential", pairs)


def _tested(kind: PatternKind, candidates: Iterable[_Pair]) -> list[Finding]:
    """Fisher's exact test, one-sided: the upper tail of the hypergeometric distribution."""
    pairs = sorted((pair for pair in candidates if pair.is_testable), key=lambda pair: pair.what)
    if not pairs:
        return []
    counts = np.array([(pair.both - 1, pair.total, pair.first, pair.second) for pair in pairs])
    chances = stats.hypergeom.sf(*counts.T)
    return [
        Finding(
            kind=kind,
            what=pair.what,
            measure="odds ratio",
            effect=pair.odds_ratio,
            support=pair.both,
            p=min(float(p), 1.0),
            large=pair.both >= EVENT_MIN_SUPPORT and pair.odds_ratio >= EVENT_MIN_ODDS,
        )
        for pair, p in zip(pairs, chances, strict=True)
    ]
