"""How many sessions and offers each key and each address may have."""

import asyncio
import hashlib
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from limits import RateLimitItemPerMinute

from cluster.addresses import quota_subject
from cluster.places import Places
from cluster.rates import Rates

RENEW_INTERVAL_S = 10.0
BUSY_RETRY_S = 10
"""Nobody knows when one of its sessions ends; by default they last 30 s."""


@dataclass(frozen=True, slots=True)
class QuotaRules:
    """What each may have; 0 sets no limit.

    An address may stand for a school or a company behind one NAT.
    """

    key_sessions: int = 0
    address_sessions: int = 0
    key_offers_per_minute: int = 0
    address_offers_per_minute: int = 0


@dataclass(frozen=True, slots=True)
class QuotaRefusal:
    """Why an offer is not served.

    Attributes:
        detail: for whoever sent it.
        retry_after_s: at least 1.
    """

    detail: str
    retry_after_s: int


class Quotas:
    """Admits offers by who sends them, and counts the sessions that come of them."""

    def __init__(self, rules: QuotaRules, places: Places, rates: Rates) -> None:
        self._rules = rules
        self._places = places
        self._rates = rates
        # Of each session what each of its admissions holds, the oldest first.
        self._held: dict[str, list[Sequence[str]]] = {}

    async def admit(
        self, session_id: str, owner: str | None, address: str | None
    ) -> QuotaRefusal | None:
        """Take a place for a session that is to be, or say why there is none.

        Args:
            session_id: of the session; a resumed one keeps its place.
            owner: the digest of the key that was sent, if keys are asked for.
            address: of the client, behind all proxies.
        """
        rules = self._rules
        rates = _limits(
            owner, rules.key_offers_per_minute, address, rules.address_offers_per_minute
        )
        for subject, limit in rates.items():
            refusal = await self._count_offer(subject, limit)
            if refusal is not None:
                return refusal
        places = _limits(owner, rules.key_sessions, address, rules.address_sessions)
        refused = await self._places.take(session_id, places)
        if refused is not None:
            kind, limit = refused.partition(":")[0], places[refused]
            return QuotaRefusal(f"this {kind} has {limit} sessions already", BUSY_RETRY_S)
        self._held.setdefault(session_id, []).append(list(places))
        return None

    async def release(self, session_id: str) -> None:
        """End a session's oldest admission; to be called once for each.

        A session that is resumed is admitted anew, maybe from elsewhere, before what it was
        ends: only what no admission holds any more is given back.
        """
        ended, *others = self._held.pop(session_id, [[]])
        if others:
            self._held[session_id] = others
        kept = _subjects(others)
        await self._places.release(session_id, [each for each in ended if each not in kept])

    async def run(self) -> None:
        """Renew the places of all sessions until cancelled."""
        while True:
            await asyncio.sleep(RENEW_INTERVAL_S)
            for session_id in list(self._held):
                subjects = _subjects(self._held.get(session_id, []))
                if subjects:
                    await self._places.renew(session_id, subjects)

    async def _count_offer(self, subject: str, limit: int) -> QuotaRefusal | None:
        rate = RateLimitItemPerMinute(limit)
        fits, window = await self._rates.take(rate, f"offers/{subject}", 1)
        if fits:
            return None
        wait_s = max(1, math.ceil(window.reset_time - time.time()))
        kind = subject.partition(":")[0]
        return QuotaRefusal(f"this {kind} may send {limit} offers a minute", wait_s)


def _subjects(admissions: Sequence[Sequence[str]]) -> Sequence[str]:
    return list(dict.fromkeys(chain.from_iterable(admissions)))


def _limits(
    owner: str | None, of_key: int, address: str | None, of_address: int
) -> Mapping[str, int]:
    """Return the limit of each subject that has one.

    An address is stored as its digest: no list of visitors arises, though whoever reads
    the store can try an address that they know.
    """
    subjects = {}
    if owner is not None and of_key:
        subjects[f"key:{owner}"] = of_key
    if address is not None and of_address:
        digest = hashlib.sha256(quota_subject(address).encode()).hexdigest()[:32]
        subjects[f"address:{digest}"] = of_address
    return subjects
