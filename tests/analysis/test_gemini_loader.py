import sys

import pytest

from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.gemini_loader import load_gemini
from tests.analysis.sessions import account


@pytest.mark.parametrize("api_key", [None, ""])
def test_without_a_key_there_is_no_model(
    api_key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "only the settings may read the environment")
    assert load_gemini(api_key) is None


def test_with_a_key_it_writes_with_the_chosen_model() -> None:
    gemini = load_gemini("key", model="gemini-other")
    assert gemini is not None
    assert gemini.model == "gemini-other"


async def test_without_the_library_every_request_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    # None in sys.modules is how the import system marks a module that is not there.
    monkeypatch.setitem(sys.modules, "google.genai", None)
    gemini = load_gemini("key")
    assert gemini is not None
    with pytest.raises(GeminiError) as whole:
        await gemini.generate(account())
    with pytest.raises(GeminiError) as stream:
        await anext(gemini.stream(account()))
    await gemini.aclose()
    assert {whole.value.code, stream.value.code} == {GeminiErrorCode.MISSING_LIBRARY}
