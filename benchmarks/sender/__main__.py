"""The sender's process: a load as a line of JSON in, its figures as a line of JSON out.

    python -m benchmarks.sender

Before the figures come the lines {"event": "begin"} and {"event": "end"}, when the measured
time begins and ends; instead of them may come {"event": "error", "message": ...}.
"""

import asyncio
import json
import logging
import sys
from dataclasses import asdict
from typing import Any

import aiohttp
import uvloop

from benchmarks.loopback import use_only_loopback
from benchmarks.sender.layers import send_layers
from benchmarks.sender.load import LoadRunner
from benchmarks.sender.profile import Load

JOIN_ERRORS = (RuntimeError, TimeoutError, aiohttp.ClientError)


async def serve() -> None:
    runner = LoadRunner()
    while line := await asyncio.to_thread(sys.stdin.readline):
        load = Load.from_json(json.loads(line))
        try:
            figures = await runner.run(load, lambda: _tell("begin"), lambda: _tell("end"))
        except JOIN_ERRORS as error:
            _tell("error", message=f"{type(error).__name__}: {error}")
        else:
            _tell("figures", **asdict(figures))


def _tell(event: str, **fields: Any) -> None:
    print(json.dumps({"event": event, **fields}), flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    use_only_loopback()
    send_layers()
    uvloop.run(serve())
