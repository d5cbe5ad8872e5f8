"""Fitting a LightGBM model of the expressions, the prior correction and HAPPY/SAD."""

from collections.abc import Callable
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from analysis.classifier import PriorCorrection, happy_share
from analysis.labels import EMOTIONS
from training.face_samples import Samples
from training.face_scores import log_loss

Parameters = dict[str, Any]

EARLY_STOPPING_ROUNDS = 50
MAX_ACCURACY_COST = 0.01

EXPRESSIONS: Parameters = {
    "objective": "multiclass",
    "num_class": len(EMOTIONS),
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "seed": 1,
    # The same trees on every machine: one thread, and sums in one order.
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


def fit_booster(
    train: Samples, valid: Samples, names: tuple[str, ...], max_rounds: int, title: str
) -> lgb.Booster:
    """Train until `valid` stops getting better, with a progress bar named `title`.

    Args:
        train: learnt from.
        valid: tells when to stop.
        names: of the features.
        max_rounds: to stop at the latest.
        title: of the bar.

    Returns:
        The model cut to its best round.
    """
    train_set = lgb.Dataset(
        train.features, train.labels, weight=train.weights, feature_name=list(names)
    )
    valid_set = lgb.Dataset(valid.features, valid.labels, reference=train_set)
    with tqdm(total=max_rounds, desc=title, unit="round", disable=None) as bar:
        booster = lgb.train(
            EXPRESSIONS,
            train_set,
            max_rounds,
            valid_sets=[valid_set],
            callbacks=[
                lgb.early_stopping(EARLY_STOPPING_ROUNDS, verbose=False),
                _progress(bar),
            ],
        )
    text = booster.model_to_string(num_iteration=booster.best_iteration)
    return lgb.Booster(model_str=text)


def _progress(bar: "tqdm[Any]") -> Callable[[Any], None]:
    def advance(state: Any) -> None:
        _, metric, value, _ = state.evaluation_result_list[0]
        bar.set_postfix_str(f"{metric} {value:.4f}", refresh=False)
        bar.update()

    return advance


def tune_correction(
    shares: tuple[float, ...], labels: NDArray[np.int8], probabilities: NDArray[np.float64]
) -> PriorCorrection:
    """Choose tau and the temperature on the validation faces; `shares` are the prior.

    tau is the largest that costs at most MAX_ACCURACY_COST: the training images'
    frequencies are not those of a person before a camera, and rare expressions gain
    recall with tau. The temperature is the one with the least log loss.
    """
    plain = _accuracy(labels, probabilities)

    def cost(tau: float) -> float:
        corrected = PriorCorrection(shares, tau, 1.0).apply(probabilities)
        return plain - _accuracy(labels, corrected)

    def loss(temperature: float) -> float:
        return log_loss(labels, PriorCorrection(shares, tau, temperature).apply(probabilities))

    tau = max(tau for tau in _grid(0, 1) if cost(tau) <= MAX_ACCURACY_COST)
    return PriorCorrection(shares, tau, min(_grid(0.5, 2), key=loss))


def tune_happy_sad(labels: NDArray[np.int8], scores: NDArray[np.float64]) -> float:
    """Return the temperature of HAPPY/SAD with the least log loss.

    Args:
        labels: 1 happy, 0 sad, shape (n,).
        scores: corrected ones of EMOTIONS, shape (n, 7).
    """

    def loss(temperature: float) -> float:
        happy = happy_share(scores, temperature)
        return log_loss(labels, np.stack([1 - happy, happy], axis=1))

    return min(_grid(0.5, 3), key=loss)


def _grid(low: float, high: float) -> list[float]:
    steps = round((high - low) / 0.05)
    return [round(low + 0.05 * step, 2) for step in range(steps + 1)]


def _accuracy(labels: NDArray[np.int8], probabilities: NDArray[np.float64]) -> float:
    return float((probabilities.argmax(axis=1) == labels).mean())
