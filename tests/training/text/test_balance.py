import numpy as np
import pytest

from text.categories import FINE, PRESENCES
from training.text.balance import balance
from training.text.corpus import Corpus, joined_targets


def test_positives_of_rare_fine_labels_weigh_more() -> None:
    fine = np.zeros((1000, len(FINE)), np.float32)
    fine[:125, 0] = 1
    fine[:600, 1] = 1
    presence = np.zeros((1000, len(PRESENCES)), np.float32)
    presence[:5, 0] = 1
    corpus = Corpus("made up", ("",) * 1000, {"fine": fine, "presence": presence})
    constants = balance(joined_targets([corpus]))
    assert constants.positive_weights["fine"][:2] == pytest.approx([2, 1])
    assert constants.positive_weights["presence"].tolist() == [1] * len(PRESENCES)


def test_scales_are_those_of_the_labelled_rows() -> None:
    rated = Corpus("rated", ("a", "b"), {"affect": np.array([[2, 3, 1], [4, 3, 2]], np.float32)})
    constants = balance(joined_targets([rated, Corpus("others", ("c",), {})]))
    assert constants.means["affect"] == pytest.approx([3, 3, 1.5])
    assert constants.deviations["affect"] == pytest.approx([1, 0, 0.5])


def test_unlabelled_values_have_no_scale() -> None:
    assert balance(joined_targets([Corpus("others", ("c",), {})])).means == {}
