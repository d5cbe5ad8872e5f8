import json
import time

import pytest

from api.json_bounds import MAX_VALUES, holds_too_many_values

MANY = MAX_VALUES + 1
LARGEST_BYTES = 10 * 1024 * 1024


@pytest.mark.parametrize(
    "text",
    [
        b"[" + b"0," * MANY + b"0]",
        b"[" * MANY,
        b'{"a":' * MANY,
        b"[" + b"[[]]," * MANY,
        b'{"a\\\\":[' + b"0," * MANY + b'0],"b":""}',
        b'{"a\\"":[' + b"0," * MANY + b'0],"b":""}',
        b'[0,"' + b'","' * MANY + b'"]',
    ],
    ids=["flat", "lists", "objects", "lists in lists", "backslash", "quote", "strings"],
)
def test_values_without_end_are_noticed(text: bytes) -> None:
    assert holds_too_many_values(text)


def test_a_thousand_messages_with_all_their_fields_are_none_too_many() -> None:
    message = {
        "content": {"text": "x" * 1_500},
        "role": "user",
        "timestamp": "2025-01-15T10:30:00Z",
        "externalId": "m",
    }
    assert not holds_too_many_values(json.dumps({"messages": [message] * 1_000}).encode())


@pytest.mark.parametrize("said", ["[{,", 'a "quoted" text, ', "back\\slash, "])
def test_what_a_text_says_is_not_counted(said: str) -> None:
    texts = [{"content": {"text": said * 1_000}} for _ in range(100)]
    assert not holds_too_many_values(json.dumps({"messages": texts}).encode())


@pytest.mark.parametrize("byte", [b'"', b"\\", b'\\"', b'",', b"[", b",", b'",""'])
def test_counting_takes_no_time_itself(byte: bytes) -> None:
    text = (byte * LARGEST_BYTES)[:LARGEST_BYTES]
    start_s = time.process_time()
    holds_too_many_values(text)
    assert time.process_time() - start_s < 0.5
