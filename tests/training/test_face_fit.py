import numpy as np

from analysis.labels import EMOTIONS
from training.face_fit import MAX_ACCURACY_COST, tune_correction, tune_happy_sad

HAPPY, SAD = EMOTIONS.index("happy"), EMOTIONS.index("sad")
RNG = np.random.default_rng(6)


def test_happy_sad_that_is_too_sure_of_itself_is_flattened() -> None:
    labels = (RNG.random(4000) < 0.5).astype(np.int8)
    right = RNG.random(4000) < 0.7
    is_happy = (labels == 1) == right
    scores = np.full((4000, 7), 0.1)
    scores[np.arange(4000), np.where(is_happy, HAPPY, SAD)] = 0.9
    temperature = tune_happy_sad(labels, scores)
    confidence = 1 / (1 + np.exp(-np.log(9) / temperature))
    assert abs(confidence - 0.7) < 0.03


def test_the_prior_is_taken_out_as_far_as_accuracy_allows() -> None:
    prior = (0.07, 0.01, 0.02, 0.33, 0.34, 0.1, 0.13)
    labels = RNG.choice(7, 3000, p=prior).astype(np.int8)
    logits = RNG.normal(0, 1, (3000, 7)) + np.log(prior)
    logits[np.arange(3000), labels] += 2
    odds = np.exp(logits)
    probabilities = odds / odds.sum(axis=1, keepdims=True)
    correction = tune_correction(prior, labels, probabilities)
    plain = (probabilities.argmax(axis=1) == labels).mean()
    corrected = (correction.apply(probabilities).argmax(axis=1) == labels).mean()
    assert 0 < correction.tau < 1
    assert plain - corrected <= MAX_ACCURACY_COST
