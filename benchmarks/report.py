"""The results' folder: one JSON file and its plots a scenario, and one README of all."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.scenario import Scenario

INTRODUCTION = """# Measured

Written by `make bench`. Times are of one machine at one moment: read figures of one table against
each other, not against those of another machine. The JSON files hold every figure, and the samples.

Beside them, written by commands of their own: `cluster.json` by `python -m benchmarks.cluster`
(docs/cluster.md), `chaos.json` by `make chaos` (docs/chaos.md), `interop.json` by `make interop`
(docs/interoperability.md).
"""


def write_record(folder: Path, name: str, record: dict[str, Any]) -> None:
    """Keep what a scenario gave as `{name}.json`."""
    text = json.dumps(record, indent=1, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n")


def write_readme(folder: Path, scenarios: Sequence[Scenario]) -> Path:
    """Write one section for every scenario that has a record, whenever it was measured."""
    records = {s.name: folder / f"{s.name}.json" for s in scenarios}
    sections = [
        _section(folder, scenario, json.loads(records[scenario.name].read_text()))
        for scenario in scenarios
        if records[scenario.name].exists()
    ]
    path = folder / "README.md"
    path.write_text("\n".join([INTRODUCTION, *sections]))
    return path


def _section(folder: Path, scenario: Scenario, record: dict[str, Any]) -> str:
    if "error" in record:
        body = f"Failed: `{record['error'].splitlines()[0]}`"
    else:
        images = sorted(folder.glob(f"{scenario.name}*.png"))
        links = [f"![{scenario.title}]({image.name})" for image in images]
        body = "\n\n".join([scenario.table(record["result"]), *links])
    return f"## {scenario.title}\n\n{_circumstances(record)}\n\n{body}\n"


def _circumstances(record: dict[str, Any]) -> str:
    machine, versions = record["machine"], record["versions"]
    load = record["load_average"]
    quick = " (quick run)" if record["quick"] else ""
    used = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"{record['date']}{quick}: {machine['cores']} cores of {machine['processor']}, "
        f"{machine['memory_mb']:,} MiB, {machine['system']}; load average {load['before']} before, "
        f"{load['after']} after; took {record['took_s']:,} s. {used}."
    )
