"""Measures several workers: what they cost, how even they are, how soon a client is back.

    python -m benchmarks.cluster

Real server processes, Redis and HAProxy on this machine. Whoever sends shares its cores: `cost`
leaves that out and compares the processor time that workers take for a session, `scale` counts
the sessions that fit.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.cluster.hosts import measure_hosts
from benchmarks.cluster.roster import measure_roster
from benchmarks.cluster.scale import measure_scale
from benchmarks.cluster.scenarios import measure_cost, measure_evenness, measure_resumption
from benchmarks.cluster.steady import measure_steady
from benchmarks.machine import describe_machine, describe_versions, load_average, now

RESULTS = Path(__file__).resolve().parents[1] / "results" / "cluster.json"
Known = Mapping[str, Any]
"""What was measured before, of this file."""

PARTS: Mapping[str, Callable[[Known], Coroutine[Any, Any, dict[str, Any]]]] = {
    "resumption": lambda known: measure_resumption(),
    "evenness": lambda known: measure_evenness(),
    "roster": lambda known: measure_roster(),
    "hosts": lambda known: measure_hosts(),
    "cost": lambda known: measure_cost(),
    "scale": lambda known: measure_scale(),
    "steady": lambda known: measure_steady(known["scale"]["one_worker_sessions"]),
}


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.cluster", description=__doc__)
    parser.add_argument("--only", choices=PARTS, nargs="*", default=list(PARTS))
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    known: dict[str, Any] = json.loads(options.out.read_text()) if options.out.exists() else {}
    for name in options.only:
        began, load = now(), load_average()
        result = asyncio.run(PARTS[name](known))
        surroundings = {"date": began, "load_before": load, "load_after": load_average()}
        known[name] = {**result, **surroundings}
        known["machine"], known["versions"] = describe_machine(), describe_versions()
        options.out.write_text(json.dumps(known, indent=2) + "\n")
        print(name, json.dumps(known[name]))


if __name__ == "__main__":
    main(sys.argv[1:])
