import numpy as np
import pytest
from numpy.typing import NDArray

from tests.analysis.voices import spoken
from training.voice.corpus import RATE_HZ, Clip
from training.voice.windows import VARIANTS, hear_all, varied, window_of
from voice.activity import SpeechModel
from voice.downsampler import INPUT_RATE_HZ
from voice.features import FEATURE_NAMES


@pytest.fixture(scope="module")
def speech() -> NDArray[np.float32]:
    """Two seconds at the corpus' rate."""
    samples = spoken()[: 2 * 16_000].astype(np.float32) / 32_768
    places = np.arange(2 * RATE_HZ) * 16_000 / RATE_HZ
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_is_48_khz_and_about_as_long_as_the_clip(
    speech: NDArray[np.float32], variant: str
) -> None:
    first, second = (varied(speech, variant, np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(first, second)
    assert 2 / 1.15 - 0.02 < len(first) / INPUT_RATE_HZ < 2 / 0.87


def test_silence_is_described_and_told_to_hold_no_speech() -> None:
    features, speech_s = window_of(np.zeros(2 * INPUT_RATE_HZ, np.int16), SpeechModel())
    assert speech_s == 0
    assert np.isfinite(features).all()
    assert features.shape == (len(FEATURE_NAMES),)


def test_a_speaker_has_one_room_in_all_clips_and_the_seed_decides_which(
    speech: NDArray[np.float32],
) -> None:
    clips = [Clip(f"0{n}a0{n}Na", speech, f"0{n}", "neutral") for n in (3, 3, 8)]
    heard = hear_all(clips, ("room",), seed=1)
    assert heard.speaker.tolist() == ["03", "03", "08"]
    assert set(heard.variant) == {"room"}
    assert np.array_equal(heard.features[0], heard.features[1])
    assert not np.array_equal(heard.features[0], heard.features[2])
    other = hear_all(clips[:1], ("room",), seed=2)
    assert not np.array_equal(heard.features[0], other.features[0])
    assert np.all(heard.speech_s > 1)
