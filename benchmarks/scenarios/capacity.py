"""How many sessions one core carries, and what a session costs, beside the rivals."""

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.capacity.cases import CASES, Case
from benchmarks.capacity.search import CapacitySearch
from benchmarks.capacity.step import (
    MAX_MISSING_SHARE,
    MAX_P95_MS,
    Step,
    run_step,
)
from benchmarks.capacity.summary import COMFORTABLE_SESSIONS, EndedBy, summarise
from benchmarks.kinds import kinds_to_measure, left_out
from benchmarks.markdown import number, table
from benchmarks.plots import COLOURS, figure
from benchmarks.scenario import Progress, Result, Scenario
from benchmarks.sender.process import SenderProcess, run_sender
from benchmarks.servers import Server, run_server

SERVER_CORE = min(os.sched_getaffinity(0))
LIMIT = 200
SENDER_REPEATS = 1
"""Times that a number may fail because of the senders and is tried again."""

QUICK_CASES = (
    "EmoChat, analysis profile, VP8",
    "stock aiortc, default camera",
)
QUICK_SESSIONS = 6
QUICK_TIMES_S = (1, 4)
TIMES_S = (2, 8)
"""Seconds to settle and to measure."""


@dataclass
class Race:
    """A case under way: its server, its steps so far and its search."""

    case: Case
    server: Server
    search: CapacitySearch = field(
        default_factory=lambda: CapacitySearch(COMFORTABLE_SESSIONS, LIMIT)
    )
    steps: list[Step] = field(default_factory=list)
    ended_by: EndedBy | None = None
    _saturated: int = 0

    def take(self, step: Step) -> None:
        self.steps.append(step)
        if step.verdict == "sender_saturated":
            self._saturated += 1
            # Whatever else runs on the machine may have held up the senders for once.
            self.ended_by = "sender" if self._saturated > SENDER_REPEATS else None
            return
        self.search.record(step.sessions, step.verdict == "passed")
        if self.search.next() is None:
            self.ended_by = "limit" if self.search.failed is None else "server"


def run(quick: bool, progress: Progress) -> Result:
    kinds = kinds_to_measure(quick)
    cases = [
        case for case in CASES if case.kind in kinds and (not quick or case.name in QUICK_CASES)
    ]
    cores = sorted(os.sched_getaffinity(0) - {SERVER_CORE}) or [SERVER_CORE]
    with ExitStack() as stack:
        sender = stack.enter_context(run_sender(cores))
        measure = _quick if quick else _full
        summaries = measure(cases, sender, stack, progress)
    return {
        "max_p95_ms": MAX_P95_MS,
        "max_missing_share": MAX_MISSING_SHARE,
        "server_core": SERVER_CORE,
        "sender_cores": cores,
        "left_out": left_out(kinds),
        "cases": summaries,
    }


def _full(
    cases: list[Case], sender: SenderProcess, stack: ExitStack, progress: Progress
) -> list[Result]:
    """Search every case's capacity, one step of each in turn."""
    races = [Race(case, _start(case, stack, progress)) for case in cases]
    while under_way := [race for race in races if race.ended_by is None]:
        progress.expect(len(under_way))
        for race in under_way:
            sessions = race.search.next()
            assert sessions is not None
            race.take(_step(race.case, race.server, sender, sessions, TIMES_S, progress))
    return [
        summarise(race.case, race.steps, race.search.passed, race.ended_by or "plan")
        for race in races
    ]


def _quick(
    cases: list[Case], sender: SenderProcess, stack: ExitStack, progress: Progress
) -> list[Result]:
    """Measure every case once at a comfortable number."""
    servers: dict[str, Server] = {}
    summaries = []
    progress.expect(len(cases))
    for case in cases:
        if case.kind not in servers:
            servers[case.kind] = _start(case, stack, progress)
        server = servers[case.kind]
        step = _step(case, server, sender, QUICK_SESSIONS, QUICK_TIMES_S, progress)
        summaries.append(summarise(case, [step], None, "plan"))
    return summaries


def _start(case: Case, stack: ExitStack, progress: Progress) -> Server:
    progress.begin(f"{case.kind}, starting")
    return stack.enter_context(run_server(case.kind, cores=[SERVER_CORE], options=case.options))


def _step(
    case: Case,
    server: Server,
    sender: SenderProcess,
    sessions: int,
    times_s: tuple[int, int],
    progress: Progress,
) -> Step:
    progress.begin(f"{case.name}, {sessions} sessions")
    step = run_step(case, server, sender, sessions, *times_s)
    progress.advance()
    return step


def render_table(result: Result) -> str:
    head = [
        "server and what is sent",
        "sessions a core",
        "CPU a session, % of a core",
        "server CPU a label, ms",
        "RSS a session, MB",
        f"label p95 at {QUICK_SESSIONS} to {COMFORTABLE_SESSIONS} sessions, ms",
    ]
    rows = [_row(case) for case in result["cases"]]
    missing = "".join(f"\n\nNot measured in this run: {k}." for k in result["left_out"])
    rule = (
        f"Carried means p95 frame-to-label under {result['max_p95_ms']} ms and at most "
        f"{result['max_missing_share']:.0%} of the labels missing, one a second and session. "
        f"Server on core {result['server_core']}, senders on {result['sender_cores']}. "
        "≈: not searched, but extrapolated from the CPU a session. ≥: more could not be sent."
    )
    return f"{table(head, rows)}\n\n{rule}{missing}"


def _row(case: dict[str, Any]) -> list[str]:
    share = case["cpu_a_session"]
    first = case["steps"][0]["label_ms"]
    return [
        case["name"],
        _sessions(case),
        number(None if share is None else share * 100, 1),
        number(case["cpu_ms_a_label"], 1),
        number(case["rss_mb_a_session"], 1),
        number(first and first["p95"]),
    ]


def _sessions(case: dict[str, Any]) -> str:
    found, share = case["sessions_a_core"], case["cpu_a_session"]
    if found is not None:
        return ("≥ " if case["ended_by"] in ("sender", "limit") else "") + number(found)
    return "–" if share is None else f"≈ {1 / share:.0f}"


def plot(result: Result, folder: Path) -> list[Path]:
    path = folder / "capacity.png"
    with figure(path, "Sessions on one core", "sessions", "frame to label p95, ms") as axes:
        for case in result["cases"]:
            points = sorted(
                (step["sessions"], step["label_ms"]["p95"])
                for step in case["steps"]
                if step["label_ms"]
            )
            style = {"color": COLOURS[case["colour"]], "linestyle": case["line"], "marker": "."}
            axes.plot(*zip(*points, strict=True), label=case["name"], **style)
        axes.axhline(result["max_p95_ms"], color="black", linewidth=0.8)
        axes.set_ylim(0, 3 * result["max_p95_ms"])
        axes.set_xlim(left=0)
    return [path]


SCENARIO = Scenario("capacity", "Sessions a core", run, render_table, plot)
