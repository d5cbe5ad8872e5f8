"""Training a text model: steps, checkpoints, and what each epoch reaches. Needs PyTorch."""

import copy
import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

from text.encoder import padded
from training.text.balance import Balance, balance
from training.text.corpus import Corpus, Targets, joined_targets, joined_texts
from training.text.heads import HEADS
from training.text.losses import loss
from training.text.measures import figures
from training.text.network import TextNetwork, mean_network
from training.text.plan import Plan, plan
from training.text.recipe import Recipe
from training.text.tokens import Tokens, tokenised
from training.text.weights import Weights

Outputs = dict[str, NDArray[np.float32]]
AfterEpoch = Callable[[int, TextNetwork], None]

CHECKPOINT_FILE = "checkpoint.pt"
PROGRESS_FILE = "progress.jsonl"


@dataclass(frozen=True, slots=True, eq=False)
class _Material:
    tokens: Tokens
    targets: Targets
    balance: Balance
    dev_tokens: Tokens
    dev_targets: Targets


def train(
    network: TextNetwork,
    tokenizer: Tokenizer,
    corpora: Sequence[Corpus],
    dev: Sequence[Corpus],
    work: Path,
    recipe: Recipe,
    after_epoch: AfterEpoch | None = None,
) -> TextNetwork:
    """Train a network and return the moving average of its weights.

    A run that was cut off goes on from its last checkpoint in `work`. What each epoch reaches
    on the dev corpora is added to PROGRESS_FILE there.

    Args:
        network: what to start from, float32; parameters without gradient stay as they are.
        tokenizer: the encoder's; padding is token 0, masked.
        corpora: to train on; texts as the tokenizer is to see them.
        dev: to measure on.
        work: folder of this run.
        recipe: numbers of the run.
        after_epoch: called with the epochs done and the averaged network.
    """
    torch.manual_seed(recipe.seed)
    work.mkdir(parents=True, exist_ok=True)
    material = _material(tokenizer, corpora, dev, recipe)
    for name, means in material.balance.means.items():
        network.heads[name].bias.data.copy_(torch.from_numpy(means))
    lengths = np.array([len(row) for row in material.tokens])
    steps = plan(corpora, lengths, recipe)
    weights = Weights(network, recipe, len(steps.steps))
    checkpoint = work / CHECKPOINT_FILE
    if checkpoint.exists():
        weights.restore(torch.load(checkpoint, weights_only=True))
    _run(weights, steps, material, work, recipe, after_epoch)
    return weights.average


def train_mean(
    network: TextNetwork,
    tokenizer: Tokenizer,
    corpora: Sequence[Corpus],
    dev: Sequence[Corpus],
    work: Path,
    recipe: Recipe,
    seeds: Sequence[int],
) -> TextNetwork:
    """Train a network once with each seed, and return the mean of the weights of all.

    Wortsman et al. 2022, arXiv:2203.05482. As `train`; each run has its own folder, the name of
    `work` with its seed behind it, and `network` stays as it is.
    """
    return mean_network(
        [
            train(
                copy.deepcopy(network),
                tokenizer,
                corpora,
                dev,
                work.with_name(f"{work.name}{seed}"),
                dataclasses.replace(recipe, seed=seed),
            )
            for seed in seeds
        ]
    )


def outputs_of(network: TextNetwork, tokens: Tokens, batch: int = 64) -> Outputs:
    """Return the network's outputs on each text, by head, float32, shape (n, labels).

    They are computed as in training: the encoder in bfloat16, the rest in float32.
    """
    order = np.argsort([len(row) for row in tokens], kind="stable")
    computing = copy.deepcopy(network).eval()
    computing.encoder.to(torch.bfloat16)
    parts: list[list[NDArray[np.float32]]] = []
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            ids, mask = _batch([tokens[row] for row in order[start : start + batch]])
            parts.append([output.numpy() for output in computing(ids, mask)])
    back = np.argsort(order, kind="stable")
    columns = zip(*parts, strict=True)
    return {
        head.name: np.concatenate(column)[back] for head, column in zip(HEADS, columns, strict=True)
    }


def _material(
    tokenizer: Tokenizer, corpora: Sequence[Corpus], dev: Sequence[Corpus], recipe: Recipe
) -> _Material:
    targets = joined_targets(corpora)
    return _Material(
        tokenised(tokenizer, joined_texts(corpora), recipe.max_tokens),
        targets,
        balance(targets),
        tokenised(tokenizer, joined_texts(dev), recipe.max_tokens),
        joined_targets(dev),
    )


def _run(
    weights: Weights,
    steps: Plan,
    material: _Material,
    work: Path,
    recipe: Recipe,
    after_epoch: AfterEpoch | None,
) -> None:
    n_steps = len(steps.steps)
    with tqdm(total=n_steps, initial=weights.step, disable=None, mininterval=5) as bar:
        for rows in steps.steps[weights.step :]:
            value = _step(weights, material, rows)
            bar.set_postfix_str(f"loss {value:.3f}", refresh=False)
            bar.update()
            epoch = steps.epoch_after(weights.step)
            if epoch is not None:
                outputs = outputs_of(weights.average, material.dev_tokens)
                _note({"epoch": epoch} | figures(outputs, material.dev_targets), work)
                if after_epoch is not None:
                    after_epoch(epoch, weights.average)
            if epoch is not None or weights.step % recipe.steps_to_checkpoint == 0:
                _save(weights, work / CHECKPOINT_FILE)
                _note({"step": weights.step, "steps": n_steps, "loss": value}, work)


def _step(weights: Weights, material: _Material, rows: NDArray[np.intp]) -> float:
    ids, mask = _batch([material.tokens[row] for row in rows])
    wanted = {name: torch.from_numpy(values[rows]) for name, values in material.targets.items()}
    value = loss(weights.computing(ids, mask), wanted, material.balance)
    value.backward()
    weights.update()
    return float(value.item())


def _batch(tokens: Tokens) -> tuple[torch.Tensor, torch.Tensor]:
    ids, mask = padded(tokens)
    return torch.from_numpy(ids), torch.from_numpy(mask)


def _note(reached: Mapping[str, float], work: Path) -> None:
    line = json.dumps(dict(reached))
    tqdm.write(line)
    with (work / PROGRESS_FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def _save(weights: Weights, path: Path) -> None:
    temporary = path.with_suffix(".new")
    torch.save(weights.state(), temporary)
    temporary.replace(path)
