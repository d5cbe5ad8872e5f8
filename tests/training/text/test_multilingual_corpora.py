import numpy as np
import pytest

from text.categories import FINE, PRESENCES
from training.text.corpus import Corpus
from training.text.heads import BRIGHTER, LEVELS, N_LEVELS, PLUTCHIK, level_targets
from training.text.multilingual_corpora import (
    negated_corpus,
    neutral_corpus,
    prepared_text,
    with_presence_of_levels,
    with_presence_of_plutchik,
)

STRENGTHS = {
    "te odio, qué asco": {"anger": 2, "disgust": 1},
    "solo asco": {"disgust": 3},
    "te quiero mucho": {"joy": 3},
    "qué alegría": {"joy": 1},
    "ya no te quiero": {"sadness": 2},
}


@pytest.fixture(name="brighter")
def labelled() -> Corpus:
    ratings = np.array(
        [[row.get(name, 0) for name in BRIGHTER] for row in STRENGTHS.values()], np.float32
    )
    plain = Corpus("BRIGHTER", tuple(STRENGTHS), {"levels": level_targets(ratings)})
    return with_presence_of_levels(plain)


def _presence(corpus: Corpus, text: str, name: str) -> float:
    row = corpus.texts.index(text)
    return float(corpus.targets["presence"][row, PRESENCES.index(name)])


def test_disgust_counts_as_anger(brighter: Corpus) -> None:
    assert _presence(brighter, "solo asco", "anger") == 1
    assert _presence(brighter, "qué alegría", "anger") == 0


def test_disgust_is_the_only_fine_label(brighter: Corpus) -> None:
    fine = brighter.targets["fine"]
    disgust = FINE.index("disgust")
    assert fine[:, disgust].tolist() == [1, 1, 0, 0, 0]
    assert np.isnan(np.delete(fine, disgust, axis=1)).all()


def test_joy_in_words_of_love_is_love(brighter: Corpus) -> None:
    assert _presence(brighter, "te quiero mucho", "love") == 1
    assert _presence(brighter, "te quiero mucho", "joy") < 0.5


def test_words_of_love_without_joy_say_nothing_of_love(brighter: Corpus) -> None:
    assert np.isnan(_presence(brighter, "ya no te quiero", "love"))
    assert np.isnan(_presence(brighter, "qué alegría", "love"))


def test_nothing_is_said_of_neutral(brighter: Corpus) -> None:
    assert np.isnan(brighter.targets["presence"][:, PRESENCES.index("neutral")]).all()


def test_the_levels_stay(brighter: Corpus) -> None:
    first = brighter.targets["levels"][:, ::N_LEVELS]
    assert first[0].tolist() == [1, 1, 0, 0, 0, 0]


def test_subtitles_have_presence_too() -> None:
    plutchik = np.zeros((1, len(PLUTCHIK)), np.float32)
    plutchik[0, PLUTCHIK.index("fear")] = 1
    corpus = with_presence_of_plutchik(Corpus("XED", ("corre",), {"plutchik": plutchik}))
    assert _presence(corpus, "corre", "fear") == 1
    assert _presence(corpus, "corre", "sadness") == 0


def test_neutral_texts_are_neutral_and_nothing_else() -> None:
    corpus = neutral_corpus()
    assert len(set(corpus.texts)) == len(corpus)
    presence = corpus.targets["presence"]
    assert (presence.argmax(axis=1) == PRESENCES.index("neutral")).all()
    assert (presence.sum(axis=1) == 1).all()
    assert not corpus.targets["levels"].any()


def test_an_unpleasant_feeling_that_is_negated_leaves_none() -> None:
    corpus = negated_corpus()
    row = corpus.texts.index("Ya no estoy triste.")
    presence = corpus.targets["presence"][row]
    assert [PRESENCES[column] for column in np.flatnonzero(presence)] == ["neutral"]
    assert (corpus.targets["levels"][row] == 0).all()


def test_of_a_negated_pleasant_feeling_only_its_absence_is_known() -> None:
    corpus = negated_corpus()
    row = corpus.texts.index("Ya no estoy contento.")
    labelled = np.flatnonzero(~np.isnan(corpus.targets["presence"][row]))
    assert [PRESENCES[column] for column in labelled] == ["joy"]
    assert corpus.targets["presence"][row, labelled].tolist() == [0]
    levels = np.flatnonzero(~np.isnan(corpus.targets["levels"][row]))
    assert [LEVELS[column] for column in levels] == ["joy>=1", "joy>=2", "joy>=3"]


def test_hidden_names_are_left_out() -> None:
    assert prepared_text("@<username> te extraño 😭") == "te extraño 😭"
