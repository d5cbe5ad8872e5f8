"""Light senders in their own process, against real servers in theirs."""

from collections.abc import Iterator

import pytest

from benchmarks.sender.process import SenderError, SenderProcess, run_sender
from benchmarks.sender.profile import ANALYSIS_H264, ANALYSIS_VP8, Load, Profile, Way
from benchmarks.sender.record import LoadFigures
from benchmarks.servers import Server, run_server


@pytest.fixture(scope="module")
def emochat() -> Iterator[Server]:
    with run_server("emochat", options=["--face-workers", "1"]) as server:
        yield server


@pytest.fixture(scope="module")
def stock_aiortc() -> Iterator[Server]:
    with run_server("stock-aiortc") as server:
        yield server


@pytest.fixture(scope="module")
def sender() -> Iterator[SenderProcess]:
    with run_sender() as sender:
        yield sender


def run_load(sender: SenderProcess, server: Server, way: Way, profile: Profile) -> LoadFigures:
    marks: list[str] = []
    load = Load(way, server.url, profile, sessions=2, settle_s=0, measure_s=3)
    figures = sender.run(load, lambda: marks.append("begin"), lambda: marks.append("end"))
    assert marks == ["begin", "end"]
    return figures


@pytest.mark.parametrize(
    ("way", "profile"),
    [("whip", ANALYSIS_VP8), ("whip", ANALYSIS_H264), ("predict", ANALYSIS_VP8)],
    ids=["VP8", "H264", "predict"],
)
def test_labels_of_emochat_are_matched_with_their_frames(
    emochat: Server, sender: SenderProcess, way: Way, profile: Profile
) -> None:
    figures = run_load(sender, emochat, way, profile)
    assert figures.label_ms
    assert figures.labels_unknown == 0
    assert figures.labels_expected == 4


def test_labels_of_the_stock_rival_are_matched_with_their_frames(
    stock_aiortc: Server, sender: SenderProcess
) -> None:
    figures = run_load(sender, stock_aiortc, "whip", ANALYSIS_VP8)
    assert figures.label_ms
    assert figures.labels_unknown == 0


def test_a_server_that_is_not_there_is_told(sender: SenderProcess) -> None:
    load = Load("whip", "http://127.0.0.1:9", ANALYSIS_VP8, sessions=1, settle_s=0, measure_s=2)
    with pytest.raises(SenderError, match="begin: ClientConnectorError"):
        sender.run(load, lambda: None, lambda: None)
