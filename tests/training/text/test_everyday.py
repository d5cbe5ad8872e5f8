import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.text.held_out import SETS, held_out
from text.categories import LANGUAGES, PRESENCES, Category, Language
from text.languages import language_of
from training.text.corpus import Corpus
from training.text.everyday import everyday_corpus, everyday_rows
from training.text.heads import HEADS

TESTS = Path(__file__).parents[2]
WORDS_IN_A_ROW = 4


def runs_of_words(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    starts = range(len(words) - WORDS_IN_A_ROW + 1)
    return {" ".join(words[start : start + WORDS_IN_A_ROW]) for start in starts}


@cache
def runs_in_tests() -> set[str]:
    return {run for text in texts_of_tests() for run in runs_of_words(text)}


def texts_of_tests() -> Iterator[str]:
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for language in LANGUAGES:
        for name in SETS:
            yield from (labelled.text for labelled in held_out(language, name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shares_four_words_in_a_row_with_a_text_of_the_tests(
    language: Language,
) -> None:
    known = runs_in_tests()
    assert {text for _, text in everyday_rows(language) if runs_of_words(text) & known} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_emotion_has_about_as_many_sentences(language: Language) -> None:
    counts = Counter(category for category, _ in everyday_rows(language))
    assert set(counts) <= set(PRESENCES)
    least, most = min(counts.values()), max(counts.values())
    assert set(Category) <= set(counts)
    assert most < 1.5 * least


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_in_their_language_each_once(language: Language) -> None:
    texts = [text for _, text in everyday_rows(language)]
    assert len(set(texts)) == len(texts)
    languages = Counter(language_of(text) for text in texts)
    assert set(languages) <= {language, None}
    assert languages[language] > 0.9 * len(texts)


def test_a_sentence_is_labelled_with_one_emotion() -> None:
    corpus = everyday_corpus("en", share=2)
    assert (corpus.targets["presence"].sum(axis=1) == 1).all()
    assert labels_of(corpus, "fear") == {
        "presence": ["fear"],
        "ekman": ["fear"],
        "sentiment": ["negative"],
        "levels": ["fear>=1"],
    }
    assert labels_of(corpus, "love") == {
        "presence": ["love"],
        "ekman": ["joy"],
        "sentiment": ["positive"],
        "levels": [],
    }


def test_nothing_is_said_of_strengths_but_that_neutral_texts_have_none() -> None:
    levels = everyday_corpus("es").targets["levels"]
    assert set(np.isfinite(levels).sum(axis=1)) == {0, 1}
    english = everyday_corpus("en")
    row = row_of("neutral")
    assert (english.targets["levels"][row] == 0).all()
    assert labels_of(english, "neutral")["sentiment"] == ["neutral"]


def row_of(shown: str) -> int:
    return next(at for at, (name, _) in enumerate(everyday_rows("en")) if name == shown)


def labels_of(corpus: Corpus, shown: str) -> dict[str, list[str]]:
    """The labels that the first sentence with an emotion has, by head."""
    row = row_of(shown)
    return {
        head.name: [head.labels[at] for at in np.flatnonzero(corpus.targets[head.name][row] == 1)]
        for head in HEADS
        if head.name in corpus.targets
    }
