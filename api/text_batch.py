"""The messages of a batch, each checked and read by itself."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from api.text_answers import BatchAnalysis, BatchError, error_at_place, usage_of
from api.text_body import body_error
from api.text_messages import hear, message_entry, tokens_of
from api.text_requests import Message
from text.reader import TextReader


async def read_batch(reader: TextReader, items: Sequence[Any], now: datetime) -> BatchAnalysis:
    """Read what can be read; whatever is no message gets an error at its place."""
    checked = [_check(item) for item in items]
    messages = [each for each in checked if isinstance(each, Message)]
    heard = await hear(reader, messages, now)
    # A thousand take tens of milliseconds.
    entries = iter(await asyncio.to_thread(lambda: [message_entry(each) for each in heard]))
    return BatchAnalysis(
        emotions=[each if isinstance(each, BatchError) else next(entries) for each in checked],
        usage=usage_of(tokens_of(heard)),
    )


def _check(item: Any) -> Message | BatchError:
    try:
        return Message.model_validate(item)
    except ValidationError as error:
        problem = body_error(error, "the message")
        return error_at_place(problem.status, problem.message)
