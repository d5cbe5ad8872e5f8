import numpy as np
import pytest

from training.text.answers import (
    affect_figures,
    dev_thresholds,
    group_figures,
    intensity_figures,
    presence_figures,
)
from training.text.corpus import Corpus
from training.text.heads import LEVELS, SENTIMENTS, level_targets, strengths

NAN = float("nan")
RATINGS = np.array([[0, NAN, 3, 1, 0, 2], [3, NAN, 0, 0, 1, 0], [1, NAN, 1, 2, 0, 0]], np.float32)
ENGLISH = Corpus("BRIGHTER", ("a", "b", "c"), {"levels": level_targets(RATINGS)})


def test_strengths_are_correlated_for_the_labelled_emotions_alone() -> None:
    said = strengths(np.nan_to_num(ENGLISH.targets["levels"])) * 0.5 + 0.1
    made = intensity_figures(ENGLISH, said)
    assert made["r"] == dict.fromkeys(("anger", "fear", "joy", "sadness", "surprise"), 1)
    assert made["mean_r"] == 1


def test_presence_is_the_first_level_at_its_threshold() -> None:
    said = np.full((3, len(LEVELS)), 0.9)
    said[:, LEVELS.index("anger>=1")] = (0.2, 0.4, 0.4)
    made = presence_figures(ENGLISH, said, dict.fromkeys(LEVELS, 0.3))
    assert list(made["labels"]) == ["anger", "fear", "joy", "sadness", "surprise"]
    assert made["labels"]["anger"]["f1"] == 1
    assert made["labels"]["surprise"]["precision"] == pytest.approx(1 / 3, abs=1e-4)


def test_ratings_are_told_as_far_as_they_are_said() -> None:
    rated = Corpus("rated", ("a", "b"), {"affect": np.array([[1, 2, 3], [2, 4, 3]], np.float32)})
    made = affect_figures(rated, np.array([[1.5, 4.0], [2.5, 2.0]]))
    assert made == {
        "valence": {"r": 1, "mean_error": 0.5},
        "arousal": {"r": -1, "mean_error": 2},
    }


def test_thresholds_of_dev_decide_on_test() -> None:
    wanted = np.tile(np.eye(4, len(SENTIMENTS), dtype=np.float32), (10, 1))
    corpus = Corpus("made up", tuple("abcd") * 10, {"sentiment": wanted})
    thresholds = dev_thresholds(corpus, {"sentiment": wanted * 0.2})
    made = group_figures(corpus, {"sentiment": wanted * 0.15}, thresholds)
    assert list(made) == ["sentiment"]
    assert made["sentiment"]["labels"]["positive"]["threshold"] == pytest.approx(0.1)
    assert made["sentiment"]["macro_f1"] == 1
    assert made["sentiment"]["macro_f1_at_half"] == 0
