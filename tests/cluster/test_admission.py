import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster.admission import Accept, Decision, Limits, Redirect, Refuse, decide, score
from cluster.workers import WorkerLoad, WorkerStatus

LIMITS = Limits()


def load(sessions: int = 0, **more: Any) -> WorkerLoad:
    return replace(WorkerLoad(sessions, 10), **more)


def worker(name: str, sessions: int = 0, **more: Any) -> WorkerStatus:
    return WorkerStatus(name, "127.0.0.1:1", load(sessions, **more))


def decided(
    own: WorkerStatus,
    *others: WorkerStatus,
    may_redirect: bool = True,
    random: Callable[[], float] = lambda: 0.0,
) -> Decision:
    return decide(own, others, LIMITS, random, may_redirect=may_redirect)


@pytest.mark.parametrize(
    ("busy", "expected"),
    [
        (load(), 0.0),
        (load(5), 0.5),
        (load(1, loop_lag_ms=125.0), 0.5),
        (load(1, inference_wait_ms=1_000.0), 2.0),
        (load(1, decode_backlog=12), 0.5),
        (load(0, loop_lag_ms=1_000.0), 0.0),
        (load(0, draining=True), math.inf),
        (WorkerLoad(0, 0), math.inf),
    ],
)
def test_a_worker_is_as_full_as_what_is_scarcest(busy: WorkerLoad, expected: float) -> None:
    assert score(busy, LIMITS) == expected


def test_an_idle_worker_takes_an_offer_though_another_is_idler() -> None:
    assert decided(worker("w1", 5), worker("w2", 0)) == Accept()


def test_a_busy_worker_sends_an_offer_to_one_that_is_clearly_freer() -> None:
    assert decided(worker("w1", 9), worker("w2", 2)) == Redirect("w2")
    assert decided(worker("w1", 9), worker("w2", 8)) == Accept()


def test_a_redirected_offer_is_not_redirected_again() -> None:
    assert decided(worker("w1", 9), worker("w2", 0), may_redirect=False) == Accept()
    full = decided(worker("w1", 10), worker("w2", 0), may_redirect=False)
    assert full == Refuse("all sessions are taken", 5)


def test_a_full_worker_among_full_ones_refuses() -> None:
    assert decided(worker("w1", 10), worker("w2", 10)) == Refuse("all sessions are taken", 5)


def test_a_worker_without_others_serves_until_it_is_full() -> None:
    assert decided(worker("w1", 9)) == Accept()
    assert isinstance(decided(worker("w1", 10)), Refuse)


def test_a_draining_worker_sends_offers_away_and_gets_none() -> None:
    draining = worker("w1", draining=True)
    assert decided(draining, worker("w2", 1)) == Redirect("w2")
    assert decided(draining) == Refuse("the server is ending", 5)
    assert decided(worker("w2", 9), draining) == Accept()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"loop_lag_ms": 250.0}, "the server is late"),
        ({"inference_wait_ms": 500.0}, "frames wait too long to be read"),
        ({"decode_backlog": 24}, "frames wait too long to be decoded"),
    ],
)
def test_a_refusal_says_what_is_scarce(more: dict[str, float], reason: str) -> None:
    assert decided(worker("w1", 1, **more)) == Refuse(reason, 5)


def test_who_is_refused_together_does_not_come_back_together() -> None:
    waits = set()
    for share in (0.0, 0.5, 0.999):
        refusal = decided(worker("w1", 10), random=lambda share=share: share)  # type: ignore[misc]
        assert isinstance(refusal, Refuse)
        waits.add(refusal.retry_after_s)
    assert waits == {5, 8, 10}


def test_its_own_old_heartbeat_is_no_other_worker() -> None:
    assert decided(worker("w1", 9), worker("w1", 0)) == Accept()


workers = st.builds(
    worker,
    st.sampled_from(["w2", "w3", "w4"]),
    st.integers(0, 12),
    loop_lag_ms=st.floats(0, 600),
    draining=st.booleans(),
)


@given(own=st.integers(0, 12), others=st.lists(workers, max_size=5), share=st.floats(0, 1))
def test_nobody_is_sent_to_a_worker_that_would_refuse(
    own: int, others: Sequence[WorkerStatus], share: float
) -> None:
    decision = decided(worker("w1", own), *others, random=lambda: share)
    if isinstance(decision, Redirect):
        scores = [score(w.load, LIMITS) for w in others if w.worker_id == decision.worker_id]
        assert min(scores) <= min(1.0, own / 10) - LIMITS.redirect_gain + 1e-9
    elif isinstance(decision, Accept):
        assert own < 10
