from text.conversation.appraisals import BY_PHRASE
from text.conversation.trigger_names import SPANISH, trigger_name


def test_every_phrase_has_a_spanish_name_of_its_own() -> None:
    assert set(SPANISH) == set(BY_PHRASE)
    assert len(set(SPANISH.values())) == len(SPANISH)


def test_a_quotation_stays_in_its_own_words() -> None:
    assert trigger_name("estoy furiosa", "es") == "estoy furiosa"


def test_english_answers_have_the_canonical_phrase() -> None:
    assert trigger_name("bereavement", "en") == "bereavement"
