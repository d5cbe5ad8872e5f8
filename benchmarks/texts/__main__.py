"""Sends texts to a server and prints as one line of JSON how long the answers took.

python -m benchmarks.texts --url http://127.0.0.1:5000 --key KEY --loads 1x100 8x400
"""

import argparse
import json
from dataclasses import asdict

import uvloop

from benchmarks.texts.client import measure
from benchmarks.texts.load import Load


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.texts")
    parser.add_argument("--url", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument(
        "--loads", type=Load.parse, nargs="+", required=True, help="8x400: 8 clients, 400 texts"
    )
    parser.add_argument("--batches", type=int, default=0, help="requests of many texts")
    return parser.parse_args()


if __name__ == "__main__":
    options = _options()
    seen = uvloop.run(measure(options.url, options.key, options.loads, options.batches))
    print(json.dumps(asdict(seen)))
