import pytest
from scipy import stats

from tests.text.conversation.histories import DAY_S, feelings_of
from text.categories import Category
from text.conversation.events import sequence_findings, trigger_findings
from text.conversation.felt import Felt
from text.conversation.sittings import sittings_of

BILL = ("billing problem",)


def _told(both: int, event_only: int, anger_only: int, neither: int) -> list[Felt]:
    categories = (
        [Category.ANGER] * both
        + [Category.JOY] * event_only
        + [Category.ANGER] * anger_only
        + [Category.JOY] * neither
    )
    events = [BILL] * (both + event_only) + [()] * (anger_only + neither)
    times = [60.0 * index for index in range(len(categories))]
    return feelings_of([-0.5] * len(categories), times, categories, events)


def test_an_event_that_brings_anger_is_found() -> None:
    findings = {finding.what: finding for finding in trigger_findings(_told(6, 1, 3, 20))}
    anger = findings["anger with billing problem"]
    assert anger.large
    assert anger.support == 6
    assert anger.p == pytest.approx(stats.fisher_exact([[6, 1], [3, 20]], "greater").pvalue)
    assert anger.effect == pytest.approx(6.5 * 20.5 / (1.5 * 3.5))
    assert not findings["joy with billing problem"].large


def test_two_cases_are_too_few_to_speak_of() -> None:
    findings = trigger_findings(_told(2, 1, 3, 20))
    assert not any(finding.large for finding in findings)


def test_an_event_that_is_always_told_tells_nothing() -> None:
    assert trigger_findings(_told(5, 5, 0, 0)) == []


def test_one_emotion_that_follows_another_is_found() -> None:
    chain = [Category.ANGER, Category.SADNESS, Category.JOY, Category.JOY] * 6
    feelings = feelings_of([-0.5] * 24, [60.0 * index for index in range(24)], chain)
    findings = {finding.what: finding for finding in sequence_findings(sittings_of(feelings))}
    sadness = findings["sadness after anger"]
    assert sadness.large
    assert sadness.support == 6
    # of 23 steps 6 begin with anger, and these are the 6 that end with sadness
    assert sadness.p == pytest.approx(stats.fisher_exact([[6, 0], [0, 17]], "greater").pvalue)
    assert not findings["joy after anger"].large
    assert "joy after joy" not in findings


def test_messages_of_different_days_do_not_follow_each_other() -> None:
    chain = [Category.ANGER, Category.SADNESS] * 12
    feelings = feelings_of([-0.5] * 24, [DAY_S * index for index in range(24)], chain)
    assert sequence_findings(sittings_of(feelings)) == []
