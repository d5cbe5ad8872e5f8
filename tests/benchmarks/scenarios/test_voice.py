from pathlib import Path

import pytest

from benchmarks.scenario import Result
from benchmarks.scenarios import voice
from benchmarks.scenarios.voice import SCENARIO, _path_cell, _talk_cell
from benchmarks.servers import Server
from benchmarks.voice.load import SpeakerFigures, SpeakerLoad
from benchmarks.voice.path import PathFigures
from benchmarks.voice.process import Spent
from benchmarks.voice.talks import TalkFigures, TalkLoad


def loaded(
    monkeypatch: pytest.MonkeyPatch, late_ms: list[float], cpu_share: float = 0.21
) -> Result:
    def run_speakers(
        server: Server, load: SpeakerLoad, cores: list[int]
    ) -> tuple[SpeakerFigures, Spent]:
        return SpeakerFigures(late_ms, 40, 1.0), Spent(cpu_share, 650.0)

    monkeypatch.setattr(voice, "run_speakers", run_speakers)
    server = Server("emochat", "http://127.0.0.1:1", None)
    return voice._loaded(server, SpeakerLoad(server.url, 4, 60, 5, 10), idle_share=0.01)


@pytest.fixture
def result(monkeypatch: pytest.MonkeyPatch) -> Result:
    path = [
        PathFigures("EmoChat, the packets that it asks for", 60, [61.0], [61.0]),
        PathFigures("stock aiortc", 20, [100.0], [300.0]),
    ]
    return {
        "path": [_path_cell(figures) for figures in path],
        "idle_cpu_share": 0.01,
        "server_core": 0,
        "loads": [loaded(monkeypatch, [10.0, 20.0, 30.0])],
        "talks": [
            _talk_cell(
                TalkLoad(4, settle_s=1, rounds=2),
                TalkFigures([30.0, 50.0], [20.0, 20.0], cpu_share=0.41, speaking_share=0.6),
                idle_share=0.01,
            )
        ],
    }


def test_the_path_is_shown_beside_the_stock_one(result: Result) -> None:
    table = SCENARIO.table(result)
    row = "| EmoChat, the packets that it asks for | 60 | 61 | 61 | 0.61 | 61 | 61 | 0.20 |"
    assert row in table
    assert "| stock aiortc | 20 | 100 | 100 | 1.00 | 300 | 300 | 1.00 |" in table


def test_a_session_costs_what_the_server_used_beyond_its_rest(result: Result) -> None:
    assert result["loads"][0]["cpu_share_a_session"] == 0.05
    assert "| 4 | 20 | 29 | 30 | 3 | 5.0 | 650 |" in SCENARIO.table(result)


def test_a_talk_is_shown_beside_a_session_without_an_assistant(result: Result) -> None:
    row = "| 4 | 2 | 40 | 49 | 50 | 20 | 20 | 20 | 60 | 10.0 | 5.0 |"
    assert row in SCENARIO.table(result)


def test_what_talks_and_what_does_not_is_measured_with_as_many_sessions() -> None:
    assert {load.sessions for load in voice.TALKS} <= set(voice.SESSIONS)
    assert {load.sessions for load in voice.QUICK_TALKS} <= set(voice.QUICK_SESSIONS)


def test_sessions_that_got_no_reading_are_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match="no reading"):
        loaded(monkeypatch, [])


def test_a_plot_is_drawn(result: Result, tmp_path: Path) -> None:
    paths = SCENARIO.plot(result, tmp_path)
    assert [path.name for path in paths] == ["voice.png"]
    assert paths[0].stat().st_size > 1_000
