"""Train the face network: ``python -m training.face_network --data FOLDER --work FOLDER``.

Two networks, each of one half of the training faces, side by side on two cores. So every
training face has the answer of a network that has never seen it, and a LightGBM model that
is trained on those answers learns how far the network can be trusted. In serving the two
answer together. The one module that needs PyTorch (training/requirements-training.txt).
"""

import argparse
import io
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from training.face_augment import augmented
from training.face_network_data import (
    NetworkFaces,
    learning_rate_share,
    load_network_faces,
    without_margin,
    write_outputs,
)
from training.face_network_file import without_origin
from training.face_network_int8 import quantised
from training.face_table import TRAIN, FaceTableError
from vision.face_network import N_FERPLUS, NETWORK_FEATURE_NAMES, FaceNetwork

NETWORK_FILE = "face_network.onnx"

N_FOLDS = 2
EPOCHS = 24
BATCH = 128

_LEARNING_RATE = 3e-3
_WEIGHT_DECAY = 0.05
_DROPOUT = 0.2
# FER2013's one label is noisier than FER+'s ten votes, but nothing else tells its HAPPY/SAD.
_FER2013_WEIGHT = 0.5

# Channels, kernel and stride of each layer: 48 pixels become 24, 12, 6 and 3.
_LAYERS = (
    (32, 5, 2),
    (64, 3, 2),
    (64, 3, 1),
    (96, 3, 2),
    (96, 3, 1),
    (96, 3, 1),
    (128, 3, 2),
    (128, 3, 1),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What one process trains on; rows of the faces."""

    faces: NetworkFaces
    rows: NDArray[np.intp]
    fold: int
    epochs: int


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.face_network", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with table and pixels")
    parser.add_argument("--work", type=Path, required=True, help="where network and outputs go")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args(arguments)
    try:
        faces = load_network_faces(options.data)
    except FaceTableError as error:
        print(f"cannot train: {error}", file=sys.stderr)
        return 2
    options.work.mkdir(parents=True, exist_ok=True)
    train_network(faces, options.work, options.epochs)
    return 0


def train_network(faces: NetworkFaces, work: Path, epochs: int) -> None:
    """Train the networks and write them, and what they say of every face, into `work`."""
    fold_of = faces.folds(N_FOLDS)
    train = faces.split == TRAIN
    tasks = [
        _Task(faces, np.flatnonzero(train & (fold_of != fold)), fold, epochs)
        for fold in range(N_FOLDS)
    ]
    # Spawned, not forked: PyTorch's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(N_FOLDS, mp_context=context) as processes:
        states = list(processes.map(_train_fold, tasks))
    exported = _exported([_loaded(state) for state in states])
    content = quantised(exported, without_margin(faces.crops[train]))
    (work / NETWORK_FILE).write_bytes(content)
    write_outputs(work, faces, FaceNetwork(content), fold_of)


def _train_fold(task: _Task) -> bytes:
    """Train one network in this process; returns its weights."""
    torch.set_num_threads(1)
    torch.manual_seed(task.fold)
    rng = np.random.default_rng(task.fold)
    network = _network().to(memory_format=torch.channels_last)
    optimiser = _optimiser(network)
    steps = len(task.rows) // BATCH
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: learning_rate_share(step, steps * task.epochs)
    )
    title = f"network {task.fold + 1} of {N_FOLDS}"
    batches = (
        rows
        for _ in range(task.epochs)
        for rows in rng.permutation(task.rows)[: steps * BATCH].reshape(steps, BATCH)
    )
    with tqdm(total=steps * task.epochs, desc=title, position=task.fold, disable=None) as bar:
        for rows in batches:
            loss = _loss(network, task.faces, rows, rng)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            bar.set_postfix_str(f"loss {loss.item():.3f}", refresh=False)
            bar.update()
    return _saved(network)


def _network() -> nn.Sequential:
    layers: list[nn.Module] = []
    channels = 1
    for width, kernel, stride in _LAYERS:
        layers += [
            nn.Conv2d(channels, width, kernel, stride, kernel // 2, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
        ]
        channels = width
    head = nn.Linear(channels, len(NETWORK_FEATURE_NAMES))
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(_DROPOUT), head]
    return nn.Sequential(*layers)


def _optimiser(network: nn.Module) -> torch.optim.Optimizer:
    # Biases and scales are not decayed: they hold no more than a level.
    kernels = [p for p in network.parameters() if p.ndim > 1]
    levels = [p for p in network.parameters() if p.ndim == 1]
    groups = [{"params": kernels}, {"params": levels, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)


def _loss(
    network: nn.Module, faces: NetworkFaces, rows: NDArray[np.intp], rng: np.random.Generator
) -> torch.Tensor:
    crops = np.stack([augmented(crop, rng) for crop in faces.crops[rows]])[:, None]
    pictures = torch.from_numpy(crops).to(memory_format=torch.channels_last)
    # Half the time of float32 where the processor has bfloat16 arithmetic.
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(pictures)
    logits = logits.float()
    shares = torch.from_numpy(faces.vote_shares[rows])
    labels = torch.from_numpy(faces.fer2013[rows].astype(np.int64))
    votes_loss = -(shares * functional.log_softmax(logits[:, :N_FERPLUS], 1)).sum(1).mean()
    label_loss = functional.cross_entropy(logits[:, N_FERPLUS:], labels)
    return votes_loss + _FER2013_WEIGHT * label_loss


def _saved(network: nn.Module) -> bytes:
    buffer = io.BytesIO()
    torch.save(network.state_dict(), buffer)
    return buffer.getvalue()


def _loaded(state: bytes) -> nn.Module:
    network = _network()
    network.load_state_dict(torch.load(io.BytesIO(state), weights_only=True))
    return network.eval()


class _Together(nn.Module):  # type: ignore[misc]  # mypy skips PyTorch: it need not be here
    """Several networks with one input, their answers along axis 1."""

    def __init__(self, networks: list[nn.Module]) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return torch.stack([network(pictures) for network in self.networks], 1)


def _exported(networks: list[nn.Module]) -> bytes:
    pictures = torch.zeros(2, 1, 48, 48)
    program = torch.onnx.export(
        _Together(networks).eval(),
        (pictures,),
        dynamo=True,
        dynamic_shapes=({0: torch.export.Dim("n")},),
        verbose=False,
    )
    if program is None:
        raise RuntimeError("PyTorch exported no program")
    return without_origin(program.model_proto.SerializeToString())


if __name__ == "__main__":
    sys.exit(main())
