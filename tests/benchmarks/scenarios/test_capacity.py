from pathlib import Path

import psutil

from benchmarks.capacity.cases import CASES
from benchmarks.capacity.step import Step
from benchmarks.capacity.summary import summarise
from benchmarks.scenario import Result
from benchmarks.scenarios.capacity import Race, plot, render_table
from benchmarks.servers import Server
from tests.benchmarks.capacity.steps import step


def result() -> Result:
    searched = summarise(CASES[0], [step(8), step(12)], 12, "server")
    unsent = summarise(CASES[2], [step(8), step(12, verdict="sender_saturated")], 8, "sender")
    rough = summarise(CASES[3], [step(6, server_cpu=0.3)], None, "plan")
    lost = summarise(CASES[5], [step(6, verdict="failed", missing_share=0.5)], None, "plan")
    return {
        "max_p95_ms": 150,
        "max_missing_share": 0.02,
        "server_core": 0,
        "sender_cores": [1],
        "left_out": ["fastrtc"],
        "cases": [searched, unsent, rough, lost],
    }


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_table_tells_found_numbers_from_bounds_and_extrapolations() -> None:
    rows = [cells(line) for line in render_table(result()).splitlines()[2:6]]
    assert [row[1] for row in rows] == ["12", "≥ 8", "≈ 20", "–"]
    assert [row[2] for row in rows] == ["5.0", "5.0", "5.0", "–"]


def test_the_table_names_what_was_left_out() -> None:
    assert "Not measured in this run: fastrtc." in render_table(result())


def test_the_plot_is_drawn(tmp_path: Path) -> None:
    (path,) = plot(result(), tmp_path)
    assert path.read_bytes().startswith(b"\x89PNG")


def race_after(*steps: Step) -> Race:
    race = Race(CASES[0], Server("emochat", "http://127.0.0.1:1", psutil.Process()))
    for one in steps:
        assert race.ended_by is None
        assert race.search.next() == one.sessions
        race.take(one)
    return race


def test_a_number_that_the_senders_could_not_send_is_tried_once_more() -> None:
    unsent = step(12, verdict="sender_saturated")
    assert race_after(step(8), unsent).search.next() == 12
    ended = race_after(step(8), unsent, unsent)
    assert (ended.ended_by, ended.search.passed) == ("sender", 8)


def test_a_search_ends_when_the_server_fails_next_to_what_it_carries() -> None:
    failed = [step(sessions, verdict="failed") for sessions in (12, 11)]
    ended = race_after(step(8), failed[0], step(10), failed[1])
    assert (ended.ended_by, ended.search.passed) == ("server", 10)
