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
from benchmarks.chaos.table import markdown
from benchmarks.machine import describe_machine
from benchmarks.markdown import fill_document
from tests.programs import ROOT

RESULT = ROOT / "benchmarks" / "results" / "chaos.json"
DOCUMENT = ROOT / "docs" / "chaos.md"


def main(arguments: Sequence[str]) -> int:
    """Run the experiments whose names hold a word that was asked for; 1 unless none failed."""
    logging.basicConfig(level=logging.ERROR)
    options = _parser().parse_args(arguments)
    chosen = [
        each
        for each in EXPERIMENTS
        if _is_wanted(each.name, options.only) and (each.in_quick or not options.quick)
    ]
    if not chosen:
        print(f"no experiment is called {' or '.join(options.only)}", file=sys.stderr)
        return 1
    began_s = time.monotonic()
    rows = asyncio.run(run(chosen, is_quick=options.quick, keep=options.keep))
    print(f"{time.monotonic() - began_s:.0f} s")
    if not options.quick:
        _write(rows)
    return int(any(row["result"] == FAILED for row in rows))


def _write(rows: Sequence[dict[str, Any]]) -> None:
    """Write down what was run; what was not keeps its row of another day."""
    known = json.loads(RESULT.read_text())["experiments"] if RESULT.exists() else []
    by_name = {row["experiment"]: row for row in (*known, *rows)}
    kept = [by_name[each.name] for each in EXPERIMENTS if each.name in by_name]
    record = {"machine": describe_machine(), "experiments": kept}
    RESULT.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    fill_document(DOCUMENT, markdown(record))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="fewer and shorter; nothing is written down"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        default=[""],
        metavar="WORD",
        help="of the names; the others keep what was written down of them",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the servers' logs there")
    return parser


def _is_wanted(name: str, words: Sequence[str]) -> bool:
    return any(word.lower() in name.lower() for word in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
