"""What the handlers of the text APIs share: parts, and answers to what these raise."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from api.errors import ApiError
from api.rate_limits import RateLimits
from api.request_ids import request_id
from api.text_body import read_model
from api.text_requests import AnalysisRequest, BatchRequest, ConversationRequest
from store.contexts import ContextStore
from store.errors import (
    ConflictError,
    InvalidNameError,
    StoreUnavailableError,
    TooManyTurnsError,
)
from text.reader import ReaderBusyError, ReaderClosedError, TextReader

logger = logging.getLogger(__name__)

RETRY_AFTER_S = 2


Body = TypeVar("Body", AnalysisRequest, BatchRequest, ConversationRequest)


@dataclass(frozen=True, slots=True)
class TextServices:
    """The parts behind the handlers.

    Attributes:
        reader: reads texts off the event loop.
        store: remembers conversations.
        rate_limits: counts texts by key.
        now: tells the time, aware, UTC.
    """

    reader: TextReader
    store: ContextStore
    rate_limits: RateLimits
    now: Callable[[], datetime]


async def read_charged(request: web.Request, model: type[Body], rate_limits: RateLimits) -> Body:
    """Return a guarded request's checked body; its messages beyond the first are charged here.

    Raises:
        ApiError: 400, 413, 415 or 429.
    """
    body = await read_model(request, model)
    count = len(body.messages)
    if count > 1:
        await rate_limits.charge(request, count - 1)
    return body


def guarded(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]], rate_limits: RateLimits
) -> Handler:
    """Charge each request one text, and answer what reader and store raise."""

    @wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        await rate_limits.charge(request, 1)
        try:
            return await handler(request)
        except ConflictError as error:
            detail = f"message {error.external_id!r} came before with another text"
            raise ApiError(409, detail, members={"external_id": error.external_id}) from None
        except InvalidNameError as error:
            raise ApiError(400, str(error)) from None
        except TooManyTurnsError as error:
            raise ApiError(413, str(error)) from None
        except (ReaderBusyError, ReaderClosedError):
            raise _unavailable("too many texts wait to be read") from None
        except StoreUnavailableError as error:
            logger.warning("request %s: %s", request_id(request), error)
            raise _unavailable("the memory of conversations is out of reach") from None

    return answer


def _unavailable(detail: str) -> ApiError:
    return ApiError(503, detail, {"Retry-After": str(RETRY_AFTER_S)})
