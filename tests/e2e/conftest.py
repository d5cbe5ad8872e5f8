import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.e2e import pictures
from tests.programs import ROOT, START_TIMEOUT_S, own_environment, program, wait_until_answers

ARTEFACTS = ROOT / "tests" / "artefacts"


@dataclass(frozen=True)
class RunningServer:
    """The real server in a process of its own."""

    process: subprocess.Popen[bytes]
    url: str
    log_path: Path

    def log(self) -> str:
        return self.log_path.read_text()


SERVING = re.compile(r"serving (http://127\.0\.0\.1:\d+);")

StartServer = Callable[..., RunningServer]
OpenPage = Callable[..., Page]


def served_url(process: subprocess.Popen[bytes], log_path: Path) -> str:
    """Wait until a server tells where it listens: a port chosen here might be taken by then."""
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s and process.poll() is None:
        if told := SERVING.search(log_path.read_text()):
            return told[1]
        time.sleep(0.1)
    pytest.fail(f"the server does not serve:\n{log_path.read_text()}")


@pytest.fixture(scope="package")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    servers: list[RunningServer] = []
    with ExitStack() as running:

        def start(**variables: str) -> RunningServer:
            log_path = tmp_path_factory.mktemp("server") / "server.log"
            environment = own_environment({"EMOCHAT_PORT": "0", **variables})
            command = [sys.executable, "server.py"]
            process = running.enter_context(program(command, log_path, environment))
            servers.append(RunningServer(process, served_url(process, log_path), log_path))
            wait_until_answers(servers[-1].url + "/readyz", process, log_path)
            return servers[-1]

        yield start
    for server in servers:
        assert server.process.returncode in (0, -signal.SIGKILL), server.log()
        assert "Traceback" not in server.log(), server.log()


@pytest.fixture(scope="package")
def server(start_server: StartServer) -> RunningServer:
    return start_server()


# Not for the whole session: while Playwright's synchronous interface is open, an event
# loop runs in this thread, and no other test could run one.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("cameras")
    face, empty = pictures.smiling_face(), pictures.no_face()
    scenes = {
        "face": [(face, 4)],
        "no_face": [(empty, 4)],
        "two_faces": [(pictures.two_faces(), 4)],
        "black": [(pictures.black(), 4)],
        "face_lost_and_found": [(face, 4), (empty, 4)],
    }
    return {
        name: pictures.write_camera(folder / f"{name}.mjpeg", scene)
        for name, scene in scenes.items()
    }


@pytest.fixture
def open_page(
    playwright: Playwright, cameras: dict[str, Path], request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open the page in a Chromium of its own, and keep a picture of how it ended."""
    browsers: list[Browser] = []
    pages: list[Page] = []

    def open_(
        url: str,
        camera: str | None = "face",
        *,
        microphone: Path | None = None,
        allow_camera: bool = True,
        locale: str = "es-ES",
        init_script: str = "",
        **context_options: Any,
    ) -> Page:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=_chromium_arguments(camera, cameras, microphone),
        )
        browsers.append(browser)
        context: BrowserContext = browser.new_context(locale=locale, **context_options)
        if allow_camera:
            context.grant_permissions(["camera", "microphone"], origin=url)
        context.add_init_script(init_script)
        page = context.new_page()
        pages.append(page)
        page.goto(url)
        return page

    yield open_
    ARTEFACTS.mkdir(exist_ok=True)
    for number, page in enumerate(pages):
        if not page.is_closed():
            page.screenshot(path=ARTEFACTS / f"{request.node.name}-{number}.png", full_page=True)
    for browser in browsers:
        browser.close()


def _chromium_arguments(
    camera: str | None, cameras: dict[str, Path], microphone: Path | None
) -> list[str]:
    arguments = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--use-fake-device-for-media-stream",
        "--allow-loopback-in-peer-connection",
    ]
    if camera is None:
        return [a for a in arguments if "fake-device" not in a]
    if microphone is not None:
        arguments.append(f"--use-file-for-fake-audio-capture={microphone}")
    return [*arguments, f"--use-file-for-fake-video-capture={cameras[camera]}"]
