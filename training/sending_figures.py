"""What a stream does to the labels and costs the server: pure sums over readings."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

from analysis.labels import EMOTIONS, Expression, strongest
from training.face_scores import accuracy_interval
from training.sending_scenes import NO_LABEL
from training.sending_stream import Profile

LOWEST_FPS = 10
"""Below it a frame holds more than libwebrtc's pacer sends at once, and its end waits.

The pacer sends at 2.5 times the bitrate, in bursts of 40 ms: a tenth of a second's bytes.
"""

_NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Observation:
    """One face read from a stream, beside the same moment read from the camera itself.

    Attributes:
        face_width_px: in the camera's picture.
        emotion: index into EMOTIONS, or NO_LABEL.
        happy_sad: 1 happy, 0 sad, or NO_LABEL.
        reading: None if the face could not be read.
        reference: of the camera's picture, unencoded.
    """

    face_width_px: float
    emotion: int
    happy_sad: int
    reading: Expression | None
    reference: Expression | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one clip cost.

    Attributes:
        seconds: of the clip's steady part, to which frames, packets and bytes belong.
        encode_ms: CPU for each frame of the camera.
        decode_ms: CPU for each frame that was sent.
    """

    seconds: float
    frames: int
    packets: int
    bytes: int
    encode_ms: float
    decode_ms: float


@dataclass
class Observations:
    """What was seen: through profiles, only shrunk, and of the camera a moment earlier."""

    encoded: dict[Profile, list[Observation]] = field(default_factory=lambda: defaultdict(list))
    shrunk: dict[tuple[int, int], list[Observation]] = field(
        default_factory=lambda: defaultdict(list)
    )
    floor: list[Observation] = field(default_factory=list)
    costs: dict[Profile, list[Cost]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `n`, with its 95 % Wilson interval."""

    share: float
    low: float
    high: float
    n: int

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """What became of the labels; None where no face has such a label.

    Attributes:
        found: faces that could be read.
        happy_sad: right ones of two, of the faces with such a label; unread is wrong.
        expression: right ones of seven; unread is wrong.
        agreement: same of seven as the reference, of the faces that it could read.
        change: mean total variation distance of the seven probabilities to the reference's,
            0..1, of the faces that both could read.
        change_95: half width of its 95 % interval.
    """

    found: Share | None
    happy_sad: Share | None
    expression: Share | None
    agreement: Share | None
    change: float | None
    change_95: float | None


@dataclass(frozen=True, slots=True)
class CostFigures:
    """Cost of one profile: of decoding to the server, of encoding to the sender."""

    sent_fps: float
    sent_kbps: float
    packets_per_s: float
    encode_ms_per_frame: float
    decode_ms_per_frame: float
    decode_ms_per_s: float


def label_figures(observations: Sequence[Observation]) -> LabelFigures:
    two = [item for item in observations if item.happy_sad != NO_LABEL]
    seven = [item for item in observations if item.emotion != NO_LABEL]
    readable = [item for item in observations if item.reference is not None]
    changes = [
        total_variation(item.reading, item.reference)
        for item in readable
        if item.reading is not None and item.reference is not None
    ]
    return LabelFigures(
        found=_share([item.reading is not None for item in observations]),
        happy_sad=_share([_is_happy(item.reading) == (item.happy_sad == 1) for item in two]),
        expression=_share([_name(item.reading) == EMOTIONS[item.emotion] for item in seven]),
        agreement=_share([_name(item.reading) == _name(item.reference) for item in readable]),
        change=fmean(changes) if changes else None,
        change_95=_half_width(changes),
    )


def cost_figures(costs: Sequence[Cost]) -> CostFigures:
    seconds = sum(cost.seconds for cost in costs)
    sent_fps = sum(cost.frames for cost in costs) / seconds
    decode_ms = fmean(cost.decode_ms for cost in costs)
    return CostFigures(
        sent_fps=sent_fps,
        sent_kbps=sum(cost.bytes for cost in costs) * 8 / 1000 / seconds,
        packets_per_s=sum(cost.packets for cost in costs) / seconds,
        encode_ms_per_frame=fmean(cost.encode_ms for cost in costs),
        decode_ms_per_frame=decode_ms,
        decode_ms_per_s=decode_ms * sent_fps,
    )


def total_variation(one: Expression, other: Expression) -> float:
    """Return half the sum of the differences of the seven probabilities, 0..1."""
    return sum(abs(a - b) for a, b in zip(one.scores, other.scores, strict=True)) / 2


def is_as_good(figures: LabelFigures, best: LabelFigures) -> bool:
    """Return whether all 95 % intervals reach the best profile's.

    Those of the shares must reach the middle of its intervals, that of the change only
    the interval, because it is far narrower.
    """
    pairs = (
        (figures.found, best.found),
        (figures.happy_sad, best.happy_sad),
        (figures.expression, best.expression),
        (figures.agreement, best.agreement),
    )
    shares_reach = all(
        mine is None or theirs is None or mine.high >= theirs.middle for mine, theirs in pairs
    )
    return shares_reach and _lowest_change(figures) <= _highest_change(best)


def cheapest_as_good(
    labels: Mapping[Profile, Sequence[LabelFigures]], costs: Mapping[Profile, CostFigures]
) -> Profile:
    """Return the profile of least decoding that is as good as the best in every group.

    Only profiles of LOWEST_FPS and more are considered.

    Args:
        labels: figures of each profile for the same groups of faces, in the same order.
        costs: of the same profiles.
    """
    n_groups = len(next(iter(labels.values())))
    best = [max((g[group] for g in labels.values()), key=_rank) for group in range(n_groups)]
    good = [
        profile
        for profile, groups in labels.items()
        if profile.fps >= LOWEST_FPS
        and all(is_as_good(mine, top) for mine, top in zip(groups, best, strict=True))
    ]
    return min(good, key=lambda profile: costs[profile].decode_ms_per_s)


def _rank(figures: LabelFigures) -> float:
    return figures.agreement.share if figures.agreement is not None else -math.inf


def _lowest_change(figures: LabelFigures) -> float:
    return (figures.change or 0.0) - (figures.change_95 or 0.0)


def _highest_change(figures: LabelFigures) -> float:
    return (figures.change or 0.0) + (figures.change_95 or 0.0)


def _name(reading: Expression | None) -> str | None:
    return None if reading is None else strongest(reading.scores)


def _is_happy(reading: Expression | None) -> bool | None:
    return None if reading is None else reading.happy_probability >= 0.5


def _share(hits: Sequence[bool]) -> Share | None:
    if not hits:
        return None
    low, high = accuracy_interval(sum(hits), len(hits))
    return Share(sum(hits) / len(hits), low, high, len(hits))


def _half_width(values: Sequence[float]) -> float | None:
    return _NORMAL_95 * stdev(values) / math.sqrt(len(values)) if len(values) > 1 else None
