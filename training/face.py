"""Train the face models: ``python -m training.face --data FOLDER``.

Every choice is made on PublicTest; PrivateTest is looked at once, at the end.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

from analysis.classifier import (
    EXPRESSIONS_FILE,
    FEATURES_FILE,
    HAPPY_SAD_FILE,
    ExpressionClassifier,
    PriorCorrection,
)
from analysis.labels import EMOTIONS
from training.face_fit import EXPRESSIONS, HAPPY_SAD, fit_booster, tune_correction
from training.face_report import coverage, evaluate, write_metadata
from training.face_samples import (
    FaceFeatures,
    agreement_weights,
    extract_features,
    fit_shape,
    select,
    select_with_mirror,
)
from training.face_table import TRAIN, VALID, FaceTable, FaceTableError, load_table
from vision.features import FeatureExtractor
from vision.model_file import MODELS_DIR

# Keep the files small: half a megabyte for happy/sad, four for the expressions. Both
# have nearly stopped getting better by then.
HAPPY_SAD_ROUNDS = 260
EXPRESSION_ROUNDS = 310


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.face", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the face table")
    parser.add_argument("--out", type=Path, default=MODELS_DIR, help="where the models go")
    options = parser.parse_args(arguments)
    try:
        table = load_table(options.data)
    except FaceTableError as error:
        print(f"cannot train: {error}", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    train_face(table, options.data, options.out)
    return 0


def train_face(
    table: FaceTable,
    data: Path,
    out: Path,
    happy_sad_rounds: int = HAPPY_SAD_ROUNDS,
    expression_rounds: int = EXPRESSION_ROUNDS,
) -> None:
    """Fit all, evaluate once and write the four files of the face models into `out`."""
    shape = fit_shape(table)
    features = extract_features(table, FeatureExtractor(shape))
    happy_sad = _fit_happy_sad(table, features, happy_sad_rounds)
    expressions = _fit_expressions(table, features, expression_rounds)
    correction = _tune_correction(table, features, expressions)
    classifier = ExpressionClassifier(happy_sad, expressions, correction)
    scores = evaluate(table, features.direct, classifier)
    np.savez_compressed(out / FEATURES_FILE, allow_pickle=False, **shape._asdict())
    happy_sad.save_model(out / HAPPY_SAD_FILE)
    expressions.save_model(out / EXPRESSIONS_FILE)
    write_metadata(data, out, correction, scores, coverage(table))


def _fit_happy_sad(table: FaceTable, features: FaceFeatures, max_rounds: int) -> lgb.Booster:
    labels = table.labels
    weights = np.ones(len(labels.split), np.float32)
    train = select_with_mirror(features, labels.happy_sad, labels.split == TRAIN, weights)
    valid = select(features, labels.happy_sad, labels.split == VALID)
    return fit_booster(HAPPY_SAD, train, valid, max_rounds, "happy/sad")


def _fit_expressions(table: FaceTable, features: FaceFeatures, max_rounds: int) -> lgb.Booster:
    labels = table.labels
    weights = agreement_weights(table)
    train = select_with_mirror(features, labels.emotion, labels.split == TRAIN, weights)
    valid = select(features, labels.emotion, labels.split == VALID)
    return fit_booster(EXPRESSIONS, train, valid, max_rounds, "expressions")


def _tune_correction(
    table: FaceTable, features: FaceFeatures, expressions: lgb.Booster
) -> PriorCorrection:
    labels = table.labels
    train = (labels.split == TRAIN) & (labels.emotion >= 0)
    weights = agreement_weights(table)[train]
    prior = np.bincount(labels.emotion[train], weights, minlength=len(EMOTIONS)) / weights.sum()
    valid = select(features, labels.emotion, labels.split == VALID)
    probabilities: Any = expressions.predict(valid.features, num_threads=1)
    return tune_correction(prior, valid.labels, probabilities)


if __name__ == "__main__":
    sys.exit(main())
