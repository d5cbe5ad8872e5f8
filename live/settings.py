"""What an operator can set of the talks."""

from dataclasses import dataclass

DEFAULT_LIVE_MODEL = "gemini-3.8-live"
DEFAULT_API_VERSION = "v1beta"
DEFAULT_VOICE = "Aoede"
"""The prebuilt voice of document 002."""


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """How talks with Gemini Live are held.

    Attributes:
        model: id of a Live model.
        api_version: google-genai 3.x takes v1 by default; Google's Live pages show v1beta.
        base_url: another address than Google's; the scheme is always taken as wss.
        voice: name of a prebuilt voice.
        connect_timeout_s: from the first packet to `setupComplete`.
        connection_limit_s: a connection that is this old is replaced. Google ends it after
            about 10 minutes (Live API, "Session lifetime").
        backlog_s: how much sound waits while there is no connection; the oldest goes first.
        max_failures: in a row, until the talk is given up.
    """

    model: str = DEFAULT_LIVE_MODEL
    api_version: str = DEFAULT_API_VERSION
    base_url: str | None = None
    voice: str = DEFAULT_VOICE
    connect_timeout_s: float = 10.0
    connection_limit_s: float = 540.0
    backlog_s: float = 5.0
    max_failures: int = 4
