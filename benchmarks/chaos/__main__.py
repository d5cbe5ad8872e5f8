"""Breaks a running server in every way that is foreseen, one after another, and judges it.

    python -m benchmarks.chaos [--quick]

Writes benchmarks/results/chaos.json and the table of docs/chaos.md; ends with 1 if anything went
other than expected.
"""

import argparse
import asyncio
import json
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.chaos.experiments import EXPERIMENTS
from benchmarks.chaos.finding import FAILED
from benchmarks.chaos.running import run
from benchmarks.chaos.table import write_document
from benchmarks.machine import describe_machine, load_average, now
from benchmarks.servers import ROOT

RESULT = ROOT / "benchmarks" / "results" / "chaos.json"
DOCUMENT = ROOT / "docs" / "chaos.md"


def main(arguments: Sequence[str]) -> int:
    """Run the experiments whose names hold a word that was asked for; 1 unless none failed."""
    logging.basicConfig(level=logging.ERROR)
    options = _parser().parse_args(arguments)
    chosen = [each for each in EXPERIMENTS if options.only.lower() in each.name.lower()]
    if not chosen:
        print(f"no experiment is called {options.only}", file=sys.stderr)
        return 1
    began_s = time.monotonic()
    record: dict[str, Any] = {
        "date": now(),
        "quick": options.quick,
        "machine": describe_machine(),
        "load_before": load_average(),
    }
    record["experiments"] = asyncio.run(run(chosen, is_quick=options.quick, keep=options.keep))
    record["load_after"] = load_average()
    record["lasted_s"] = round(time.monotonic() - began_s, 1)
    print(f"{record['lasted_s']:.0f} s")
    if len(chosen) == len(EXPERIMENTS) and not options.quick:
        RESULT.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
        write_document(DOCUMENT, record)
    return int(any(row["result"] == FAILED for row in record["experiments"]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter; nothing is written down")
    parser.add_argument(
        "--only", default="", metavar="WORD", help="of the name; then nothing is written down"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the servers' logs there")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
