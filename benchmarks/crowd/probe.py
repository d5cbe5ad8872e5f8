"""One light session among a crowd, whose frames are timed from their sending to their label."""

import asyncio
from dataclasses import dataclass, field

import aiohttp

from benchmarks.sender.clip import Clip
from benchmarks.sender.whip import WhipSession


@dataclass
class Probe:
    """Comes, stays for a while and comes again, as the crowd does.

    Args:
        http: sends the server's key with every request.
        url: of the server, without a slash at its end.
        stay_s: how long a session lasts.

    Attributes:
        frame_to_label_ms: each with the label's time by time.monotonic() before it.
    """

    http: aiohttp.ClientSession
    url: str
    clip: Clip
    stay_s: float
    frame_to_label_ms: list[tuple[float, float]] = field(default_factory=list)

    async def run(self, seconds: float) -> None:
        """Measure for so long; a session that is under way then is cut short.

        Raises:
            RuntimeError, TimeoutError: a session could not begin.
        """
        until_s = asyncio.get_running_loop().time() + seconds
        while (left_s := until_s - asyncio.get_running_loop().time()) > 0:
            await self._one_session(min(left_s, self.stay_s))

    async def _one_session(self, seconds: float) -> None:
        session = WhipSession(self.http, self.url, self.clip)
        try:
            await session.join()
            session.consent()
            session.play()
            await asyncio.sleep(seconds)
        finally:
            await session.leave()
        self.frame_to_label_ms += [
            (frame.labelled_s, frame.latency_s * 1000) for frame in session.record.labelled
        ]
