"""Makes the assistant that the settings ask for; without a key its library is not loaded."""

from typing import TYPE_CHECKING

from live.settings import LiveSettings

if TYPE_CHECKING:
    from live.assistant import GeminiAssistant


def load_assistant(api_key: str | None, settings: LiveSettings) -> "GeminiAssistant | None":
    """Return the assistant, or None without a key.

    With a key it imports a large library and reads certificates, which blocks: call it
    before the event loop serves anybody.
    """
    if not api_key:
        return None
    from live.assistant import GeminiAssistant

    return GeminiAssistant(api_key, settings)
