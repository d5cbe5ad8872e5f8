"""One session of a face and a voice that goes on and on: ``python -m benchmarks.voice_soak``.

The real server, a real connection on loopback, speech in packets as browsers send them and a
moving face. A queue that grows shows as memory or as readings that come later and later; clocks
that part show as voice and face growing apart in lateness. Prints the figures as JSON; the exit
status says whether any of the bounds below was passed.
"""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from typing import Any

import aiohttp
import numpy as np
import uvloop

from benchmarks.footprint import Footprint, footprint
from benchmarks.loopback import use_only_loopback
from benchmarks.sender.clip import encode_clip
from benchmarks.sender.profile import ANALYSIS_VP8
from benchmarks.servers import Server, run_server
from benchmarks.voice.record import Heard, VoiceRecord
from benchmarks.voice.session import SpeakingSession
from benchmarks.voice.speech import speech
from webrtc.peer import AUDIO_PACKET_MS

LONGEST_S = 600
"""What a session may last."""

SAMPLE_S = 5.0
HTTP_TIMEOUT_S = 60
END_TIMEOUT_S = 60.0

MAX_DRIFT_MS = 40.0
"""Between voice and face: less than is noticed between a speaker's lips and sound (ITU-R
BT.1359-1 sets detection at 45 ms where sound leads)."""

MAX_GROWTH_MB = 30.0
"""Of memory between the first and the last quarter."""

MAX_LATER_MS = 100.0
"""By which the median reading of the last quarter may come later than that of the first."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.voice_soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=LONGEST_S / 60)
    seconds = round(parser.parse_args().minutes * 60)
    if not 0 < seconds <= LONGEST_S:
        sys.exit(f"a session lasts {LONGEST_S / 60:.0f} minutes at most")
    logging.basicConfig(level=logging.WARNING)
    use_only_loopback()
    with run_server("emochat", options=("--face-workers", "1")) as server:
        result = uvloop.run(soak(server, seconds))
    print(json.dumps(result, indent=1))
    sys.exit(bool(result["passed_bounds"]))


async def soak(server: Server, seconds: int) -> dict[str, Any]:
    """Run the session and return what was seen of it.

    Raises:
        RuntimeError, TimeoutError, aiohttp.ClientError: it could not join, or did not end.
    """
    clip = await asyncio.to_thread(encode_clip, ANALYSIS_VP8)
    timeout = aiohttp.ClientTimeout(total=HTTP_TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        session = SpeakingSession(http, server.url, speech(AUDIO_PACKET_MS), clip)
        held: list[Footprint] = []
        cpu_s = server.cpu_s()
        try:
            await session.join()
            await session.speak(seconds)
            async with asyncio.timeout(seconds + END_TIMEOUT_S):
                while not session.has_ended.is_set():
                    held.append(footprint(server))
                    await _wait(session.has_ended, SAMPLE_S)
        finally:
            await session.leave()
    cpu_share = (server.cpu_s() - cpu_s) / seconds
    sent_s = session.microphone.packets_sent * AUDIO_PACKET_MS / 1000
    return summary(session.record, held, seconds, sent_s) | {"cpu_share": round(cpu_share, 3)}


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


def summary(
    record: VoiceRecord, held: Sequence[Footprint], seconds: int, sent_s: float
) -> dict[str, Any]:
    """Say what grew and what parted.

    Args:
        record: of the session, with its report.
        held: what the server's process held, every SAMPLE_S.
        seconds: that the session lasted.
        sent_s: of sound that was sent.

    Raises:
        RuntimeError: there was no report, or no reading in a quarter.
    """
    if record.report is None:
        raise RuntimeError("the session ended without a report")
    rss_mb = _first_and_last([each.rss_mb for each in held])
    voice, face = (_late_ms(heard) for heard in (record.readings, record.labels))
    drift_ms = round((voice["earliest"][1] - voice["earliest"][0]) - _shift(face["earliest"]), 1)
    grown = {
        "drift": abs(drift_ms) > MAX_DRIFT_MS,
        "memory": _shift(rss_mb) > MAX_GROWTH_MB,
        "voice": _shift(voice["median"]) > MAX_LATER_MS,
        "face": _shift(face["median"]) > MAX_LATER_MS,
    }
    return {
        "seconds": seconds,
        "readings": {"voice": len(record.readings), "face": len(record.labels)},
        "sound_s": {"sent": round(sent_s, 2), "heard": _heard_s(record)},
        "drift_voice_face_ms": drift_ms,
        "voice_late_ms": voice,
        "face_late_ms": face,
        "rss_mb": rss_mb,
        "rss_mb_all": [each.rss_mb for each in held],
        "threads": _first_and_last([each.threads for each in held]),
        "descriptors": _first_and_last([each.descriptors for each in held]),
        "passed_bounds": [name for name, is_passed in grown.items() if is_passed],
    }


def _heard_s(record: VoiceRecord) -> float:
    assert record.report is not None
    return float(record.report["privacy"]["audio_analysed_s"])


def _shift(pair: Sequence[float]) -> float:
    return pair[1] - pair[0]


def _late_ms(heard: Sequence[Heard]) -> dict[str, list[float]]:
    """Say how late readings came in the first and the last quarter, from the earliest of all.

    The earliest tenth shows the clock, the median the work and its queues.
    """
    late_ms = np.array([1000 * (each.received_s - each.end_s) for each in heard])
    if len(late_ms) < 8:
        raise RuntimeError(f"only {len(late_ms)} readings came")
    late_ms -= late_ms.min()
    quarters = late_ms[: len(late_ms) // 4], late_ms[-(len(late_ms) // 4) :]
    return {
        "earliest": [round(float(np.percentile(part, 10)), 1) for part in quarters],
        "median": [round(float(np.median(part)), 1) for part in quarters],
    }


def _first_and_last(values: Sequence[float]) -> list[float]:
    """Return the medians of the first and the last quarter."""
    part = max(1, len(values) // 4)
    return [round(float(np.median(values[:part])), 1), round(float(np.median(values[-part:])), 1)]


if __name__ == "__main__":
    main()
