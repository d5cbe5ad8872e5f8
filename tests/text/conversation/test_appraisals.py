from text.conversation.appraisal import EXTENDED_WAIT
from text.conversation.appraisals import APPRAISALS, BY_PHRASE, SERVICE_FAILURES, WORDS
from text.conversation.plain import plain


def test_phrases_are_unique() -> None:
    assert len(BY_PHRASE) == len(APPRAISALS)


def test_each_but_waiting_has_words_in_both_languages() -> None:
    silent = [each.phrase for each in APPRAISALS if not (each.english and each.spanish)]
    assert silent == [EXTENDED_WAIT]


def test_words_are_written_as_plain_text_is() -> None:
    """A pattern with a capital or an accent could never match."""
    for appraisal in APPRAISALS:
        for pattern in (*appraisal.english, *appraisal.spanish):
            letters = pattern.replace(r"\W", "").replace(r"\S", "")
            assert plain(letters) == letters, pattern


def test_no_pattern_matches_the_empty_text() -> None:
    for words in WORDS.values():
        assert [phrase for phrase, pattern in words.items() if pattern.search("")] == []


def test_service_failures_are_unpleasant() -> None:
    assert not any(BY_PHRASE[phrase].pleasant for phrase in SERVICE_FAILURES)
