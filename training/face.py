"""Train the face models: ``python -m training.face --data FOLDER --network FOLDER``.

``python -m training.face_network`` makes the folder with the face network. Every choice is
made on PublicTest; PrivateTest is looked at once, at the end.
"""

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from analysis.classifier import (
    FEATURES_FILE,
    LANDMARKS_ONLY,
    NETWORK_FILE,
    WITH_NETWORK,
    ExpressionClassifier,
    ModelKind,
    PriorCorrection,
)
from analysis.labels import EMOTIONS
from training.face_fit import fit_booster, tune_correction, tune_happy_sad
from training.face_network_data import OUTPUTS_FILE
from training.face_report import Trained, coverage, evaluate, write_metadata
from training.face_samples import (
    FaceFeatures,
    agreement_weights,
    extract_features,
    fit_shape,
    select,
    select_with_mirror,
    with_network,
)
from training.face_table import (
    TRAIN,
    VALID,
    FaceTable,
    FaceTableError,
    load_table,
    read_arrays,
)
from vision.face_network import NETWORK_FEATURE_NAMES
from vision.features import FeatureExtractor
from vision.model_file import MODELS_DIR

# Keeps a file below four megabytes; both models have nearly stopped getting better by then.
MAX_ROUNDS = 310


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.face", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the face table")
    parser.add_argument("--network", type=Path, required=True, help="folder with the face network")
    parser.add_argument("--out", type=Path, default=MODELS_DIR, help="where the models go")
    options = parser.parse_args(arguments)
    try:
        table = load_table(options.data)
        logits = _load_logits(options.network, len(table.points))
    except FaceTableError as error:
        print(f"cannot train: {error}", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(options.network / NETWORK_FILE, options.out / NETWORK_FILE)
    train_face(table, logits, options.data, options.out)
    return 0


def _load_logits(folder: Path, n_faces: int) -> NDArray[np.float32]:
    path = folder / OUTPUTS_FILE
    logits: NDArray[np.float32] = read_arrays(path, {"logits": (len(NETWORK_FEATURE_NAMES),)})[
        "logits"
    ]
    if len(logits) != n_faces:
        raise FaceTableError(f"{path} is of {len(logits)} faces, the table of {n_faces}")
    if not (folder / NETWORK_FILE).is_file():
        raise FaceTableError(f"{folder / NETWORK_FILE} is missing")
    return logits


def train_face(
    table: FaceTable,
    logits: NDArray[np.float32],
    data: Path,
    out: Path,
    max_rounds: int = MAX_ROUNDS,
) -> None:
    """Fit both models, evaluate each once and write all but the face network into `out`.

    Args:
        table: of n faces.
        logits: what the face network says of them, shape (n, 15): of training faces those of
            a network that has not seen the face.
        data: the table's folder.
        out: where the models go, beside the face network.
        max_rounds: of each fit.
    """
    shape = fit_shape(table)
    np.savez_compressed(out / FEATURES_FILE, allow_pickle=False, **shape._asdict())
    features = extract_features(table, FeatureExtractor(shape))
    fit = _Fit(table, out, max_rounds)
    trained = [
        fit.run(WITH_NETWORK, with_network(features, logits)),
        fit.run(LANDMARKS_ONLY, features),
    ]
    write_metadata(data, out, fit.prior, trained, coverage(table))


@dataclass(frozen=True, slots=True)
class _Fit:
    """Fits a model of a kind and writes it into `out`."""

    table: FaceTable
    out: Path
    max_rounds: int

    @property
    def prior(self) -> tuple[float, ...]:
        labels = self.table.labels
        train = (labels.split == TRAIN) & (labels.emotion >= 0)
        weights = agreement_weights(self.table)[train]
        counts = np.bincount(labels.emotion[train], weights, minlength=len(EMOTIONS))
        return tuple((counts / weights.sum()).tolist())

    def run(self, kind: ModelKind, features: FaceFeatures) -> Trained:
        labels = self.table.labels
        train = select_with_mirror(
            features, labels.emotion, labels.split == TRAIN, agreement_weights(self.table)
        )
        valid = select(features, labels.emotion, labels.split == VALID)
        booster = fit_booster(train, valid, kind.features, self.max_rounds, kind.name)
        booster.save_model(self.out / kind.expressions_file)
        correction = tune_correction(self.prior, valid.labels, _predict(booster, valid.features))
        temperature = self._happy_sad_temperature(booster, correction, features)
        classifier = ExpressionClassifier(booster, correction, temperature)
        scores = evaluate(self.table, features.direct, classifier)
        return Trained(kind, correction, temperature, scores)

    def _happy_sad_temperature(
        self, booster: lgb.Booster, correction: PriorCorrection, features: FaceFeatures
    ) -> float:
        labels = self.table.labels
        valid = select(features, labels.happy_sad, labels.split == VALID)
        return tune_happy_sad(valid.labels, correction.apply(_predict(booster, valid.features)))


def _predict(booster: lgb.Booster, features: Any) -> Any:
    return booster.predict(features, num_threads=1)


if __name__ == "__main__":
    sys.exit(main())
