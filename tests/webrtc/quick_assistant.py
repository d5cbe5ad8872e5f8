"""An assistant that says and does what a test tells it to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from webrtc.analyzers import AssistantEvents


@dataclass
class QuickTalk:
    """One talk; connected as soon as it runs."""

    events: AssistantEvents
    language: str
    context: str
    push_to_talk: bool
    so_far: Sequence[tuple[str, str]]
    heard: bytearray = field(default_factory=bytearray)
    switched: list[bool] = field(default_factory=list)
    last_words: str = ""
    """Understood while the talk is being closed."""
    dropped_s: float = 0.0
    is_running: bool = False
    _failure: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def hear(self, pcm: bytes) -> None:
        self.heard += pcm

    def set_talking(self, active: bool) -> None:
        self.switched.append(active)

    def set_context(self, context: str) -> None:
        self.context = context

    async def run(self) -> None:
        self.is_running = True
        self.events.on_state("connecting")
        self.events.on_state("listening")
        try:
            await self._failure
        finally:
            if self.last_words:
                self.events.on_words("user", self.last_words, True)
            self.is_running = False

    def crash(self) -> None:
        self._failure.set_exception(RuntimeError("told to"))


class QuickAssistant:
    """Opens talks and keeps them."""

    def __init__(self) -> None:
        self.talks: list[QuickTalk] = []

    def open(
        self,
        events: AssistantEvents,
        *,
        language: str,
        context: str,
        push_to_talk: bool,
        so_far: Sequence[tuple[str, str]] = (),
    ) -> QuickTalk:
        self.talks.append(QuickTalk(events, language, context, push_to_talk, so_far))
        return self.talks[-1]
