"""What thinks along with sessions: the assistant, moods and scenarios, words and memory."""

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from api.text_fields import CONTEXT_ID
from api.text_services import TextServices
from companions.mood import MoodParts, MoodRoom
from companions.talk import TalkParts, TalkRoom
from config import Config
from live.loader import load_assistant
from live.settings import LiveSettings
from scenarios.loader import SHIPPED, load_scenarios
from scenarios.notices import tell_operator
from scenarios.scenario import Scenario
from scenarios.webhook import Webhook
from webrtc.companion import CompanionRoom

if TYPE_CHECKING:
    from live.assistant import GeminiAssistant

REMEMBERED_CONTEXT = re.compile(CONTEXT_ID)


@dataclass(frozen=True, slots=True)
class Talks:
    """What thinks along.

    Attributes:
        assistant: None without a Gemini key, or where the operator wants none.
        scenarios: those that sessions may choose, by name.
        webhook: told of escalations; None where the operator set none.
        rooms: what opens a session's companions, in the order in which they hear of it.
    """

    assistant: "GeminiAssistant | None"
    scenarios: Mapping[str, Scenario]
    webhook: Webhook | None
    rooms: Sequence[CompanionRoom]

    def offer(self) -> Mapping[str, object]:
        """Tell what pages may offer to people, in the terms of `GET /model`."""
        assistant = self.assistant
        return {
            "assistant": {
                "available": assistant is not None,
                "name": assistant.model if assistant is not None else None,
            },
            "scenarios": list(self.scenarios),
        }


def load_talks(
    config: Config,
    texts: TextServices,
    on_talk: Callable[[str], None],
    on_delivery: Callable[[str], None],
) -> Talks:
    """Load them.

    Args:
        config: all settings.
        texts: read and remembered by the companions.
        on_talk: told how each connection to Gemini Live ended.
        on_delivery: told how each escalation for the webhook ended.

    Raises:
        ScenarioError: a scenario's file is wrong.
    """
    folders = (SHIPPED, *([config.scenario_folder] if config.scenario_folder else []))
    scenarios = load_scenarios(config.scenarios, folders)
    webhook = None
    if config.webhook_url is not None and config.webhook_secret is not None:
        webhook = Webhook(config.webhook_url, config.webhook_secret, texts.now, on_delivery)
    tell_operator(scenarios.values(), config.language, has_webhook=webhook is not None)
    mood = MoodRoom(MoodParts(scenarios, texts.store, texts.now, webhook))
    talk = TalkRoom(TalkParts(texts.reader, texts.store, texts.now, mood.on_mood_of_words))
    assistant = _load_assistant(config, on_talk) if config.assistant else None
    return Talks(assistant, scenarios, webhook, (mood, talk))


def _load_assistant(config: Config, on_outcome: Callable[[str], None]) -> "GeminiAssistant | None":
    return load_assistant(
        config.gemini_api_key,
        LiveSettings(
            model=config.gemini_live_model,
            api_version=config.gemini_live_api_version,
            base_url=config.gemini_base_url,
            voice=config.gemini_live_voice,
            connection_limit_s=config.gemini_live_connection_s,
        ),
        on_outcome,
    )


async def run_talks(talks: Talks, app: web.Application) -> AsyncIterator[None]:
    if talks.webhook is not None:
        talks.webhook.start()
    yield
    if talks.webhook is not None:
        await talks.webhook.close()
    if talks.assistant is not None:
        await talks.assistant.aclose()
