"""What clients send on the data channel, checked; docs/messages.md is its reference."""

from dataclasses import dataclass
from typing import TypeAlias

from webrtc.message_fields import (
    bad_message,
    context_field,
    json_object,
    number_field,
    switch_field,
)
from webrtc.start_options import StartOptions, StartRules, start_options


@dataclass(frozen=True, slots=True)
class Start:
    options: StartOptions


@dataclass(frozen=True, slots=True)
class Context:
    context: str


@dataclass(frozen=True, slots=True)
class Calibrate:
    """The person looks, and speaks, neutrally from now on."""


@dataclass(frozen=True, slots=True)
class PushToTalk:
    """The person begins, or ends, to talk to the assistant."""

    active: bool


@dataclass(frozen=True, slots=True)
class Stop:
    pass


@dataclass(frozen=True, slots=True)
class Ping:
    """A sign of life; `t` is the client's own time and goes back as it came."""

    t: float


ClientMessage: TypeAlias = Start | Context | Calibrate | PushToTalk | Stop | Ping


def parse_client_message(text: str | bytes, rules: StartRules) -> ClientMessage | None:
    """Read a message, or return None for a type that this version does not know.

    Raises:
        MessageError: it is no JSON object with a type, or a field is wrong.
    """
    fields = json_object(text)
    match fields.get("type"):
        case "start":
            return Start(start_options(fields, rules))
        case "context":
            return Context(context_field(fields, required=True))
        case "calibrate":
            return Calibrate()
        case "talk":
            return PushToTalk(switch_field(fields, "active", required=True))
        case "stop":
            return Stop()
        case "ping":
            return Ping(number_field(fields, "t", 0.0))
        case str():
            return None
        case _:
            raise bad_message("the message has no type")
