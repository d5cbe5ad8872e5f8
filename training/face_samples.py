"""From a table of faces to training samples, through the features that serving uses."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.face_table import TRAIN, FaceTable
from vision.alignment import align
from vision.face_network import network_features
from vision.features import N_SHAPE_COMPONENTS, FaceShape, FeatureExtractor

# Bounds memory: aligned landmarks of one chunk take 1434 float64 a face.
_CHUNK = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Features, shape (n, n_features), with labels and weights, shape (n,)."""

    features: NDArray[np.float32]
    labels: NDArray[np.int8]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class FaceFeatures:
    """Features of all faces of a table, as seen and as a mirror shows them."""

    direct: NDArray[np.float32]
    mirrored: NDArray[np.float32]


def fit_shape(table: FaceTable) -> FaceShape:
    """Find mean and principal components of the aligned training faces and their mirror images.

    With the mirror images every component is either symmetric or antisymmetric, so that
    no side is preferred.
    """
    points = table.points[table.labels.split == TRAIN]
    mirror_signs = np.array([-1.0, 1.0, 1.0])
    n_values = table.reference.size
    total, products = np.zeros(n_values), np.zeros((n_values, n_values))
    for start in range(0, len(points), _CHUNK):
        aligned = align(points[start : start + _CHUNK], table.reference)
        mirrored = aligned[:, table.mirror_index] * mirror_signs
        flat = np.concatenate([aligned, mirrored]).reshape(-1, n_values)
        total += flat.sum(axis=0)
        products += flat.T @ flat
    mean = total / (2 * len(points))
    covariance = products / (2 * len(points)) - np.outer(mean, mean)
    basis = _leading_eigenvectors(covariance)
    return FaceShape(
        table.reference, table.mirror_index, mean.astype(np.float32), basis.astype(np.float32)
    )


def _leading_eigenvectors(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    vectors = np.linalg.eigh(covariance).eigenvectors[:, : -N_SHAPE_COMPONENTS - 1 : -1]
    # An eigenvector's sign is arbitrary; a fixed one keeps the file the same on every machine.
    largest = np.abs(vectors).argmax(axis=0)
    signed: NDArray[np.float64] = vectors * np.sign(vectors[largest, np.arange(len(largest))])
    return signed


def extract_features(table: FaceTable, extractor: FeatureExtractor) -> FaceFeatures:
    direct, mirrored = [], []
    for start in range(0, len(table.points), _CHUNK):
        faces = slice(start, start + _CHUNK)
        points, blendshapes = table.points[faces], table.blendshapes[faces]
        direct.append(extractor.extract(points, blendshapes))
        mirrored.append(extractor.extract(*extractor.mirrored(points, blendshapes)))
    return FaceFeatures(np.concatenate(direct), np.concatenate(mirrored))


def with_network(features: FaceFeatures, logits: NDArray[np.float32]) -> FaceFeatures:
    """Return the features with the face network's beside them.

    Args:
        features: of n faces.
        logits: what the network says of them, shape (n, 15); it says the same of the mirror
            image, as it always looks at both.
    """
    network = network_features(logits)
    return FaceFeatures(
        np.concatenate([features.direct, network], axis=1),
        np.concatenate([features.mirrored, network], axis=1),
    )


def select(features: FaceFeatures, labels: NDArray[np.int8], rows: NDArray[np.bool_]) -> Samples:
    """Return the labelled ones (label >= 0) of the chosen rows, all of weight 1."""
    chosen = rows & (labels >= 0)
    weights = np.ones(int(chosen.sum()), np.float32)
    return Samples(features.direct[chosen], labels[chosen], weights)


def select_with_mirror(
    features: FaceFeatures,
    labels: NDArray[np.int8],
    rows: NDArray[np.bool_],
    weights: NDArray[np.float32],
) -> Samples:
    """Return the labelled ones of the chosen rows, each a second time mirrored."""
    chosen = rows & (labels >= 0)
    both = np.concatenate([features.direct[chosen], features.mirrored[chosen]])
    return Samples(both, np.tile(labels[chosen], 2), np.tile(weights[chosen], 2))


def agreement_weights(table: FaceTable) -> NDArray[np.float32]:
    """Return 0.3 plus the share of annotators behind the FER+ label, shape (n,).

    On PublicTest these weights gave .812 of seven right and equal ones .809, with a log
    loss of .560 and .559: a small gain, taken because it is also the better use of
    labels of which one in ten rests on a bare majority.
    """
    votes = table.votes[np.arange(len(table.votes)), table.labels.emotion]
    return (0.3 + votes / 10).astype(np.float32)
