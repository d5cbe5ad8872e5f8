"""The directory as webrtc sees it: plain types, and refusals as HTTP answers."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from cluster.directory import (
    Directory,
    Lease,
    Refusal,
    ReportState,
    Saved,
    open_session,
)
from cluster.identity import new_secret
from cluster.snapshots import Json, Snapshot
from problem import Problem

logger = logging.getLogger(__name__)

REPORT_PATH = "/whip/report"
REPORT_RELATION = "urn:ietf:params:whip:ext:emochat:report"
TOO_OFTEN_RETRY_S = 60


class KeptSession:
    """What a session needs to be resumed elsewhere.

    Attributes:
        session_id: may be logged.
        token: for its client, in the header `EmoChat-Resume`; never logged.
    """

    def __init__(self, directory: Directory, lease: Lease, token: str) -> None:
        self.session_id = lease.session_id
        self.token = token
        self._directory = directory
        self._lease = lease
        self._is_cut_off = False

    async def save(self, head: Json, entries: Sequence[Json]) -> bool:
        """Keep how far it is; at its start, each second, and when its connection is lost.

        Returns:
            False if it goes on elsewhere: end it without analysis, report and `ended`.
        """
        saved = await self._directory.save(self._lease, Snapshot(head, entries))
        if saved is Saved.TOO_LARGE and not self._is_cut_off:
            self._is_cut_off = True
            logger.warning("session %s: it is too large to be kept further", self.session_id)
        return saved is not Saved.FENCED

    async def finish(self, report: Json) -> bool:
        """Keep its report; False if there is one already."""
        return await self._directory.finish(self._lease, report) is not Saved.FENCED

    async def forget(self) -> None:
        """Erase it: nobody may resume it and no report is made."""
        await self._directory.forget(self._lease)


@dataclass(frozen=True, slots=True)
class ResumedSession:
    """A session that goes on here, with what was last saved of it."""

    kept: KeptSession
    head: Json
    entries: Sequence[Json]


class Sessions:
    """Opens sessions and takes them over.

    Args:
        directory: of one process or of many.
        worker_id: this worker's, or None where there are no others.
    """

    def __init__(self, directory: Directory, worker_id: str | None) -> None:
        self._directory = directory
        self._worker_id = worker_id

    def new_secret(self) -> str:
        """Make the secret of a session's URL, with the worker's id before it."""
        return new_secret(self._worker_id)

    def open(self, session_id: str) -> KeptSession:
        """Make a new session's token; nothing is kept before its first save."""
        opened = open_session(session_id, self._worker_id)
        return KeptSession(self._directory, opened.lease, opened.token)

    async def resume(self, token: str) -> ResumedSession:
        """Take over the session that a token belongs to.

        Raises:
            Problem: 404 for a token that opens nothing, 409 if the report is being made or
                is there, 429 if it was resumed too often.
        """
        resumed = await self._directory.resume(token)
        if isinstance(resumed, Refusal):
            raise _refusal(resumed)
        kept = KeptSession(self._directory, resumed.lease, resumed.token)
        return ResumedSession(kept, resumed.snapshot.head, resumed.snapshot.entries)

    async def find_report(self, token: str) -> Json | None:
        """Return the report of the session that a token belongs to; None if it is not made yet.

        Raises:
            Problem: 404 for a token that opens nothing, 410 if the report could not be made.
        """
        report = await self._directory.find_report(token)
        if not isinstance(report, ReportState):
            return report
        if report is ReportState.PENDING:
            return None
        if report is ReportState.FAILED:
            raise Problem(410, "No report", "the report of this session could not be made")
        raise _refusal(Refusal.UNKNOWN)

    async def erase(self, token: str) -> None:
        """Erase all of the session that a token belongs to, as its person wishes.

        Raises:
            Problem: 404 for a token that opens nothing.
        """
        if not await self._directory.erase(token):
            raise _refusal(Refusal.UNKNOWN)


def _refusal(refusal: Refusal) -> Problem:
    match refusal:
        case Refusal.UNKNOWN:
            return Problem(404, "Unknown session", "the token opens nothing, or no longer")
        case Refusal.REPORTING:
            link = {"Link": f'<{REPORT_PATH}>; rel="{REPORT_RELATION}"'}
            return Problem(409, "Session over", "its report is being made or is there", link)
        case Refusal.TOO_OFTEN:
            later = {"Retry-After": str(TOO_OFTEN_RETRY_S)}
            return Problem(429, "Resumed too often", "start a new session instead", later)
