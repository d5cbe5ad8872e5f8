"""The one place that turns what google-genai's Live client raises into LiveErrors."""

from collections.abc import Iterator
from contextlib import contextmanager

from google.genai import errors
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from live.errors import LiveError, LiveErrorCode

_CODE_OF_CLOSE = {
    1000: LiveErrorCode.CLOSED,
    1001: LiveErrorCode.CLOSED,
    1006: LiveErrorCode.CONNECTION_LOST,
    1007: LiveErrorCode.BAD_REQUEST,
    1008: LiveErrorCode.REFUSED,
    1011: LiveErrorCode.SERVER_ERROR,
}
"""Close codes of RFC 6455, section 7.4.1, as the Live API uses them."""

_CODE_OF_HTTP_STATUS = {
    400: LiveErrorCode.BAD_REQUEST,
    401: LiveErrorCode.INVALID_KEY,
    403: LiveErrorCode.FORBIDDEN,
    404: LiveErrorCode.MODEL_NOT_FOUND,
    429: LiveErrorCode.QUOTA,
}

_CODE_OF_WORDS = {
    "api key": LiveErrorCode.INVALID_KEY,
    "quota": LiveErrorCode.QUOTA,
    "resource_exhausted": LiveErrorCode.QUOTA,
}
"""The close codes are too few, so the reason beside them decides where it has these words."""

_CODE_OF_SETUP_WORDS = {
    "not found": LiveErrorCode.MODEL_NOT_FOUND,
    "not supported for bidigeneratecontent": LiveErrorCode.MODEL_NOT_FOUND,
}
"""In mid-talk `Requested entity was not found` says nothing of the model."""

_NO_CLOSE_FRAME = 1006


@contextmanager
def live_errors(*, setting_up: bool = False) -> Iterator[None]:
    """Raise a LiveError for everything that a call of the Live client can raise.

    The cause is cut off: its text is Google's, which has no place in a log.
    """
    try:
        yield
    except errors.APIError as error:
        raise _from_close(error.code, str(error.details), setting_up) from None
    except ConnectionClosed as error:
        code, reason = (error.rcvd.code, error.rcvd.reason) if error.rcvd else (None, "")
        raise _from_close(code, reason, setting_up) from None
    except InvalidStatus as error:
        raise _from_http_status(error.response.status_code) from None
    except TimeoutError:
        raise LiveError(LiveErrorCode.TIMEOUT) from None
    except (WebSocketException, OSError):
        raise LiveError(LiveErrorCode.UNREACHABLE) from None
    except (TypeError, ValueError, AttributeError):
        # Not JSON (ValueError), or JSON of a shape that google-genai 3.4.0 reads without
        # looking: an `{"error": …}` frame is a TypeError, a list an AttributeError
        # (live.py, _receive). Remove the first and last when it checks.
        raise LiveError(LiveErrorCode.BAD_RESPONSE) from None


def _from_close(close_code: int | None, reason: str, setting_up: bool) -> LiveError:
    status = close_code if isinstance(close_code, int) else _NO_CLOSE_FRAME
    words = reason.lower()
    known = _CODE_OF_WORDS | _CODE_OF_SETUP_WORDS if setting_up else _CODE_OF_WORDS
    for needle, code in known.items():
        if needle in words:
            return LiveError(code, status)
    return LiveError(_CODE_OF_CLOSE.get(status, LiveErrorCode.CONNECTION_LOST), status)


def _from_http_status(status: int) -> LiveError:
    otherwise = LiveErrorCode.SERVER_ERROR if status >= 500 else LiveErrorCode.REFUSED
    return LiveError(_CODE_OF_HTTP_STATUS.get(status, otherwise), status)
