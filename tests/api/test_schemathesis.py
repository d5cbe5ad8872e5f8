"""Generated requests, in and out of the schema, against the server as a process."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from tests.standins.gemini import GeminiStandin, serve_gemini

ROOT = Path(__file__).resolve().parents[2]
CONFIG = Path(__file__).with_name("schemathesis.toml")
HOOKS = "tests.api.schemathesis_hooks"
KEY = "a-key-of-enough-length"
START_TIMEOUT_S = 300
POLL_S = 0.2


@asynccontextmanager
async def server(folder: Path, standin: GeminiStandin) -> AsyncIterator[str]:
    """Run the server and give its URL."""
    port = unused_port()
    settings = {
        "EMOCHAT_PORT": str(port),
        "EMOCHAT_API_KEYS": KEY,
        "EMOCHAT_DATA_DIR": str(folder / "data"),
        "EMOCHAT_FACE_WORKERS": "1",
        "EMOCHAT_MAX_SESSIONS": "200",
        "EMOCHAT_RATE_LIMIT": "1000000/minute",
        "GEMINI_API_KEY": "the-key",
        "EMOCHAT_GEMINI_BASE_URL": standin.base_url,
    }
    with (folder / "server.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "server.py",
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        async with asyncio.timeout(START_TIMEOUT_S):
            await until_served(url, process)
        yield url
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def until_served(url: str, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as session:
        while process.returncode is None:
            try:
                async with session.get(url + "/healthz"):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(POLL_S)
    raise AssertionError("the server ended")


async def schemathesis(url: str) -> tuple[int | None, str]:
    """Run all phases with all checks; the config file bounds them."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "schemathesis.cli",
        "--config-file",
        str(CONFIG),
        "run",
        f"{url}/openapi.json",
        "--header",
        f"x-api-key: {KEY}",
        "--checks",
        "all",
        cwd=ROOT,
        env={**os.environ, "SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


@pytest.mark.timeout(1_200)
async def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    async with serve_gemini() as standin, server(tmp_path, standin) as url:
        status, output = await schemathesis(url)
    log = (tmp_path / "server.log").read_text()
    assert status == 0, "\n".join(line[:300] for line in output.splitlines())
    assert "✅" in output
    assert "ERROR api.errors" not in log
