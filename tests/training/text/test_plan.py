import dataclasses

import numpy as np

from training.text.corpus import Corpus
from training.text.plan import plan
from training.text.recipe import Recipe

RECIPE = Recipe(epochs=2, batch=4)
CORPORA = [Corpus("made up", tuple("abcdefghijklmnopqrst"), {})]
LENGTHS = np.arange(20)


def test_a_plan_is_the_same_each_time() -> None:
    one, other = (plan(CORPORA, LENGTHS, RECIPE) for _ in range(2))
    np.testing.assert_array_equal(one.steps, other.steps)


def test_a_longer_run_begins_like_a_shorter_one() -> None:
    short = plan(CORPORA, LENGTHS, RECIPE)
    long = plan(CORPORA, LENGTHS, dataclasses.replace(RECIPE, epochs=3))
    np.testing.assert_array_equal(long.steps[: len(short.steps)], short.steps)


def test_epochs_differ() -> None:
    steps = plan(CORPORA, LENGTHS, RECIPE).steps
    assert not np.array_equal(steps[:5], steps[5:])


def test_a_part_of_an_epoch_is_an_end_too() -> None:
    made = plan(CORPORA, LENGTHS, dataclasses.replace(RECIPE, epochs=1.4))
    assert len(made.steps) == 7
    assert [made.epoch_after(step) for step in (4, 5, 6, 7)] == [None, 1, None, 2]
