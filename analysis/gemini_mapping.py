"""The one place that turns google-genai's failures and answers into GeminiErrors."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from google.genai import errors
from google.genai.types import FinishReason, GenerateContentResponse

from analysis.gemini_errors import GeminiError, GeminiErrorCode

_CODE_OF_STATUS = {
    401: GeminiErrorCode.INVALID_KEY,
    403: GeminiErrorCode.FORBIDDEN,
    404: GeminiErrorCode.MODEL_NOT_FOUND,
    408: GeminiErrorCode.TIMEOUT,
    429: GeminiErrorCode.QUOTA,
    504: GeminiErrorCode.TIMEOUT,
}

_BLOCKED = {
    FinishReason.SAFETY,
    FinishReason.RECITATION,
    FinishReason.LANGUAGE,
    FinishReason.BLOCKLIST,
    FinishReason.PROHIBITED_CONTENT,
    FinishReason.SPII,
    FinishReason.ESCALATION,
    FinishReason.MODEL_ARMOR,
}

_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")


@contextmanager
def gemini_errors() -> Iterator[None]:
    """Raise a GeminiError for everything that a call of the library can raise.

    The cause is cut off: its text is Google's whole JSON answer, which has no place
    in a log.
    """
    try:
        yield
    except errors.APIError as error:
        raise _from_api_error(error) from None
    except TimeoutError:
        raise GeminiError(GeminiErrorCode.TIMEOUT) from None
    except (aiohttp.ClientError, OSError):
        raise GeminiError(GeminiErrorCode.UNAVAILABLE) from None
    except (ValueError, TypeError, AttributeError):
        # Not JSON (ValueError), or JSON of a shape that google-genai 3.4.0 reads
        # without looking: `{"candidates": 5}` is a TypeError, `{"error": "x"}` in a
        # stream an AttributeError. Remove the latter two when it checks.
        raise GeminiError(GeminiErrorCode.BAD_RESPONSE) from None


def require_not_blocked(response: GenerateContentResponse) -> FinishReason | None:
    """Return why this answer, or this piece of one, ended; None if it goes on.

    Raises:
        GeminiError: a safety filter refused the question or the answer.
    """
    feedback = response.prompt_feedback
    if feedback is not None and feedback.block_reason is not None:
        raise GeminiError(GeminiErrorCode.BLOCKED)
    reason = response.candidates[0].finish_reason if response.candidates else None
    if reason in _BLOCKED:
        raise GeminiError(GeminiErrorCode.BLOCKED)
    return reason


def require_whole(text: str, reason: FinishReason | None) -> None:
    """Check that an answer has a text and came to its natural end.

    Raises:
        GeminiError: it is empty, or ended for another reason than STOP. Thinking
            counts as output, so a text can be empty because of MAX_TOKENS.
    """
    if not text.strip():
        raise GeminiError(GeminiErrorCode.EMPTY)
    if reason is not FinishReason.STOP:
        raise GeminiError(GeminiErrorCode.INCOMPLETE)


def _from_api_error(error: errors.APIError) -> GeminiError:
    status = error.code if isinstance(error.code, int) else 0
    details = _error_details(error.details)
    code = _CODE_OF_STATUS.get(status, GeminiErrorCode.BAD_REQUEST)
    if status >= 500 and status not in _CODE_OF_STATUS:
        code = GeminiErrorCode.UNAVAILABLE
    elif any(detail.get("reason") == "API_KEY_INVALID" for detail in details):
        code = GeminiErrorCode.INVALID_KEY
    return GeminiError(code, retry_after_s=_retry_after_s(details), http_status=status or None)


def _error_details(body: Any) -> list[dict[str, Any]]:
    error = body.get("error", body) if isinstance(body, dict) else None
    details = error.get("details") if isinstance(error, dict) else None
    if not isinstance(details, list):
        return []
    return [detail for detail in details if isinstance(detail, dict)]


def _retry_after_s(details: list[dict[str, Any]]) -> float | None:
    """Read `google.rpc.RetryInfo.retry_delay`, a protobuf Duration such as "17s"."""
    for detail in details:
        match = _DURATION.fullmatch(str(detail.get("retryDelay")))
        if match:
            return float(match[1])
    return None
