"""Opens talks with Gemini Live; a VoiceAssistant of the sessions."""

import random
import ssl
from collections.abc import Callable, Sequence
from functools import partial

from live.clock import Clock, SystemClock
from live.connection import make_client, open_connection
from live.events import TalkEvents
from live.recovery import Recovery
from live.settings import LiveSettings
from live.talk import GeminiTalk


def ignore(outcome: str) -> None:
    """Tell nobody."""


class GeminiAssistant:
    """Shares one client among all talks; it opens no socket of its own.

    Close it with `aclose` in the event loop that used it, after its talks have ended.
    """

    def __init__(
        self,
        api_key: str,
        settings: LiveSettings | None = None,
        *,
        ssl_context: ssl.SSLContext | None = None,
        clock: Clock | None = None,
        on_outcome: Callable[[str], None] = ignore,
    ) -> None:
        """Set up the client, which reads certificates and so blocks.

        Args:
            api_key: must not be empty.
            settings: default: LiveSettings().
            ssl_context: to check the server with; default: the system's authorities.
            clock: of ages and pauses; default: the machine's monotonic clock.
            on_outcome: told how each connection ended, "ok" or a LiveErrorCode.

        Raises:
            ValueError: the key is empty.
        """
        if not api_key:
            # The library would take a key from the environment instead.
            raise ValueError("a talk with Gemini needs a key")
        self._settings = settings or LiveSettings()
        self._clock = clock or SystemClock()
        self._on_outcome = on_outcome
        self._client = make_client(api_key, self._settings, ssl_context)

    @property
    def model(self) -> str:
        return self._settings.model

    def open(
        self,
        events: TalkEvents,
        *,
        language: str,
        context: str,
        push_to_talk: bool,
        so_far: Sequence[tuple[str, str]] = (),
    ) -> GeminiTalk:
        """Return a talk that begins with its `run`.

        Args:
            events: hears of everything, on the event loop.
            language: "es" or "en".
            context: what the person wrote about the session; may be empty.
            push_to_talk: the person marks when they talk, with `set_talking`.
            so_far: role and text of the turns of the talk that it goes on with.
        """
        return GeminiTalk(
            partial(open_connection, self._client, self._settings),
            events,
            self._settings,
            self._clock,
            Recovery(self._settings.max_failures, random.random),
            self._on_outcome,
            language=language,
            context=context,
            push_to_talk=push_to_talk,
            so_far=so_far,
        )

    async def aclose(self) -> None:
        await self._client.aio.aclose()
        self._client.close()
