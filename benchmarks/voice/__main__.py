"""Speaks to a server and prints how late the readings came.

    python -m benchmarks.voice --url http://127.0.0.1:5000 --sessions 4

Lines of JSON: {"event": "begin"} and {"event": "end"} when the measured time begins and ends,
then {"event": "figures", ...}.
"""

import argparse
import json
import logging
from dataclasses import asdict
from typing import Any

import uvloop

from benchmarks.loopback import use_only_loopback
from benchmarks.voice.load import SpeakerLoad, run


def _options() -> SpeakerLoad:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.voice")
    parser.add_argument("--url", required=True)
    parser.add_argument("--sessions", type=int, default=1)
    parser.add_argument("--packet-ms", type=int, default=60, help="what EmoChat asks browsers for")
    parser.add_argument("--settle-s", type=int, default=5)
    parser.add_argument("--measure-s", type=int, default=20)
    return SpeakerLoad(**vars(parser.parse_args()))


def _tell(event: str, **fields: Any) -> None:
    print(json.dumps({"event": event, **fields}), flush=True)


if __name__ == "__main__":
    options = _options()
    logging.basicConfig(level=logging.WARNING)
    use_only_loopback()
    figures = uvloop.run(run(options, lambda: _tell("begin"), lambda: _tell("end")))
    _tell("figures", **asdict(figures))
