"""Sessions of one speaker: clips joined to turns of one emotion each, with pauses between."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.labels import VOICE_EMOTIONS
from training.voice.augment import to_codec_rate, to_int16
from training.voice.corpus import Clip, emotion_index
from training.voice.evaluate import NEUTRAL_HEARD
from training.voice.fit import NEUTRAL
from voice.downsampler import INPUT_RATE_HZ

TURN_CLIPS = 4
"""Most clips of a turn: 8 s of speech in one emotion."""

PAUSE_S = (0.2, 0.6)
"""Between clips of a turn."""

TURN_PAUSE_S = (1.0, 2.5)
"""Between turns."""

ROOM_NOISE = 16.0
"""Standard deviation of the noise under everything, of 32,768: 66 dB below full scale."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a turn lies.

    Attributes:
        start_s: of the turn, since the beginning of the session.
        end_s: likewise.
        emotion: index in VOICE_EMOTIONS.
        is_calibration: heard to learn how the person speaks, and not scored.
    """

    start_s: float
    end_s: float
    emotion: int
    is_calibration: bool


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerSession:
    """What one speaker says.

    Attributes:
        samples: int16, mono, 48 kHz.
        turns: in their order.
    """

    speaker: str
    samples: NDArray[np.int16]
    turns: tuple[Spoken, ...]


def session_of(
    clips: Sequence[Clip], rng: np.random.Generator, *, calibrated: bool
) -> "SpeakerSession":
    """Join all clips of one speaker whose kind is one of ours.

    Args:
        clips: of one speaker.
        rng: orders turns and draws pauses.
        calibrated: begin with NEUTRAL_HEARD neutral clips that are not scored.
    """
    parts: list[NDArray[np.int16]] = []
    turns: list[Spoken] = []
    known = [clip for clip in clips if emotion_index(clip.kind) >= 0]
    for turn, is_calibration in _turns(known, rng, calibrated):
        start_s = _seconds(parts)
        for clip in turn:
            parts += [to_int16(to_codec_rate(clip.samples)), _pause(PAUSE_S, rng)]
        emotion = emotion_index(turn[0].kind)
        turns.append(Spoken(start_s, _seconds(parts[:-1]), emotion, is_calibration))
        parts.append(_pause(TURN_PAUSE_S, rng))
    speech = np.concatenate(parts)
    noise = rng.normal(0, ROOM_NOISE, len(speech))
    samples = np.clip(np.rint(speech + noise), -32_768, 32_767).astype(np.int16)
    return SpeakerSession(known[0].speaker, samples, tuple(turns))


def _turns(
    clips: Sequence[Clip], rng: np.random.Generator, calibrated: bool
) -> list[tuple[list[Clip], bool]]:
    order = [clips[index] for index in rng.permutation(len(clips))]
    by_emotion = [
        [c for c in order if emotion_index(c.kind) == e] for e in range(len(VOICE_EMOTIONS))
    ]
    first: list[tuple[list[Clip], bool]] = []
    if calibrated:
        first = [(by_emotion[NEUTRAL][:NEUTRAL_HEARD], True)]
        by_emotion[NEUTRAL] = by_emotion[NEUTRAL][NEUTRAL_HEARD:]
    rest = [
        (same[begin : begin + TURN_CLIPS], False)
        for same in by_emotion
        for begin in range(0, len(same), TURN_CLIPS)
    ]
    return first + [rest[index] for index in rng.permutation(len(rest))]


def _pause(span_s: tuple[float, float], rng: np.random.Generator) -> NDArray[np.int16]:
    return np.zeros(round(rng.uniform(*span_s) * INPUT_RATE_HZ), np.int16)


def _seconds(parts: Sequence[NDArray[np.int16]]) -> float:
    return sum(len(part) for part in parts) / INPUT_RATE_HZ
