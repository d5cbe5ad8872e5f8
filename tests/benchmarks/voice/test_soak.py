from typing import Any

import pytest

from benchmarks.footprint import Footprint
from benchmarks.voice.record import Heard, VoiceRecord
from benchmarks.voice_soak import MAX_GROWTH_MB, SAMPLE_S, summary

SECONDS = 200


def footprints(grow_mb: float = 0.0) -> list[Footprint]:
    count = round(SECONDS / SAMPLE_S)
    return [Footprint(600 + grow_mb * n / count, 20, 1, 2, 24) for n in range(count)]


def heard(late_s: float = 0.0, drift: float = 0.0) -> list[Heard]:
    """Readings once a second whose lateness grows to `late_s`, on a clock slow by `drift`."""
    return [
        Heard(n * (1 - drift), 1000 + n + late_s * n / SECONDS * (n % 3 > 0))
        for n in range(1, SECONDS)
    ]


def record_of(voice: list[Heard], face: list[Heard]) -> VoiceRecord:
    record = VoiceRecord(readings=voice, labels=face)
    record.report = {"privacy": {"audio_analysed_s": 199.5}}
    return record


def seen(voice: list[Heard], face: list[Heard], held: list[Footprint]) -> dict[str, Any]:
    return summary(record_of(voice, face), held, SECONDS, 200.0)


def test_what_stays_as_it_is_passes() -> None:
    found = seen(heard(), heard(), footprints())
    assert found["passed_bounds"] == []
    assert found["drift_voice_face_ms"] == 0
    assert found["sound_s"] == {"sent": 200.0, "heard": 199.5}
    assert found["readings"] == {"voice": 199, "face": 199}


def test_a_voice_whose_clock_runs_slow_is_told_from_one_that_queues() -> None:
    slow = seen(heard(drift=0.001), heard(), footprints())
    assert slow["drift_voice_face_ms"] == pytest.approx(150, abs=20)
    assert "drift" in slow["passed_bounds"]
    queued = seen(heard(late_s=1.0), heard(), footprints())
    assert queued["passed_bounds"] == ["voice"]


def test_clocks_that_run_slow_together_do_not_part() -> None:
    found = seen(heard(drift=0.0001), heard(drift=0.0001), footprints())
    assert found["drift_voice_face_ms"] == pytest.approx(0, abs=1)


def test_memory_that_grows_is_told() -> None:
    found = seen(heard(), heard(), footprints(grow_mb=2 * MAX_GROWTH_MB))
    assert found["passed_bounds"] == ["memory"]


def test_a_session_without_readings_or_report_is_no_result() -> None:
    with pytest.raises(RuntimeError, match="only 0 readings"):
        seen([], heard(), footprints())
    record = VoiceRecord(readings=heard(), labels=heard())
    with pytest.raises(RuntimeError, match="without a report"):
        summary(record, footprints(), SECONDS, 200.0)
