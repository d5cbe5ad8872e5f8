"""What is told, and kept, of how the analysis of a session came to be."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.writing import AnalysisDelta, AnalysisResult
from tests.webrtc.publisher import QuickWriter
from webrtc.conclusion import Conclusion, EndedSession
from webrtc.messages import Message

SESSION = EndedSession(
    context="work",
    language="en",
    entries=(),
    duration_s=5.0,
    frames_received=0,
    frames_analysed=0,
    voice_readings=(),
    audio_heard_s=0.0,
    audio_sent_s=0.0,
    findings=(),
)


class RefusedWriter:
    """Asks Gemini in vain, as SessionWriter does with its quota spent."""

    async def write(self, **account: Any) -> AsyncIterator[AnalysisDelta | AnalysisResult]:
        yield AnalysisResult("by itself", "local", None, GeminiError(GeminiErrorCode.QUOTA))


def nobody_hears(message: Message) -> None:
    """Publish to a client that has gone."""


def told(messages: list[Message]) -> list[str]:
    """Return what a client learns, in order: codes of errors, types of all else."""
    whole = [each for each in messages if "delta" not in each]
    return [str(each.get("code", each["type"])) for each in whole]


async def test_who_fetches_the_report_learns_that_gemini_was_asked_in_vain() -> None:
    published: list[Message] = []
    conclusion = Conclusion(RefusedWriter(), QuickWriter(), published.append)
    await conclusion.write(SESSION)
    assert told(published) == ["gemini_quota", "analysis", "report"]
    assert told(conclusion.messages) == ["gemini_quota", "analysis", "report"]


async def test_an_answer_that_is_not_waited_for_is_told_as_the_reason() -> None:
    slow = QuickWriter()
    slow.may_finish.clear()
    conclusion = Conclusion(slow, QuickWriter(), nobody_hears)
    writing = asyncio.create_task(conclusion.write(SESSION))
    while slow.calls == 0:
        await asyncio.sleep(0)
    conclusion.hurry()
    await writing
    assert told(conclusion.messages) == ["gemini_abandoned", "analysis", "report"]


async def test_gemini_that_is_not_asked_at_all_has_not_failed() -> None:
    conclusion = Conclusion(RefusedWriter(), QuickWriter(), nobody_hears)
    conclusion.hurry()
    await conclusion.write(SESSION)
    assert told(conclusion.messages) == ["analysis", "report"]
