from pathlib import Path

import pytest

from benchmarks.crowd.crowd import ALONE, Crowd, _worker_of
from benchmarks.interop.outcome import Heard


@pytest.mark.parametrize(
    ("location", "worker_id"),
    [("/whip/w2.aSecret-", "w2"), ("/whip/aSecretOfAProcessAlone", ALONE)],
)
def test_a_sessions_path_names_its_worker(location: str, worker_id: str) -> None:
    assert _worker_of(location) == worker_id


def test_labels_are_kept_with_their_times_and_an_early_end_is_a_failure(tmp_path: Path) -> None:
    crowd = Crowd("http://server", "key", tmp_path / "clip", tmp_path, stay_s=60)
    for message in (
        {"type": "started"},
        {"type": "label", "timing_ms": {"total": 31.5}},
        {"type": "ended", "reason": "completed"},
        {"type": "ended", "reason": "connection_lost"},
    ):
        crowd._note(Heard(0.0, message), "w1")
    (label,) = crowd.labels
    assert (label.total_ms, label.worker_id) == (31.5, "w1")
    assert crowd.between(label.heard_s, label.heard_s + 1) == [label]
    assert crowd.between(label.heard_s - 1, label.heard_s) == []
    assert crowd.completed == 1
    assert crowd.failures == ["a session ended: connection_lost"]
