"""The command: what it writes is what the server loads."""

import json
from pathlib import Path

import numpy as np
import pytest

from analysis.labels import VOICE_EMOTIONS
from analysis.voice_classifier import VoiceClassifier
from tests.training.voice.heard import made_up_windows
from training.voice import __main__ as command
from training.voice import corpus
from training.voice.corpus import Clip
from training.voice.windows import Windows


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def heard(clips: list[Clip], variants: tuple[str, ...], work: Path) -> Windows:
        return made_up_windows(variants)

    monkeypatch.setattr(command, "heard", heard)
    monkeypatch.setattr(corpus, "load_clips", lambda data: [])
    arguments = ["--data", "absent", "--work", str(tmp_path), "--out", str(tmp_path)]
    monkeypatch.setattr("sys.argv", ["training.voice", *arguments, "--variants", "clean", "opus"])
    command.main()
    return tmp_path


def test_the_server_loads_what_was_trained_and_reads_with_it(written: Path) -> None:
    model = VoiceClassifier.load(written)
    windows = made_up_windows(("opus",))
    right = []
    for features, kind in zip(windows.features, windows.kind.tolist(), strict=True):
        if kind == "sadness":
            baseline = model.baseline()
            probabilities = model.predict(baseline.normalise(features))
            assert probabilities.sum() == pytest.approx(1)
            right.append(VOICE_EMOTIONS[int(probabilities.argmax())] == "sad")
    assert np.mean(right) > 0.8


def test_the_metadata_names_data_code_and_figures(written: Path) -> None:
    metadata = json.loads((written / "voice.json").read_text(encoding="utf-8"))
    assert metadata["classes"] == list(VOICE_EMOTIONS)
    assert metadata["data"]["corpus"] == "EmoDB"
    report = metadata["leave_one_speaker_out"]
    assert report["reported_variant"] == "opus"
    assert set(report["variants"]) == {"clean", "opus"}
    assert metadata["rows"] == 4 * 5 * 8 * 2 * 2  # speakers, emotions, clips, variants, states


def test_a_folder_without_the_corpus_ends_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["training.voice", "--data", str(tmp_path), "--work", str(tmp_path)]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit, match="holds 0 wav files"):
        command.main()
