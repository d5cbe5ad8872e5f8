"""The end of a session in words and figures: the analysis as it is written, then the report."""

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.labels import VoiceReading
from analysis.report import report_message
from analysis.timeline import TimelineEntry
from analysis.writing import AnalysisDelta
from webrtc import messages
from webrtc.analyzers import AnalysisWriter
from webrtc.companion import Findings
from webrtc.messages import Message
from webrtc.tasks import stop_tasks

AUDIO_RECIPIENT = "Google Gemini Live"


@dataclass(frozen=True, slots=True)
class EndedSession:
    """What is told about a session that has ended.

    Attributes:
        duration_s: how long it really lasted.
        audio_heard_s: how much sound was listened to.
        audio_sent_s: how much of it left for the assistant.
        findings: what companions found out.
    """

    context: str
    language: str
    entries: Sequence[TimelineEntry]
    duration_s: float
    frames_received: int
    frames_analysed: int
    voice_readings: Sequence[VoiceReading]
    audio_heard_s: float
    audio_sent_s: float
    findings: Sequence[Findings]


class Conclusion:
    """Publishes analysis and report of one session.

    Args:
        writer: writes the analysis, maybe slowly, by an outside service.
        local_writer: writes it at once where there is no time.
        publish: takes every message.
    """

    def __init__(
        self,
        writer: AnalysisWriter,
        local_writer: AnalysisWriter,
        publish: Callable[[Message], None],
    ) -> None:
        self._writer = writer
        self._local_writer = local_writer
        self._publish = publish
        self._is_urgent = False
        self._analysis: asyncio.Task[None] | None = None
        self.text: str | None = None
        """The written analysis, once there is one."""
        self.messages: list[Message] = []
        """What stays of it for whoever was not there: why Gemini gave no text, if it was asked in
        vain, the whole analysis, and the report."""

    def hurry(self) -> None:
        """Leave an analysis that is being written, or is still to be, for a local one."""
        self._is_urgent = True
        if self._analysis is not None:
            self._analysis.cancel()

    async def write(self, session: EndedSession) -> None:
        if not self._is_urgent:
            self._analysis = asyncio.create_task(self._write_analysis(self._writer, session))
            try:
                await asyncio.wait([self._analysis])
            finally:
                await stop_tasks(self._analysis)
        if self._analysis is None:
            await self._write_analysis(self._local_writer, session)
        elif self._analysis.cancelled():
            # Only a writer that asks an outside service takes long enough to be left.
            self._tell_failure(GeminiError(GeminiErrorCode.ABANDONED), session)
            await self._write_analysis(self._local_writer, session)
        else:
            self._analysis.result()
        self._tell(messages.report(_report(session)))

    async def _write_analysis(self, writer: AnalysisWriter, session: EndedSession) -> None:
        pieces = writer.write(
            context=session.context,
            entries=session.entries,
            language=session.language,
            duration_s=session.duration_s,
            remarks=[remark for finding in session.findings for remark in finding.remarks],
        )
        async for piece in pieces:
            if isinstance(piece, AnalysisDelta):
                self._publish(messages.analysis_delta(piece.text))
                continue
            if piece.error is not None:
                self._tell_failure(piece.error, session)
            self.text = piece.text
            self._tell(messages.analysis_done(piece))

    def _tell_failure(self, error: GeminiError, session: EndedSession) -> None:
        self._tell(messages.error(f"gemini_{error.code}", error.describe(session.language)))

    def _tell(self, message: Message) -> None:
        self.messages.append(message)
        self._publish(message)


def _report(session: EndedSession) -> Message:
    report = report_message(
        session.entries,
        duration_s=session.duration_s,
        frames_received=session.frames_received,
        frames_analysed=session.frames_analysed,
        voice_readings=session.voice_readings,
        audio_heard_s=session.audio_heard_s,
    )
    report["privacy"] |= {
        "audio_sent_to": AUDIO_RECIPIENT if session.audio_sent_s else None,
        # Rounded up: what little left is not told as nothing.
        "audio_sent_s": math.ceil(session.audio_sent_s * 10) / 10,
    }
    for finding in session.findings:
        report |= finding.report
    return report
