import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.conversation.labelled import SEEN, UNSEEN, Labelled
from tests.text.conversation.strategies import patient
from text.categories import LANGUAGES, Language
from text.conversation.constants import MARKED_CHARS
from text.conversation.marks import marks_of
from text.conversation.turn import Marks
from text.languages import language_of


@pytest.mark.parametrize("labelled", SEEN, ids=lambda each: each.text)
def test_marks_of_the_sentences_that_the_patterns_were_mended_on(labelled: Labelled) -> None:
    assert _right(labelled) == (True, True, True, True)


def test_marks_of_unseen_sentences() -> None:
    triggers, waits, promises, results = zip(*map(_right, UNSEEN), strict=True)
    assert sum(triggers) >= 0.85 * len(UNSEEN)
    assert sum(waits) >= 0.95 * len(UNSEEN)
    assert sum(promises) >= 0.95 * len(UNSEEN)
    assert sum(results) >= 0.95 * len(UNSEEN)


def _marks(text: str) -> Marks:
    return marks_of(text, "es" if language_of(text) == "es" else "en")


def _right(labelled: Labelled) -> tuple[bool, bool, bool, bool]:
    marks = _marks(labelled.text)
    return (
        labelled.trigger in marks.triggers if labelled.trigger else not marks.triggers,
        marks.waited_min == labelled.waited_min,
        marks.promises == labelled.promises,
        marks.resolves == labelled.resolves,
    )


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("My phone died again", "bereavement"),
        ("El móvil está al borde de la mesa", "rude treatment"),
        ("La reunión es a las cinco", "closeness"),
        ("I'm sick of this", "health concern"),
        ("It gives me a broken heart", "defective product"),
    ],
)
def test_words_that_only_look_like_a_trigger(text: str, phrase: str) -> None:
    assert phrase not in _marks(text).triggers


def test_a_word_that_only_looks_like_one_of_another_language_is_no_trigger() -> None:
    assert marks_of("reunion", "en").triggers == ("closeness",)
    assert marks_of("reunion", "es").triggers == ()


def test_a_short_wait_is_no_trigger() -> None:
    marks = marks_of("I waited 3 minutes", "en")
    assert marks.waited_min == 3
    assert marks.triggers == ()


def test_a_told_result_is_no_mere_promise() -> None:
    marks = marks_of("Sorry for the delay, your refund has been issued.", "en")
    assert marks.resolves
    assert not marks.promises


@pytest.mark.parametrize(
    "text", ["It has not been fixed", "No está solucionado", "once it is fixed"]
)
def test_a_denied_or_future_result_is_none(text: str) -> None:
    assert not _marks(text).resolves


def test_what_lies_beyond_the_limit_is_not_looked_at() -> None:
    assert marks_of("." * MARKED_CHARS + " I was waiting for 2 hours", "en").waited_min is None


@patient
@given(st.text(max_size=400), st.sampled_from(LANGUAGES))
def test_any_text_has_marks(text: str, language: Language) -> None:
    waited_min = marks_of(text, language).waited_min
    assert waited_min is None or waited_min >= 0
