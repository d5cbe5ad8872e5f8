import re

import numpy as np
import pytest

from training.text.corpus import Corpus
from training.text.variants import Neighbours, neighbours, variant, variants

NEAR: Neighbours = {"happy": ("glad", "pleased"), "dog": ("cat",)}


def test_near_words_are_those_in_the_same_direction_the_nearest_first() -> None:
    vocabulary = {"glad": 0, "happy": 1, "pleased": 2, "dog": 3, "stone": 4, "unseen": 5}
    vectors = np.array(
        [[3, 0, 0], [3, 0.1, 0], [2, 0.6, 0], [0, 0, 3], [-8, 0, -3], [3, 0, 0]], np.float32
    )
    near = neighbours(vocabulary, vectors, ["Happy dog, glad and PLEASED", "a stone"])
    assert near["happy"] == ("glad", "pleased")
    assert near["dog"] == ()
    assert "unseen" not in near


def test_only_words_that_have_neighbours_are_replaced() -> None:
    rng = np.random.default_rng(0)
    found = {variant("Happy, my dog!", NEAR, rng) for _ in range(200)}
    assert "glad, my dog!" in found
    assert "Happy, my cat!" in found
    assert all(re.fullmatch(r"(Happy|glad|pleased), my (dog|cat)!", text) for text in found)


def test_a_long_text_sometimes_loses_its_beginning_or_end() -> None:
    rng = np.random.default_rng(0)
    text = "one two three four five six seven eight nine ten"
    found = [variant(text, {}, rng) for _ in range(200)]
    assert all(part in text and len(part.split()) >= 6 for part in found)
    assert 0.15 < np.mean([part != text for part in found]) < 0.45


@pytest.fixture
def corpus() -> Corpus:
    affect = np.zeros((2, 3), np.float32)
    return Corpus("ratings", ("a happy dog", "so happy"), {"affect": affect}, share=0.5)


def test_variants_have_no_labels_since_a_word_may_have_turned(corpus: Corpus) -> None:
    assert variants(corpus, NEAR, turns=3, seed=0).targets == {}


def test_each_text_has_as_many_variants_as_there_are_turns(corpus: Corpus) -> None:
    found = variants(corpus, NEAR, turns=3, seed=0)
    assert len(found) == 6
    assert [text.startswith("a ") for text in found.texts] == [True, False] * 3


def test_the_same_seed_makes_the_same_variants(corpus: Corpus) -> None:
    one, again, other = (variants(corpus, NEAR, turns=20, seed=seed).texts for seed in (1, 1, 2))
    assert one == again != other
