"""What a server still holds after many sessions that ended in every way there is."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.footprint import settled_footprint, wait_until_idle
from benchmarks.markdown import number, table
from benchmarks.plots import COLOURS, figure
from benchmarks.scenario import Progress, Result, Scenario
from benchmarks.servers import Server, run_server
from benchmarks.visitors.process import run_visitors

MARKS, QUICK_MARKS = (10, 100, 1000), (5, 25)
KILLS, QUICK_KILLS = 5, 1
AT_A_TIME = 6
PLACES = 200
"""More than ever are there at once: who never connects is waited for, 10 s each."""
SAMPLE_EVERY = 10


def run(quick: bool, progress: Progress) -> Result:
    marks, kills = (QUICK_MARKS, QUICK_KILLS) if quick else (MARKS, KILLS)
    progress.expect(marks[-1] + kills)
    held: list[dict[str, Any]] = []
    visits: list[dict[str, Any]] = []
    rss_mb: list[tuple[int, float]] = []
    with run_server("emochat", options=("--max-sessions", str(PLACES))) as server:
        for mark in marks:
            progress.begin(f"up to {mark} sessions")
            for visit in _visits(server, mark - len(visits), progress):
                visits.append(visit)
                if len(visits) % SAMPLE_EVERY == 0:
                    rss_mb.append((len(visits), server.rss_mb()))
            wait_until_idle(server)
            held.append({"sessions": mark, **asdict(settled_footprint(server))})
        noticed_s = [_kill_one(server, progress) for _ in range(kills)]
    return {
        "marks": held,
        "endings": dict(Counter(visit["ending"] for visit in visits)),
        "failures": [visit for visit in visits if visit["error"] is not None],
        "killed_noticed_s": noticed_s,
        "rss_mb": rss_mb,
    }


def _visits(server: Server, sessions: int, progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield each visit when it is over."""
    done = 0
    options = ("--at-a-time", str(AT_A_TIME))
    with run_visitors(server, sessions, options) as (_, events):
        for event in events:
            if event["event"] == "left":
                done += 1
                progress.advance()
                yield event
    if done < sessions:
        raise RuntimeError(f"the visitors gave up after {done} of {sessions} sessions")


def _kill_one(server: Server, progress: Progress) -> float:
    """Return how long the server keeps a session whose client's process was killed, in s."""
    progress.begin("killing a client")
    with run_visitors(server, 1, ("--ending", "hold")) as (process, events):
        if next(events, {}).get("event") != "label":
            raise RuntimeError("the client that was to be killed got no label")
        process.kill()
        killed_s = time.monotonic()
        noticed_s = wait_until_idle(server) - killed_s
    progress.advance()
    return round(noticed_s, 2)


def render_table(result: Result) -> str:
    names = {
        "rss_mb": "RSS, MiB",
        "threads": "threads",
        "udp_sockets": "UDP sockets",
        "tcp_sockets": "TCP sockets",
        "descriptors": "descriptors",
    }
    head = ["at rest after", *(f"{mark['sessions']:,} sessions" for mark in result["marks"])]
    rows = [
        [name, *(number(mark[field]) for mark in result["marks"])] for field, name in names.items()
    ]
    endings = ", ".join(f"{count} {ending}" for ending, count in result["endings"].items())
    noticed = max(result["killed_noticed_s"])
    return (
        f"{table(head, rows)}\n\n"
        f"Endings: {endings}; {len(result['failures'])} failed. A client whose process is killed "
        f"is noticed within {noticed:.1f} s (longest of {len(result['killed_noticed_s'])})."
    )


def plot(result: Result, folder: Path) -> list[Path]:
    path = folder / "endurance.png"
    with figure(path, "Memory over sessions that came and went", "sessions", "RSS, MiB") as axes:
        sessions, rss_mb = zip(*result["rss_mb"], strict=True)
        axes.plot(sessions, rss_mb, color=COLOURS["emochat"], label="while sessions come and go")
        marks = result["marks"]
        axes.plot(
            [mark["sessions"] for mark in marks],
            [mark["rss_mb"] for mark in marks],
            "o",
            color="black",
            label="at rest",
        )
        axes.set_ylim(0, 1.25 * max(rss_mb))
    return [path]


SCENARIO = Scenario("endurance", "Sessions joined and left", run, render_table, plot)
