"""What the face network is trained on, and what it says of it."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.face_pixels import MARGIN_PX, load_crops
from training.face_table import LANDMARKS_FILE, TRAIN, RowShapes, read_arrays
from vision.face_network import N_FERPLUS, FaceNetwork

OUTPUTS_FILE = "face_network_outputs.npz"

_SHAPES: RowShapes = {"ferplus_votes": (10,), "fer2013_label": (), "split": ()}

# Bounds memory while many crops go through the networks.
_CHUNK = 512

_WARM_UP_SHARE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class NetworkFaces:
    """The detected faces of a table, in its order.

    Attributes:
        crops: uint8, shape (n, side, side), as `load_crops` returns them.
        vote_shares: float32, shape (n, 8): the annotators' votes for each of FER+'s expressions
            as shares of them all; all 0 where nobody chose any.
        fer2013: int8, shape (n,): FER2013's label.
        split: int8, shape (n,): TRAIN, VALID or TEST.
    """

    crops: NDArray[np.uint8]
    vote_shares: NDArray[np.float32]
    fer2013: NDArray[np.int8]
    split: NDArray[np.int8]

    def folds(self, n_folds: int) -> NDArray[np.intp]:
        """Return for each face the fold whose network must not see it, shape (n,).

        Only training faces lie in folds; the others have -1.
        """
        fold_of = np.full(len(self.split), -1, np.intp)
        train = np.flatnonzero(self.split == TRAIN)
        fold_of[np.random.default_rng(0).permutation(train)] = np.arange(len(train)) % n_folds
        return fold_of


def load_network_faces(folder: Path) -> NetworkFaces:
    """Read a table and its pixels.

    Raises:
        FaceTableError: a file is missing or an array has another shape.
    """
    arrays = read_arrays(folder / LANDMARKS_FILE, _SHAPES)
    return NetworkFaces(
        crops=load_crops(folder),
        vote_shares=vote_shares(arrays["ferplus_votes"]),
        fer2013=arrays["fer2013_label"].astype(np.int8),
        split=arrays["split"].astype(np.int8),
    )


def vote_shares(votes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return shares of the first eight of FER+'s ten counts; the others are no expression."""
    counts = votes[:, :N_FERPLUS].astype(np.float32)
    shares: NDArray[np.float32] = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return shares


def learning_rate_share(step: int, n_steps: int) -> float:
    """Return the share of the full learning rate: up in a line, then down along a cosine.

    One cycle, as in Smith and Topin 2018, arXiv:1708.07120.
    """
    done = step / n_steps
    if done < _WARM_UP_SHARE:
        return done / _WARM_UP_SHARE
    return (1 + math.cos(math.pi * (done - _WARM_UP_SHARE) / (1 - _WARM_UP_SHARE))) / 2


def without_margin(crops: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what serving sees of crops as `load_crops` returns them, shape (n, 48, 48)."""
    return crops[:, MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX]


def write_outputs(
    work: Path, faces: NetworkFaces, network: FaceNetwork, fold_of: NDArray[np.intp]
) -> None:
    """Write the networks' logits of every face, shape (n, 15), as `logits` into OUTPUTS_FILE.

    Of a training face they are those of the network that has not seen it; of any other face
    the mean, as in serving.
    """
    inner = without_margin(faces.crops)
    chunks = [inner[start : start + _CHUNK] for start in range(0, len(inner), _CHUNK)]
    every = np.concatenate([network.logits(chunk) for chunk in chunks])
    unseen = np.take_along_axis(every, np.maximum(fold_of, 0)[:, None, None], axis=1)[:, 0]
    logits = np.where(fold_of[:, None] >= 0, unseen, every.mean(axis=1))
    np.savez_compressed(work / OUTPUTS_FILE, allow_pickle=False, logits=logits)
