"""Measures EmoChat, and what one would use in its place, on this machine.

Writes JSON, plots and tables into the results' folder.
"""

import argparse
import importlib
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import describe_machine, describe_versions, load_average, now
from benchmarks.progress import progress_bar
from benchmarks.report import write_readme, write_record
from benchmarks.scenario import Scenario

NAMES = ("latency", "join", "capacity", "inference", "texts", "voice", "networks", "endurance")
RESULTS = Path(__file__).resolve().parent / "results"
QUICK_RESULTS = RESULTS / "quick"
"""Apart from the others: rough figures must not take the place of good ones."""

logger = logging.getLogger("benchmarks")


def main(arguments: Sequence[str]) -> int:
    """Run the scenarios that were asked for; 1 if any of them failed."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    folder: Path = options.out or (QUICK_RESULTS if options.quick else RESULTS)
    folder.mkdir(parents=True, exist_ok=True)
    known = [load_scenario(name) for name in NAMES]
    chosen = [scenario for scenario in known if scenario.name in options.only]
    failed = [scenario.name for scenario in chosen if not _measure(scenario, options.quick, folder)]
    print(write_readme(folder, known).read_text())
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def load_scenario(name: str) -> Scenario:
    scenario = importlib.import_module(f"benchmarks.scenarios.{name}").SCENARIO
    assert isinstance(scenario, Scenario)
    return scenario


def _measure(scenario: Scenario, quick: bool, folder: Path) -> bool:
    date, load_before, started_s = now(), load_average(), time.monotonic()
    outcome = _run(scenario, quick)
    record = {
        "date": date,
        "quick": quick,
        "took_s": round(time.monotonic() - started_s),
        "machine": describe_machine(),
        "versions": describe_versions(),
        "load_average": {"before": load_before, "after": load_average()},
        **outcome,
    }
    write_record(folder, scenario.name, record)
    if "result" in outcome:
        scenario.plot(outcome["result"], folder)
    return "result" in outcome


def _run(scenario: Scenario, quick: bool) -> dict[str, Any]:
    """Return what was measured as `result`, or what went wrong as `error`."""
    try:
        with progress_bar(scenario.name) as progress:
            return {"result": scenario.run(quick, progress)}
    # The outermost edge of a scenario: whatever went wrong in it, the others still run.
    except Exception as error:
        logger.exception("%s failed", scenario.name)
        return {"error": f"{type(error).__name__}: {error}"}


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise argparse.ArgumentTypeError(f"no scenario {unknown[0]}: there are {', '.join(NAMES)}")
    return names


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="rough figures in under 3 minutes")
    parser.add_argument(
        "--only", type=_names, default=list(NAMES), metavar="NAME,…", help=", ".join(NAMES)
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="default: benchmarks/results, and its folder quick for --quick",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
