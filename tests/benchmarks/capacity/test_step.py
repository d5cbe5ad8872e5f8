import pytest

from benchmarks.capacity.step import MAX_P95_MS, judge
from tests.benchmarks.capacity.steps import figures

LATE = [30.0] * 18 + [MAX_P95_MS * 2.0] * 2


def test_timely_and_complete_labels_pass() -> None:
    assert judge(figures()) == "passed"


def test_one_late_label_in_forty_is_forgiven() -> None:
    assert judge(figures(label_ms=[30.0] * 39 + [900.0], expected=40)) == "passed"


@pytest.mark.parametrize(
    ("label_ms", "expected"),
    [(LATE, 20), ([30.0] * 19, 20), ([], 20)],
    ids=["late", "missing", "none at all"],
)
def test_late_or_missing_labels_fail(label_ms: list[float], expected: int) -> None:
    assert judge(figures(label_ms=label_ms, expected=expected)) == "failed"


def test_a_server_is_not_blamed_for_senders_that_cannot_keep_up() -> None:
    assert judge(figures(label_ms=LATE, lag_ms=50)) == "sender_saturated"
    assert judge(figures(label_ms=LATE, cpu=0.95)) == "sender_saturated"
    assert judge(figures(label_ms=LATE, frames_share=0.8)) == "sender_saturated"


def test_a_server_that_passes_in_spite_of_its_senders_passes() -> None:
    assert judge(figures(lag_ms=50, cpu=0.95)) == "passed"
