"""The body of POST /analyze_session, checked: what is wrong with it, or what it asks for.

Pure.
"""

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.labels import Emotion
from analysis.prompt_data import MAX_CONTEXT_CHARS
from analysis.timeline import moments_from_emotions
from analysis.writing import LANGUAGES, SessionAccount
from api.errors import ApiError

MAX_EMOTIONS = 3_600
"""An hour at one a second; document 000 speaks of about 30."""

MAX_BODY_BYTES = 256 * 1024
"""Twice what so many emotions, one a line, and the longest context in escapes take."""

# Document 001's example writes the two labels in Spanish.
_EMOTIONS = {emotion.value: emotion for emotion in Emotion} | {
    "Alegría": Emotion.HAPPY,
    "Tristeza": Emotion.SAD,
}


@dataclass(frozen=True, slots=True)
class AnalysisOrder:
    """A checked request.

    Attributes:
        account: what to write about.
        fallback: a local report is welcome where Gemini gives none.
    """

    account: SessionAccount
    fallback: bool


def parse_order(body: Mapping[str, Any], default_language: str) -> AnalysisOrder:
    """Check a body in document 000's order: the context first.

    Raises:
        ApiError: 400, naming what is wrong.
    """
    context = _context(body.get("context"))
    emotions = _emotions(body.get("emotions", []))
    language = body.get("language", default_language)
    if language not in LANGUAGES:
        raise ApiError(400, f"'language' must be one of {', '.join(LANGUAGES)}")
    fallback = body.get("fallback", False)
    if not isinstance(fallback, bool):
        raise ApiError(400, "'fallback' must be true or false")
    moments = moments_from_emotions(emotions)
    return AnalysisOrder(SessionAccount(context, moments, language, float(len(moments))), fallback)


def _context(value: Any) -> str:
    if not value or (isinstance(value, str) and not value.strip()):
        raise ApiError(400, "No context provided")
    if not isinstance(value, str):
        raise ApiError(400, "'context' must be a string")
    if len(value) > MAX_CONTEXT_CHARS:
        raise ApiError(400, f"'context' is over {MAX_CONTEXT_CHARS} characters")
    try:
        # JSON can write half a surrogate pair (RFC 8259 section 8.2), and UTF-8 cannot.
        value.encode()
    except UnicodeEncodeError:
        raise ApiError(400, "'context' is not valid Unicode") from None
    return value.strip()


def _emotions(value: Any) -> list[Emotion]:
    if not isinstance(value, list):
        raise ApiError(400, "'emotions' must be a list")
    if len(value) > MAX_EMOTIONS:
        raise ApiError(400, f"'emotions' has over {MAX_EMOTIONS} elements")
    return [_emotion(index, element) for index, element in enumerate(value)]


def _emotion(index: int, element: Any) -> Emotion:
    if not isinstance(element, str) or element not in _EMOTIONS:
        allowed = ", ".join(f"'{emotion}'" for emotion in Emotion)
        quoted = reprlib.repr(element)
        raise ApiError(400, f"'emotions'[{index}] is {quoted} and not one of {allowed}")
    return _EMOTIONS[element]
