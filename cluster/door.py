"""Who is let in: drain, load and quotas, as HTTP answers."""

from collections.abc import Sequence

from cluster.addresses import Network, client_address
from cluster.admission import Redirect, Refuse
from cluster.identity import offer_path
from cluster.membership import Membership
from cluster.quotas import Quotas
from problem import Problem


class Door:
    """Decides about offers.

    Args:
        membership: knows how busy this worker and the others are.
        quotas: of keys and addresses.
        trusted_proxies: networks whose X-Forwarded-For is believed.
    """

    def __init__(
        self, membership: Membership, quotas: Quotas, trusted_proxies: Sequence[Network]
    ) -> None:
        self._membership = membership
        self._quotas = quotas
        self._trusted_proxies = trusted_proxies

    def find_better(self, whip_path: str, query: str, *, may_redirect: bool) -> str | None:
        """Return where an offer is to go instead, for a 307; None if it is taken here.

        Args:
            whip_path: of the endpoint.
            query: as it came, without its question mark.
            may_redirect: False for an offer that names this worker or resumes.

        Raises:
            Problem: 503 with Retry-After if nobody takes it.
        """
        decision = self._membership.decide(may_redirect=may_redirect)
        if isinstance(decision, Redirect):
            path = offer_path(whip_path, decision.worker_id)
            return f"{path}?{query}" if query else path
        if isinstance(decision, Refuse):
            retry = {"Retry-After": str(decision.retry_after_s)}
            raise Problem(503, "Server full", decision.reason, retry)
        return None

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
            owner: digest of the key that the offer came with, or None on a server without keys.
            peer: other end of the TCP connection.
            forwarded_for: all values of X-Forwarded-For.

        Raises:
            Problem: 429 with Retry-After if its key or address has enough.
        """
        address = client_address(peer, forwarded_for, self._trusted_proxies)
        refusal = await self._quotas.admit(session_id, owner, address)
        if refusal is not None:
            retry = {"Retry-After": str(refusal.retry_after_s)}
            raise Problem(429, "Too many", refusal.detail, retry)

    async def leave(self, session_id: str) -> None:
        await self._quotas.release(session_id)
