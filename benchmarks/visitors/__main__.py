"""Visits a server again and again; prints one line of JSON for every visit.

python -m benchmarks.visitors --url http://127.0.0.1:5000 --sessions 20 --at-a-time 4
"""

import argparse
import asyncio
import json
import logging
from collections.abc import Iterator

import aiohttp
import uvloop

from benchmarks.loopback import use_only_loopback
from benchmarks.sender.clip import Clip, encode_clip
from benchmarks.sender.profile import Profile
from benchmarks.visitors.visitor import ENDINGS, Ending, Visitor

SMALL_FACE = Profile("VP8", 160, 120, 10, 60_000)
CLIP_S = 2.0
VISIT_TIMEOUT_S = 60.0
VISIT_ERRORS = (RuntimeError, TimeoutError, ConnectionError, aiohttp.ClientError)


async def main(options: argparse.Namespace) -> None:
    clip = encode_clip(SMALL_FACE, CLIP_S)
    endings: list[Ending] = [options.ending] if options.ending else list(ENDINGS)
    visits = iter([endings[number % len(endings)] for number in range(options.sessions)])
    timeout = aiohttp.ClientTimeout(total=VISIT_TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout) as http, asyncio.TaskGroup() as group:
        for _ in range(options.at_a_time):
            group.create_task(_visit_in_turn(http, options.url, clip, visits))


async def _visit_in_turn(
    http: aiohttp.ClientSession, url: str, clip: Clip, visits: Iterator[Ending]
) -> None:
    for ending in visits:
        error = await _visit(Visitor(http, url, clip), ending)
        _tell(event="left", ending=ending, error=error)


async def _visit(visitor: Visitor, ending: Ending) -> str | None:
    try:
        async with asyncio.timeout(VISIT_TIMEOUT_S):
            await visitor.visit(ending, lambda: _tell(event="label", ending=ending))
    except VISIT_ERRORS as error:
        return f"{type(error).__name__}: {error}"
    return None


def _tell(**fields: str | None) -> None:
    print(json.dumps(fields), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.visitors")
    parser.add_argument("--url", required=True)
    parser.add_argument("--sessions", type=int, required=True)
    parser.add_argument("--at-a-time", type=int, default=1)
    parser.add_argument("--ending", choices=[*ENDINGS, "hold"], help="default: all in turn")
    return parser.parse_args()


if __name__ == "__main__":
    logging.basicConfig(level=logging.CRITICAL)
    use_only_loopback()
    uvloop.run(main(_options()))
