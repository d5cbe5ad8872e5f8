"""What is done in a browser's tab: a person's whole visit, or a page that embeds EmoChat."""

import asyncio
import base64
from pathlib import Path
from typing import Any, Protocol

from benchmarks.interop.outcome import Heard
from benchmarks.interop.publisher import DURATION_S

HERE = Path(__file__).resolve().parent
LISTEN, JOIN = (
    (HERE / name).read_text().rstrip().removesuffix(";") for name in ("listen.js", "join.js")
)
HEARD = "() => globalThis.heard"
STATE = "() => document.body.dataset.state"
HAS_LABEL = "() => Boolean(document.querySelector('[data-testid=live]').dataset.emotion)"

POLL_PERIOD_S = 0.1
SHORTEST_VISIT = "[data-testid=duration-15]"


class Tab(Protocol):
    """A browser's tab, however it is driven."""

    async def open(self, url: str) -> None: ...

    async def call(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function with JSON values; return what it resolves to."""

    async def click(self, css: str) -> None: ...

    async def screenshot(self, path: Path) -> None: ...


async def visit(tab: Tab, url: str, picture: Path | None, shots: Path) -> list[Heard]:
    """Click through a session: consent, start, live, result. The caller sets the limit.

    Args:
        tab: of a browser whose camera and microphone need no permission.
        url: of the server.
        picture: what the camera shows; None for the browser's own fake.
        shots: start of the screenshots' paths.
    """
    await tab.open(url + "/")
    await _listen(tab, picture)
    await tab.click("[data-testid=consent-checkbox]")
    await tab.click("[data-testid=consent-continue]")
    await _until(tab, STATE, "ready")
    # The option itself lies invisible under its label, as in many pages.
    await tab.click(f"label:has({SHORTEST_VISIT})")
    await tab.click("[data-testid=start]")
    await _until(tab, STATE, "live")
    await _until(tab, HAS_LABEL, True)
    await tab.screenshot(shots.with_name(f"{shots.name}-live.png"))
    await _until(tab, STATE, "done")
    await tab.screenshot(shots.with_name(f"{shots.name}-result.png"))
    return await _heard(tab)


async def embed(tab: Tab, url: str, picture: Path | None) -> list[Heard]:
    """Run a session with EmoChatSession and a stream of the page's own."""
    await tab.open(url + "/model-card")
    await _listen(tab, picture)
    await tab.call(JOIN, {"durationS": DURATION_S})
    return await _heard(tab)


async def _listen(tab: Tab, picture: Path | None) -> None:
    data = None
    if picture is not None:
        jpeg = await asyncio.to_thread(picture.read_bytes)
        data = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
    await tab.call(LISTEN, {"picture": data})


async def _until(tab: Tab, function: str, wanted: object) -> None:
    while (seen := await tab.call(function)) != wanted:
        if seen == "error":
            text = await tab.call("() => document.querySelector('#error').innerText")
            raise RuntimeError(f"the page says: {text}")
        await asyncio.sleep(POLL_PERIOD_S)


async def _heard(tab: Tab) -> list[Heard]:
    return [Heard(h["at_s"], h["message"]) for h in await tab.call(HEARD)]
