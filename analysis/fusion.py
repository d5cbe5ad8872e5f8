"""Face, voice, second opinion and words of a session on one timeline.

Pure. Names stand side by side; nothing is averaged, and no source outvotes another.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from analysis.fusion_families import Agreement, agreement_of
from analysis.fusion_stretches import Stretch, face_stretches, voice_stretches, word_stretches
from analysis.labels import VoiceReading
from analysis.timeline import Moment
from analysis.tracker_readings import Source
from analysis.words import Words

CELL_S = 1.0
"""The timeline's grain: face and voice are read about once a second."""

MAX_SPANS = 240
"""Spans of a timeline; one that would have more gets a coarser grain.

Part of what lets ten minutes fit into one message: tests/analysis/test_report.py.
"""

LEAST_SHARE = 0.25
"""Of a cell that a name stands for, to be told there: less is the edge of a neighbour."""

Names = Mapping[Source, str]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the session in which every source says the same thing throughout.

    Attributes:
        names: of the sources that name something.
        agreement: what they say of each other.
    """

    start_s: float
    end_s: float
    names: Names
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Fusion:
    """All sources of a session together.

    Attributes:
        spans: from 0 to the end of the session, without gaps, at most MAX_SPANS.
        agreement_share: of the time in which sources can be compared, that in which they
            agree, 0..1; None where they never can.
        compared_s: the time in which they can.
        compared: the sources that had a part in that, in the order of Source.
        named_share: of the session's time, that in which any source names something, 0..1.
    """

    spans: tuple[Span, ...]
    agreement_share: float | None
    compared_s: float
    compared: tuple[Source, ...]
    named_share: float


def fuse(
    moments: Sequence[Moment],
    voice: Iterable[VoiceReading],
    opinions: Iterable[VoiceReading],
    words: Iterable[Words],
    duration_s: float,
) -> Fusion:
    """Lay all sources on the session clock; `moments` are in order of time."""
    sources = {
        Source.FACE: face_stretches(moments),
        Source.VOICE: voice_stretches(voice),
        Source.GEMINI_LIVE: voice_stretches(opinions),
        Source.WORDS: word_stretches(words),
    }
    finest = tuple(_cells(sources, duration_s, CELL_S))
    compared = [c for c in finest if c.agreement in (Agreement.AGREE, Agreement.DISAGREE)]
    taking_part = {source for cell in compared for source in cell.names}
    compared_s = _length_s(compared)
    agreed_s = _length_s(c for c in compared if c.agreement is Agreement.AGREE)
    named_s = _length_s(c for c in finest if c.names)
    return Fusion(
        spans=_within_bounds(sources, duration_s),
        agreement_share=agreed_s / compared_s if compared_s else None,
        compared_s=compared_s,
        compared=tuple(source for source in Source if source in taking_part),
        named_share=named_s / duration_s if finest else 0.0,
    )


def _within_bounds(
    sources: Mapping[Source, Sequence[Stretch]], duration_s: float
) -> tuple[Span, ...]:
    by_grain = (tuple(_merged(_cells(sources, duration_s, CELL_S * n))) for n in count(1))
    return next(spans for spans in by_grain if len(spans) <= MAX_SPANS)


def _cells(
    sources: Mapping[Source, Sequence[Stretch]], duration_s: float, cell_s: float
) -> Iterator[Span]:
    """Cut the session into cells; the last one is half a cell longer or shorter at most."""
    if duration_s <= 0:
        return
    cells = max(1, round(duration_s / cell_s))
    edges_s = [*(index * cell_s for index in range(cells)), duration_s]
    named = {source: _named(stretches, edges_s) for source, stretches in sources.items()}
    for index in range(cells):
        names = {s: name for s in named if (name := named[s][index]) is not None}
        yield Span(edges_s[index], edges_s[index + 1], names, agreement_of(names))


def _named(stretches: Iterable[Stretch], edges_s: Sequence[float]) -> list[str | None]:
    """What stands for the longest part of each cell; on a tie what came first."""
    cells = len(edges_s) - 1
    cell_s = edges_s[1] - edges_s[0]
    parts_s: list[dict[str, float]] = [defaultdict(float) for _ in range(cells)]
    for stretch in stretches:
        if stretch.name is None or stretch.start_s >= edges_s[-1]:
            continue
        # The last cell may be longer than the others.
        first = max(0, min(cells - 1, math.floor(stretch.start_s / cell_s)))
        for index in range(first, cells):
            if edges_s[index] >= stretch.end_s:
                break
            start_s = max(edges_s[index], stretch.start_s)
            parts_s[index][stretch.name] += min(edges_s[index + 1], stretch.end_s) - start_s
    return [_longest(parts, LEAST_SHARE * cell_s) for parts in parts_s]


def _longest(parts_s: Mapping[str, float], least_s: float) -> str | None:
    longest = max(parts_s, key=parts_s.__getitem__, default=None)
    return longest if longest is not None and parts_s[longest] >= least_s else None


def _merged(cells: Iterable[Span]) -> Iterator[Span]:
    for _, group in groupby(cells, key=lambda cell: cell.names):
        equal = list(group)
        yield Span(equal[0].start_s, equal[-1].end_s, equal[0].names, equal[0].agreement)


def _length_s(spans: Iterable[Span]) -> float:
    return sum(span.end_s - span.start_s for span in spans)
