"""What is sent of an escalation, how it is signed, and when it is tried again; pure."""

import base64
import hashlib
import hmac
import json
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

EVENT = "session.escalated"

TRIED_AGAIN = frozenset({408, 425, 429})
"""Statuses under 500 that say that it may go well later."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """That a session needs a person. It says nothing of who it is or what was said.

    Attributes:
        session_id: gives no access to the session.
        scenario: its name.
        trend: where the mood is heading.
        since_s: since when, seconds on the session clock.
        time_s: when it was escalated, likewise.
    """

    session_id: str
    scenario: str
    trend: str
    since_s: float
    time_s: float

    @property
    def delivery_id(self) -> str:
        """The same whoever tells of it: a session that goes on elsewhere is read again there."""
        words = " ".join(map(str, astuple(self)))
        return f"esc_{hashlib.sha256(words.encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When a failed delivery is tried again.

    Attributes:
        attempts: in all.
        first_s: the pause after the first one; each further one is twice as long.
        most_s: the longest pause.
        most_retry_after_s: the longest that a receiver may ask to wait (`Retry-After`).
        give_up_after_s: an escalation that is older is of no use to anybody.
    """

    attempts: int = 8
    first_s: float = 1.0
    most_s: float = 60.0
    most_retry_after_s: float = 300.0
    give_up_after_s: float = 600.0

    def pause_s(self, attempt: int, jitter: float, retry_after_s: float | None) -> float | None:
        """Return how long to wait after an attempt, or None to give up.

        Args:
            attempt: which one failed, from 1.
            jitter: 0..1, random, so that many senders do not come back at once.
            retry_after_s: what the receiver asked for, if it did.
        """
        if attempt >= self.attempts:
            return None
        if retry_after_s is not None and retry_after_s > self.most_retry_after_s:
            return None
        backoff_s = min(self.most_s, self.first_s * 2.0 ** (attempt - 1))
        return max(backoff_s * (0.5 + jitter / 2), retry_after_s or 0.0)


def payload(escalation: Escalation, at: datetime) -> bytes:
    """Write the body: `type`, `timestamp` and `data`, as Standard Webhooks recommends."""
    fields = {
        "type": EVENT,
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "data": {
            "session_id": escalation.session_id,
            "scenario": escalation.scenario,
            "trend": escalation.trend,
            "since_s": round(escalation.since_s, 3),
            "time_s": round(escalation.time_s, 3),
        },
    }
    return json.dumps(fields, separators=(",", ":")).encode()


def signed_headers(secret: bytes, delivery_id: str, sent_at_s: int, body: bytes) -> dict[str, str]:
    """Return the three headers of Standard Webhooks (symmetric signature, v1).

    The signature covers id and time too, so nobody can send an old delivery as a new one.

    Args:
        secret: the key.
        delivery_id: the same in each attempt, for receivers to know a repeat by.
        sent_at_s: the time of the attempt, Unix seconds.
        body: exactly the bytes that are sent.
    """
    content = f"{delivery_id}.{sent_at_s}.".encode() + body
    signature = base64.b64encode(hmac.digest(secret, content, "sha256")).decode()
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(sent_at_s),
        "webhook-signature": f"v1,{signature}",
    }


def may_go_well_later(status: int) -> bool:
    return status in TRIED_AGAIN or status >= 500


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Read `Retry-After` (RFC 9110, section 10.2.3): seconds or a date; None without sense."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(0.0, (at - now).total_seconds())
