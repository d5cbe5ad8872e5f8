"""A stand-in for Google that answers, or hangs, in both of its APIs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from tests.live.certificate import server_context, write_certificate
from tests.live.scripts import hangs
from tests.live.standin import PATH, LiveStandin
from tests.standins.gemini import GeminiStandin


@dataclass(frozen=True)
class Google:
    """The running stand-in: `written` has the analyses, `live` the talks."""

    written: GeminiStandin
    live: LiveStandin

    @property
    def variables(self) -> dict[str, str]:
        return {
            "GEMINI_API_KEY": "a-key-of-a-stand-in",
            "EMOCHAT_GEMINI_BASE_URL": self.live.base_url,
            "SSL_CERT_FILE": str(self.live.certificate_path),
            "NO_PROXY": "127.0.0.1",
        }


@asynccontextmanager
async def serve_google(folder: Path) -> AsyncIterator[Google]:
    """Serve on a free port of 127.0.0.1; the analyses answer at first, the talks hang."""
    certificate_path, key_path = write_certificate(folder)
    google = Google(GeminiStandin(), LiveStandin("", certificate_path, [hangs()]))
    app = web.Application()
    app.router.add_post("/{version}/models/{call}", google.written.handle)
    app.router.add_get(PATH, google.live.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    context = server_context(certificate_path, key_path)
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    try:
        await site.start()
        google.live.base_url = f"https://127.0.0.1:{runner.addresses[0][1]}"
        yield google
    finally:
        google.written.closing.set()
        await runner.cleanup()
