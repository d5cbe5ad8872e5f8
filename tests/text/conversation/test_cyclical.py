import numpy as np
import pytest

from tests.text.conversation.histories import DAY_S, feelings_of, noise
from text.conversation.cyclical import cyclical_findings
from text.conversation.finding import Finding
from text.conversation.sittings import sittings_of


def _findings(
    count: int, period_days: float, amplitude: float, inertia: float = 0.0
) -> list[Finding]:
    """About a message a day, at odd times."""
    generator = np.random.default_rng(11)
    times_s = DAY_S * (np.arange(count) + generator.uniform(0, 0.8, count))
    wave = amplitude * np.sin(2 * np.pi * times_s / (period_days * DAY_S))
    valences = wave + 0.15 * noise(generator, count, inertia)
    return cyclical_findings(sittings_of(feelings_of(valences.tolist(), times_s.tolist())))


@pytest.mark.parametrize("period_days", [5.0, 9.5])
@pytest.mark.parametrize("inertia", [0.0, 0.4])
def test_a_planted_cycle_is_found_with_its_period(period_days: float, inertia: float) -> None:
    (finding,) = _findings(80, period_days, 0.4, inertia)
    days = float(finding.what.split()[-2])
    assert days == pytest.approx(period_days, rel=0.05)
    assert finding.p < 0.001
    assert finding.effect > 0.5


def test_a_pure_sine_wave_is_explained_wholly() -> None:
    times_s = DAY_S * np.arange(40)
    valences = 0.5 * np.sin(2 * np.pi * np.arange(40) / 8)
    (finding,) = cyclical_findings(sittings_of(feelings_of(valences.tolist(), times_s.tolist())))
    assert finding.effect == pytest.approx(1.0, abs=0.01)
    assert finding.what == "valence rises and falls every 8.0 days"


@pytest.mark.parametrize("every", [5, 6, 7, 10])
@pytest.mark.parametrize("days", [70, 105, 140])
@pytest.mark.parametrize("scatter", [0.0, 0.1])
def test_one_bad_day_in_so_many_has_that_period_and_not_that_of_a_harmonic(
    every: int, days: int, scatter: float
) -> None:
    numbers = np.arange(days)
    valences = np.where(numbers % every == 0, -0.7, 0.5)
    valences = valences + scatter * np.random.default_rng(5).normal(size=days)
    times_s = (DAY_S * numbers).tolist()
    (finding,) = cyclical_findings(sittings_of(feelings_of(valences.tolist(), times_s)))
    assert finding.what == f"valence rises and falls every {every}.0 days"
    assert finding.effect > 0.75


def test_fewer_than_twenty_sittings_tell_no_cycle() -> None:
    assert _findings(19, 5.0, 0.4) == []
    assert len(_findings(20, 5.0, 0.4)) == 1


def test_a_talk_in_one_sitting_has_no_cycle() -> None:
    feelings = feelings_of([0.5, -0.5] * 30, (60.0 * np.arange(60)).tolist())
    assert cyclical_findings(sittings_of(feelings)) == []


def test_what_does_not_change_has_no_cycle() -> None:
    feelings = feelings_of([0.1] * 30, (DAY_S * np.arange(30)).tolist())
    assert cyclical_findings(sittings_of(feelings)) == []
