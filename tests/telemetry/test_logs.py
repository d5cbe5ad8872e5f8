import json
import logging
import sys

import pytest

from telemetry.logs import TEXT_FORMAT, JsonFormatter, PlainFormatter

SESSION_ID = "0123456789abcdef"


def made_record(message: str, *args: object, failed: bool = False) -> logging.LogRecord:
    return logging.LogRecord(
        "webrtc.session",
        logging.INFO,
        "file.py",
        1,
        message,
        args,
        sys.exc_info() if failed else None,
    )


def test_a_line_is_one_json_object_with_its_session() -> None:
    line = JsonFormatter().format(made_record("session %s closed: %s", SESSION_ID, "a\nb ¿qué?"))
    assert "\n" not in line
    fields = json.loads(line)
    assert fields["session"] == SESSION_ID
    assert fields["message"] == f"session {SESSION_ID} closed: a\nb ¿qué?"
    assert (fields["level"], fields["logger"]) == ("INFO", "webrtc.session")
    assert fields["time"].endswith("+00:00")


def test_a_failure_keeps_its_traceback() -> None:
    try:
        raise ValueError("why")
    except ValueError:
        line = JsonFormatter().format(made_record("failed", failed=True))
    assert json.loads(line)["exception"].endswith("ValueError")


def test_a_line_without_session_has_none() -> None:
    assert "session" not in json.loads(JsonFormatter().format(made_record("no session here")))


@pytest.mark.parametrize("formatter", [JsonFormatter(), PlainFormatter(TEXT_FORMAT)])
def test_an_exceptions_words_are_not_logged_but_its_kind_and_place_are(
    formatter: logging.Formatter,
) -> None:
    written = " ".join(("about", "my", "diary"))
    try:
        try:
            raise KeyError(written)
        except KeyError as error:
            raise ValueError(written) from error
    except ValueError:
        line = formatter.format(made_record("it failed", failed=True))
    assert "it failed" in line
    assert "ValueError" in line
    assert "KeyError" in line
    assert "in test_an_exceptions_words" in line
    assert written not in line
