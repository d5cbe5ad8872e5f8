"""How log lines look: for people, or one JSON object a line for programs."""

import json
import logging
import re
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

LogFormat = Literal["text", "json"]
FORMATS: tuple[LogFormat, ...] = ("text", "json")

TEXT_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

SESSION = re.compile(r"\bsession ([0-9a-f]{16})\b")
"""How our log lines name a session: by the id that may be logged and gives no access."""


class PlainFormatter(logging.Formatter):
    """Tells of an exception its kind and its place: its text can quote what a person wrote."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        told = []
        error: BaseException | None = ei[1]
        while error is not None:
            told += [*traceback.format_tb(error.__traceback__), type(error).__qualname__ + "\n"]
            context = None if error.__suppress_context__ else error.__context__
            error = error.__cause__ or context
        return "".join(told).rstrip("\n")


class JsonFormatter(PlainFormatter):
    """Writes time (RFC 3339), level, logger and message, and the session where one is named."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message,
        }
        named = SESSION.search(message)
        if named is not None:
            fields["session"] = named[1]
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def set_up_logging(level: str, log_format: LogFormat, quieted: Sequence[str] = ()) -> None:
    """Log to standard error.

    Args:
        level: name of the least level.
        log_format: one of FORMATS.
        quieted: libraries of which only warnings are logged.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if log_format == "json" else PlainFormatter(TEXT_FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
    for library in quieted:
        logging.getLogger(library).setLevel(logging.WARNING)
