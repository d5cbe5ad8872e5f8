"""Makes the assistant that the settings ask for; without a key its library is not loaded."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from live.settings import LiveSettings

if TYPE_CHECKING:
    from live.assistant import GeminiAssistant


def load_assistant(
    api_key: str | None, settings: LiveSettings, on_outcome: Callable[[str], None]
) -> "GeminiAssistant | None":
    """Return the assistant, or None without a key.

    With a key it imports a large library and reads certificates, which blocks: call it
    before the event loop serves anybody.
    """
    if not api_key:
        return None
    from live.assistant import GeminiAssistant

    return GeminiAssistant(api_key, settings, on_outcome=on_outcome)
