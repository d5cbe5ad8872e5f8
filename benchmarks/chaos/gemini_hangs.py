"""Google takes requests and answers none: in the written analysis, and in the spoken talk."""

import asyncio
import time
from typing import Any

import aiohttp

from benchmarks.chaos.finding import Expectation, Finding, at_most, holds, none_of
from benchmarks.chaos.health import probing
from benchmarks.chaos.people import ended, people
from benchmarks.chaos.scenes import Alone
from benchmarks.chaos.texts import text_load, told
from benchmarks.chaos.waiting import comes_true
from tests.cluster_live.person import Line
from tests.live.scripts import hangs
from tests.standins.gemini import answer

FIRST_PIECE_S = 10.0
WHOLE_S = 20.0
"""What analysis/gemini.py waits for."""

SLACK_S = 3.0
TALK_LIMIT_S = 30.0


class TalkingLine(Line):
    """A connection with a microphone."""

    async def connect(self, token: str | None) -> None:
        self.add_media(video=False, audio=True)
        await super().connect(token)


async def hang_gemini(scene: Alone) -> Finding:
    google = scene.google
    google.written.reply = google.written.hang()
    google.live.scripts[:] = [hangs()]
    began_s = time.monotonic()
    talker = TalkingLine(scene.http)  # type: ignore[arg-type]
    try:
        async with (
            text_load(scene.http) as texts,
            probing(scene.site.url) as health,
            people(scene.http, 2) as crowd,
        ):
            await talker.connect(None)
            talker.send(
                {"type": "start", "consent": True, "voice": True, "assistant": True}
                | {"language": "en", "duration_s": 60.0}
            )
            await crowd.heard(8)
            gap_s = crowd.longest_gap_s(began_s + 2)
            stopped_s = time.monotonic()
            account = asyncio.create_task(_analyse(scene))
            crowd.stop()
            await ended(crowd)
            wait_s = time.monotonic() - stopped_s
            account_s, account_status = await account
            talk = await _talk(talker)
    finally:
        google.written.reply = answer("Hola.")
        await talker.close()
    ways = [_way(list(life.end)) for life in crowd.lives]
    lost, kept = await texts.count_lost(), len(texts.acknowledged)
    return Finding(
        load=f"2 sessions, 1 with the assistant, texts: {told(texts.statuses())}",
        happened=f"the reports came after {wait_s:.1f} s, written by: {', '.join(ways)}; "
        f"/analyze_session answered {account_status} after {account_s:.1f} s; {talk.saw}",
        lost=f"{lost} of {kept} acknowledged texts, {crowd.broken} of 2 reports",
        expectations=[
            at_most("wait for a session's report", wait_s, FIRST_PIECE_S + SLACK_S, " s"),
            none_of("reports without a local analysis", sum("local" not in way for way in ways)),
            holds("/analyze_session is answered 200", account_status == 200, account_status),
            at_most("its answer", account_s, WHOLE_S + SLACK_S, " s"),
            talk,
            at_most("longest time without a label", gap_s, 3, " s"),
            none_of("sessions without their whole end", crowd.broken, 2),
            none_of("acknowledged texts lost", lost, kept),
            none_of("bad answers of /healthz", health.failures),
        ],
    )


def _way(end: list[dict[str, Any]]) -> str:
    analyses = [message for message in end if message["type"] == "analysis"]
    return str(analyses[-1].get("source", "nobody")) if analyses else "nobody"


async def _analyse(scene: Alone) -> tuple[float, int]:
    body = {"context": "an exam", "emotions": ["HAPPY", "SAD"], "fallback": True}
    sent_s = time.monotonic()
    timeout = aiohttp.ClientTimeout(total=60)
    async with scene.http.post("/analyze_session", json=body, timeout=timeout) as response:
        await response.read()
        return time.monotonic() - sent_s, response.status


async def _talk(talker: Line) -> Expectation:
    """Judge whether the person with the assistant has labels, and is told that it is silent."""
    labels = len(talker.messages("label"))
    has_labels = await comes_true(lambda: len(talker.messages("label")) > labels, 5)
    is_told = await comes_true(lambda: bool(talker.messages("error")), TALK_LIMIT_S)
    codes = {str(message.get("code")) for message in talker.messages("error")}
    return Expectation(
        "a person whose assistant hangs has labels and is told",
        f"labels {'go on' if has_labels else 'stop'}, told: {', '.join(codes) or 'nothing'}",
        has_labels and is_told,
    )
