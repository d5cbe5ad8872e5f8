"""The webhook against a real server."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from scenarios.delivery import Escalation, RetryPolicy
from scenarios.webhook import DROPPED, GIVEN_UP, SENT, Webhook
from tests.scenarios.receiver import SECRET, Receiver, cut, serve_receiver, status

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
SOON = RetryPolicy(attempts=3, first_s=0.01, most_s=0.02)
LATER = RetryPolicy(first_s=3600, most_s=3600, give_up_after_s=100_000)


def escalation(number: int = 1) -> Escalation:
    return Escalation(f"session-{number}", "support", "persistent_negative", 2.0, 17.5)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with serve_receiver() as receiver:
        yield receiver


Opener = Callable[..., Webhook]


@pytest.fixture
def outcomes() -> Counter[str]:
    """How many escalations ended how."""
    return Counter()


@pytest.fixture
async def open_webhook(outcomes: Counter[str]) -> AsyncIterator[Opener]:
    """Start webhooks that are closed after the test."""
    async with AsyncExitStack() as stack:

        def make(url: str, **options: Any) -> Webhook:
            options = {"policy": SOON, **options}
            webhook = Webhook(url, SECRET, lambda: NOW, counted(outcomes), **options)
            webhook.start()
            stack.push_async_callback(webhook.close, 0.1)
            return webhook

        yield make


def counted(outcomes: Counter[str]) -> Callable[[str], None]:
    return lambda outcome: outcomes.update([outcome])


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.005)


async def test_an_escalation_comes_signed_and_tells_nothing_of_the_person(
    receiver: Receiver, open_webhook: Opener, outcomes: Counter[str]
) -> None:
    webhook = open_webhook(receiver.url)
    webhook.notify(escalation())
    call = await receiver.next()
    assert call.is_signed
    assert call.headers["content-type"] == "application/json"
    assert call.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert call.fields == {
        "type": "session.escalated",
        "timestamp": "2026-01-15T12:00:00.000+00:00",
        "data": {
            "session_id": "session-1",
            "scenario": "support",
            "trend": "persistent_negative",
            "since_s": 2.0,
            "time_s": 17.5,
        },
    }
    await until(lambda: outcomes[SENT] == 1)


@pytest.mark.parametrize("failure", [status(500), status(503), status(429), status(408), cut])
async def test_what_may_go_well_later_is_sent_again_under_the_same_id(
    receiver: Receiver, open_webhook: Opener, failure: Any, outcomes: Counter[str]
) -> None:
    receiver.replies = [failure]
    webhook = open_webhook(receiver.url)
    webhook.notify(escalation())
    first, second = await receiver.next(), await receiver.next()
    assert (first.id, first.body) == (second.id, second.body)
    assert second.is_signed
    await until(lambda: outcomes[SENT] == 1)
    assert outcomes[GIVEN_UP] == 0


async def test_a_receiver_that_hangs_is_left_and_asked_again(
    receiver: Receiver, open_webhook: Opener, outcomes: Counter[str]
) -> None:
    receiver.replies = [receiver.hang]
    webhook = open_webhook(receiver.url, call_timeout_s=0.2)
    webhook.notify(escalation())
    assert (await receiver.next()).id == (await receiver.next()).id
    await until(lambda: outcomes[SENT] == 1)


async def test_a_refused_connection_is_given_up_after_all_attempts(
    open_webhook: Opener, caplog: pytest.LogCaptureFixture, outcomes: Counter[str]
) -> None:
    webhook = open_webhook(f"http://127.0.0.1:{unused_port()}/secret-path")
    with caplog.at_level(logging.WARNING):
        webhook.notify(escalation())
        await until(lambda: outcomes[GIVEN_UP] == 1)
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING", "ERROR"]
    assert "secret-path" not in caplog.text


@pytest.mark.parametrize("code", [400, 401, 404, 410])
async def test_what_is_refused_for_good_is_not_sent_again(
    receiver: Receiver, open_webhook: Opener, code: int, outcomes: Counter[str]
) -> None:
    receiver.replies = [status(code)]
    webhook = open_webhook(receiver.url)
    webhook.notify(escalation(1))
    webhook.notify(escalation(2))
    ids = [(await receiver.next()).fields["data"]["session_id"] for _ in range(2)]
    assert ids == ["session-1", "session-2"]
    await until(lambda: outcomes[SENT] == 1)
    assert outcomes[GIVEN_UP] == 1


async def test_a_redirect_is_not_followed(
    receiver: Receiver, open_webhook: Opener, outcomes: Counter[str]
) -> None:
    receiver.replies = [status(307, Location="/hook")]
    webhook = open_webhook(receiver.url)
    webhook.notify(escalation())
    await until(lambda: outcomes[GIVEN_UP] == 1)
    await receiver.next()
    assert receiver.calls.empty()


async def test_it_waits_as_long_as_the_receiver_asks(
    receiver: Receiver, open_webhook: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.replies = [status(503, Retry_After="77")]
    webhook = open_webhook(receiver.url)
    with caplog.at_level(logging.WARNING):
        webhook.notify(escalation())
        await until(lambda: "again in 77.0 s" in caplog.text)
    assert receiver.calls.qsize() == 1


async def test_what_would_come_too_late_is_given_up(
    receiver: Receiver, open_webhook: Opener, outcomes: Counter[str]
) -> None:
    receiver.replies = [status(503, Retry_After="77")]
    webhook = open_webhook(receiver.url, policy=RetryPolicy(give_up_after_s=60))
    webhook.notify(escalation())
    await until(lambda: outcomes[GIVEN_UP] == 1)
    assert receiver.calls.qsize() == 1


async def test_of_too_many_the_oldest_unsent_are_dropped_and_counted(
    receiver: Receiver,
    open_webhook: Opener,
    caplog: pytest.LogCaptureFixture,
    outcomes: Counter[str],
) -> None:
    receiver.replies = [receiver.hang]
    webhook = open_webhook(receiver.url, max_waiting=2)
    webhook.notify(escalation(0))
    await receiver.next()
    for number in range(1, 6):
        webhook.notify(escalation(number))
    assert outcomes[DROPPED] == 3
    assert caplog.text.count("too many wait") == 3
    receiver.ending.set()
    told = [(await receiver.next()).fields["data"]["session_id"] for _ in range(2)]
    assert told == ["session-4", "session-5"]


async def test_closing_while_it_waits_to_try_again_tries_once_more_at_once(
    receiver: Receiver,
    open_webhook: Opener,
    caplog: pytest.LogCaptureFixture,
    outcomes: Counter[str],
) -> None:
    receiver.replies = [status(500)]
    webhook = open_webhook(receiver.url, policy=LATER)
    with caplog.at_level(logging.WARNING):
        webhook.notify(escalation(1))
        webhook.notify(escalation(2))
        await until(lambda: "again in" in caplog.text)
    await webhook.close()
    assert outcomes == {SENT: 2}


async def test_closing_does_not_try_a_failing_receiver_for_long(
    receiver: Receiver,
    open_webhook: Opener,
    caplog: pytest.LogCaptureFixture,
    outcomes: Counter[str],
) -> None:
    receiver.replies = [status(500)] * 3
    webhook = open_webhook(receiver.url, policy=LATER)
    with caplog.at_level(logging.WARNING):
        webhook.notify(escalation(1))
        webhook.notify(escalation(2))
        await until(lambda: "again in" in caplog.text)
    await webhook.close()
    assert outcomes == {GIVEN_UP: 2}
    assert receiver.calls.qsize() == 3


async def test_closing_ends_in_bounded_time_and_counts_what_is_left(
    receiver: Receiver, open_webhook: Opener, outcomes: Counter[str]
) -> None:
    receiver.replies = [receiver.hang]
    webhook = open_webhook(receiver.url)
    for number in range(3):
        webhook.notify(escalation(number))
    await receiver.next()
    await webhook.close(within_s=0.05)
    assert outcomes == {DROPPED: 3}
    assert "webhook" not in {task.get_name() for task in asyncio.all_tasks()}


async def test_one_that_was_never_started_can_be_closed(outcomes: Counter[str]) -> None:
    webhook = Webhook("https://example.org", SECRET, lambda: NOW, counted(outcomes))
    webhook.notify(escalation())
    await webhook.close()
    assert outcomes[DROPPED] == 1


async def test_a_fault_of_ours_loses_one_escalation_and_not_the_next(
    receiver: Receiver,
    open_webhook: Opener,
    caplog: pytest.LogCaptureFixture,
    outcomes: Counter[str],
) -> None:
    faults = [RuntimeError("bug")]

    class FaultyPolicy(RetryPolicy):
        def pause_s(self, attempt: int, jitter: float, retry_after_s: float | None) -> float | None:
            raise faults.pop()

    receiver.replies = [status(500)]
    webhook = open_webhook(receiver.url, policy=FaultyPolicy())
    webhook.notify(escalation(1))
    webhook.notify(escalation(2))
    await until(lambda: outcomes[SENT] == 1)
    assert outcomes[GIVEN_UP] == 1
    assert "RuntimeError: bug" in caplog.text


async def test_a_long_answer_is_not_read(
    receiver: Receiver, open_webhook: Opener, outcomes: Counter[str]
) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await receiver.ending.wait()
        return response

    receiver.replies = [endless]
    webhook = open_webhook(receiver.url)
    webhook.notify(escalation())
    await until(lambda: outcomes[SENT] == 1)
