import numpy as np
import pytest
from numpy.typing import NDArray

from voice.audio import CHUNK_S, CHUNK_SAMPLES
from voice.gain import FORGET_DB_PER_S, MAX_GAIN_DB, QUIET_DBFS, RISE_DB_PER_S, SlowGain


def noise(dbfs: float, rng: np.random.Generator) -> NDArray[np.float32]:
    return rng.normal(0, 10 ** (dbfs / 20), CHUNK_SAMPLES).astype(np.float32)


def heard(gain: SlowGain, dbfs: float, duration_s: float) -> None:
    rng = np.random.default_rng(0)
    for _ in range(round(duration_s / CHUNK_S)):
        gain.apply(noise(dbfs, rng))


@pytest.mark.parametrize("dbfs", [-3.0, -20.0, QUIET_DBFS + 2])
def test_a_usable_level_is_left_as_it_is(dbfs: float) -> None:
    gain = SlowGain()
    heard(gain, dbfs, 20)
    chunk = noise(dbfs, np.random.default_rng(1))
    assert gain.apply(chunk) is chunk


def test_a_quiet_microphone_is_brought_up_to_the_least_usable_level() -> None:
    gain = SlowGain()
    heard(gain, QUIET_DBFS - 20, 20)
    assert gain.gain_db == pytest.approx(20, abs=1)
    assert MAX_GAIN_DB > 20


def test_the_gain_rises_slowly_and_falls_at_once() -> None:
    gain = SlowGain()
    heard(gain, QUIET_DBFS - 20, 1)
    assert 0 < gain.gain_db <= RISE_DB_PER_S + 0.1
    heard(gain, -10.0, CHUNK_S)
    assert gain.gain_db == 0


def test_one_click_does_not_hold_the_gain_down_for_good() -> None:
    gain = SlowGain()
    heard(gain, 0.0, CHUNK_S)
    heard(gain, QUIET_DBFS - 20, (20 - QUIET_DBFS) / FORGET_DB_PER_S + 5)
    assert gain.gain_db == pytest.approx(20, abs=1)


def test_silence_is_not_amplified() -> None:
    gain = SlowGain()
    for _ in range(round(20 / CHUNK_S)):
        gain.apply(np.zeros(CHUNK_SAMPLES, np.float32))
    assert gain.gain_db == 0
