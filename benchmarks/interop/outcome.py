"""What a publisher's session came to, from what was heard and what was signalled. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MIN_LABELS = 3
"""Fewer of a session of 8 s are no labels each second."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the server.

    Attributes:
        at_s: when the publisher had it, since the epoch.
    """

    at_s: float
    message: dict[str, Any]


@dataclass(slots=True)
class Exchange:
    """The HTTP requests of one session.

    Attributes:
        offered_at_s: when the offer arrived, since the epoch.
        answer: empty where the offer was refused.
        location: path of the session's URL.
        fragments: candidates of each PATCH, with the status of its answer.
    """

    offered_at_s: float
    offer: str
    status: int = 0
    answer: str = ""
    location: str = ""
    fragments: list[tuple[int, int]] = field(default_factory=list)
    reads_events: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the table.

    Attributes:
        codecs: of the answer, the first of each section, as "VP8".
        offered_candidates: how many stood in the offer.
        trickled_candidates: how many came later in requests that the server took.
        by: how messages came.
        faces: labels that name an expression.
        reasons: why the other labels name none, and how often.
        voices: `voice` messages.
        first_label_s: from the offer's arrival to the publisher's first label.
        sound_s: how much of the microphone was analysed, of the report.
    """

    codecs: tuple[str, ...]
    offered_candidates: int
    trickled_candidates: int
    by: str
    labels: int
    faces: int
    reasons: dict[str, int]
    voices: int
    first_label_s: float | None
    sound_s: float | None
    reported: bool
    ended: str | None

    def passed(self, *, shows_face: bool) -> bool:
        """Tell whether labels came, of faces where one was shown, and the session's end."""
        read = self.faces if shows_face else self.labels
        return read >= MIN_LABELS and self.reported and self.ended == "completed"


def outcome_of(exchange: Exchange, heard: Sequence[Heard]) -> Outcome:
    """Return what a session came to."""
    labels = [h for h in heard if h.message["type"] == "label"]
    report: dict[str, Any] | None = _last(heard, "report")
    ended = _last(heard, "ended")
    faces = [h for h in labels if h.message["expression"] is not None]
    return Outcome(
        codecs=answered_codecs(exchange.answer),
        offered_candidates=count_candidates(exchange.offer),
        trickled_candidates=sum(n for n, status in exchange.fragments if status == 204),
        by="events (SSE)" if exchange.reads_events else "data channel",
        labels=len(labels),
        faces=len(faces),
        reasons=dict(Counter(h.message["reason"] for h in labels if h not in faces)),
        voices=sum(h.message["type"] == "voice" for h in heard),
        first_label_s=round(labels[0].at_s - exchange.offered_at_s, 2) if labels else None,
        sound_s=None if report is None else report["privacy"].get("audio_analysed_s"),
        reported=report is not None,
        ended=None if ended is None else ended["reason"],
    )


def answered_codecs(answer: str) -> tuple[str, ...]:
    """Return the codec that each audio and video section of an answer names first."""
    codecs = []
    for section in answer.replace("\r\n", "\n").split("\nm=")[1:]:
        lines = section.split("\n")
        words = lines[0].split()
        if words[0] not in ("audio", "video") or words[1] == "0":
            continue
        rule = f"a=rtpmap:{words[3]} "
        names = [line.removeprefix(rule).split("/")[0] for line in lines if line.startswith(rule)]
        codecs.append(names[0] if names else f"payload type {words[3]}")
    return tuple(codecs)


def count_candidates(sdp: str) -> int:
    """Return how many ICE candidates an offer or a fragment names."""
    return sum(line.startswith("a=candidate:") for line in sdp.splitlines())


def _last(heard: Sequence[Heard], kind: str) -> dict[str, Any] | None:
    return next((h.message for h in reversed(heard) if h.message["type"] == kind), None)
