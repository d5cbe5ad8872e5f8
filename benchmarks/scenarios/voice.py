"""What listening and answering take: from the microphone to a reading, from a reply to sound."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvloop

from benchmarks.loopback import use_only_loopback
from benchmarks.markdown import number, percentile_cells, table
from benchmarks.percentiles import percentiles
from benchmarks.plots import COLOURS, figure
from benchmarks.scenario import Progress, Result, Scenario
from benchmarks.servers import Server, run_server
from benchmarks.voice.load import SpeakerLoad
from benchmarks.voice.path import EmoChatReceiver, PathFigures, StockReceiver, Way, measure
from benchmarks.voice.process import run_speakers
from benchmarks.voice.speech import speech
from benchmarks.voice.talks import TalkFigures, TalkLoad, measure_talks
from webrtc.peer import AUDIO_PACKET_MS

STOCK_PACKET_MS = 20
"""What browsers send where no other is asked for."""

PATH_S, QUICK_PATH_S = 30.0, 5.0
SESSIONS, QUICK_SESSIONS = (1, 4, 8), (2,)
LOAD = SpeakerLoad(url="", sessions=0, packet_ms=AUDIO_PACKET_MS, settle_s=5, measure_s=30)
QUICK_LOAD = replace(LOAD, settle_s=3, measure_s=3)
TALKS = tuple(TalkLoad(sessions, settle_s=5, rounds=15) for sessions in (1, 4))
QUICK_TALKS = (TalkLoad(sessions=2, settle_s=2, rounds=2),)
"""Of session counts that speak without an assistant, too."""

IDLE_S, QUICK_IDLE_S = 5.0, 0.5
SERVER_CORE = 0
FEWEST_FACE_WORKERS = ("--face-workers", "1")


def run(quick: bool, progress: Progress) -> Result:
    sessions = QUICK_SESSIONS if quick else SESSIONS
    progress.expect(2 + len(sessions))
    progress.begin("from the microphone to sound")
    use_only_loopback()
    path = uvloop.run(measure(_ways(), QUICK_PATH_S if quick else PATH_S))
    progress.advance()
    with run_server("emochat", cores=[SERVER_CORE], options=FEWEST_FACE_WORKERS) as server:
        idle_share = _idle_share(server, QUICK_IDLE_S if quick else IDLE_S)
        loads = []
        for count in sessions:
            progress.begin(f"{count} speaking sessions")
            load = replace(QUICK_LOAD if quick else LOAD, url=server.url, sessions=count)
            loads.append(_loaded(server, load, idle_share))
            progress.advance()
    progress.begin("talks with the assistant")
    talks = QUICK_TALKS if quick else TALKS
    said = speech(AUDIO_PACKET_MS)
    figures = uvloop.run(measure_talks(said, talks, SERVER_CORE, FEWEST_FACE_WORKERS))
    progress.advance()
    return {
        "path": [_path_cell(figures) for figures in path],
        "idle_cpu_share": idle_share,
        "server_core": SERVER_CORE,
        "loads": loads,
        "talks": [
            _talk_cell(load, measured, idle_share)
            for load, measured in zip(talks, figures, strict=True)
        ],
    }


def _ways() -> tuple[Way, ...]:
    return (
        Way("EmoChat, the packets that it asks for", EmoChatReceiver, speech(AUDIO_PACKET_MS)),
        Way("EmoChat, the same packets as aiortc", EmoChatReceiver, speech(STOCK_PACKET_MS)),
        Way("stock aiortc", StockReceiver, speech(STOCK_PACKET_MS)),
    )


def _path_cell(figures: PathFigures) -> Result:
    return {
        "name": figures.name,
        "packet_ms": figures.packet_ms,
        "before_ms": percentiles(figures.before_ms),
        "after_loss_ms": percentiles(figures.after_loss_ms),
    }


def _idle_share(server: Server, seconds: float) -> float:
    cpu_s, begun_s = server.cpu_s(), time.monotonic()
    time.sleep(seconds)
    return round((server.cpu_s() - cpu_s) / (time.monotonic() - begun_s), 4)


def _loaded(server: Server, load: SpeakerLoad, idle_share: float) -> dict[str, Any]:
    cores = sorted(os.sched_getaffinity(0) - {SERVER_CORE}) or [SERVER_CORE]
    figures, spent = run_speakers(server, load, cores)
    if not figures.microphone_to_message_ms:
        raise RuntimeError(f"{load.sessions} speaking sessions got no reading")
    return {
        "sessions": load.sessions,
        "packet_ms": load.packet_ms,
        "measure_s": load.measure_s,
        "microphone_to_message_ms": percentiles(figures.microphone_to_message_ms),
        "readings": len(figures.microphone_to_message_ms),
        "readings_expected": figures.readings_expected,
        "sender_late_ms": figures.sender_late_ms,
        "cpu_share_a_session": round((spent.cpu_share - idle_share) / load.sessions, 4),
        "rss_mb": spent.rss_mb,
    }


def _talk_cell(load: TalkLoad, figures: TalkFigures, idle_share: float) -> Result:
    return {
        "sessions": load.sessions,
        "replies": len(figures.audible_ms),
        "audible_ms": percentiles(figures.audible_ms),
        "silent_ms": percentiles(figures.silent_ms),
        "speaking_share": figures.speaking_share,
        "cpu_share_a_session": round((figures.cpu_share - idle_share) / load.sessions, 4),
    }


def render_table(result: Result) -> str:
    path = (
        "All ways hear the same speech at the same time. Age: of the first sample of each piece of "
        "sound when it can be used. Half-way one packet is lost."
    )
    loads = (
        f"Sessions of a voice alone that speaks all the time, the server on core "
        f"{result['server_core']}; its CPU at rest is subtracted. Microphone to message: from "
        "the last sample of the 3 s that a reading is of to its message at the client."
    )
    talks = (
        "Sessions that speak all the time and have an assistant, whose every reply is interrupted. "
        "Audible: from when the stand-in of Google sends a reply's first sound to when it has "
        "come to the client. Silent: from `interrupted` to the end of the last sound that came. "
        "A browser's jitter buffer comes on top of both."
    )
    parts = [_path_table(result["path"]), path, _load_table(result["loads"]), loads]
    return "\n\n".join([*parts, _talk_table(result["talks"], result["loads"]), talks])


def _path_table(cells: Sequence[Result]) -> str:
    (stock,) = (cell for cell in cells if cell["name"] == "stock aiortc")
    head = ["microphone → sound", "packets, ms", "p50, ms", "p95, ms", "to stock"]
    head += ["after one loss: p50, ms", "p95, ms", "to stock"]
    rows = [
        [
            cell["name"],
            number(cell["packet_ms"]),
            *(
                text
                for part in ("before_ms", "after_loss_ms")
                for text in (
                    number(cell[part]["p50"]),
                    number(cell[part]["p95"]),
                    number(cell[part]["p50"] / stock[part]["p50"], 2),
                )
            ),
        ]
        for cell in cells
    ]
    return table(head, rows)


def _load_table(loads: Sequence[Result]) -> str:
    head = ["speaking sessions", "microphone → message p50, ms", "p95, ms", "p99, ms"]
    head += ["readings", "CPU a session, % of a core", "RSS, MiB"]
    rows = [
        [
            number(load["sessions"]),
            *percentile_cells(load["microphone_to_message_ms"]),
            number(load["readings"]),
            number(100 * load["cpu_share_a_session"], 1),
            number(load["rss_mb"]),
        ]
        for load in loads
    ]
    return table(head, rows)


def _talk_table(talks: Sequence[Result], loads: Sequence[Result]) -> str:
    without = {load["sessions"]: load["cpu_share_a_session"] for load in loads}
    head = ["talking sessions", "replies", "reply → audible p50, ms", "p95, ms", "p99, ms"]
    head += ["interrupted → silent p50, ms", "p95, ms", "p99, ms"]
    head += ["it speaks, % of the time", "CPU a session, % of a core", "without assistant"]
    rows = [
        [
            number(talk["sessions"]),
            number(talk["replies"]),
            *percentile_cells(talk["audible_ms"]),
            *percentile_cells(talk["silent_ms"]),
            number(100 * talk["speaking_share"]),
            number(100 * talk["cpu_share_a_session"], 1),
            number(100 * without[talk["sessions"]], 1),
        ]
        for talk in talks
    ]
    return table(head, rows)


def plot(result: Result, folder: Path) -> list[Path]:
    path = folder / "voice.png"
    with figure(path, "From the microphone to sound, p50", "", "ms") as axes:
        names = [cell["name"].replace(", ", "\n", 1) for cell in result["path"]]
        for offset, part, label in (
            (-0.2, "before_ms", "all packets came"),
            (0.2, "after_loss_ms", "after one was lost"),
        ):
            places = [place + offset for place in range(len(names))]
            heights = [cell[part]["p50"] for cell in result["path"]]
            colour = COLOURS["emochat" if part == "before_ms" else "stock-aiortc"]
            axes.bar(places, heights, 0.4, label=label, color=colour)
        axes.set_xticks(range(len(names)), names)
    return [path]


SCENARIO = Scenario("voice", "Voices", run, render_table, plot)
