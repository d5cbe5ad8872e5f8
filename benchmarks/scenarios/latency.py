"""From the capture of a frame to its label in the page, in a real Chromium, per frame."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from benchmarks.browser import (
    ANALYSIS_STREAM,
    BenchmarkBrowser,
    Run,
    Stream,
    chromium,
    measure,
)
from benchmarks.kinds import kinds_to_measure, left_out
from benchmarks.ledger import STAGES, LabelLatency, read_ledger, stage_values
from benchmarks.markdown import number, percentile_cells, table
from benchmarks.percentiles import percentiles
from benchmarks.plots import COLOURS, STAGE_COLOURS, figure
from benchmarks.scenario import Progress, Result, Scenario
from benchmarks.servers import Kind, Server, run_server

BASELINE: Kind = "stock-aiortc"
STREAMS = {
    "640x480, 30 fps": Stream(fps=30),
    "640x480, 15 fps": Stream(fps=15),
    "640x480, 5 fps": Stream(fps=5),
    "EmoChat's client": ANALYSIS_STREAM,
}
QUICK_STREAMS = ("640x480, 30 fps",)
WARM_UP_S = 1.0
_SLANTED: dict[str, Any] = {"rotation": 30, "ha": "right", "fontsize": 7}
STAGE_LABELS = {"unsplit": "network, decode and wait, not told apart"}


def run(quick: bool, progress: Progress) -> Result:
    kinds = kinds_to_measure(quick)
    names, rounds, seconds = (QUICK_STREAMS, 1, 4.0) if quick else (tuple(STREAMS), 2, 12.0)
    progress.expect(len(kinds) * (1 + rounds * len(names)))
    runs: dict[tuple[str, Kind], list[Run]] = {}
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        servers = [stack.enter_context(run_server(kind)) for kind in kinds]
        _warm_up(browser, servers, progress)
        for turn in range(1, rounds + 1):
            for name in names:
                # One after the other within seconds, so that all meet the machine as it is.
                for server in servers:
                    progress.begin(f"{server.kind}, {name}, round {turn} of {rounds}")
                    seen = measure(browser, f"{server.url}/whip", STREAMS[name], seconds)
                    runs.setdefault((name, server.kind), []).append(seen)
                    progress.advance()
    cells = [_cell(name, kind, seen) for (name, kind), seen in runs.items()]
    return {"seconds": seconds, "rounds": rounds, "left_out": left_out(kinds), "cells": cells}


def _warm_up(browser: BenchmarkBrowser, servers: list[Server], progress: Progress) -> None:
    """Let browser and servers load what they load but once."""
    for server in servers:
        progress.begin(f"{server.kind}, warming up")
        measure(browser, f"{server.url}/whip", Stream(), WARM_UP_S, synchronise=False)
        progress.advance()


def _cell(stream: str, kind: Kind, runs: list[Run]) -> Result:
    ledgers = [read_ledger(run) for run in runs]
    latencies = [latency for ledger in ledgers for latency in ledger.latencies]
    if not latencies:
        raise RuntimeError(f"{kind}, {stream}: no label could be matched with its frame")
    whole_ms = [x.capture_to_label_ms for x in latencies if x.capture_to_label_ms is not None]
    encoded_ms = [latency.encoded_to_label_ms for latency in latencies]
    return {
        "kind": kind,
        "stream": stream,
        "unmatched_labels": sum(ledger.unmatched for ledger in ledgers),
        "runs_without_capture_time": sum(run.capture_clock is None for run in runs),
        "capture_to_label_ms": percentiles(whole_ms) if whole_ms else None,
        "encoded_to_label_ms": percentiles(encoded_ms),
        "stages_ms": _stages(latencies),
        "outbound": [run.outbound for run in runs],
        "samples": {"capture_to_label_ms": whole_ms, "encoded_to_label_ms": encoded_ms},
    }


def _stages(latencies: list[LabelLatency]) -> dict[str, dict[str, float]]:
    values_ms = {stage: stage_values(latencies, stage) for stage in STAGES}
    return {
        stage: {**percentiles(values), "mean": sum(values) / len(values)}
        for stage, values in values_ms.items()
        if values
    }


def render_table(result: Result) -> str:
    head = ["stream: server", "labels"]
    head += [f"capture → label {p}, ms" for p in ("p50", "p95", "p99")]
    head += [f"encoded → label {p}, ms" for p in ("p50", "p95", "p99")]
    head.append(f"p50 to {BASELINE}'s")
    rows = [
        [
            f"{cell['stream']}: {cell['kind']}",
            number(cell["encoded_to_label_ms"]["count"]),
            *percentile_cells(cell["capture_to_label_ms"]),
            *percentile_cells(cell["encoded_to_label_ms"]),
            _ratio(_median(cell), _baseline(result, cell["stream"])),
        ]
        for cell in result["cells"]
    ]
    stages = f"The same by stage, p50 in ms:\n\n{_stage_table(result)}"
    return "\n\n".join([table(head, rows), *_notes(result), stages])


def _notes(result: Result) -> list[str]:
    """Say what the table does not show but a reader must know."""
    notes = [f"Not measured in this run: {kind}." for kind in result["left_out"]]
    for cell in result["cells"]:
        name = f"{cell['kind']}, {cell['stream']}"
        if cell["unmatched_labels"]:
            notes.append(f"{name}: {cell['unmatched_labels']} labels named no frame that was sent.")
        if cell["runs_without_capture_time"]:
            runs = f"{cell['runs_without_capture_time']} of {result['rounds']} runs"
            notes.append(f"{name}: capture times could not be told for sure in {runs}.")
    return notes


def _median(cell: Mapping[str, Any]) -> float | None:
    whole = cell["capture_to_label_ms"]
    return None if whole is None else float(whole["p50"])


def _baseline(result: Result, stream: str) -> float | None:
    same_stream = [c for c in result["cells"] if c["stream"] == stream and c["kind"] == BASELINE]
    return _median(same_stream[0]) if same_stream else None


def _ratio(value: float | None, baseline: float | None) -> str:
    return number(None if value is None or baseline is None else value / baseline, 2)


def _stage_table(result: Result) -> str:
    rows = [
        [
            f"{cell['stream']}: {cell['kind']}",
            *(number(cell["stages_ms"].get(stage, {}).get("p50"), 1) for stage in STAGES),
        ]
        for cell in result["cells"]
    ]
    return table(["stream: server", *STAGES], rows)


def plot(result: Result, folder: Path) -> list[Path]:
    whole, stages = folder / "latency.png", folder / "latency-stages.png"
    names = [f"{cell['stream']}: {cell['kind']}" for cell in result["cells"]]
    with figure(whole, "Frame to label in Chromium, loopback", "", "ms") as axes:
        for place, cell in enumerate(result["cells"]):
            _draw_box(axes, place, cell)
        axes.set_xticks(range(len(names)), names, **_SLANTED)
        axes.set_ylim(bottom=0)
    with figure(stages, "Where the time goes, means", "", "ms") as axes:
        bottoms = [0.0] * len(names)
        for stage in STAGES:
            means = [c["stages_ms"].get(stage, {}).get("mean", 0.0) for c in result["cells"]]
            axes.bar(
                range(len(names)),
                means,
                bottom=bottoms,
                label=STAGE_LABELS.get(stage, stage),
                color=STAGE_COLOURS[stage],
            )
            bottoms = [bottom + mean for bottom, mean in zip(bottoms, means, strict=True)]
        axes.set_xticks(range(len(names)), names, **_SLANTED)
    return [whole, stages]


def _draw_box(axes: Axes, place: int, cell: Mapping[str, Any]) -> None:
    """Draw the quartiles, and p5 to p95 as whiskers."""
    samples = cell["samples"]
    axes.boxplot(
        samples["capture_to_label_ms"] or samples["encoded_to_label_ms"],
        positions=[place],
        widths=0.6,
        whis=(5, 95),
        showfliers=False,
        patch_artist=True,
        boxprops={"facecolor": COLOURS[cell["kind"]], "alpha": 0.7},
        medianprops={"color": "black"},
    )


SCENARIO = Scenario("latency", "Capture to label", run, render_table, plot)
