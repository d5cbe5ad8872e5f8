"""Trains the Spanish text model.

    python -m training.text.multilingual_train --data FOLDER --work .make/text_es

needs what training.text.multilingual wrote to the folder `base` of the work folder. A run that
was cut off goes on where it was.
"""

import argparse
import dataclasses
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.text.multilingual_corpora import Shares, dev_corpora, training_corpora
from training.text.network import TextNetwork, freeze_embeddings, pretrained_encoder
from training.text.recipe import Recipe
from training.text.sources import SourceError, Sources, published_hashes
from training.text.trainer import train, train_mean


@dataclasses.dataclass(frozen=True, slots=True)
class Round:
    """One run of the trainer, from the averaged weights of the round before."""

    recipe: Recipe
    shares: Shares


# Small batches and a short average: an epoch has 300 steps.
_FIRST = Recipe(
    epochs=3,
    batch=32,
    max_tokens=64,
    learning_rate=1.5e-4,
    average_decay=0.99,
    steps_to_checkpoint=100,
)

ROUNDS = (
    Round(
        _FIRST,
        Shares(
            brighter_spanish=1.7,
            xed_spanish=0.08,
            neutral_spanish=0.3,
            negated_spanish=0.0,
            everyday_spanish=0.25,
            goemotions=0.07,
            emobank=0.12,
            brighter_english=0.25,
            xed_english=0.015,
            everyday_english=0.08,
        ),
    ),
    Round(
        dataclasses.replace(_FIRST, epochs=4, max_tokens=96, learning_rate=1e-4, seed=1),
        Shares(
            brighter_spanish=1.0,
            xed_spanish=0.06,
            neutral_spanish=0.2,
            negated_spanish=0.3,
            everyday_spanish=0.25,
            goemotions=0.12,
            emobank=0.1,
            brighter_english=0.2,
            xed_english=0.01,
            everyday_english=0.08,
        ),
    ),
    Round(
        dataclasses.replace(_FIRST, epochs=2, max_tokens=96, learning_rate=8e-5),
        Shares(
            brighter_spanish=1.6,
            xed_spanish=0.04,
            neutral_spanish=0.5,
            negated_spanish=4.0,
            everyday_spanish=0.6,
            goemotions=0.13,
            emobank=0.35,
            brighter_english=0.2,
            xed_english=0.0,
            everyday_english=0.15,
        ),
    ),
)
"""First mostly Spanish, then more of GoEmotions, which alone has all the labels."""

LAST_SEEDS = (2, 3)
"""The last round is run with each, and the mean of their weights is kept.

Wortsman et al. 2022, arXiv:2203.05482. A mean with the network before it, too, is as good on dev,
but has learnt less of negated feelings.
"""

_FROZEN_LAYERS = 4
"""The lowest: what they tell is the same in all languages, and a step takes a fifth less."""

AVERAGE_FILE = "average.pt"


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.text.multilingual_train")
    parser.add_argument("--data", type=Path, required=True, help="folder of the published files")
    parser.add_argument("--work", type=Path, required=True, help="with the folder base")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    sources = Sources(options.data, published_hashes())
    try:
        network = trained(sources, options.work)
    except SourceError as error:
        print(f"cannot train: {error}", file=sys.stderr)
        return 2
    torch.save(network.state_dict(), options.work / AVERAGE_FILE)
    return 0


def trained(sources: Sources, work: Path) -> TextNetwork:
    """The mean of the last round's networks; each run has its folder in the work folder."""
    network, tokenizer = new_network(work), tokenizer_in(work)
    dev = dev_corpora(sources)
    *rounds, last = ROUNDS
    for number, each in enumerate(rounds, start=1):
        corpora = training_corpora(sources, each.shares)
        average = train(network, tokenizer, corpora, dev, work / f"round{number}", each.recipe)
        network.load_state_dict(average.state_dict())
    corpora = training_corpora(sources, last.shares)
    return train_mean(network, tokenizer, corpora, dev, work / "last", last.recipe, LAST_SEEDS)


def new_network(work: Path) -> TextNetwork:
    """A network over the base encoder, what is not trained frozen."""
    network = TextNetwork(pretrained_encoder(work / "base"))
    freeze_embeddings(network)
    network.encoder.encoder.layer[:_FROZEN_LAYERS].requires_grad_(False)
    return network


def tokenizer_in(work: Path) -> Tokenizer:
    """The tokenizer of the base encoder."""
    return Tokenizer.from_file(str(work / "base" / "tokenizer.json"))


if __name__ == "__main__":
    sys.exit(main())
