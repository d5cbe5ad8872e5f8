"""From the click on start to the first label: at the product's page, and as a plain publisher."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.browser import BenchmarkBrowser, Run, Stream, chromium, measure, new_context
from benchmarks.kinds import kinds_to_measure, left_out
from benchmarks.markdown import number, percentile_cells, table
from benchmarks.page_server import PAGE
from benchmarks.percentiles import percentiles
from benchmarks.plots import COLOURS, figure
from benchmarks.scenario import Progress, Result, Scenario
from benchmarks.servers import Server, run_server
from tests.e2e.steps import start

MOMENTS = ("answered", "connected", "first_label")
PRODUCT_PAGE = "EmoChat's page"
LABEL_TIMEOUT_S = 10.0
POLL_MS = 50

Joined = Mapping[str, float]
"""Milliseconds from the click to each of MOMENTS."""


def run(quick: bool, progress: Progress) -> Result:
    rounds = 1 if quick else 12
    kinds = kinds_to_measure(quick)
    joins: dict[str, list[Joined]] = {}
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        servers = [stack.enter_context(run_server(kind)) for kind in kinds]
        ways = _ways(browser, servers)
        progress.expect((rounds + 1) * len(ways))
        for turn in range(rounds + 1):
            for name, join in ways.items():
                progress.begin(f"{name}, {turn} of {rounds}")
                joins.setdefault(name, []).append(join())
                progress.advance()
    ways_measured = [_summary(name, measured) for name, measured in joins.items()]
    return {"left_out": left_out(kinds), "ways": ways_measured}


def _ways(browser: BenchmarkBrowser, servers: list[Server]) -> dict[str, Callable[[], Joined]]:
    ways: dict[str, Callable[[], Joined]] = {}
    for server in servers:
        if server.kind == "emochat":
            ways[PRODUCT_PAGE] = partial(_join_at_page, browser, server)
        ways[server.kind] = partial(_join_plainly, browser, server)
    return ways


def _join_at_page(browser: BenchmarkBrowser, server: Server) -> Joined:
    with new_context(browser, server.url) as context:
        context.add_init_script(path=PAGE / "product-probe.js")
        page = context.new_page()
        page.goto(server.url)
        start(page)
        _wait_for_label(page)
        return _page_moments(page)


def _wait_for_label(page: Page) -> None:
    """Look until the probe has seen a label; the page's own policy forbids wait_for_function.

    Raises:
        TimeoutError: none came.
    """
    deadline_s = time.monotonic() + LABEL_TIMEOUT_S
    while not page.evaluate("'firstLabelMs' in probe"):
        if time.monotonic() > deadline_s:
            raise TimeoutError(f"no label came to the page in {LABEL_TIMEOUT_S:.0f} s")
        page.wait_for_timeout(POLL_MS)


def _page_moments(page: Page) -> Joined:
    answered_ms = page.evaluate(
        "performance.timeOrigin + performance.getEntriesByType('resource')"
        ".find(({ name }) => name.endsWith('/whip')).responseEnd"
    )
    probe = page.evaluate("probe")
    clicked_ms = probe["clickedMs"]
    return {
        "answered": answered_ms - clicked_ms,
        "connected": probe["connectedMs"] - clicked_ms,
        "first_label": probe["firstLabelMs"] - clicked_ms,
    }


def _join_plainly(browser: BenchmarkBrowser, server: Server) -> Joined:
    run = measure(browser, f"{server.url}/whip", Stream(), 0, synchronise=False)
    return _run_moments(run)


def _run_moments(run: Run) -> Joined:
    if run.first_label_ms is None:
        raise RuntimeError("the session ended without a label")
    return {
        "answered": run.answered_ms - run.clicked_ms,
        "connected": run.connected_ms - run.clicked_ms,
        "first_label": run.first_label_ms - run.clicked_ms,
    }


def _summary(name: str, joins: Sequence[Joined]) -> Result:
    first, *warm = joins
    figures = {f"{moment}_ms": percentiles([join[moment] for join in warm]) for moment in MOMENTS}
    return {"name": name, "first": dict(first), "warm": figures, "samples": [*map(dict, warm)]}


def render_table(result: Result) -> str:
    head = ["click to first label", "joins", "answered p50, ms", "connected p50, ms"]
    head += [f"first label {p}, ms" for p in ("p50", "p95", "p99")]
    head.append("first label of the very first join, ms")
    rows = [
        [
            way["name"],
            number(way["warm"]["first_label_ms"]["count"]),
            number(way["warm"]["answered_ms"]["p50"]),
            number(way["warm"]["connected_ms"]["p50"]),
            *percentile_cells(way["warm"]["first_label_ms"]),
            number(way["first"]["first_label"]),
        ]
        for way in result["ways"]
    ]
    missing = "".join(f"\n\nNot measured in this run: {k}." for k in result["left_out"])
    return table(head, rows) + missing


def plot(result: Result, folder: Path) -> list[Path]:
    path = folder / "join.png"
    names = [way["name"] for way in result["ways"]]
    with figure(path, "From the click to the first label, p50 and p95", "", "ms") as axes:
        medians = [way["warm"]["first_label_ms"]["p50"] for way in result["ways"]]
        tails = [
            way["warm"]["first_label_ms"]["p95"] - median
            for way, median in zip(result["ways"], medians, strict=True)
        ]
        colours = [COLOURS.get(name, COLOURS["emochat"]) for name in names]
        axes.bar(names, medians, color=colours, yerr=[[0.0] * len(tails), tails], capsize=4)
    return [path]


SCENARIO = Scenario("join", "Click to first label", run, render_table, plot)
