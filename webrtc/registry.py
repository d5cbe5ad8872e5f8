"""All sessions of this process: how many may run, how a secret finds one, how all end."""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from problem import Problem
from webrtc.keeper import Door, Keeper, KeptSession
from webrtc.offer import Offer
from webrtc.past import Past, decode_past
from webrtc.peer import RETRY_AFTER_S
from webrtc.services import SessionServices
from webrtc.session import Session
from webrtc.start_options import StartOptions

logger = logging.getLogger(__name__)

CLOSE_TIMEOUT_S = 8.0
"""For all sessions together at shutdown; the process has 10 s."""

HAND_OVER_TIMEOUT_S = 2.0
"""What was saved last serves where a session takes longer to end."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An offer, and who sends it.

    Attributes:
        options: what its query asked for, if anything.
        owner: whose key it came with.
        token: of the session that it resumes; None for a new one.
        peer: other end of the TCP connection.
        forwarded_for: all values of X-Forwarded-For.
    """

    offer: Offer
    options: StartOptions | None
    owner: str | None = None
    token: str | None = None
    peer: str | None = None
    forwarded_for: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A session as HTTP knows it.

    Attributes:
        secret: stands in the URL and gives access; never logged.
        token: resumes the session; never logged. None where nothing is kept.
        etag: of the session's one ICE generation, with its quotes.
        ice_ufrag: the publisher's ICE user fragment.
    """

    session: Session
    secret: str
    token: str | None
    etag: str
    ice_ufrag: str
    task: asyncio.Task[None]


class SessionRegistry:
    """Creates sessions, owns their tasks and ends them.

    Args:
        services: what sessions work with.
        max_sessions: at a time.
        keeper: keeps them beyond their connections, if anything does.
        door: decides about offers, beside `max_sessions`.
    """

    def __init__(
        self,
        services: SessionServices,
        max_sessions: int,
        keeper: Keeper | None = None,
        door: Door | None = None,
    ) -> None:
        self._services = services
        self._max_sessions = max_sessions
        self._keeper = keeper
        self._door = door
        self._by_secret: dict[str, Resource] = {}
        self._by_task: dict[asyncio.Task[None], Resource] = {}
        self._is_draining = False

    @property
    def count(self) -> int:
        """Sessions that still hold something, those that are ending included."""
        return len(self._by_task)

    @property
    def is_draining(self) -> bool:
        """Whether no session is taken any more."""
        return self._is_draining

    @property
    def frames_waiting(self) -> int:
        """Most encoded frames of one session that wait for its decoder."""
        resources = self._by_task.values()
        return max((resource.session.frames_waiting for resource in resources), default=0)

    @property
    def has_room(self) -> bool:
        return not self._is_draining and self.count < self._max_sessions

    @property
    def retry_headers(self) -> Mapping[str, str]:
        return {"Retry-After": str(RETRY_AFTER_S)}

    async def create(self, arrival: Arrival) -> tuple[Resource, str]:
        """Start a session, or go on with one, and return it with the SDP answer.

        Raises:
            Problem: 503 if the server is full or ending, as the keeper and the door say, or
                as Peer.answer says.
        """
        self._check_room()
        kept, past = await self._kept(arrival.token)
        session_id = kept.session_id if kept is not None else secrets.token_hex(8)
        if self._door is not None:
            await self._door.admit(
                session_id,
                owner=arrival.owner,
                peer=arrival.peer,
                forwarded_for=arrival.forwarded_for,
            )
        resource = self._start(session_id, arrival, kept, past)
        try:
            self._check_room(beside=1)
            answer = await resource.session.answer(arrival.offer)
        except BaseException:
            resource.session.end("refused")
            await resource.session.drop_peer()
            raise
        self._by_secret[resource.secret] = resource
        return resource, answer

    def _check_room(self, beside: int = 0) -> None:
        if self._is_draining or self.count - beside >= self._max_sessions:
            why = "the server is ending" if self._is_draining else "all sessions are taken"
            raise Problem(503, "Server full", why, self.retry_headers)

    async def _kept(self, token: str | None) -> tuple[KeptSession | None, Past | None]:
        if self._keeper is None:
            return None, None
        if token is None:
            return self._keeper.open(secrets.token_hex(8)), None
        # Only whoever may resume a session may end what it was here.
        if await self._keeper.find_report(token) is None:
            await self._hand_over(session_id_of(token))
        resumed = await self._keeper.resume(token)
        return resumed.kept, decode_past(resumed.head, resumed.entries)

    def _start(
        self, session_id: str, arrival: Arrival, kept: KeptSession | None, past: Past | None
    ) -> Resource:
        session = Session(
            session_id, self._services, arrival.options, arrival.owner, kept=kept, past=past
        )
        keeper = self._keeper
        resource = Resource(
            session=session,
            secret=secrets.token_urlsafe(24) if keeper is None else keeper.new_secret(),
            token=None if kept is None else kept.token,
            etag=f'"{secrets.token_hex(8)}"',
            ice_ufrag=arrival.offer.ice_ufrag,
            task=asyncio.create_task(self._run(session), name=f"session-{session.id}"),
        )
        self._by_task[resource.task] = resource
        resource.task.add_done_callback(lambda task: self._on_ended(resource, task))
        return resource

    async def _run(self, session: Session) -> None:
        try:
            await session.run()
        finally:
            if self._door is not None:
                await self._door.leave(session.id)

    def _all_of(self, session_id: str) -> list[Resource]:
        return [each for each in self._by_task.values() if each.session.id == session_id]

    async def _hand_over(self, session_id: str) -> None:
        """End what a client has left, so that nothing of it is lost to the session."""
        left = self._all_of(session_id)
        for resource in left:
            resource.session.hand_over()
        if left:
            await asyncio.wait([resource.task for resource in left], timeout=HAND_OVER_TIMEOUT_S)

    def find(self, secret: str) -> Resource | None:
        return self._by_secret.get(secret)

    async def delete(self, resource: Resource) -> None:
        """End a session on its publisher's wish; its URL is gone when this returns."""
        self._by_secret.pop(resource.secret, None)
        await resource.session.delete()

    async def erase(self, token: str) -> None:
        """Erase the session that a resume token belongs to, wherever it is, and its report.

        Raises:
            Problem: 404 for a token that opens nothing.
        """
        if self._keeper is None:
            raise Problem(404, "Unknown session", "no sessions are kept here")
        await self._keeper.erase(token)
        for resource in self._all_of(session_id_of(token)):
            await resource.session.withdraw()

    def begin_draining(self) -> None:
        """Take no more sessions; those that run go on."""
        self._is_draining = True

    async def close(self, *, hand_over: bool = False) -> None:
        """End all sessions and wait for them within a bound.

        Args:
            hand_over: let those that run go on elsewhere; else each ends with its report.
        """
        self.begin_draining()
        for resource in list(self._by_secret.values()):
            if hand_over and resource.session.may_move:
                resource.session.hand_over()
            else:
                resource.session.shut_down()
        tasks = list(self._by_task)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=CLOSE_TIMEOUT_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _on_ended(self, resource: Resource, task: asyncio.Task[None]) -> None:
        self._by_secret.pop(resource.secret, None)
        self._by_task.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("session %s failed", resource.session.id, exc_info=error)


def session_id_of(token: str) -> str:
    """Return the session that a resume token names: the last part but one."""
    return token.rpartition(".")[0].rpartition(".")[2]
