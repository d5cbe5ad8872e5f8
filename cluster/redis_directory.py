"""The directory of many workers, in Redis, with this process's own memory beneath it.

Every session of this worker is held in both. While Redis is away the memory alone serves:
sessions go on and resume here. When it is back, all that is held is saved again, so a
Redis that lost everything knows the running sessions within a second.
"""

import json
import logging
from collections.abc import Sequence

from cluster import redis_scripts as scripts
from cluster.directory import (
    MAX_RESUMES,
    REPORT_S,
    RESUME_S,
    SNAPSHOT_S,
    Lease,
    Refusal,
    ReportState,
    Resumed,
    Saved,
)
from cluster.keys import REPORT, SESSION, session_keys
from cluster.local import LocalDirectory
from cluster.redis_link import RedisLink, UnavailableError
from cluster.snapshots import (
    MAX_HEAD_BYTES,
    MAX_REPORT_BYTES,
    Json,
    Snapshot,
    TooLargeError,
    decode_snapshot,
    encode,
    encode_entries,
)
from cluster.tokens import ParsedToken, digest_of, new_token, parse_token

logger = logging.getLogger(__name__)

MAX_UNSENT_REPORTS = 256
MAX_UNSENT_ERASURES = 4_096


class RedisDirectory:
    """Keeps sessions in Redis, and this worker's own in memory as well.

    Args:
        link: runs elsewhere; see RedisLink.run.
        local: mirror of this worker's sessions; its jobs are only run while Redis is away.
        worker_id: stands in the tokens of sessions that are resumed here.
    """

    def __init__(
        self,
        link: RedisLink,
        local: LocalDirectory,
        worker_id: str | None = None,
    ) -> None:
        self._worker_id = worker_id
        self._link = link
        self._local = local
        self._stored_entries: dict[str, int] = {}
        self._unsent: dict[str, tuple[Lease, Json]] = {}
        self._unsent_erasures: dict[str, ParsedToken] = {}
        link.on_up(self._catch_up)

    async def save(self, lease: Lease, snapshot: Snapshot) -> Saved:
        mirrored = await self._local.save(lease, snapshot)
        kept = self._local.snapshot_of(lease.session_id)
        if mirrored is Saved.FENCED or kept is None:
            return mirrored
        try:
            saved = await self._save(lease, kept)
        except UnavailableError:
            saved = Saved.LOCAL
        if saved is Saved.FENCED:
            self._let_go(lease)
            return saved
        return mirrored if mirrored is Saved.TOO_LARGE else saved

    async def resume(self, token: str) -> Resumed | Refusal:
        parsed = parse_token(token)
        if parsed is None:
            return Refusal.UNKNOWN
        try:
            taken = await self._take(parsed)
            if taken is None and await self._link.check_data():
                taken = await self._take(parsed)
        except UnavailableError:
            return await self._local.resume(token)
        return Refusal.UNKNOWN if taken is None else taken

    async def finish(self, lease: Lease, report: Json) -> Saved:
        try:
            saved = await self._finish(lease, report)
        except TooLargeError:
            return Saved.TOO_LARGE
        except UnavailableError:
            return await self._finish_here(lease, report)
        self._let_go(lease)
        return saved

    async def forget(self, lease: Lease) -> None:
        self._let_go(lease)
        keys = session_keys(lease.session_id)[:3]
        try:
            await self._link.script(scripts.FORGET, keys, lease.session_id, lease.fence)
        except UnavailableError:
            self._erase_later(ParsedToken(lease.session_id, lease.digest))

    async def find_report(self, token: str) -> Json | ReportState:
        mine = await self._local.find_report(token)
        parsed = parse_token(token)
        if parsed is None or not isinstance(mine, ReportState):
            return mine
        keys = [SESSION + parsed.session_id, REPORT + parsed.session_id]
        try:
            answer = await self._link.script(scripts.FIND_REPORT, keys, parsed.digest)
        except UnavailableError:
            return mine
        match answer:
            case ["made", body]:
                report: Json = json.loads(body)
                return report
            case ["unknown"]:
                # What is only waiting here is a session that went elsewhere.
                return ReportState.UNKNOWN if mine is ReportState.PENDING else mine
            case [state]:
                return ReportState(state)
        raise AssertionError(answer)

    async def erase(self, token: str) -> bool:
        parsed = parse_token(token)
        if parsed is None:
            return False
        try:
            erased = await self._erase(parsed)
            if erased is None and await self._link.check_data():
                erased = await self._erase(parsed)
        except UnavailableError:
            await self._erase_here(parsed.session_id, token)
            self._erase_later(parsed)
            return True
        return await self._erase_here(parsed.session_id, token) if erased is None else erased

    def tidy(self) -> None:
        """Drop what this worker has long not heard of: Redis decides about it."""
        for held in self._local.expired():
            self._let_go(held.lease)

    async def _take(self, parsed: ParsedToken) -> Resumed | Refusal | None:
        """Resume in Redis, or return None if it has never heard of the session."""
        fresh = new_token(parsed.session_id, self._worker_id)
        args = (parsed.digest, digest_of(fresh), RESUME_S * 1000, MAX_RESUMES)
        keys = session_keys(parsed.session_id)
        answer = await self._link.script(scripts.RESUME, keys, parsed.session_id, *args)
        match answer:
            case ["resumed", fence, head, entries]:
                return self._adopt(parsed.session_id, int(fence), fresh, head, entries)
            case ["absent"]:
                return None
            case [reason]:
                return Refusal(reason)
        raise AssertionError(answer)

    async def _erase_here(self, session_id: str, token: str) -> bool:
        is_mine = await self._local.erase(token)
        if is_mine:
            self._bar(session_id)
        return is_mine

    async def _erase(self, parsed: ParsedToken) -> bool | None:
        """Erase in Redis, or return None if it has never heard of the session."""
        keys = session_keys(parsed.session_id)
        answer = await self._link.script(scripts.ERASE, keys, *parsed, SNAPSHOT_S)
        if answer == "erased":
            self._bar(parsed.session_id)
        return None if answer == "absent" else bool(answer == "erased")

    def _erase_later(self, parsed: ParsedToken) -> None:
        self._unsent_erasures[parsed.session_id] = parsed
        while len(self._unsent_erasures) > MAX_UNSENT_ERASURES:
            dropped = next(iter(self._unsent_erasures))
            del self._unsent_erasures[dropped]
            logger.error("session %s is erased here alone, Redis is away", dropped)

    def _bar(self, session_id: str) -> None:
        self._local.bar(session_id)
        self._stored_entries.pop(session_id, None)
        self._unsent.pop(session_id, None)

    async def _save(self, lease: Lease, snapshot: Snapshot) -> Saved:
        """Send the entries that Redis has not got; all of them where it has lost them."""
        keys = session_keys(lease.session_id)
        head = encode(snapshot.head, MAX_HEAD_BYTES)
        owner = (lease.session_id, lease.fence, lease.digest, head)
        limits = (RESUME_S * 1000, SNAPSHOT_S)

        async def send(first: int) -> tuple[str, int]:
            entries = encode_entries(snapshot.entries[first:])
            answer = await self._link.script(scripts.SAVE, keys, *owner, first, *limits, *entries)
            return str(answer[0]), int(answer[1])

        outcome, length = await send(self._stored_entries.get(lease.session_id, 0))
        if outcome == "missing":
            outcome, length = await send(length)
        if outcome == "stored":
            self._stored_entries[lease.session_id] = length
        return Saved(outcome)

    async def _finish(self, lease: Lease, report: Json) -> Saved:
        keys = session_keys(lease.session_id)
        body = encode(report, MAX_REPORT_BYTES)
        owner = (lease.session_id, lease.fence, lease.digest)
        return Saved(await self._link.script(scripts.FINISH, keys, *owner, body, REPORT_S))

    async def _finish_here(self, lease: Lease, report: Json) -> Saved:
        saved = await self._local.finish(lease, report)
        if saved is not Saved.STORED:
            return saved
        self._stored_entries.pop(lease.session_id, None)
        self._unsent[lease.session_id] = (lease, report)
        while len(self._unsent) > MAX_UNSENT_REPORTS:
            dropped = next(iter(self._unsent))
            del self._unsent[dropped]
            logger.error("session %s: its report stays here, Redis is away", dropped)
        return Saved.LOCAL

    async def _catch_up(self) -> None:
        """Tell Redis what happened while it was away."""
        for parsed in list(self._unsent_erasures.values()):
            await self._erase(parsed)
            self._unsent_erasures.pop(parsed.session_id, None)
        for held in self._local.held():
            if await self._save(held.lease, held.snapshot) is Saved.FENCED:
                self._let_go(held.lease)
        for session_id, (lease, report) in list(self._unsent.items()):
            await self._finish(lease, report)
            self._unsent.pop(session_id, None)
            self._local.drop_report(session_id)

    def _adopt(
        self, session_id: str, fence: int, token: str, head: str, entries: Sequence[str]
    ) -> Resumed:
        snapshot = decode_snapshot(head, entries)
        lease = Lease(session_id, fence, digest_of(token))
        self._local.adopt(lease, snapshot)
        self._stored_entries[session_id] = len(entries)
        return Resumed(lease, token, snapshot)

    def _let_go(self, lease: Lease) -> None:
        self._local.drop(lease)
        self._stored_entries.pop(lease.session_id, None)
