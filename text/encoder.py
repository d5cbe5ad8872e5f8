"""One text model: texts in, scores out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from tokenizers import Tokenizer

from silent_onnxruntime import InferenceSession, SessionOptions
from text.categories import INTENSITIES, Language
from text.emoji import emoji_in_words
from text.model_file import (
    TextModelCard,
    checked_content,
    level_labels,
    read_card,
)
from text.scores import TextScores
from text.windows import joined_logits, joined_values, windows

MAX_WINDOWS = 32
"""What is read of a text: about 3,000 tokens; the rest is left out."""

MAX_CHARS = 32_000
"""What is tokenised of a text; more than MAX_WINDOWS hold in any common language."""

# Bounds the memory and the time of one run of the model, about 50 ms on one core.
_TOKENS_A_RUN = 512

_ABSENCE = "neutral"

# Symptom: an eighth of the time of a batch goes to SkipLayerNormalization. Cause: onnxruntime 1.31
# makes it of Add and LayerNormalization, which together take a third of its time on a CPU
# (seen on AVX-512). Remove when `make bench` is no slower without.
_SLOW_OPTIMIZERS = ["SkipLayerNormFusion"]


@dataclass(frozen=True, slots=True)
class ReadText:
    """The tokens of one text.

    Attributes:
        windows: token numbers, special ones included, of each part of the text.
        truncated: whether the end of the text was left out.
    """

    windows: tuple[tuple[int, ...], ...]
    truncated: bool

    @property
    def tokens(self) -> int:
        return sum(len(window) for window in self.windows)


class TextEncoder:
    """A tokenizer and an ONNX model. Safe to use from several threads at once."""

    def __init__(
        self, card: TextModelCard, tokenizer: Tokenizer, session: InferenceSession
    ) -> None:
        self.card = card
        self._tokenizer = tokenizer
        self._session = session
        self._names = tuple(card.outputs)
        first, last = tokenizer.encode("").ids
        self._ends: tuple[int, int] = (first, last)
        self._level_columns = [
            [card.outputs["levels"].index(label) for label in level_labels(emotion)]
            for emotion in INTENSITIES
        ]
        self._valence, self._arousal = (
            card.outputs["affect"].index(name) for name in ("valence", "arousal")
        )

    @classmethod
    def load(cls, models_dir: Path, name: str, threads: int) -> Self:
        """Load `<name>.json`, `<name>.onnx` and `<name>.tokenizer.json`.

        Args:
            models_dir: where the three files are.
            name: of the model, such as "text_en".
            threads: that one call computes with.

        Raises:
            TextModelError: a file is missing, damaged, or of a form that this version does not
                read.
        """
        card = read_card(models_dir, name)
        content = checked_content(models_dir / f"{name}.onnx", card.sha256)
        tokenizer_file = models_dir / f"{name}.tokenizer.json"
        tokenizer = Tokenizer.from_buffer(checked_content(tokenizer_file, card.tokenizer_sha256))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(card, tokenizer, _session(content, threads))

    @property
    def language(self) -> Language:
        return self.card.language

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        """Return what the model says of each text, in their order."""
        read = [self._read(text) for text in texts]
        outputs = self._outputs(read)
        fine, presence = expit(outputs["fine"]), expit(outputs["presence"])
        intensity = expit(outputs["levels"])[:, self._level_columns].mean(axis=2)
        affect = outputs["affect"]
        return [
            TextScores(
                fine=fine[row],
                presence=presence[row],
                intensity=intensity[row],
                valence=float(affect[row, self._valence]),
                arousal=float(affect[row, self._arousal]),
                language=self.language,
                tokens=text.tokens,
                truncated=text.truncated,
            )
            for row, text in enumerate(read)
        ]

    def outputs(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return every output of the model as it is, by name, shape (texts, columns)."""
        return self._outputs([self._read(text) for text in texts])

    def _read(self, text: str) -> ReadText:
        shown = emoji_in_words(text[:MAX_CHARS]) if self.card.emoji_in_words else text[:MAX_CHARS]
        # One text after the other: a batch would start a thread a core.
        encoding = self._tokenizer.encode(shown, add_special_tokens=False)
        starts = [start for start, _ in encoding.offsets]
        first, last = self._ends
        ranges = windows(shown, starts, self.card.max_tokens - 2)
        return ReadText(
            tuple((first, *encoding.ids[a:b], last) for a, b in ranges[:MAX_WINDOWS]),
            truncated=len(text) > MAX_CHARS or len(ranges) > MAX_WINDOWS,
        )

    def _outputs(self, texts: Sequence[ReadText]) -> dict[str, NDArray[np.float32]]:
        flat = [window for text in texts for window in text.windows]
        said = self._run_all(flat)
        ends = np.cumsum([0, *(len(text.windows) for text in texts)])
        ranges = list(zip(ends[:-1], ends[1:], strict=True))
        lengths = np.array([len(window) for window in flat], np.float64)
        return {
            name: _joined(name, columns, said[name], lengths, ranges)
            for name, columns in self.card.outputs.items()
        }

    def _run_all(self, tokens: Sequence[tuple[int, ...]]) -> dict[str, NDArray[np.float32]]:
        """Run the model over windows in batches of similar length; the answers are in order."""
        said = {
            name: np.zeros((len(tokens), len(columns)), np.float32)
            for name, columns in self.card.outputs.items()
        }
        for rows in batches([len(window) for window in tokens]):
            ids, mask = padded([tokens[row] for row in rows])
            answers = self._session.run(self._names, {"ids": ids, "mask": mask})
            for name, answer in zip(self._names, answers, strict=True):
                said[name][rows] = answer
        return said


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Cut rows, from the shortest to the longest, into batches that a run can hold."""
    cut: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if cut and (len(cut[-1]) + 1) * lengths[row] <= _TOKENS_A_RUN:
            cut[-1].append(row)
        else:
            cut.append([row])
    return cut


def padded(
    tokens: Sequence[Sequence[int] | NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return tokens and mask, shape (n, longest); padding is 0 in both."""
    longest = max(len(row) for row in tokens)
    ids = np.zeros((len(tokens), longest), np.int64)
    mask = np.zeros((len(tokens), longest), np.int64)
    for row, values in enumerate(tokens):
        ids[row, : len(values)] = values
        mask[row, : len(values)] = 1
    return ids, mask


def _session(content: bytes, threads: int) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait by spinning would take the cores that others need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(
        content,
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=_SLOW_OPTIMIZERS,
    )


def _joined(
    name: str,
    columns: Sequence[str],
    said: NDArray[np.float32],
    lengths: NDArray[np.float64],
    ranges: Sequence[tuple[int, int]],
) -> NDArray[np.float32]:
    absences = [columns.index(_ABSENCE)] if _ABSENCE in columns else []
    rows = [
        said[a]
        if b - a == 1
        else joined_values(said[a:b], lengths[a:b])
        if name == "affect"
        else joined_logits(said[a:b], lengths[a:b], absences)
        for a, b in ranges
    ]
    return np.stack(rows) if rows else np.zeros((0, len(columns)), np.float32)
