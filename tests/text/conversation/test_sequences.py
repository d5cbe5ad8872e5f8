import itertools

import pytest

from tests.text.conversation.histories import DAY_S, feelings_of
from text.categories import Category
from text.conversation.felt import Felt
from text.conversation.finding import Finding
from text.conversation.sequences import sequence_findings
from text.conversation.sittings import sittings_of

EMOTIONS = {"a": Category.ANGER, "s": Category.SADNESS, "j": Category.JOY}


def _written(*sittings: str) -> list[Felt]:
    """Sittings of one letter a message, a day apart."""
    times = [
        day * DAY_S + 60.0 * minute
        for day, letters in enumerate(sittings)
        for minute in range(len(letters))
    ]
    return feelings_of([-0.5] * len(times), times, [EMOTIONS[each] for each in "".join(sittings)])


def _found(*sittings: str) -> dict[str, Finding]:
    findings = sequence_findings(sittings_of(_written(*sittings)))
    return {finding.what: finding for finding in findings}


def test_one_emotion_that_follows_another_is_found() -> None:
    findings = _found("asjj" * 6)
    sadness = findings["sadness after anger"]
    assert sadness.large
    assert sadness.support == 6
    assert sadness.p < 0.001
    assert not findings["joy after anger"].large
    assert "joy after joy" not in findings


def test_chance_is_any_other_order_of_the_sitting() -> None:
    written = "asjasjas"
    orders = set(itertools.permutations(written))
    reached = sum(_steps(order) >= 3 for order in orders)
    assert _found(written)["sadness after anger"].p == pytest.approx(reached / len(orders))


def _steps(letters: tuple[str, ...]) -> int:
    return sum(step == ("a", "s") for step in itertools.pairwise(letters))


def test_sittings_add_up() -> None:
    assert _found(*["as"] * 12)["sadness after anger"].p == pytest.approx(0.5**12)


def test_what_a_sitting_is_full_of_follows_nothing() -> None:
    """Anger and sadness share the bad days, in an order that tells nothing."""
    findings = _found(*["assa", "saas", "jjjj", "jjjj"] * 6)
    assert findings["sadness after anger"].p > 0.05
    assert findings["anger after sadness"].p > 0.05


def test_messages_of_different_days_do_not_follow_each_other() -> None:
    assert _found(*["a", "s"] * 12) == {}
