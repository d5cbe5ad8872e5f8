"""From clips to the features that the server would see: codec, downsampler, detector, window."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.voice.augment import (
    Signal,
    in_a_room,
    through_a_microphone,
    through_opus,
    to_codec_rate,
    to_int16,
    with_noise,
)
from training.voice.corpus import Clip
from voice.activity import SpeechDetector, SpeechModel
from voice.descriptors import Floats
from voice.downsampler import Downsampler
from voice.window import SpeechWindow

THROATS = (0.88, 1.14)
NOISE_DB = (5.0, 30.0)
GAIN_DB = (-18.0, 0.0)

VARIANTS = ("clean", "opus", "room", "noise", "throat", "other_throat")
"""clean: nothing but resampled. opus: codec. All others: codec, gain, microphone, and what
their name says; throats get noise, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """One row for each clip and variant.

    Attributes:
        features: shape (n, len(FEATURE_NAMES)).
        variant: one of VARIANTS.
        speech_s: how much of the window the detector took for speech.
    """

    features: Floats
    name: NDArray[np.str_]
    speaker: NDArray[np.str_]
    kind: NDArray[np.str_]
    variant: NDArray[np.str_]
    speech_s: Floats

    def where(self, mask: NDArray[np.bool_]) -> "Windows":
        """Return the rows that a mask picks."""
        return Windows(
            self.features[mask],
            self.name[mask],
            self.speaker[mask],
            self.kind[mask],
            self.variant[mask],
            self.speech_s[mask],
        )


def varied(signal: Signal, variant: str, rng: np.random.Generator) -> NDArray[np.int16]:
    """Make a variant of a clip: int16, 48 kHz."""
    if variant == "clean":
        return to_int16(to_codec_rate(signal))
    if variant == "opus":
        return through_opus(to_codec_rate(signal))
    throat = 1.0
    if variant in ("throat", "other_throat"):
        low, high = THROATS
        throat = rng.uniform(low, 0.96) if variant == "throat" else rng.uniform(1.04, high)
    if variant == "room":
        signal = in_a_room(signal, rng)
    if variant == "noise" or throat != 1.0:
        signal = with_noise(signal, rng, rng.uniform(*NOISE_DB))
    gain = 10 ** (rng.uniform(*GAIN_DB) / 20)
    return through_opus(to_codec_rate(through_a_microphone(signal, rng) * gain, throat))


def window_of(samples: NDArray[np.int16], model: SpeechModel) -> tuple[Floats, float]:
    """Hear a clip as the server would, up to its end.

    Where the detector hears no speech at all, every chunk counts as speech: the clip is.

    Args:
        samples: int16, 48 kHz, at most a window long.
        model: tells speech.

    Returns:
        Its features, and the seconds of speech in it.
    """
    downsampler, detector = Downsampler(), SpeechDetector(model)
    chunks = downsampler.push(samples, 0.0)
    heard = [detector.hear(chunk.samples) for chunk in chunks]
    window = SpeechWindow()
    for chunk, is_speech in zip(chunks, heard, strict=True):
        window.add(chunk, is_speech or not any(heard))
    return window.features(), window.speech_s if any(heard) else 0.0


def hear_all(clips: list[Clip], variants: tuple[str, ...], seed: int = 0) -> Windows:
    """Make the variants of all clips and hear them.

    A speaker has one throat, room and microphone in all clips of a variant, as in a session.
    """
    model = SpeechModel()
    rows = [(clip, variant) for variant in variants for clip in clips]
    heard = []
    for clip, variant in rows:
        rng = np.random.default_rng([seed, VARIANTS.index(variant), int(clip.speaker)])
        heard.append(window_of(varied(clip.samples, variant, rng), model))
    return Windows(
        features=np.stack([features for features, _ in heard]),
        name=np.array([clip.name for clip, _ in rows]),
        speaker=np.array([clip.speaker for clip, _ in rows]),
        kind=np.array([clip.kind for clip, _ in rows]),
        variant=np.array([variant for _, variant in rows]),
        speech_s=np.array([speech_s for _, speech_s in heard], np.float32),
    )
