import pytest

from live.assistant import GeminiAssistant, ignore
from live.loader import load_assistant
from live.settings import LiveSettings


@pytest.mark.parametrize("api_key", [None, ""])
def test_without_a_key_there_is_no_assistant(
    api_key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "only the settings may read the environment")
    assert load_assistant(api_key, LiveSettings(), ignore) is None


def test_with_a_key_it_talks_to_the_chosen_model() -> None:
    assistant = load_assistant("key", LiveSettings(model="gemini-other-live"), ignore)
    assert assistant is not None
    assert assistant.model == "gemini-other-live"


def test_an_empty_key_is_refused_although_the_environment_holds_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "from-the-environment")
    with pytest.raises(ValueError, match="key"):
        GeminiAssistant("")
