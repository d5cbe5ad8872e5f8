"""Chromium, driven by Playwright, with a film of a face as its camera."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from benchmarks.browser import ARGUMENTS, CHROMIUM
from benchmarks.interop.outcome import Heard
from benchmarks.interop.publisher import NotInstalledError
from benchmarks.interop.recorder import Recorder
from benchmarks.interop.scene import Scene
from benchmarks.interop.visit import visit
from benchmarks.machine import describe_versions

DEVICES = ("camera", "microphone")


class PlaywrightTab:
    def __init__(self, page: Page) -> None:
        self._page = page

    async def open(self, url: str) -> None:
        await self._page.goto(url)

    async def call(self, function: str, *arguments: Any) -> Any:
        return await self._page.evaluate(f"({function})(...{json.dumps(arguments)})")

    async def click(self, css: str) -> None:
        await self._page.click(css)

    async def screenshot(self, path: Path) -> None:
        await self._page.screenshot(path=path, full_page=True)


class Chromium:
    name = "Chromium, the page"
    shows_face = True

    def version(self) -> str:
        if shutil.which(CHROMIUM) is None:
            raise NotInstalledError("Debian: chromium")
        versions: Mapping[str, str] = describe_versions()
        return versions["chromium"]

    async def publish(self, recorder: Recorder, scene: Scene) -> list[Heard]:
        camera = f"--use-file-for-fake-video-capture={scene.camera}"
        microphone = f"--use-file-for-fake-audio-capture={scene.speech}"
        async with (
            async_playwright() as driver,
            await driver.chromium.launch(
                executable_path=CHROMIUM, args=[*ARGUMENTS, camera, microphone]
            ) as browser,
        ):
            context = await browser.new_context(locale="en-US")
            await context.grant_permissions(DEVICES, origin=recorder.url)
            tab = PlaywrightTab(await context.new_page())
            return await visit(tab, recorder.url, None, scene.picture.with_name("chromium"))
