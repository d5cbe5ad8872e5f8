"""What the HTTP server itself logs: kinds of failures and places in the code, nothing sent to it.

aiohttp 3.14 logs a request that it cannot parse with the client's address and the offending
line, which can hold a session's secret or a text, and the traceback with it. It has no
setting for that (aiohttp.web_protocol.RequestHandler.handle_error). Remove when it has one.
"""

import logging
import traceback

from aiohttp import web
from aiohttp.http import HttpProcessingError

NAME = "emochat.http"


class WithoutContents(logging.Filter):
    """Rewrites records: the exception's name, and its stack where it is a bug of ours.

    Requests that cannot be parsed, and bodies that cannot be unpacked, are told at DEBUG only: the
    internet sends them all day.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        record.args, record.exc_info, record.exc_text = None, None, None
        if error is None:
            record.msg = f"the HTTP server failed in {record.funcName}"
            return True
        name = type(error).__qualname__
        if isinstance(error, HttpProcessingError | web.RequestPayloadError):
            record.msg = f"a malformed request was refused: {name}"
            record.levelno, record.levelname = logging.DEBUG, "DEBUG"
            return logging.getLogger(NAME).isEnabledFor(logging.DEBUG)
        stack = "".join(traceback.format_tb(error.__traceback__))
        record.msg = f"the HTTP server failed: {name}\n{stack}"
        return True


def http_logger() -> logging.Logger:
    """Return the logger to give to aiohttp's runner; may be called again."""
    logger = logging.getLogger(NAME)
    if not any(isinstance(present, WithoutContents) for present in logger.filters):
        logger.addFilter(WithoutContents())
    return logger
