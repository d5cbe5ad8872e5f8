"""Runs tests.store.writer in processes of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from store.databases import Database
from tests.store.writer import url_of

ROOT = Path(__file__).resolve().parent.parent.parent
TIMEOUT_S = 240.0
"""A guard against hanging; a writer imports for a second, on a busy machine for a minute."""

GUARD_S = 2 * TIMEOUT_S
"""The same for a whole test."""


@asynccontextmanager
async def writer(
    database: Database, context: str, name: str, appends: int
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a writer; it is killed at the end if it still runs."""
    arguments = ("-m", "tests.store.writer", url_of(database), context, name, str(appends))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def line_of(process: asyncio.subprocess.Process) -> str:
    """Read the next line that a writer prints; empty at its end."""
    assert process.stdout is not None
    async with asyncio.timeout(TIMEOUT_S):
        return (await process.stdout.readline()).decode().strip()


async def rest_of(process: asyncio.subprocess.Process) -> list[str]:
    """Read what a writer prints until it ends."""
    async with asyncio.timeout(TIMEOUT_S):
        output, _ = await process.communicate()
    return output.decode().splitlines()
