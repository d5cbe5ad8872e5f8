from concurrent.futures import ThreadPoolExecutor

import pytest

from text.categories import LANGUAGES
from text.languages import CUES, SHARED, language_of

ENGLISH = (
    "I'm really excited about this opportunity",
    "I'm sad",
    "hello",
    "thanks",
    "so tired",
    "what's up",
    "i can't anymore",
    "This is frustrating.",
    "nobody cares",
    "sorry",
    "I LOVE THIS SO MUCH!!!",
    "sooooo happy right now",
    "why?",
    "haha good one",
    "The meeting is at 3pm.",
    "I’m worried about the deadline.",
    "@maria thank you https://example.com/a",
    "my abuela made tamales and I cried 😭",
)

SPANISH = (
    "Estoy muy emocionada con esta oportunidad",
    "estoy mal",
    "hola",
    "gracias",
    "que cansancio",
    "qué pasa",
    "no puedo más",
    "Esto es frustrante.",
    "jajaja",
    "jaja ok",
    "perdón",
    "triste",
    "TE QUIERO MUCHÍSIMO",
    "estoy hartaaaaaa",
    "por qué?",
    "¡Cállate!",
    "La reunión es a las tres.",
    "llevo dos horas esperando y nadie contesta",
    "q asco da esto",
    "mañana te llamo",
    "me encanta este producto",
    "el delivery llegó tarde otra vez",
)

OTHERS = (
    ("de", "Ich bin heute so müde und traurig."),
    ("fr", "Pourquoi personne ne me répond ?"),
    ("pt", "Não acredito que fizeste isso!"),
    ("it", "Sto aspettando da due ore e nessuno mi risponde."),
    ("ca", "Moltes gràcies per la teva ajuda!"),
    ("nl", "Waarom antwoordt niemand mij?"),
    ("pl", "Jestem dzisiaj bardzo zmęczony."),
    ("ru", "Я сегодня очень устал."),
    ("ja", "今日はとても疲れた。"),
    ("ar", "أنا متعب جدا اليوم"),
)

UNTOLD = (
    "",
    "   ",
    "😂😂",
    "❤️",
    "123",
    "3 + 4 = 7",
    ":(",
    "...",
    "?!",
    "ok",
    "no",
    "https://x.com",
)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize("text", SPANISH)
def test_spanish_is_told(text: str) -> None:
    assert language_of(text) == "es"


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_other_languages_are_named(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", UNTOLD)
def test_what_could_be_any_language_is_untold(text: str) -> None:
    assert language_of(text) is None


def test_shouting_and_stretching_change_no_language() -> None:
    for text in ("estoy muy cansada de todo esto", "i am so tired of all this"):
        told = language_of(text)
        assert language_of(text.upper()) == told
        assert language_of(text.replace("s", "sssss")) == told


def test_names_and_links_do_not_decide() -> None:
    assert language_of("#Weltschmerz @Bundesregierung gracias a todos") == "es"


def test_a_word_of_cues_alone_is_told() -> None:
    for language in LANGUAGES:
        others = frozenset().union(*(CUES[name] for name in LANGUAGES if name != language))
        for word in CUES[language] - others:
            assert language_of(word) in {language, None}, word


def test_shared_words_are_cues() -> None:
    for language in LANGUAGES:
        assert SHARED[language] <= CUES[language]


def test_threads_get_the_answers_that_one_gets() -> None:
    texts = [*ENGLISH, *SPANISH, *UNTOLD] * 5
    alone = [language_of(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(language_of, texts)) == alone


def test_a_very_long_text_is_told() -> None:
    assert language_of("hoy no quiero hablar con nadie " * 2_000) == "es"
