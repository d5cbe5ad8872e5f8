"""Whether the conditions of a rule hold; pure."""

from collections.abc import Sequence

from analysis.tracker import TrendState
from analysis.tracker_readings import MoodReading, Source
from analysis.tracker_trend import fused_share
from scenarios.scenario import Share, When


def holds(when: When, readings: Sequence[MoodReading], state: TrendState) -> bool:
    """Tell whether the conditions hold at `state.time_s`, whatever `hold_s` says.

    Args:
        when: the conditions.
        readings: of all sources, those that count, in order of time, back to WINDOW_S.
        state: the tracker's.
    """
    if when.trend and state.trend not in when.trend:
        return False
    if when.escalate is not None and state.escalate is not when.escalate:
        return False
    return all(_share_holds(share, readings, state.time_s) for share in when.shares)


def _share_holds(share: Share, readings: Sequence[MoodReading], now_s: float) -> bool:
    looked_at: dict[Source, list[MoodReading]] = {source: [] for source in share.sources}
    for reading in readings:
        if reading.source in share.sources and now_s - reading.time_s <= share.over_s:
            looked_at[reading.source].append(reading)
    if sum(map(len, looked_at.values())) < share.readings:
        return False
    part = fused_share(looked_at, lambda reading: _is_meant(share, reading))
    return share.at_least <= part <= share.at_most


def _is_meant(share: Share, reading: MoodReading) -> bool:
    mood_fits = not share.moods or reading.mood in share.moods
    return mood_fits and (not share.energy or reading.energy in share.energy)
