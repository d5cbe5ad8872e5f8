from text.languages import language_of
from training.text.multilingual_written import negated_texts, neutral_texts


def test_no_text_is_written_twice() -> None:
    texts = [*neutral_texts(), *(text for _, text in negated_texts())]
    assert len(set(texts)) == len(texts)


def test_the_texts_are_no_other_language() -> None:
    assert {language_of(text) for text in neutral_texts()} <= {"es", "en", None}
    assert {language_of(text) for _, text in negated_texts()} == {"es"}


def test_dates_read_as_spanish() -> None:
    texts = set(neutral_texts())
    assert "La cita se pasa al lunes." in texts
    assert "La cita es el lunes." in texts
    assert not any("al el" in text or "pasa el" in text for text in texts)
