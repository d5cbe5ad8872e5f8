"""EmoDB: 535 German sentences by ten actors (CC0-1.0, github.com/audeering/emodb).

Each file of the copy used here is 2 s long, cut or filled with zeros, at 22,050 Hz. A file's
name says who speaks (2 digits), what (3 letters), and how (one letter).
"""

import hashlib
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.labels import VOICE_EMOTIONS

FOLDER = "emodb"
RATE_HZ = 22_050
CLIPS = 535
SPEAKERS = 10
SHA256 = "79fc837c7d13b930a9bba741b7ac62442597e75386fe66556d574ddbbca6658d"
"""Of the content of all files, in the order of their names."""

KINDS = ("anger", "boredom", "disgust", "fear", "happiness", "sadness", "neutral")
"""EmoDB's own classes."""

_KIND_OF_LETTER = dict(zip("WLEAFTN", KINDS, strict=True))

EMOTION_OF_KIND = {
    "anger": "angry",
    "fear": "anxious",
    "happiness": "happy",
    "sadness": "sad",
    "neutral": "neutral",
}
"""What of EmoDB the product's emotions are learnt from; boredom and disgust are none of them."""


class CorpusError(Exception):
    """The folder does not hold EmoDB as it is expected."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One sentence.

    Attributes:
        samples: float32, -1..1, RATE_HZ.
        kind: one of KINDS.
    """

    name: str
    samples: NDArray[np.float32]
    speaker: str
    kind: str


def load_clips(data: Path) -> list[Clip]:
    """Read `data/emodb/*.wav`, in the order of their names.

    Raises:
        CorpusError: the files are not those that the figures were measured on.
    """
    paths = sorted((data / FOLDER).glob("*.wav"))
    if len(paths) != CLIPS:
        raise CorpusError(f"{data / FOLDER} holds {len(paths)} wav files, not {CLIPS}")
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    if digest.hexdigest() != SHA256:
        raise CorpusError(f"the files in {data / FOLDER} have sha256 {digest.hexdigest()}")
    return [_read(path) for path in paths]


def _read(path: Path) -> Clip:
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE_HZ, 1, 2):
            raise CorpusError(f"{path} is not mono, 16 bits, {RATE_HZ} Hz")
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    name = path.stem
    signal = samples.astype(np.float32) / np.float32(32_768)
    return Clip(name, signal, speaker=name[:2], kind=_KIND_OF_LETTER[name[5]])


def leave_one_out(
    speakers: NDArray[np.str_],
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Give for each speaker the rows of all others, to train, and their own, to test."""
    for speaker in sorted(set(speakers.tolist())):
        test = speakers == speaker
        require_disjoint(speakers[~test], speakers[test])
        yield ~test, test


def require_disjoint(train: NDArray[np.str_], test: NDArray[np.str_]) -> None:
    """Make sure that nobody is trained on who is tested on.

    Raises:
        CorpusError: somebody is in both.
    """
    both = set(train.tolist()) & set(test.tolist())
    if both:
        raise CorpusError(f"speakers in training and test: {sorted(both)}")


def emotion_index(kind: str) -> int:
    """Return the index in VOICE_EMOTIONS, or -1 for a kind that is none of them."""
    emotion = EMOTION_OF_KIND.get(kind)
    return -1 if emotion is None else VOICE_EMOTIONS.index(emotion)
