from itertools import chain

import pytest

from benchmarks.texts.sentences import SENTENCES, mixed
from text.categories import Language
from text.languages import language_of


@pytest.mark.parametrize("language", SENTENCES)
def test_every_text_is_recognised_so_that_a_model_reads_it(language: Language) -> None:
    assert {language_of(text) for text in SENTENCES[language]} == {language}


def test_texts_are_as_long_as_the_table_says_and_none_comes_twice() -> None:
    texts = list(chain.from_iterable(SENTENCES.values()))
    assert all(40 <= len(text) <= 120 for text in texts)
    assert len(set(texts)) == len(texts)


def test_languages_come_in_turn() -> None:
    assert [language for language, _ in mixed()] == ["en", "es"] * 16
