"""The published files that text models are trained and measured on, read as corpora.

Where they come from and on what terms is in models/TEXT.md.
"""

import csv
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from text.categories import FINE
from training.text.corpus import Corpus
from training.text.heads import (
    AFFECT,
    BRIGHTER,
    EKMAN_GROUPS,
    PLUTCHIK,
    PRESENCE_GROUPS,
    SENTIMENT_GROUPS,
    group_targets,
    level_targets,
)

Split = Literal["train", "dev", "test"]
BrighterLanguage = Literal["eng", "esp"]

SHA256SUMS = Path(__file__).with_name("SHA256SUMS")
"""Hashes of the published files, as `sha256sum` writes and checks them."""


class SourceError(Exception):
    """A file of the data is missing or is not the published one."""


def published_hashes() -> dict[str, str]:
    """Return the hexadecimal SHA-256 of each file, by its path in the data folder."""
    lines = SHA256SUMS.read_text(encoding="ascii").splitlines()
    return {path: digest for digest, path in (line.split() for line in lines)}


class Sources:
    """A folder of published files.

    Raises:
        SourceError: a file that is asked for is missing or another than the expected one.
    """

    def __init__(self, folder: Path, hashes: Mapping[str, str]) -> None:
        self._folder = folder
        self._hashes = hashes

    def goemotions(self, split: Split) -> Corpus:
        """GoEmotions (Demszky et al. 2020): fine labels, and all groups of them."""
        rows = _tsv(self._text(f"goemotions/{split}.tsv"))
        fine = np.zeros((len(rows), len(FINE)), np.float32)
        for row, (_, numbers, _) in enumerate(rows):
            fine[row, [int(number) for number in numbers.split(",")]] = 1
        targets = {
            "fine": fine,
            "presence": group_targets(fine, list(PRESENCE_GROUPS.values())),
            "ekman": group_targets(fine, list(EKMAN_GROUPS.values())),
            "sentiment": group_targets(fine, list(SENTIMENT_GROUPS.values())),
        }
        return Corpus("GoEmotions", tuple(row[0] for row in rows), targets)

    def emobank(self, split: Split) -> Corpus:
        """EmoBank (Buechel and Hahn 2017): valence, arousal and dominance, 1..5."""
        rows = [row for row in _csv(self._text("emobank.csv")) if row["split"] == split]
        ratings = [[float(row[name[0].upper()]) for name in AFFECT] for row in rows]
        texts = tuple(row["text"] for row in rows)
        return Corpus("EmoBank", texts, {"affect": np.array(ratings, np.float32)})

    def brighter(self, split: Split, language: BrighterLanguage) -> Corpus:
        """BRIGHTER's track B: strengths 0..3, as the levels that are reached."""
        texts, ratings = self._brighter("track_b", split, language)
        return Corpus("BRIGHTER", texts, {"levels": level_targets(ratings)})

    def brighter_presence(self, split: Split, language: BrighterLanguage) -> Corpus:
        """BRIGHTER's track A: whether each emotion is there, as its first level."""
        texts, there = self._brighter("track_a", split, language)
        levels = np.full((len(texts), len(BRIGHTER), 3), np.nan, np.float32)
        levels[:, :, 0] = there
        return Corpus("BRIGHTER track A", texts, {"levels": levels.reshape(len(texts), -1)})

    def xed(self) -> Corpus:
        """XED's English subtitles (Ohman et al. 2020), the neutral ones included."""
        labelled = _tsv(self._text("xed/en-annotated.tsv"))
        neutral = [row for row in _tsv(self._text("xed/neu_en.txt")) if row[1]]
        texts = tuple(row[0] for row in labelled) + tuple(row[1] for row in neutral)
        return Corpus("XED", texts, {"plutchik": _plutchik(labelled, len(texts))})

    def xed_spanish(self) -> Corpus:
        """XED's Spanish subtitles, with the labels of their English translations.

        Two rows of the published file are broken over several lines and are left out.
        """
        rows = [row for row in _tsv(self._text("xed/es-projections.tsv")) if len(row) == 2]
        return Corpus(
            "XED Spanish", tuple(row[0] for row in rows), {"plutchik": _plutchik(rows, len(rows))}
        )

    def _brighter(
        self, track: str, split: Split, language: str
    ) -> tuple[tuple[str, ...], NDArray[np.float32]]:
        rows = _csv(self._text(f"brighter/{track}/{split}/{language}.csv"))
        ratings = [[float(row.get(name) or "nan") for name in BRIGHTER] for row in rows]
        return tuple(row["text"] for row in rows), np.array(ratings, np.float32)

    def _text(self, name: str) -> str:
        path = self._folder / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SourceError(f"{path}: {error.strerror}") from error
        if hashlib.sha256(content).hexdigest() != self._hashes.get(name):
            raise SourceError(f"{path}: not the published file, by its SHA-256")
        return content.decode("utf-8")


def _tsv(text: str) -> list[list[str]]:
    # Not splitlines: texts hold other line separators of Unicode.
    return [line.split("\t") for line in text.replace("\r\n", "\n").split("\n") if line]


def _csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _plutchik(labelled: list[list[str]], n: int) -> NDArray[np.float32]:
    targets = np.zeros((n, len(PLUTCHIK)), np.float32)
    for row, (_, numbers) in enumerate(labelled):
        targets[row, [int(number) - 1 for number in numbers.split(",")]] = 1
    return targets
