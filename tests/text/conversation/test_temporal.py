import numpy as np
import pytest
from scipy import stats

from tests.text.conversation.histories import DAY_S, HOUR_S, feelings_of
from text.conversation.sittings import Sitting, sittings_of
from text.conversation.temporal import temporal_findings


def _daily(days: int, evening: float) -> list[Sitting]:
    """A message at 9:00 and one at 21:00 each day, the evening's valence shifted."""
    generator = np.random.default_rng(5)
    times = [day * DAY_S + hour * HOUR_S for day in range(days) for hour in (9, 21)]
    valences = 0.1 * generator.normal(size=2 * days) + np.tile((0.0, evening), days)
    return sittings_of(feelings_of(valences.tolist(), times))


def test_low_evenings_are_found() -> None:
    found = temporal_findings(_daily(10, -0.5))
    (part_of_day,) = [finding for finding in found if "between" in finding.what]
    assert part_of_day.p < 0.001
    assert part_of_day.what in (
        "lower valence between 20:00 and 24:00 UTC",
        "higher valence between 08:00 and 12:00 UTC",
    )


def test_effect_is_kruskal_wallis_h_over_n_less_one() -> None:
    sittings = _daily(7, -0.5)
    (finding,) = temporal_findings(sittings)
    mornings, evenings = ([s.valence for s in sittings][start::2] for start in (0, 1))
    h = stats.kruskal(mornings, evenings)
    assert finding.effect == pytest.approx(h.statistic / 13)
    assert finding.p == pytest.approx(h.pvalue)


def test_a_weekday_is_found() -> None:
    days = np.arange(28)
    valences = np.where(days % 7 == 0, -0.6, 0.1) + 0.05 * np.random.default_rng(2).normal(size=28)
    found = temporal_findings(sittings_of(feelings_of(valences.tolist(), (days * DAY_S).tolist())))
    (weekday,) = [finding for finding in found if " on " in finding.what]
    assert weekday.what == "lower valence on Mondays"
    assert weekday.p < 0.05


def test_one_bad_evening_is_no_bad_evenings_however_much_is_written() -> None:
    """Twenty messages of one night have one vote."""
    quiet = [day * DAY_S + 9 * HOUR_S for day in range(7)]
    night = [7 * DAY_S + 21 * HOUR_S + 60 * index for index in range(20)]
    feelings = feelings_of([0.1] * 7 + [-0.8] * 20, quiet + night)
    assert temporal_findings(sittings_of(feelings)) == []


def test_thirteen_votes_are_too_few() -> None:
    assert temporal_findings(_daily(7, -0.5)[:13]) == []


def test_what_does_not_change_has_no_pattern() -> None:
    feelings = feelings_of([0.1] * 40, (np.arange(40) * 12 * HOUR_S).tolist())
    assert temporal_findings(sittings_of(feelings)) == []
