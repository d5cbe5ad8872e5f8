"""One steady expression out of readings that come about once a second.

Pure: times are arguments, in seconds of any one clock.
"""

from dataclasses import dataclass, replace

from analysis.labels import EMOTIONS, Smoothed, strongest

# At one reading a second the newest counts half.
HALF_LIFE_S = 1.0

# After four half-lives without a face a sixteenth of the old evidence is left; the
# next face starts afresh.
FORGET_AFTER_S = 4.0

# Another expression takes over only with this lead, so that two that are equally
# likely do not alternate.
TAKEOVER_LEAD = 0.05

# Of the PublicTest faces whose strongest score lies below 0.45 most are read wrong, up to
# 0.6 about half, above it most are read right (`python -m training.face_limits` prints
# accuracy by score).
CERTAIN_SCORE = 0.5

_EVENLY = tuple(1 / len(EMOTIONS) for _ in EMOTIONS)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of a face at `time_s`; its last reading came at `seen_at_s`."""

    scores: tuple[float, ...]
    shown: str
    last_reading: tuple[float, ...]
    time_s: float
    seen_at_s: float


class ScoreSmoother:
    """Exponential moving average of scores, with hysteresis on the name that is shown.

    A name changes when two readings in a row say so, and on their mean lead by
    TAKEOVER_LEAD. So a single odd reading never changes it, and a change shows with
    its second reading, however far apart in time the two are.
    """

    def __init__(self) -> None:
        self._evidence: _Evidence | None = None

    def update(self, scores: tuple[float, ...] | None, time_s: float) -> Smoothed | None:
        """Take one reading in.

        Args:
            scores: probability of each of EMOTIONS, or None if no expression was read;
                then the old evidence fades towards equal scores.
            time_s: when the picture was taken; not before the time of the last update.

        Returns:
            What to show, or None if there is nothing to show: no face so far, or none for
            FORGET_AFTER_S.

        Raises:
            ValueError: `time_s` goes back.
        """
        known = self._remembered(time_s)
        if scores is not None:
            known = _begun(scores, time_s) if known is None else _seen(known, scores, time_s)
        elif known is not None:
            faded = _mixed(known.scores, _EVENLY, time_s - known.time_s)
            known = replace(known, scores=faded, time_s=time_s)
        self._evidence = known
        return None if known is None else _smoothed(known, out_of_sight=scores is None)

    def _remembered(self, time_s: float) -> _Evidence | None:
        known = self._evidence
        if known is None:
            return None
        if time_s < known.time_s:
            raise ValueError(f"time goes back from {known.time_s} s to {time_s} s")
        return known if time_s - known.seen_at_s < FORGET_AFTER_S else None


def _begun(scores: tuple[float, ...], time_s: float) -> _Evidence:
    return _Evidence(scores, strongest(scores), scores, time_s, time_s)


def _seen(known: _Evidence, scores: tuple[float, ...], time_s: float) -> _Evidence:
    mixed = _mixed(known.scores, scores, time_s - known.time_s)
    name = strongest(scores)
    repeated = name == strongest(known.last_reading)
    shown = name if repeated and _leads(name, known, scores) else known.shown
    return _Evidence(mixed, shown, scores, time_s, time_s)


def _leads(name: str, known: _Evidence, scores: tuple[float, ...]) -> bool:
    """Say whether `name` is enough ahead of what is shown on the mean of the last two readings."""
    leads = [_score(name, r) - _score(known.shown, r) for r in (known.last_reading, scores)]
    return sum(leads) / len(leads) >= TAKEOVER_LEAD


def _mixed(old: tuple[float, ...], new: tuple[float, ...], elapsed_s: float) -> tuple[float, ...]:
    kept = 0.5 ** (elapsed_s / HALF_LIFE_S)
    return tuple(kept * a + (1 - kept) * b for a, b in zip(old, new, strict=True))


def _smoothed(known: _Evidence, out_of_sight: bool) -> Smoothed:
    weak = _score(known.shown, known.scores) < CERTAIN_SCORE
    return Smoothed(known.shown, known.scores, uncertain=weak or out_of_sight)


def _score(name: str, scores: tuple[float, ...]) -> float:
    return scores[EMOTIONS.index(name)]
