import wave
from pathlib import Path

import numpy as np
import pytest

from analysis.labels import VOICE_EMOTIONS
from training.voice import corpus
from training.voice.corpus import (
    EMOTION_OF_KIND,
    KINDS,
    CorpusError,
    emotion_index,
    leave_one_out,
    load_clips,
    require_disjoint,
)


def write_wav(path: Path, samples: np.ndarray[tuple[int], np.dtype[np.int16]], rate: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())


def test_each_speaker_is_tested_once_by_a_model_of_all_others() -> None:
    speakers = np.array(["08", "03", "08", "16", "03"])
    tested = np.zeros(len(speakers), int)
    for train, test in leave_one_out(speakers):
        assert not set(speakers[train]) & set(speakers[test])
        assert (train ^ test).all()
        tested += test
    assert tested.tolist() == [1] * len(speakers)


def test_a_speaker_on_both_sides_is_refused() -> None:
    with pytest.raises(CorpusError, match="08"):
        require_disjoint(np.array(["03", "08"]), np.array(["08"]))


def test_kinds_that_are_none_of_our_emotions_have_no_index() -> None:
    ours = {kind: emotion_index(kind) for kind in KINDS}
    assert [kind for kind, index in ours.items() if index < 0] == ["boredom", "disgust"]
    assert {VOICE_EMOTIONS[ours[kind]] for kind in EMOTION_OF_KIND} == set(VOICE_EMOTIONS)


def test_a_folder_that_is_not_emodb_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CorpusError, match="holds 0 wav files"):
        load_clips(tmp_path)
    write_wav(tmp_path / "emodb" / "03a01Fa.wav", np.zeros(10, np.int16), corpus.RATE_HZ)
    monkeypatch.setattr(corpus, "CLIPS", 1)
    with pytest.raises(CorpusError, match="sha256"):
        load_clips(tmp_path)


def test_a_clips_name_says_who_speaks_and_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "emodb" / "16b10Wa.wav"
    write_wav(path, np.array([0, 16_384, -32_768], np.int16), corpus.RATE_HZ)
    clip = corpus._read(path)
    assert (clip.name, clip.speaker, clip.kind) == ("16b10Wa", "16", "anger")
    assert clip.samples.tolist() == [0.0, 0.5, -1.0]
    write_wav(path, np.zeros(10, np.int16), 16_000)
    with pytest.raises(CorpusError, match="22050"):
        corpus._read(path)
