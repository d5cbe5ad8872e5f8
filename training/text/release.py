"""Writing the files of a text model: the network, its tokenizer, and what is told of them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from text.categories import Language
from text.encoder import TextEncoder, padded
from text.model_file import TextModelCard
from training.text.activations import Inputs
from training.text.balance import balance
from training.text.corpus import Corpus, joined_targets, joined_texts
from training.text.heads import HEADS
from training.text.measures import sigmoid, steady_thresholds
from training.text.tokens import tokenised

_N_EXAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model comes from.

    Attributes:
        name: of its files.
        language: what it reads.
        base: the pretrained encoder.
        max_tokens: that it reads at once.
        emoji_in_words: whether emoji are spelled out for it.
        data_sha256: of the files that it was trained on.
    """

    name: str
    language: Language
    base: str
    max_tokens: int
    emoji_in_words: bool
    data_sha256: dict[str, str]


def release(
    origin: Origin,
    content: bytes,
    tokenizer: Tokenizer,
    train: Sequence[Corpus],
    dev: Sequence[Corpus],
    models_dir: Path,
) -> TextEncoder:
    """Choose a model's thresholds on dev, and put its three files in place.

    Args:
        origin: of the model.
        content: ONNX, with an output for each of HEADS.
        tokenizer: of the model.
        train: what it was trained on, as the tokenizer is to see it.
        dev: to choose thresholds on, as published.
        models_dir: where the files go, the JSON last.
    """
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer_json = tokenizer.to_str().encode()
    card = _card(origin, content, tokenizer_json, train)
    draft = models_dir / ".draft"
    draft.mkdir(parents=True, exist_ok=True)
    files = {
        f"{origin.name}.onnx": content,
        f"{origin.name}.tokenizer.json": tokenizer_json,
        f"{origin.name}.json": _json(card),
    }
    for name, data in files.items():
        (draft / name).write_bytes(data)
    encoder = TextEncoder.load(draft, origin.name, threads=1)
    card = card.model_copy(update={"thresholds": thresholds(encoder, dev)})
    (draft / f"{origin.name}.json").write_bytes(_json(card))
    for name in files:
        (draft / name).replace(models_dir / name)
    draft.rmdir()
    return TextEncoder.load(models_dir, origin.name, threads=1)


def thresholds(encoder: TextEncoder, dev: Sequence[Corpus]) -> dict[str, dict[str, float]]:
    """Return for each output with labelled rows the probabilities with about the greatest F1."""
    outputs, targets = encoder.outputs(joined_texts(dev)), joined_targets(dev)
    chosen: dict[str, dict[str, float]] = {}
    for head in HEADS:
        known = ~np.isnan(targets[head.name])
        rows, labelled = known.any(axis=1), np.flatnonzero(known.any(axis=0))
        if head.kind == "logits" and len(labelled):
            wanted = targets[head.name][rows][:, labelled]
            steady = steady_thresholds(wanted, sigmoid(outputs[head.name][rows][:, labelled]))
            names = [head.labels[i] for i in labelled]
            chosen[head.name] = {
                name: round(float(value), 4) for name, value in zip(names, steady, strict=True)
            }
    return chosen


def _card(
    origin: Origin, content: bytes, tokenizer_json: bytes, train: Sequence[Corpus]
) -> TextModelCard:
    scales = balance(joined_targets(train))
    affect = next(head.labels for head in HEADS if head.name == "affect")
    means = scales.means.get("affect", np.zeros(0, np.float32))
    deviations = scales.deviations.get("affect", np.zeros(0, np.float32))
    return TextModelCard(
        name=origin.name,
        language=origin.language,
        base=origin.base,
        date=datetime.now(UTC).date().isoformat(),
        sha256=hashlib.sha256(content).hexdigest(),
        tokenizer_sha256=hashlib.sha256(tokenizer_json).hexdigest(),
        max_tokens=origin.max_tokens,
        emoji_in_words=origin.emoji_in_words,
        outputs={head.name: list(head.labels) for head in HEADS},
        thresholds={},
        affect_means=_named(affect, means.tolist()),
        affect_deviations=_named(affect, deviations.tolist()),
        trained_on=[f"{corpus.name}, {len(corpus)} texts" for corpus in train],
        data_sha256=origin.data_sha256,
    )


def _named(names: Iterable[str], values: Sequence[float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in zip(names, values, strict=False)}


def examples(tokenizer: Tokenizer, train: Sequence[Corpus], max_tokens: int) -> Iterator[Inputs]:
    """Return inputs of some training texts, one each, to take the ranges of activations from."""
    texts = joined_texts(train)
    chosen = np.random.default_rng(0).choice(len(texts), min(_N_EXAMPLES, len(texts)), False)
    tokens = tokenised(tokenizer, [texts[row] for row in chosen], max_tokens)
    tokenizer.no_truncation()
    for row in tokens:
        ids, mask = padded([row])
        yield {"ids": ids, "mask": mask}


def _json(card: TextModelCard) -> bytes:
    return (card.model_dump_json(indent=1) + "\n").encode()
