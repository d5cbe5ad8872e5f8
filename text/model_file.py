"""The files of a text model, checked before they are used."""

import hashlib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from text.categories import FINE, INTENSITIES, PRESENCES, Language

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

AFFECT = ("valence", "arousal")


class TextModelError(Exception):
    """A text model is missing, damaged, or not of the form that this version reads."""


class TextModelCard(BaseModel):
    """What `models/<name>.json` tells of a text model.

    Attributes:
        name: of the model, and of its files.
        language: what it reads.
        base: the pretrained encoder that it comes from.
        date: of its training, ISO 8601.
        sha256: of the ONNX file.
        tokenizer_sha256: of the tokenizer's file.
        max_tokens: that it reads at once, special ones included.
        emoji_in_words: whether emoji are spelled out for it.
        outputs: the columns of each output of the ONNX file. Those of "levels" are like
            "joy>=2": the probability of a strength of at least 2 of 3.
        thresholds: for each output, the probability from which a label counts as there.
        affect_means: of the training texts, on EmoBank's scale of 1 to 5.
        affect_deviations: standard deviations of the training texts, likewise.
        trained_on: the data sets.
        data_sha256: of the files of the data sets.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    language: Language
    base: str
    date: str
    sha256: Sha256
    tokenizer_sha256: Sha256
    max_tokens: Annotated[int, Field(ge=8, le=512)]
    emoji_in_words: bool
    outputs: dict[str, list[str]]
    thresholds: dict[str, dict[str, float]]
    affect_means: dict[str, float]
    affect_deviations: dict[str, float]
    trained_on: list[str]
    data_sha256: dict[str, Sha256]


def read_card(models_dir: Path, name: str) -> TextModelCard:
    """Read `<name>.json`.

    Raises:
        TextModelError: it is missing, or has not the labels that this version knows.
    """
    path = models_dir / f"{name}.json"
    try:
        card = TextModelCard.model_validate_json(read_file(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise TextModelError(f"{path}: {place}: {first['msg']}") from error
    _check_labels(card, path)
    return card


def checked_content(path: Path, sha256: str) -> bytes:
    """Read a file.

    Raises:
        TextModelError: it is missing, or its content has another hash.
    """
    content = read_file(path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise TextModelError(f"{path}: damaged, or not the file of its .json: the SHA-256 differs")
    return content


def read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TextModelError(f"{path}: {error.strerror}") from error


def level_labels(emotion: str) -> list[str]:
    """Return the labels of the levels of an emotion, from the lowest."""
    return [f"{emotion}>={level}" for level in (1, 2, 3)]


def _check_labels(card: TextModelCard, path: Path) -> None:
    outputs = card.outputs
    if outputs.get("fine") != list(FINE):
        raise TextModelError(f'{path}: output "fine" has not the labels of this version')
    if outputs.get("presence") != [str(name) for name in PRESENCES]:
        raise TextModelError(f'{path}: output "presence" has not the labels of this version')
    levels = [label for emotion in INTENSITIES for label in level_labels(emotion)]
    for name, labels in (("levels", levels), ("affect", list(AFFECT))):
        missing = set(labels) - set(outputs.get(name, []))
        if missing:
            raise TextModelError(f'{path}: output "{name}" lacks {", ".join(sorted(missing))}')
