import numpy as np
import pytest

from training.text.corpus import Corpus
from training.text.distillation import known_labels, taught, taught_corpora
from training.text.heads import AFFECT, HEADS, LEVELS, SENTIMENTS

SENTIMENT = np.array([[1, 0, 0, 0], [0, 0, 0, 1]], np.float32)


def outputs(n: int) -> dict[str, np.ndarray]:
    """Answers of a teacher that finds everything even, and rates 3."""
    return {
        head.name: np.full((n, len(head.labels)), 0 if head.kind == "logits" else 3, np.float32)
        for head in HEADS
    }


@pytest.fixture
def corpora() -> list[Corpus]:
    levels = np.ones((1, len(LEVELS)), np.float32)
    levels[:, :3] = np.nan
    return [
        Corpus("sentiments", ("good", "so so"), {"sentiment": SENTIMENT}),
        Corpus("levels", ("fine",), {"levels": levels}),
        Corpus("affect", ("calm",), {"affect": np.full((1, len(AFFECT)), 2, np.float32)}),
    ]


def test_a_target_lies_between_label_and_answer(corpora: list[Corpus]) -> None:
    found = taught(corpora[0], outputs(2), known_labels(corpora), labels_share=0.6)
    assert found.targets["sentiment"][0] == pytest.approx([0.8, 0.2, 0.2, 0.2])
    assert found.targets["sentiment"].shape == (2, len(SENTIMENTS))
    assert found.texts == corpora[0].texts


def test_where_nobody_labelled_the_answer_counts_alone(corpora: list[Corpus]) -> None:
    known = known_labels(corpora)
    found = taught(corpora[0], outputs(2), known, labels_share=0.6)
    assert (found.targets["affect"] == 3).all()
    assert (found.targets["levels"][:, 3:] == 0.5).all()
    rated = taught(corpora[2], outputs(1), known, labels_share=0.5)
    assert (rated.targets["affect"] == 2.5).all()


def test_what_the_teacher_never_saw_labelled_stays_without(corpora: list[Corpus]) -> None:
    found = taught(corpora[0], outputs(2), known_labels(corpora), labels_share=0.6)
    assert np.isnan(found.targets["levels"][:, :3]).all()
    assert np.isnan(found.targets["plutchik"]).all()
    assert np.isnan(found.targets["fine"]).all()


def test_teachers_are_heard_alike_and_a_label_as_its_corpus_says(corpora: list[Corpus]) -> None:
    one, other = outputs(4), outputs(4)
    one["affect"][:] = np.array([1, 2, 3, 4])[:, None]
    found = taught_corpora(corpora, [one, other], [0.5, 0.5, 1.0])
    assert [corpus.texts for corpus in found] == [corpus.texts for corpus in corpora]
    assert found[0].targets["affect"][:, 0].tolist() == [2, 2.5]
    assert found[1].targets["affect"][:, 0].tolist() == [3]
    assert found[2].targets["affect"][:, 0].tolist() == [2]
