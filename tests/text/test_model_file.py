import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from text.categories import FINE, INTENSITIES, PRESENCES
from text.model_file import TextModelError, checked_content, level_labels, read_card


def _content() -> dict[str, Any]:
    return {
        "name": "made_up",
        "language": "en",
        "base": "nothing",
        "date": "2026-01-01",
        "sha256": "0" * 64,
        "tokenizer_sha256": "0" * 64,
        "max_tokens": 16,
        "emoji_in_words": True,
        "outputs": {
            "fine": list(FINE),
            "presence": list(PRESENCES),
            "levels": [label for emotion in INTENSITIES for label in level_labels(emotion)],
            "affect": ["valence", "arousal"],
        },
        "thresholds": {"presence": {"joy": 0.5}},
        "affect_means": {"valence": 3.0},
        "affect_deviations": {"valence": 0.5},
        "trained_on": ["made up, 1 text"],
        "data_sha256": {},
    }


def _write(folder: Path, content: dict[str, Any]) -> None:
    (folder / "made_up.json").write_text(json.dumps(content), encoding="utf-8")


def test_a_card_is_read(tmp_path: Path) -> None:
    _write(tmp_path, _content())
    card = read_card(tmp_path, "made_up")
    assert (card.language, card.max_tokens) == ("en", 16)
    assert card.thresholds == {"presence": {"joy": 0.5}}


def test_a_missing_card_is_named(tmp_path: Path) -> None:
    with pytest.raises(TextModelError, match=r"made_up\.json: No such file"):
        read_card(tmp_path, "made_up")


@pytest.mark.parametrize(
    ("key", "value"), [("language", "fr"), ("sha256", "short"), ("max_tokens", 3), ("extra", 1)]
)
def test_a_card_of_another_form_is_refused_by_its_field(
    tmp_path: Path, key: str, value: object
) -> None:
    _write(tmp_path, _content() | {key: value})
    with pytest.raises(TextModelError, match=key):
        read_card(tmp_path, "made_up")


@pytest.mark.parametrize("output", ["fine", "presence", "levels", "affect"])
def test_a_card_without_the_labels_of_this_version_is_refused(tmp_path: Path, output: str) -> None:
    content = _content()
    content["outputs"][output] = content["outputs"][output][1:]
    _write(tmp_path, content)
    with pytest.raises(TextModelError, match=f'"{output}"'):
        read_card(tmp_path, "made_up")


def test_a_file_of_another_hash_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    assert checked_content(path, hashlib.sha256(b"content").hexdigest()) == b"content"
    with pytest.raises(TextModelError, match="damaged"):
        checked_content(path, "0" * 64)
