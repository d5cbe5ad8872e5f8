"""Readings over bad networks: real Chromium, a relay that is the network, and a server."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from matplotlib.patches import Patch

from benchmarks.browser import (
    ANALYSIS_STREAM,
    BenchmarkBrowser,
    SessionFailedError,
    Stream,
    chromium,
    measure,
)
from benchmarks.markdown import number, percentile_cells, table
from benchmarks.percentiles import percentiles
from benchmarks.plots import COLOURS, figure
from benchmarks.relay.cases import CASES, LOSS_5, UPLINK_2_MBIT
from benchmarks.relay.network import Network
from benchmarks.relay.posting import measure_posts
from benchmarks.relay.readings import Readings, readings_of_posts, readings_of_run
from benchmarks.relay.running import can_lose_tcp_packets, run_tcp_relay, run_whip_relay
from benchmarks.scenario import Progress, Result, Scenario
from benchmarks.servers import Kind, Server, run_server

BASE64 = "base64"

SESSIONS_A_RELAY = 100
"""At most: each has a seed of its own, and no two rounds share one."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a camera to readings.

    Attributes:
        kind: of the server.
        stream: None posts a JPEG a second instead.
    """

    name: str
    kind: Kind
    stream: Stream | None


EMOCHAT = Way("emochat", "emochat", ANALYSIS_STREAM)
STOCK = Way("stock-aiortc", "stock-aiortc", Stream())
POSTS = Way(BASE64, "emochat", None)
WAYS = (EMOCHAT, STOCK, POSTS)

TCP_NOTES = {
    "kernel": "by the kernel's TCP over the same network",
    "relay": "over a link with the network's delay and rate, but neither its losses nor TCP's "
    "slow start, which flatters it: to have both, the benchmark must be allowed to make a "
    "network device (CAP_NET_ADMIN)",
}

Cell = tuple[Network, Way]


def run(quick: bool, progress: Progress) -> Result:
    has_kernel_tcp = can_lose_tcp_packets()
    cells, rounds, seconds = _plan(quick, has_kernel_tcp)
    progress.expect(rounds * len(cells))
    seen: dict[tuple[str, str], list[Result]] = {}
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        kinds = dict.fromkeys(way.kind for _, way in cells)
        servers = {kind: stack.enter_context(run_server(kind)) for kind in kinds}
        for turn in range(rounds):
            # All ways over one network within a minute or two: they meet the machine as it is.
            for network, way in cells:
                progress.begin(f"{network.name}: {way.name}, round {turn + 1} of {rounds}")
                session = _session(
                    browser, servers[way.kind], network, way, seconds, turn, has_kernel_tcp
                )
                seen.setdefault((network.name, way.name), []).append(session)
                progress.advance()
    return {
        "seconds": seconds,
        "rounds": rounds,
        "tcp": "kernel" if has_kernel_tcp else "relay",
        "networks": [asdict(network) for network in dict.fromkeys(network for network, _ in cells)],
        "cells": [_summary(*names, sessions) for names, sessions in seen.items()],
    }


def _plan(quick: bool, has_kernel_tcp: bool) -> tuple[list[Cell], int, float]:
    if quick:
        ways = (
            (LOSS_5, EMOCHAT),
            (UPLINK_2_MBIT, EMOCHAT),
            (UPLINK_2_MBIT, POSTS),
        )
        return list(ways), 1, 4
    cells = [(network, way) for network in CASES for way in WAYS]
    return [cell for cell in cells if has_kernel_tcp or _is_for_relay(*cell)], 1, 20


def _is_for_relay(network: Network, way: Way) -> bool:
    """Say whether the simple TCP relay can stand for the network: it loses and reorders nothing."""
    return way.stream is not None or not (network.up.loss or network.up.may_reorder)


def _session(
    browser: BenchmarkBrowser,
    server: Server,
    network: Network,
    way: Way,
    seconds: float,
    turn: int,
    has_kernel_tcp: bool,
) -> Result:
    seed = SESSIONS_A_RELAY * turn
    if way.stream is None:
        with run_tcp_relay(server.url, network, seed if has_kernel_tcp else None) as url:
            posts = measure_posts(browser, url, seconds)
        sizes = [post.bytes for post in posts]
        return _figures(readings_of_posts(posts)) | {"request_bytes": max(sizes)}
    with run_whip_relay(server.url, network, seed) as relay:
        try:
            seen = measure(browser, f"{relay.url}/whip", way.stream, seconds, synchronise=False)
        except SessionFailedError as error:
            return {"failure": str(error)}
        packets = relay.figures()
    join_ms = None if seen.first_label_ms is None else seen.first_label_ms - seen.clicked_ms
    more = {"outbound": seen.outbound, "packets": packets, "join_ms": join_ms}
    return _figures(readings_of_run(seen)) | more


def _figures(readings: Readings) -> Result:
    return {
        "seconds": readings.seconds,
        "longest_gap_s": max(readings.gaps_s()),
        "arrivals_s": readings.arrivals_s,
        "latencies_ms": readings.latencies_ms,
    }


def _summary(network: str, way: str, sessions: list[Result]) -> Result:
    """Put the rounds of one way over one network together."""
    whole = [session for session in sessions if "failure" not in session]
    latencies_ms = [ms for session in whole for ms in session["latencies_ms"]]
    watched_s = sum(session["seconds"] for session in whole)
    labels = sum(len(session["arrivals_s"]) for session in whole)
    return {
        "network": network,
        "way": way,
        "failed_sessions": len(sessions) - len(whole),
        "longest_gap_s": max((session["longest_gap_s"] for session in whole), default=None),
        "labels_per_s": labels / watched_s if watched_s else None,
        "encoded_to_label_ms": percentiles(latencies_ms) if latencies_ms else None,
        "key_frames_asked_for": _outbound(whole, "plis"),
        "packets_asked_for_again": _outbound(whole, "nacks"),
        "sessions": sessions,
    }


def _outbound(sessions: Sequence[Result], name: str) -> float | None:
    counts = [session["outbound"][name] for session in sessions if session.get("outbound")]
    return sum(counts) if counts else None


def render_table(result: Result) -> str:
    head = ["network, way", "longest gap, s", "labels/s"]
    head += [f"encoded → label {p}, ms" for p in ("p50", "p95", "p99")]
    head += ["PLI", "NACK", "failed"]
    rows = [
        [
            f"{cell['network']}: {cell['way']}",
            number(cell["longest_gap_s"], 2),
            number(cell["labels_per_s"], 2),
            *percentile_cells(cell["encoded_to_label_ms"]),
            number(cell["key_frames_asked_for"]),
            number(cell["packets_asked_for_again"]),
            number(cell["failed_sessions"]),
        ]
        for cell in result["cells"]
    ]
    return f"{table(head, rows)}\n\n{_against_posts(result)}\n\n{_notes(result)}"


def _against_posts(result: Result) -> str:
    """Say how the p50 over the narrow uplink compares with the posts'."""
    p50_ms = {
        cell["way"]: cell["encoded_to_label_ms"]["p50"]
        for cell in result["cells"]
        if cell["network"] == UPLINK_2_MBIT.name and cell["encoded_to_label_ms"]
    }
    if EMOCHAT.name not in p50_ms or BASE64 not in p50_ms:
        return ""
    ratio = p50_ms[EMOCHAT.name] / p50_ms[BASE64]
    return f"{UPLINK_2_MBIT.name}: EmoChat's p50 is {ratio:.2f} of the base64 path's."


def _notes(result: Result) -> str:
    return (
        f"{result['rounds']} x {result['seconds']:g} s each, ways interleaved. A gap is the time "
        "without a new reading of a frame, "
        "the session's beginning and end included. PLI: key frames asked for because frames "
        "were given up; NACK: packets asked for again. base64 is a 640x480 JPEG posted once a "
        f"second over one kept connection, {TCP_NOTES[result['tcp']]}."
    )


def plot(result: Result, folder: Path) -> list[Path]:
    gaps, latencies = folder / "networks-gaps.png", folder / "networks-latency.png"
    _plot_arrivals(result, gaps)
    _plot_latencies(result, latencies)
    return [gaps, latencies]


def _plot_arrivals(result: Result, path: Path) -> None:
    """Draw, for each way over each network, when readings came and the longest time without."""
    worst = [(cell, _worst_session(cell)) for cell in reversed(result["cells"])]
    drawn = [(cell, session) for cell, session in worst if session is not None]
    title = "When readings come; the longest gap is drawn through"
    with figure(path, title, "s", "") as axes:
        for place, (cell, session) in enumerate(drawn):
            colour, arrivals_s = _style(cell)["facecolor"], session["arrivals_s"]
            axes.plot(arrivals_s, [place] * len(arrivals_s), "|", color=colour, markersize=7)
            axes.plot(_longest_gap(session), [place, place], color=colour, linewidth=2)
        names = [f"{cell['network']}: {cell['way']}" for cell, _ in drawn]
        axes.set_yticks(range(len(names)), names, fontsize=5)
        axes.set_xlim(0, result["seconds"])


def _worst_session(cell: Result) -> Result | None:
    """Return the session with the longest gap, if any connected."""
    whole = [session for session in cell["sessions"] if "failure" not in session]
    return max(whole, key=lambda session: session["longest_gap_s"], default=None)


def _longest_gap(session: Result) -> tuple[float, float]:
    times_s = [0.0, *session["arrivals_s"], session["seconds"]]
    return max(zip(times_s, times_s[1:], strict=False), key=lambda pair: pair[1] - pair[0])


def _plot_latencies(result: Result, path: Path) -> None:
    networks = list(dict.fromkeys(cell["network"] for cell in result["cells"]))
    ways = list(dict.fromkeys(cell["way"] for cell in result["cells"]))
    width = 0.8 / len(ways)
    with figure(path, "Frame encoded → label over bad networks, p50 and p95", "", "ms") as axes:
        for cell in result["cells"]:
            if (percents := cell["encoded_to_label_ms"]) is None:
                continue
            place = networks.index(cell["network"]) + ways.index(cell["way"]) * width
            style = _style(cell)
            axes.bar(place, percents["p95"], width, alpha=0.3, **style)
            axes.bar(place, percents["p50"], width, **style)
        axes.set_xticks(range(len(networks)), networks, fontsize=6, rotation=20)
        axes.legend(handles=[Patch(label=way, **_style({"way": way})) for way in ways])


def _style(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Return the server's colour; hatched where its stream is not its own."""
    server, *stream = str(cell["way"]).split(",")
    return {"facecolor": COLOURS[server], "hatch": "//" if stream else "", "edgecolor": "white"}


SCENARIO = Scenario("networks", "Bad networks", run, render_table, plot)
