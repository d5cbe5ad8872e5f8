"""All sessions of this process: how many may run, how a secret finds one, how all end."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from problem import Problem
from webrtc.offer import Offer
from webrtc.peer import RETRY_AFTER_S
from webrtc.services import SessionServices
from webrtc.session import Session
from webrtc.start_options import StartOptions

logger = logging.getLogger(__name__)

CLOSE_TIMEOUT_S = 8.0
"""For all sessions together at shutdown; the process has 10 s."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A session as HTTP knows it.

    Attributes:
        secret: stands in the URL and gives access; never logged.
        etag: of the session's one ICE generation, with its quotes.
        ice_ufrag: the publisher's ICE user fragment.
    """

    session: Session
    secret: str
    etag: str
    ice_ufrag: str
    task: asyncio.Task[None]


class SessionRegistry:
    """Creates sessions, owns their tasks and ends them."""

    def __init__(self, services: SessionServices, max_sessions: int) -> None:
        self._services = services
        self._max_sessions = max_sessions
        self._by_secret: dict[str, Resource] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closing = False

    @property
    def count(self) -> int:
        """Sessions that still hold something, those that are ending included."""
        return len(self._tasks)

    @property
    def has_room(self) -> bool:
        return not self._is_closing and self.count < self._max_sessions

    @property
    def retry_headers(self) -> Mapping[str, str]:
        return {"Retry-After": str(RETRY_AFTER_S)}

    async def create(
        self, offer: Offer, options: StartOptions | None, owner: str | None = None
    ) -> tuple[Resource, str]:
        """Start a session for an offer and return it with the SDP answer.

        Args:
            offer: the publisher's.
            options: what its query asked for, if anything.
            owner: whose key it came with.

        Raises:
            Problem: 503 if the server is full or ending, or as Peer.answer says.
        """
        if not self.has_room:
            why = "the server is ending" if self._is_closing else "all sessions are taken"
            raise Problem(503, "Server full", why, self.retry_headers)
        session = Session(secrets.token_hex(8), self._services, options, owner)
        resource = Resource(
            session=session,
            secret=secrets.token_urlsafe(24),
            etag=f'"{secrets.token_hex(8)}"',
            ice_ufrag=offer.ice_ufrag,
            task=asyncio.create_task(session.run(), name=f"session-{session.id}"),
        )
        self._tasks.add(resource.task)
        resource.task.add_done_callback(lambda task: self._on_ended(resource, task))
        try:
            answer = await session.answer(offer)
        except BaseException:
            session.end("refused")
            await session.drop_peer()
            raise
        self._by_secret[resource.secret] = resource
        return resource, answer

    def find(self, secret: str) -> Resource | None:
        return self._by_secret.get(secret)

    async def delete(self, resource: Resource) -> None:
        """End a session on its publisher's wish; its URL is gone when this returns."""
        self._by_secret.pop(resource.secret, None)
        resource.session.end("deleted")
        await resource.session.drop_peer()

    async def close(self) -> None:
        """End all sessions, each with its report, and wait for them within a bound."""
        self._is_closing = True
        for resource in list(self._by_secret.values()):
            resource.session.shut_down()
        tasks = list(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=CLOSE_TIMEOUT_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _on_ended(self, resource: Resource, task: asyncio.Task[None]) -> None:
        self._by_secret.pop(resource.secret, None)
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("session %s failed", resource.session.id, exc_info=error)
