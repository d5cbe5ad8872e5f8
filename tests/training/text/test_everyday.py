import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.text.held_out import SETS, held_out
from text.categories import LANGUAGES, PRESENCES, Category, Language
from text.languages import language_of
from training.text.corpus import Corpus
from training.text.everyday import everyday_corpus, everyday_rows
from training.text.heads import HEADS, LEVELS

TESTS = Path(__file__).parents[2]

WORDS_IN_A_ROW = {"tests": 4, "first": 4, "later": 4, "apart": 7, "outside": 7, "blind": 7}
"""Who wrote the last three had seen no sentence: common turns of phrase are chance there."""


def runs_of_words(text: str, length: int) -> set[str]:
    """Runs of `length` words; of a shorter text all its words, if they are four at least."""
    words = re.findall(r"\w+", text.lower())
    shorter = min(length, max(len(words), 4))
    return {" ".join(words[at : at + shorter]) for at in range(len(words) - shorter + 1)}


@cache
def texts_of_tests(name: str) -> list[str]:
    if name in SETS:
        return [labelled.text for language in LANGUAGES for labelled in held_out(language, name)]
    return [
        node.value
        for path in TESTS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


@pytest.mark.parametrize("name", WORDS_IN_A_ROW)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shares_a_run_of_words_with_a_text_of_the_tests(
    language: Language, name: str
) -> None:
    length = WORDS_IN_A_ROW[name]
    known = {run for text in texts_of_tests(name) for run in runs_of_words(text, length)}
    written = [text for _, text in everyday_rows(language)]
    for shortest in {len(run.split()) for run in known}:
        assert [text for text in written if runs_of_words(text, shortest) & known] == []


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_strengths_but_that_neutral_texts_have_none(language: Language) -> None:
    known = np.isfinite(everyday_corpus(language).targets["levels"]).sum(axis=1)
    neutral = np.array([name == "neutral" for name, _ in everyday_rows(language)])
    assert set(known[~neutral]) == {0, 1}
    assert set(known[neutral]) <= {len(LEVELS)}
    assert labels_of(everyday_corpus("en"), "neutral") == {
        "presence": ["neutral"],
        "ekman": ["neutral"],
        "sentiment": ["neutral"],
        "levels": [],
    }


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
