"""Firefox, driven by WebDriver BiDi, with its own fake camera and microphone."""

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.interop.bidi import BidiTab, first_tab
from benchmarks.interop.outcome import Heard
from benchmarks.interop.publisher import NotInstalledError
from benchmarks.interop.recorder import Recorder
from benchmarks.interop.scene import Scene
from benchmarks.interop.visit import embed, visit

BINARIES = ("firefox-esr", "firefox")
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "intl.accept_languages": "en-US,en",
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
"""The first two are the fake devices; the third is the page's language; the rest keeps Firefox from
calling its makers."""
START_TIMEOUT_S = 60
EXIT_TIMEOUT_S = 15
VERSION_TIMEOUT_S = 30

_LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")


class Firefox:
    """A way into a session with Firefox.

    Args:
        name: in the table.
        shows_face: exchange the fake camera's picture, a coloured area, for a face.
        visits: click through the product's page; else embed its module.
    """

    def __init__(self, name: str, *, shows_face: bool, visits: bool) -> None:
        self.name = name
        self.shows_face = shows_face
        self._visits = visits

    def version(self) -> str:
        found = subprocess.run(
            [_binary(), "--version"], capture_output=True, text=True, timeout=VERSION_TIMEOUT_S
        )
        return found.stdout.split()[-1]

    async def publish(self, recorder: Recorder, scene: Scene) -> list[Heard]:
        picture = scene.picture if self.shows_face else None
        shots = scene.picture.with_name("firefox-face" if self.shows_face else "firefox")
        async with _firefox(scene.picture.parent) as tab:
            if self._visits:
                return await visit(tab, recorder.url, picture, shots)
            return await embed(tab, recorder.url, picture)


def _binary() -> str:
    found = next(filter(None, map(shutil.which, BINARIES)), None)
    if found is None:
        raise NotInstalledError("Debian: firefox-esr")
    return found


@asynccontextmanager
async def _firefox(folder: Path) -> AsyncIterator[BidiTab]:
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as profile:
        _write_preferences(Path(profile))
        options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile]
        process = await asyncio.create_subprocess_exec(
            _binary(), *options, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE
        )
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                url = await _address(process)
            reading = asyncio.create_task(_drain(process))
            async with first_tab(url) as tab:
                yield tab
        finally:
            await _end(process)
        await reading


def _write_preferences(profile: Path) -> None:
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines) + "\n")


async def _address(process: Process) -> str:
    assert process.stderr is not None
    async for line in process.stderr:
        if found := _LISTENING.search(line):
            return found[1].decode()
    raise RuntimeError("Firefox ended before it could be driven")


async def _drain(process: Process) -> None:
    """Read on: a full pipe would stop the browser."""
    assert process.stderr is not None
    async for _ in process.stderr:
        pass


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), EXIT_TIMEOUT_S)
    except TimeoutError:
        process.kill()
        await process.wait()
