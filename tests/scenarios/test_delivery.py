from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scenarios.delivery import (
    Escalation,
    RetryPolicy,
    may_go_well_later,
    retry_after_s,
    signed_headers,
)

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
POLICY = RetryPolicy(attempts=8, first_s=1.0, most_s=60.0, most_retry_after_s=300.0)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """By openssl: printf 'msg_1.1700000000.{"a":1}' | openssl dgst -sha256 -hmac KEY -binary."""
    headers = signed_headers(b"secret-of-the-receiver-24", "msg_1", 1_700_000_000, b'{"a":1}')
    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": "v1,pm7lxrSFKZfAQBcrM/iTQBv+hStv5XCl+U7ku4ia0w4=",
    }


@pytest.mark.parametrize(
    ("secret", "delivery_id", "sent_at_s", "body"),
    [
        (b"another secret of 24 bytes", "msg_1", 1, b"{}"),
        (b"x" * 24, "msg_2", 1, b"{}"),
        (b"x" * 24, "msg_1", 2, b"{}"),
        (b"x" * 24, "msg_1", 1, b"{ }"),
    ],
)
def test_the_signature_covers_secret_id_time_and_body(
    secret: bytes, delivery_id: str, sent_at_s: int, body: bytes
) -> None:
    name = "webhook-signature"
    other = signed_headers(secret, delivery_id, sent_at_s, body)[name]
    assert other != signed_headers(b"x" * 24, "msg_1", 1, b"{}")[name]


def test_pauses_double_up_to_the_longest_and_end() -> None:
    pauses = [POLICY.pause_s(attempt, 1.0, None) for attempt in range(1, 9)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, None]


def test_jitter_takes_up_to_half_of_a_pause() -> None:
    assert POLICY.pause_s(3, 0.0, None) == 2.0


def test_the_receiver_may_ask_for_a_longer_pause_but_not_for_any() -> None:
    assert POLICY.pause_s(1, 1.0, 100.0) == 100.0
    assert POLICY.pause_s(7, 1.0, 1.0) == 60.0
    assert POLICY.pause_s(1, 1.0, 301.0) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Thu, 15 Jan 2026 12:01:00 GMT", 60.0),
        ("Thu, 15 Jan 2026 11:00:00 GMT", 0.0),
        ("9" * 400, float("inf")),
        (None, None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


def test_which_statuses_may_go_well_later() -> None:
    assert [
        code for code in (301, 400, 404, 408, 410, 425, 429, 500, 599) if may_go_well_later(code)
    ] == [408, 425, 429, 500, 599]


def test_an_escalation_has_one_id_wherever_it_is_told_again() -> None:
    once = Escalation("s1", "support", "declining", 3.0, 20.5)
    again, later = replace(once), replace(once, time_s=40.0)
    assert once.delivery_id == again.delivery_id != later.delivery_id
