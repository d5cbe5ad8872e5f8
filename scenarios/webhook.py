"""Tells the operator's webhook of escalations.

A delivery comes at least once: receivers know a repeat by its `webhook-id`.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import aiohttp

from scenarios.delivery import (
    Escalation,
    RetryPolicy,
    may_go_well_later,
    payload,
    retry_after_s,
    signed_headers,
)

logger = logging.getLogger(__name__)

MAX_WAITING = 100
CALL_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 5.0

SENT = "sent"
DROPPED = "dropped"
"""Not sent because too many waited, or because the server ended."""
GIVEN_UP = "given_up"
"""Not sent because the receiver did not take it."""
DELIVERY_OUTCOMES = (SENT, DROPPED, GIVEN_UP)


@dataclass(frozen=True, slots=True)
class _Delivery:
    id: str
    body: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class _Failure:
    reason: str
    is_final: bool = False
    retry_after_s: float | None = None


class Webhook:
    """Sends escalations one by one, in order.

    Args:
        url: as parse_webhook_url gives it.
        secret: as parse_webhook_secret gives it.
        now: tells the time, aware.
        on_outcome: told of each escalation that it was SENT, DROPPED or GIVEN_UP.
        policy: when it is tried again.
        call_timeout_s: one call, with connecting.
        max_waiting: escalations that wait; beyond, the oldest is dropped.
    """

    def __init__(
        self,
        url: str,
        secret: bytes,
        now: Callable[[], datetime],
        on_outcome: Callable[[str], None],
        *,
        policy: RetryPolicy | None = None,
        call_timeout_s: float = CALL_TIMEOUT_S,
        max_waiting: int = MAX_WAITING,
    ) -> None:
        self._url = url
        self._secret = secret
        self._policy = policy or RetryPolicy()
        self._timeout = aiohttp.ClientTimeout(total=call_timeout_s)
        self._max_waiting = max_waiting
        self._now = now
        self._on_outcome = on_outcome
        self._waiting: deque[_Delivery] = deque()
        self._news = asyncio.Event()
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="webhook")

    def notify(self, escalation: Escalation) -> None:
        """Have an escalation sent; returns at once."""
        now = self._now()
        self._waiting.append(_Delivery(escalation.delivery_id, payload(escalation, now), now))
        while len(self._waiting) > self._max_waiting:
            self._drop(self._waiting.popleft(), "too many wait")
        self._news.set()

    async def close(self, within_s: float = CLOSE_TIMEOUT_S) -> None:
        """Try each that waits once more, in bounded time, and end."""
        self._closing.set()
        self._news.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=within_s)
            self._task.cancel()
            await asyncio.wait([self._task])
        while self._waiting:
            self._drop(self._waiting.popleft(), "the server ends")

    async def _run(self) -> None:
        async with aiohttp.ClientSession(
            timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar()
        ) as session:
            while await self._is_anything_waiting():
                delivery = self._waiting.popleft()
                try:
                    await self._deliver(session, delivery)
                except asyncio.CancelledError:
                    self._drop(delivery, "the server ends")
                    raise
                except Exception:
                    self._on_outcome(GIVEN_UP)
                    logger.exception("webhook: %s is not sent", delivery.id)

    async def _is_anything_waiting(self) -> bool:
        while not self._waiting and not self._closing.is_set():
            self._news.clear()
            await self._news.wait()
        return bool(self._waiting)

    async def _deliver(self, session: aiohttp.ClientSession, delivery: _Delivery) -> None:
        for attempt in count(1):
            is_last = self._closing.is_set()
            failure = await self._attempt(session, delivery)
            if failure is None:
                self._on_outcome(SENT)
                return
            pause_s = self._pause_s(delivery, attempt, failure)
            if is_last or pause_s is None:
                self._on_outcome(GIVEN_UP)
                logger.error("webhook: %s is given up: %s", delivery.id, failure.reason)
                return
            logger.warning(
                "webhook: %s failed (%s), again in %.1f s", delivery.id, failure.reason, pause_s
            )
            await self._pause(pause_s)

    async def _attempt(
        self, session: aiohttp.ClientSession, delivery: _Delivery
    ) -> _Failure | None:
        sent_at_s = int(self._now().timestamp())
        headers = signed_headers(self._secret, delivery.id, sent_at_s, delivery.body)
        headers["Content-Type"] = "application/json"
        try:
            # A redirect is not followed: it would take the signed body to another receiver.
            async with session.post(
                self._url, data=delivery.body, headers=headers, allow_redirects=False
            ) as response:
                return self._failure_of(response)
        except (aiohttp.ClientError, OSError) as error:
            # TimeoutError is an OSError. What they say can hold the address, which may be secret.
            return _Failure(type(error).__name__)

    def _failure_of(self, response: aiohttp.ClientResponse) -> _Failure | None:
        if 200 <= response.status < 300:
            return None
        return _Failure(
            f"status {response.status}",
            is_final=not may_go_well_later(response.status),
            retry_after_s=retry_after_s(response.headers.get("Retry-After"), self._now()),
        )

    def _pause_s(self, delivery: _Delivery, attempt: int, failure: _Failure) -> float | None:
        if failure.is_final:
            return None
        pause_s = self._policy.pause_s(attempt, random.random(), failure.retry_after_s)
        age_s = (self._now() - delivery.made_at).total_seconds()
        if pause_s is None or age_s + pause_s > self._policy.give_up_after_s:
            return None
        return pause_s

    async def _pause(self, seconds: float) -> None:
        """Wait; not longer than until it is closed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()

    def _drop(self, delivery: _Delivery, reason: str) -> None:
        self._on_outcome(DROPPED)
        logger.warning("webhook: %s is dropped: %s", delivery.id, reason)
