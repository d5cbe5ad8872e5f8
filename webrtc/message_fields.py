"""Fields of a client's message, checked one by one."""

import json
from collections.abc import Mapping
from typing import Any

from analysis.prompt_data import MAX_CONTEXT_CHARS

MAX_MESSAGE_CHARS = 16_384


class MessageError(Exception):
    """A client's message that cannot be acted on.

    Args:
        code: stable name for programs.
        detail: what was wrong, for people.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def bad_message(detail: str) -> MessageError:
    return MessageError("bad_message", detail)


def json_object(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_MESSAGE_CHARS:
        raise bad_message(f"the message is over {MAX_MESSAGE_CHARS} characters")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise bad_message("the message is not JSON") from error
    if not isinstance(fields, dict):
        raise bad_message("the message is not a JSON object")
    return fields


def context_field(fields: Mapping[str, Any], *, required: bool) -> str:
    context = fields.get("context", None if required else "")
    if not isinstance(context, str):
        raise bad_message("context must be a text")
    if len(context) > MAX_CONTEXT_CHARS:
        raise bad_message(f"context is over {MAX_CONTEXT_CHARS} characters")
    _require_unicode(context, "context")
    return context.strip()


def switch_field(fields: Mapping[str, Any], name: str, *, required: bool = False) -> bool:
    value = fields.get(name, None if required else False)
    if not isinstance(value, bool):
        raise bad_message(f"{name} must be true or false")
    return value


def number_field(fields: Mapping[str, Any], name: str, default: float) -> float:
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise bad_message(f"{name} must be a number")
    if not abs(value) < 1e300:
        raise bad_message(f"{name} must be a finite number")
    return value


def optional_text_field(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise bad_message(f"{name} must be a text or null")
    if value is not None:
        _require_unicode(value, name)
    return value


def _require_unicode(text: str, name: str) -> None:
    """Refuse half a surrogate pair, which JSON can write (RFC 8259 section 8.2) and UTF-8 cannot.

    Raises:
        MessageError: the text could neither be stored nor sent on.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_message(f"{name} is not valid Unicode") from None
