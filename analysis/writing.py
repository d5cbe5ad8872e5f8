"""The nouns of the written analysis: what goes into it and what comes out.

It knows no language model's library.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol

from analysis.gemini_errors import GeminiError
from analysis.timeline import Moment

LANGUAGES = ("es", "en")

DEFAULT_MODEL = "gemini-3.5-flash-lite"
"""Google's named successor of document 000's gemini-2.5-flash, which is being shut down."""

MAX_PARAGRAPHS = 2
"""Document 000: "Limited to 2 paragraphs maximum for conciseness"."""


@dataclass(frozen=True, slots=True)
class SessionAccount:
    """All that a writer is told about a session.

    Attributes:
        context: what the person says the session was about; may be empty.
        moments: the readings, in order of time.
        language: one of LANGUAGES; ValueError for anything else.
        duration_s: how long the session really lasted.
        remarks: what else is known of it, in finished sentences of that language: of voice,
            words, their agreement, the trend, earlier conversations (analysis.remarks).
    """

    context: str
    moments: tuple[Moment, ...]
    language: str
    duration_s: float
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language {self.language!r} is none of {', '.join(LANGUAGES)}")


@dataclass(frozen=True, slots=True)
class AnalysisDelta:
    """The next piece of the analysis while it is being written."""

    text: str


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """The whole analysis; its text replaces all deltas that came before.

    Attributes:
        text: at most MAX_PARAGRAPHS paragraphs, a blank line between them.
        source: who wrote it.
        model: the language model's name, or None for a local report.
        error: why a local report stands where Gemini's text was asked for.
    """

    text: str
    source: Literal["gemini", "local"]
    model: str | None
    error: GeminiError | None


class LanguageModel(Protocol):
    """Writes about a session. Every failure is a GeminiError."""

    @property
    def model(self) -> str: ...

    async def generate(self, account: SessionAccount) -> str: ...

    def stream(self, account: SessionAccount) -> AsyncGenerator[str, None]: ...

    async def aclose(self) -> None: ...
