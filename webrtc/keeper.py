"""What keeps sessions beyond their connection and decides about offers, as protocols.

docs/cluster.md is the contract in words. All is called on the event loop.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

Json: TypeAlias = Mapping[str, Any]


class KeptSession(Protocol):
    """What a session needs so that its client may come back to it."""

    @property
    def session_id(self) -> str:
        """Return what may be logged and shown; it gives no access."""
        ...

    @property
    def token(self) -> str:
        """Return what its client sends to resume it; never logged."""
        ...

    async def save(self, head: Json, entries: Sequence[Json]) -> bool:
        """Keep how far it is; False if it goes on elsewhere."""
        ...

    async def finish(self, report: Json) -> bool:
        """Keep its report; False if there is one already."""
        ...

    async def forget(self) -> None:
        """Erase it: nobody may resume it and no report is made."""
        ...


class ResumedSession(Protocol):
    """A session that goes on here, with what was last saved of it."""

    @property
    def kept(self) -> KeptSession: ...

    @property
    def head(self) -> Json: ...

    @property
    def entries(self) -> Sequence[Json]: ...


class Keeper(Protocol):
    """Opens sessions and takes them over."""

    def new_secret(self) -> str:
        """Make the secret of a session's URL."""
        ...

    def open(self, session_id: str) -> KeptSession:
        """Make a new session's token; nothing is kept before its first save."""
        ...

    async def resume(self, token: str) -> ResumedSession:
        """Take over the session that a token belongs to.

        Raises:
            Problem: 404, 409 or 429, as docs/cluster.md says.
        """
        ...

    async def find_report(self, token: str) -> Json | None:
        """Return the report of the session that a token belongs to; None if it is not made yet.

        Raises:
            Problem: 404 for a token that opens nothing, 410 if the report could not be made.
        """
        ...

    async def erase(self, token: str) -> None:
        """Erase all of the session that a token belongs to, its report included.

        Raises:
            Problem: 404 for a token that opens nothing.
        """
        ...


class Door(Protocol):
    """Decides about offers."""

    def find_better(self, whip_path: str, query: str, *, may_redirect: bool) -> str | None:
        """Return where an offer is to go instead; None if it is taken here.

        Raises:
            Problem: 503 with Retry-After if nobody takes it.
        """
        ...

    async def admit(
        self,
        session_id: str,
        *,
        owner: str | None,
        peer: str | None,
        forwarded_for: Sequence[str],
    ) -> None:
        """Take a place for a session; give it back with `leave`.

        Args:
            session_id: a resumed one keeps its place.
            owner: whose key the offer came with; None without one.
            peer: other end of the TCP connection.
            forwarded_for: all values of X-Forwarded-For.

        Raises:
            Problem: 429 with Retry-After if its key or address has enough.
        """
        ...

    async def leave(self, session_id: str) -> None: ...
