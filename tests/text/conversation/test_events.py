import pytest
from scipy import stats

from tests.text.conversation.builders import reading, turn
from tests.text.conversation.histories import DAY_S, feelings_of
from text.categories import Category
from text.conversation.appraisal import EXTENDED_WAIT
from text.conversation.events import trigger_findings
from text.conversation.felt import IMPATIENCE, Felt, felt
from text.conversation.finding import Finding
from text.conversation.sittings import sittings_of

BILL = ("billing problem",)
Told = tuple[Category, bool]
"""What a message shows, and whether it tells of a bill."""


def _findings(sittings: list[list[Told]]) -> dict[str, Finding]:
    """Of sittings a day apart."""
    times = [
        day * DAY_S + 60.0 * minute
        for day, sitting in enumerate(sittings)
        for minute in range(len(sitting))
    ]
    told = [each for sitting in sittings for each in sitting]
    feelings: list[Felt] = feelings_of(
        [-0.5] * len(told),
        times,
        [category for category, _ in told],
        [BILL if tells else () for _, tells in told],
    )
    return {finding.what: finding for finding in trigger_findings(sittings_of(feelings))}


def _single(both: int, event_only: int, anger_only: int, neither: int) -> list[list[Told]]:
    """Sittings of one message."""
    return (
        [[(Category.ANGER, True)]] * both
        + [[(Category.JOY, True)]] * event_only
        + [[(Category.ANGER, False)]] * anger_only
        + [[(Category.JOY, False)]] * neither
    )


def test_an_event_that_brings_anger_is_found() -> None:
    findings = _findings(_single(6, 1, 3, 20))
    anger = findings["anger with billing problem"]
    assert anger.large
    assert anger.support == 6
    assert anger.p == pytest.approx(stats.fisher_exact([[6, 1], [3, 20]], "greater").pvalue)
    assert anger.effect == pytest.approx(6.5 * 20.5 / (1.5 * 3.5))
    assert not findings["joy with billing problem"].large


def test_two_cases_are_too_few_to_speak_of() -> None:
    assert not any(finding.large for finding in _findings(_single(2, 1, 3, 20)).values())


def test_an_event_that_is_always_told_tells_nothing() -> None:
    assert _findings(_single(5, 5, 0, 0)) == {}


def test_one_angry_conversation_about_a_bill_is_one_case() -> None:
    assert _findings([[(Category.ANGER, True)] * 5, *_single(0, 0, 0, 20)]) == {}


def test_impatience_with_a_long_wait_is_no_finding() -> None:
    """Impatience is only ever read where a wait is told."""
    feelings = [
        felt(
            turn(
                reading(Category.JOY, 0.6, 0.5)
                if index % 2
                else reading(Category.SURPRISE, 0.2, -0.1),
                text="Good morning." if index % 2 else "I have been waiting for 2 hours",
                after_s=DAY_S * index,
            )
        )
        for index in range(20)
    ]
    assert {feeling.emotion for feeling in feelings} == {"joy", IMPATIENCE}
    found = {finding.what for finding in trigger_findings(sittings_of(feelings))}
    assert found == {f"joy with {EXTENDED_WAIT}"}


def test_event_and_emotion_may_be_in_different_messages_of_a_sitting() -> None:
    angry = [(Category.JOY, True), (Category.ANGER, False)]
    calm = [(Category.JOY, False), (Category.LOVE, False)]
    finding = _findings([angry] * 6 + [calm] * 14)["anger with billing problem"]
    assert finding.support == 6
    assert finding.p == pytest.approx(stats.fisher_exact([[6, 0], [0, 14]], "greater").pvalue)
