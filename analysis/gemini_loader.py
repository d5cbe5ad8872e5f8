"""Makes the language model that the settings ask for, without needing its library at import."""

import importlib.util
from collections.abc import AsyncGenerator

from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.writing import DEFAULT_MODEL, LanguageModel, SessionAccount


class BrokenLanguageModel:
    """A LanguageModel that can only say why it does not work."""

    def __init__(self, model: str, code: GeminiErrorCode) -> None:
        self.model = model
        self._code = code

    async def generate(self, account: SessionAccount) -> str:
        raise GeminiError(self._code)

    async def stream(self, account: SessionAccount) -> AsyncGenerator[str, None]:
        yield await self.generate(account)

    async def aclose(self) -> None:
        """Nothing is open."""


def load_gemini(
    api_key: str | None, *, model: str = DEFAULT_MODEL, base_url: str | None = None
) -> LanguageModel | None:
    """Return the model to write with, or None without a key.

    With a key it imports a large library, which blocks: call it before the event
    loop serves anybody. A missing library is told first, as in document 000.
    """
    if not _library_installed():
        return BrokenLanguageModel(model, GeminiErrorCode.MISSING_LIBRARY)
    if not api_key:
        return None
    from analysis.gemini import GeminiWriter

    return GeminiWriter(api_key, model=model, base_url=base_url)


def _library_installed() -> bool:
    try:
        return importlib.util.find_spec("google.genai") is not None
    except ModuleNotFoundError:
        return False
