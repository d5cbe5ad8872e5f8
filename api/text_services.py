"""What the handlers of the text APIs share: parts, and answers to what these raise."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from api.errors import ApiError
from api.rate_limits import RateLimits
from api.request_ids import request_id
from api.text_body import read_model
from api.text_requests import (
    AnalysisRequest,
    BatchRequest,
    ConversationMessage,
    ConversationRequest,
    Message,
)
from store.contexts import ContextStore
from store.errors import (
    ConflictError,
    InvalidNameError,
    OtherUserError,
    StoreUnavailableError,
    TooManyTurnsError,
)
from text.batching import BusyError, ClosedError
from text.reader import TextReader

logger = logging.getLogger(__name__)

RETRY_AFTER_S = 2

CLOCK_SKEW = timedelta(days=1)
"""How far a caller's clock may be ahead: a time zone that was left out is half of it."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Before it lies only what no clock told: languages write a time that was never set as year 1."""

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


_REFUSED = (ApiError, web.HTTPRequestEntityTooLarge, web.RequestPayloadError)


async def read_charged(
    request: web.Request,
    model: type[Body],
    services: TextServices,
    check: Callable[[Body, datetime], None] = lambda body, now: None,
) -> Body:
    """Return a request's checked body, and charge its texts; one that is wrong costs one.

    Args:
        request: not yet read.
        model: of the body.
        services: whose rate limits to charge.
        check: raises ApiError for what the model lets pass; it is told the time.

    Raises:
        ApiError: 400, 413, 415 or 429.
        web.HTTPRequestEntityTooLarge: the body is over the application's limit.
        web.RequestPayloadError: the body is not as its headers say.
    """
    try:
        body = await read_model(request, model)
        check(body, services.now())
    except _REFUSED:
        await services.rate_limits.charge(request, 1)
        raise
    await services.rate_limits.charge(request, len(body.messages))
    return body


def refuse_impossible_times(body: AnalysisRequest | ConversationRequest, now: datetime) -> None:
    """Refuse times that no clock of a caller can mean.

    One that is to come would be the latest of its conversation for good.

    Raises:
        ApiError: 400 naming the field.
    """
    messages: Sequence[Message | ConversationMessage] = body.messages
    for index, message in enumerate(messages):
        detail = _impossible(message.timestamp, now)
        if detail is not None:
            field = f"messages[{index}].timestamp"
            raise ApiError(
                400, f"{field} {detail}", members={"errors": [{"field": field, "detail": detail}]}
            )


def _impossible(at: datetime | None, now: datetime) -> str | None:
    if at is None:
        return None
    if at < EARLIEST:
        return f"lies before {EARLIEST.year}"
    return "lies more than a day in the future" if at > now + CLOCK_SKEW else None


def counted(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]], rate_limits: RateLimits
) -> Handler:
    """Charge each request that looks something up one text, and guard it."""

    async def charged(request: web.Request) -> web.StreamResponse:
        await rate_limits.charge(request, 1)
        return await handler(request)

    return guarded(charged, rate_limits)


def guarded(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]], rate_limits: RateLimits
) -> Handler:
    """Answer what reader and store raise, and tell the quota."""

    @wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except ConflictError as error:
            detail = f"message {error.external_id!r} came before with another text"
            raise ApiError(409, detail, members={"external_id": error.external_id}) from None
        except OtherUserError:
            raise ApiError(409, "the session is with another userId") from None
        except InvalidNameError as error:
            raise ApiError(400, str(error)) from None
        except TooManyTurnsError as error:
            raise ApiError(413, str(error)) from None
        except (BusyError, ClosedError):
            raise _unavailable("too many texts wait to be read") from None
        except StoreUnavailableError as error:
            logger.warning("request %s: %s", request_id(request), error)
            raise _unavailable("the memory of conversations is out of reach") from None
        finally:
            await rate_limits.tell(request)

    return answer


def _unavailable(detail: str) -> ApiError:
    return ApiError(503, detail, {"Retry-After": str(RETRY_AFTER_S)})
