import re
from pathlib import Path

import pytest

from live.errors import LiveError, LiveErrorCode

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "assistant.md"


@pytest.mark.parametrize("code", LiveErrorCode)
def test_every_code_has_words_in_both_languages(code: LiveErrorCode) -> None:
    error = LiveError(code)
    assert error.describe("es") != error.describe("en")
    assert "(1011)" in LiveError(code, 1011).describe("es")


def test_the_reference_lists_exactly_the_codes_that_there_are() -> None:
    listed = re.findall(r"^\| `live_(\w+)`", REFERENCE.read_text(), re.MULTILINE)
    assert listed == [code.value for code in LiveErrorCode]
