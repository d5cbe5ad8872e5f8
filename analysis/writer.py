"""Writes a session's analysis: with a language model if there is one, else locally."""

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.local_report import local_report
from analysis.statistics import timeline_statistics
from analysis.timeline import TimelineEntry, moments_from_entries
from analysis.writing import AnalysisDelta, AnalysisResult, LanguageModel, SessionAccount

logger = logging.getLogger(__name__)

MAX_COMPOSED_AT_ONCE = 16
BUSY_RETRY_AFTER_S = 5.0

WRITTEN = "ok"


def ignore(outcome: str) -> None:
    """Tell nobody."""


class SessionWriter:
    """Always ends with a text: whatever happens to Gemini, the local report stands in.

    Args:
        gemini: None if no key is configured.
        on_outcome: told of each call of Gemini WRITTEN, or the GeminiErrorCode of its failure.
    """

    def __init__(
        self, gemini: LanguageModel | None, on_outcome: Callable[[str], None] = ignore
    ) -> None:
        self._gemini = gemini
        self._on_outcome = on_outcome
        self._composing = 0

    async def write(
        self,
        *,
        context: str,
        entries: Sequence[TimelineEntry],
        language: str,
        duration_s: float,
        remarks: Sequence[str] = (),
    ) -> AsyncGenerator[AnalysisDelta | AnalysisResult, None]:
        """Yield the analysis while it is written, and exactly one AnalysisResult at the end.

        Args:
            context: what the person said the session was about; may be empty.
            entries: the readings, in order of time.
            language: "es" or "en"; ValueError for anything else.
            duration_s: how long the session really lasted.
            remarks: what else is known, in finished sentences of that language.
        """
        moments = moments_from_entries(entries)
        account = SessionAccount(context, moments, language, duration_s, tuple(remarks))
        if self._gemini is None:
            yield _local(account)
            return
        text = ""
        try:
            async with aclosing(self._gemini.stream(account)) as pieces:
                async for piece in pieces:
                    text += piece
                    yield AnalysisDelta(piece)
        except GeminiError as error:
            self._on_outcome(error.code.value)
            yield _local_instead(account, error)
            return
        self._on_outcome(WRITTEN)
        yield AnalysisResult(text, "gemini", self._gemini.model, None)

    async def compose(self, account: SessionAccount) -> AnalysisResult:
        """Write the analysis in one go; locally while Gemini writes MAX_COMPOSED_AT_ONCE others."""
        if self._gemini is None:
            return _local(account)
        if self._composing >= MAX_COMPOSED_AT_ONCE:
            busy = GeminiError(GeminiErrorCode.BUSY, retry_after_s=BUSY_RETRY_AFTER_S)
            return _local(account, busy)
        self._composing += 1
        try:
            text = await self._gemini.generate(account)
        except GeminiError as error:
            self._on_outcome(error.code.value)
            return _local_instead(account, error)
        finally:
            self._composing -= 1
        self._on_outcome(WRITTEN)
        return AnalysisResult(text, "gemini", self._gemini.model, None)


def _local(account: SessionAccount, error: GeminiError | None = None) -> AnalysisResult:
    statistics = timeline_statistics(account.moments, account.duration_s)
    text = local_report(statistics, account.language, account.remarks)
    return AnalysisResult(text, "local", None, error)


def _local_instead(account: SessionAccount, error: GeminiError) -> AnalysisResult:
    logger.warning("no text from Gemini: %s", error.describe("en"))
    return _local(account, error)
