import pytest

from live.errors import LiveError, LiveErrorCode
from live.recovery import MAX_DELAY_S, STABLE_AFTER_S, Recovery

LOST = LiveError(LiveErrorCode.CONNECTION_LOST, 1006)
REFUSED = LiveError(LiveErrorCode.BAD_REQUEST, 1007)
FAILED = LiveError(LiveErrorCode.SERVER_ERROR, 1011)


def recovery(*, handle: str | None = None, max_failures: int = 4) -> Recovery:
    made = Recovery(max_failures, lambda: 1.0)
    made.handle = handle
    return made


def test_pauses_grow_and_end_in_giving_up() -> None:
    policy = recovery()
    assert [policy.delay_s(LOST, None) for _ in range(4)] == [0.5, 1.0, 2.0, None]


def test_pauses_are_bounded_and_spread() -> None:
    policy = Recovery(100, lambda: 0.0)
    delays = [policy.delay_s(LOST, None) for _ in range(50)]
    assert delays[0] == 0.25
    assert delays[-1] == MAX_DELAY_S / 2


def test_a_connection_that_held_starts_the_count_anew() -> None:
    policy = recovery()
    for _ in range(20):
        assert policy.delay_s(FAILED, STABLE_AFTER_S) == 0.5


def test_a_connection_that_broke_at_once_does_not() -> None:
    policy = recovery()
    delays = [policy.delay_s(FAILED, STABLE_AFTER_S - 1) for _ in range(4)]
    assert delays[-1] is None


def test_replacing_in_good_order_takes_no_pause_and_keeps_the_handle() -> None:
    policy = recovery(handle="h")
    assert policy.delay_s(None, 540.0) == 0.0
    assert policy.handle == "h"


def test_a_service_that_sends_everybody_away_at_once_is_given_up() -> None:
    policy = recovery(handle="h")
    assert [policy.delay_s(None, 0.1) for _ in range(4)] == [0.5, 1.0, 2.0, None]


@pytest.mark.parametrize("code", [LiveErrorCode.INVALID_KEY, LiveErrorCode.FORBIDDEN])
@pytest.mark.parametrize("age_s", [None, 100.0])
@pytest.mark.parametrize("handle", [None, "h"])
def test_a_bad_key_is_never_tried_again(
    code: LiveErrorCode, age_s: float | None, handle: str | None
) -> None:
    assert recovery(handle=handle).delay_s(LiveError(code), age_s) is None


@pytest.mark.parametrize("code", [LiveErrorCode.MODEL_NOT_FOUND, LiveErrorCode.BAD_REQUEST])
def test_what_a_fresh_session_was_refused_for_is_not_tried_again(code: LiveErrorCode) -> None:
    assert recovery().delay_s(LiveError(code), None) is None


@pytest.mark.parametrize("error", [REFUSED, FAILED, LiveError(LiveErrorCode.TIMEOUT)])
def test_a_refused_resumption_leads_to_a_fresh_session(error: LiveError) -> None:
    policy = recovery(handle="h")
    assert policy.delay_s(error, None) is not None
    assert policy.handle is None


@pytest.mark.parametrize("age_s", [None, 1.0, 100.0])
def test_a_lost_network_says_nothing_against_the_handle(age_s: float | None) -> None:
    policy = recovery(handle="h")
    policy.delay_s(LOST, age_s)
    policy.delay_s(LiveError(LiveErrorCode.UNREACHABLE), None)
    assert policy.handle == "h"


def test_a_session_that_held_is_resumed_after_a_failure() -> None:
    policy = recovery(handle="h")
    policy.delay_s(FAILED, 100.0)
    assert policy.handle == "h"


def test_a_session_that_broke_at_once_is_not_resumed() -> None:
    policy = recovery(handle="h")
    policy.delay_s(REFUSED, 1.0)
    assert policy.handle is None
