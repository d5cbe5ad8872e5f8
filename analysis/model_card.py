"""The face model's card: words of `models/face_card.toml`, figures of `models/face.json`."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from analysis.classifier import LANDMARKS_ONLY, WITH_NETWORK, load_metadata
from analysis.labels import EMOTIONS
from analysis.picture_limits import (
    MAX_PITCH_DEG,
    MAX_YAW_DEG,
    MIN_FACE_SIZE_PX,
    MIN_INSIDE_SHARE,
)
from vision.face_crop import CROP_SIDE_PX

WORDS_FILE = "face_card.toml"
CARD_LANGUAGES = ("en", "es")

# Of the metadata, what a card tells as it stands; the rest is for the server's own checks.
_TOLD_AS_IT_STANDS = ("name", "classes", "trained_on", "versions", "files", "data_files")


@dataclass(frozen=True, slots=True)
class Limit:
    """Where the model fails."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CardWords:
    """The card in one language; every figure in it is measured or read off the code."""

    summary: str
    statement: str
    inputs: str
    forbidden_uses: tuple[str, ...]
    data: tuple[str, ...]
    terms: tuple[str, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of the face models.

    Attributes:
        licence: of the models, an SPDX identifier.
        words: by language, one of CARD_LANGUAGES.
        metadata: the content of `face.json`.
    """

    licence: str
    words: Mapping[str, CardWords]
    metadata: Mapping[str, Any]

    @classmethod
    def load(cls, models_dir: Path) -> Self:
        """Load the card, with the metadata beside its words.

        Raises:
            FileNotFoundError: a file is missing.
            KeyError: the words name a figure that there is not, or a text is missing.
        """
        return cls.of(load_metadata(models_dir), models_dir)

    @classmethod
    def of(cls, metadata: Mapping[str, Any], models_dir: Path) -> Self:
        """Make the card of known metadata and of the words in `models_dir`; raises as `load`."""
        written = tomllib.loads((models_dir / WORDS_FILE).read_text(encoding="utf-8"))
        facts = card_facts(metadata)
        words = {language: _words(written[language], facts) for language in CARD_LANGUAGES}
        return cls(written["licence"], words, metadata)

    def fields(self, language: str) -> dict[str, Any]:
        """Return the card ready for JSON, its words in one of CARD_LANGUAGES.

        `figures` holds what PrivateTest gave: of each model, task and part the number of
        faces, accuracy with its 95 % interval (Wilson), macro-F1, ECE, recall and confusion.
        """
        models = self.metadata["models"]
        return {
            **{name: self.metadata[name] for name in _TOLD_AS_IT_STANDS},
            "version": self.metadata["trained_on"],
            "licence": self.licence,
            "language": language,
            **asdict(self.words[language]),
            "figures": {
                "coverage": self.metadata["private_test_coverage"],
                "models": {name: model["private_test"] for name, model in models.items()},
            },
        }


def card_facts(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Return the figures that the card's words may name."""
    expressions = metadata["models"][WITH_NETWORK.name]["private_test"]["expressions"]["all"]
    faces = dict(zip(EMOTIONS, map(sum, expressions["confusion"]), strict=True))
    sad, neutral = EMOTIONS.index("sad"), EMOTIONS.index("neutral")
    sad_as_neutral = expressions["confusion"][sad][neutral] / faces["sad"]
    n_features = len(WITH_NETWORK.features)
    n_landmark_features = len(LANDMARKS_ONLY.features)
    return {
        "n_features": str(n_features),
        "n_landmark_features": str(n_landmark_features),
        "n_network_features": str(n_features - n_landmark_features),
        "crop_side_px": str(CROP_SIDE_PX),
        "min_face_size_px": f"{MIN_FACE_SIZE_PX:g}",
        "max_yaw_deg": f"{MAX_YAW_DEG:g}",
        "max_pitch_deg": f"{MAX_PITCH_DEG:g}",
        "min_inside_share": _percent(MIN_INSIDE_SHARE),
        "sad_faces": str(faces["sad"]),
        "sad_recall": _percent(expressions["recall"]["sad"]),
        "sad_as_neutral": _percent(sad_as_neutral),
        "disgusted_faces": str(faces["disgusted"]),
        "fearful_faces": str(faces["fearful"]),
    }


def _percent(share: float) -> str:
    # Joined by a space that no line is broken at.
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


def _words(written: Mapping[str, Any], facts: Mapping[str, str]) -> CardWords:
    def filled(text: str) -> str:
        return text.format_map(facts)

    return CardWords(
        summary=filled(written["summary"]),
        statement=filled(written["statement"]),
        inputs=filled(written["inputs"]),
        forbidden_uses=tuple(map(filled, written["forbidden_uses"])),
        data=tuple(map(filled, written["data"])),
        terms=tuple(map(filled, written["terms"])),
        limits=tuple(
            Limit(filled(limit["title"]), filled(limit["text"])) for limit in written["limits"]
        ),
    )
