import numpy as np
import pytest

from training.voice.false_alarms import CODED_S, KINDS, chunks, through_codec
from voice.audio import CHUNK_S, CHUNK_SAMPLES, SAMPLE_RATE_HZ


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_has_exact_chunks_is_its_own_and_does_not_clip_all_the_time(kind: str) -> None:
    made = list(chunks(kind, 3))
    assert len(made) == 3 * SAMPLE_RATE_HZ // CHUNK_SAMPLES
    times_s = [chunk.media_time_s for chunk in made]
    assert np.allclose(np.diff(times_s), CHUNK_S)
    samples = np.concatenate([chunk.samples for chunk in made])
    assert (samples.any()) == (kind != "silence")
    assert np.mean(np.abs(samples.astype(int)) >= 32_767) < 0.01


@pytest.mark.parametrize(("kind", "hz"), [("hum of 50 Hz", 50), ("hum of 60 Hz", 60)])
def test_a_hum_is_the_mains(kind: str, hz: int) -> None:
    samples = np.concatenate([chunk.samples for chunk in chunks(kind, 4)])
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * SAMPLE_RATE_HZ / len(samples) == pytest.approx(hz, abs=0.5)


def test_noises_are_of_different_colours() -> None:
    def share_above_2_khz(kind: str) -> float:
        power = np.abs(np.fft.rfft(np.concatenate([c.samples for c in chunks(kind, 4)]))) ** 2
        return float(power[len(power) // 4 :].sum() / power.sum())

    white, pink, brown = (share_above_2_khz(f"{name} noise") for name in ("white", "pink", "brown"))
    assert white == pytest.approx(0.75, abs=0.02)
    assert white > 2 * pink > 4 * brown


def test_the_codec_keeps_time_and_level_from_one_encoder_to_the_next() -> None:
    seconds = round(CODED_S) + 4
    heard = list(through_codec(chunks("hum of 60 Hz", seconds)))
    assert np.allclose(np.diff([chunk.media_time_s for chunk in heard]), CHUNK_S)
    assert len(heard) * CHUNK_S == pytest.approx(seconds, abs=0.1)
    before, after = heard[60], heard[-20]
    level = [np.sqrt(np.mean(c.samples.astype(float) ** 2)) for c in (before, after)]
    assert level[0] == pytest.approx(level[1], rel=0.2)
