"""Gemini as the writer of a session's analysis, through google-genai's async client."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from google import genai
from google.genai import types

from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.gemini_mapping import gemini_errors, require_not_blocked, require_whole
from analysis.gemini_prompt import session_data, system_instruction
from analysis.paragraphs import ParagraphLimiter
from analysis.writing import DEFAULT_MODEL, MAX_PARAGRAPHS, SessionAccount

DEFAULT_TIMEOUT_S = 20.0
DEFAULT_FIRST_PIECE_TIMEOUT_S = 10.0

MAX_OUTPUT_TOKENS = 4_096
"""A guard against a runaway answer, far above 200 words because thinking counts as output."""


class GeminiWriter:
    """Writes about a session; a LanguageModel.

    Close it with `aclose` in the event loop that used it.
    """

    def __init__(
        self,
        api_key: str,
        *,
        model: str = DEFAULT_MODEL,
        base_url: str | None = None,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        first_piece_timeout_s: float = DEFAULT_FIRST_PIECE_TIMEOUT_S,
    ) -> None:
        """Set up the client; no connection is made yet.

        Args:
            api_key: must not be empty.
            model: id of a text model.
            base_url: another address than Google's.
            timeout_s: for a whole answer, streamed or not.
            first_piece_timeout_s: for the first piece of a streamed answer.

        Raises:
            GeminiError: missing_key, for an empty key.
        """
        if not api_key:
            # The library would take a key from the environment instead.
            raise GeminiError(GeminiErrorCode.MISSING_KEY)
        self.model = model
        self._timeout_s = timeout_s
        self._first_piece_timeout_s = first_piece_timeout_s
        # enterprise=False: GOOGLE_GENAI_USE_* in the environment must not send the
        # session to another service than the one the operator configured.
        self._client = genai.Client(
            api_key=api_key,
            enterprise=False,
            http_options=types.HttpOptions(
                base_url=base_url.rstrip("/") if base_url else None,
                timeout=round(timeout_s * 1000),
                # google-genai 3.4.0 without retry options sleeps 1..10 s after a
                # refused connection and tries again (_api_client.py,
                # _async_request_once). Remove when it no longer does.
                retry_options=types.HttpRetryOptions(attempts=1),
            ),
        )

    async def generate(self, account: SessionAccount) -> str:
        """Return the whole analysis, at most MAX_PARAGRAPHS paragraphs.

        Raises:
            GeminiError: there is no whole text.
        """
        contents, config = session_data(account), _config(account)
        with gemini_errors():
            async with asyncio.timeout(self._timeout_s):
                response = await self._client.aio.models.generate_content(
                    model=self.model, contents=contents, config=config
                )
        reason = require_not_blocked(response)
        text = ParagraphLimiter(MAX_PARAGRAPHS).feed(_text(response))
        require_whole(text, reason)
        return text

    async def stream(self, account: SessionAccount) -> AsyncGenerator[str, None]:
        """Yield the analysis in pieces that add up to at most MAX_PARAGRAPHS paragraphs.

        Raises:
            GeminiError: at any point; then the pieces so far are not a whole text.
        """
        limiter = ParagraphLimiter(MAX_PARAGRAPHS)
        text = ""
        reason: types.FinishReason | None = None
        async with aclosing(self._responses(account)) as responses:
            async for response in responses:
                reason = require_not_blocked(response) or reason
                piece = limiter.feed(_text(response))
                if piece:
                    text += piece
                    yield piece
        require_whole(text, reason)

    async def aclose(self) -> None:
        await self._client.aio.aclose()
        self._client.close()

    async def _responses(
        self, account: SessionAccount
    ) -> AsyncGenerator[types.GenerateContentResponse, None]:
        now_s = asyncio.get_running_loop().time
        deadline_s = now_s() + self._timeout_s
        first_deadline_s = min(deadline_s, now_s() + self._first_piece_timeout_s)
        contents, config = session_data(account), _config(account)
        with gemini_errors():
            async with asyncio.timeout_at(first_deadline_s):
                stream = await self._client.aio.models.generate_content_stream(
                    model=self.model, contents=contents, config=config
                )
        # The library promises an AsyncIterator and returns an async generator.
        chunks = cast(AsyncGenerator[types.GenerateContentResponse, None], stream)
        async with aclosing(chunks):
            chunk = await _next(chunks, first_deadline_s)
            while chunk is not None:
                yield chunk
                chunk = await _next(chunks, deadline_s)


async def _next(
    chunks: AsyncGenerator[types.GenerateContentResponse, None], deadline_s: float
) -> types.GenerateContentResponse | None:
    """Return the next chunk or None at the end; a GeminiError if it is late or broken."""
    with gemini_errors():
        async with asyncio.timeout_at(deadline_s):
            return await anext(chunks, None)


def _text(response: types.GenerateContentResponse) -> str:
    """Return the text without what no UTF-8 answer of ours could carry (lone surrogates)."""
    return (response.text or "").encode("utf-8", "replace").decode("utf-8")


def _config(account: SessionAccount) -> types.GenerateContentConfig:
    return types.GenerateContentConfig(
        system_instruction=system_instruction(account),
        max_output_tokens=MAX_OUTPUT_TOKENS,
    )
