"""Lets programs that others wrote join a real server, and writes down which of them get labels.

Writes benchmarks/results/interop.json and the table of docs/interoperability.md; ends with 1 unless
all passed.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.interop.chromium import Chromium
from benchmarks.interop.ffmpeg import Ffmpeg
from benchmarks.interop.firefox import Firefox
from benchmarks.interop.gstreamer import Gstreamer
from benchmarks.interop.joining import PASSED, join
from benchmarks.interop.libwebrtc import Libwebrtc
from benchmarks.interop.publisher import Publisher
from benchmarks.interop.scene import Scene, write_scene
from benchmarks.interop.table import markdown
from benchmarks.machine import describe_machine, load_average, now
from benchmarks.markdown import fill_document
from benchmarks.servers import run_server
from tests.programs import ROOT

RESULT = ROOT / "benchmarks" / "results" / "interop.json"
DOCUMENT = ROOT / "docs" / "interoperability.md"

PUBLISHERS: tuple[Publisher, ...] = (
    Ffmpeg(),
    Gstreamer("GStreamer webrtcbin, VP8", "vp8", trickles=True, has_channel=True),
    Gstreamer("GStreamer webrtcbin, H.264", "h264", trickles=False, has_channel=False),
    Libwebrtc(),
    Chromium(),
    Firefox("Firefox, the page", shows_face=True, visits=True),
    Firefox("Firefox, the page, its own fake camera", shows_face=False, visits=True),
    Firefox("Firefox, `EmoChatSession` embedded", shows_face=True, visits=False),
)


def main(arguments: Sequence[str]) -> int:
    """Run the publishers whose names hold a word that was asked for; 1 unless all passed."""
    options = _parser().parse_args(arguments)
    chosen = [p for p in PUBLISHERS if options.only.lower() in p.name.lower()]
    if not chosen:
        print(f"no publisher is called {options.only}", file=sys.stderr)
        return 1
    record: dict[str, Any] = {
        "date": now(),
        "machine": describe_machine(),
        "load_average": load_average(),
    }
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        record["publishers"] = _run(chosen, write_scene(folder))
    if len(chosen) == len(PUBLISHERS):
        RESULT.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
        fill_document(DOCUMENT, markdown(record))
    return int(any(row["result"] != PASSED for row in record["publishers"]))


def _run(publishers: Sequence[Publisher], scene: Scene) -> list[dict[str, Any]]:
    rows = []
    with run_server("emochat") as server:
        for publisher in publishers:
            rows.append(asyncio.run(join(publisher, server.url, scene)))
            print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interop", description=__doc__)
    parser.add_argument(
        "--only", default="", metavar="WORD", help="of the name; then nothing is written down"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep screenshots and logs there")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
