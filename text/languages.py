"""Which language a short text is in."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol, Self

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from text.categories import LANGUAGES, Language

TOLD_APART = (
    *LANGUAGES,
    *("ar", "bg", "bn", "ca", "cs", "da", "de", "el", "et", "eu", "fa", "fi", "fr", "he", "hi"),
    *("hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru", "sk"),
    *("sl", "sr", "sv", "sw", "th", "tl", "tr", "uk", "vi", "zh"),
)
"""Languages that a text can be taken for.

py3langid knows 140. The smaller ones would take short English and Spanish texts, and Galician
(gl), which the Spanish model reads well enough, too many Spanish ones.
"""

MARGIN_NATS = 9.0
"""How much likelier another language must be than English and Spanish for a text to count as it.

Chosen on the dev texts of GoEmotions and the train texts of BRIGHTER (Spanish), so that fewer
than 0.2 % of them count as another: to refuse a text that could be read is worse than to read
Portuguese as Spanish. `python -m training.text.multilingual_languages` measures both errors.
"""

SHORT_MARGIN_NATS = 14.0
"""MARGIN_NATS for texts of fewer than SHORT_LETTERS letters, which fit many languages."""

SHORT_LETTERS = 12

LEAST_NATS = 1.5
"""How much likelier one of English and Spanish must be than the other for a text to count as it."""

CUE_NATS = 4.0
"""What a word of CUES adds to its language against others, for up to MOST_CUES of them."""

OWN_CUE_NATS = 6.0
"""What it adds where only English and Spanish are told apart."""

MOST_CUES = 3

CUES: dict[Language, frozenset[str]] = {
    "en": frozenset(
        "about again am amazing and angry annoying anyone are awesome awful because bored bro "
        "can can't cannot cool could crying damn did didn't do does doesn't doing don't dude "
        "even ever everyone fine friend fuck fucking funny girl glad go going gonna good got "
        "great guys happy hate have he hello help her here hey hi his hope how i i'll i'm i've "
        "idk if is isn't it it's job joke just know lmao lol love mad man me missing mom "
        "morning my need never nice nobody not nothing of off omg one our out over please "
        "problem really sad scared she shit should so some someone sorry still stop such sucks "
        "sure thank thanks that that's the their them there they thing think this tired to "
        "today tomorrow tonight too ugh understand upset us very want was wasn't way we welcome "
        "well were what what's whatever when where which who why will wish with won't worried "
        "would wow wrong wtf yeah yep yes yesterday you you're your".split()
    ),
    "es": frozenset(
        "abuela abuelo adiós ahora al alegra amigo amo ansiosa aquí asco asustada asustado así "
        "aunque ayer ayuda bien buen buena buenas bueno buenos cansada cansado como con creo "
        "cuando cuándo cuánto cómo da de del deprimida deprimido después dios donde día días "
        "dónde el ella ellos emocionada emocionado en enfadada enfadado enojada enojado "
        "entonces eres es escucha eso espera espero esta estaba estado estamos estas este esto "
        "estos estoy está están estás estés feliz fue fuera genial gente gracias gusta gustó ha "
        "hace hacer harta harto hasta hay haya hermana hermano hija hijo hola horrible hoy "
        "igual jaja jajaja la las le les linda lindo listo llegó llorar lo los luego lástima "
        "madre mal mala malo mamá mañana me mejor mi miedo mierda mira mis mismo mucha mucho "
        "muy más nada nadie ni niña niño noche nos nosotros nunca odio os otra otro oye pa para "
        "parece pasa pasó peor perdón pero poco por porfa porque preocupada preocupado puede "
        "puedo pues q que quieres quiero quién qué rabia se ser si siempre siento sin socorro "
        "sola solo son soy su sus sé sí tal también tan tanto te tengo tiene tienes todo todos "
        "tranquila tranquilo triste tu tus tú un una uno va vale vamos ven verdad vergüenza "
        "vete vez vida vosotros voy y ya yo él última último única".split()
    ),
}
"""Words that decide where letters alone do not."""

SHARED: dict[Language, frozenset[str]] = {
    "en": frozenset("do go he her is man me of so to us was we will".split()),
    "es": frozenset(
        "al amigo amo ansiosa bien buena como con da de del dios el ella en es esta estado este "
        "feliz ha horrible la las le les linda lindo lo los madre mal mala me mi mis nada ni "
        "nos nunca os para peor por porque q que se ser si sin sola solo son su sus tal tan "
        "tanto te todo todos triste tu tus un una uno va vale ven vida y".split()
    ),
}
"""The words of CUES that other languages have too: they tell only English from Spanish."""

_ONLY_SPANISH = re.compile(r"[ñ¡¿]|\b\w{0,2}(?:j+[aeiáé]+){2,}")
"""Letters, marks and laughter that few other languages have."""

_ONLY_SPANISH_NATS = 10.0

_NOISE = re.compile(r"https?://\S+|www\.\S+|@\S+|#\S+|\[[A-Z]+\]|r/\w+|:\w+:")
_LAUGHTER = re.compile(
    r"\b\w{0,2}(?:j+[aeiáé]+){2,}j*\w?\b|\b(?:h+[aei]+){2,}h*\b|\bx+d+\b|\blo+l\b"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class Identifier(Protocol):
    """What is used of py3langid's LanguageIdentifier, which has no types."""

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Languages by their log likelihood, the likeliest first."""
        ...


class LanguageDetector:
    """Tells languages of short texts. Safe to use from several threads at once."""

    def __init__(self, identifier: Identifier) -> None:
        self._identifier = identifier

    @classmethod
    def load(cls) -> Self:
        """Load the model that py3langid brings, which takes about 70 MB of memory."""
        identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
        identifier.set_languages(TOLD_APART)
        return cls(identifier)

    def language_of(self, text: str) -> str | None:
        """Return the ISO 639-1 code of a text's language, None where it cannot be told.

        It cannot be told of texts without letters, and of words such as "ok" and "no".
        """
        plain = _STRETCHED.sub(r"\1\1", _NOISE.sub(" ", text).replace("’", "'").lower())
        words = _WORD.findall(_LAUGHTER.sub(" ", plain))
        scores = dict(self._identifier.rank(" ".join(words))) if words else {}
        marks: dict[Language, float] = {
            "en": 0.0,
            "es": _ONLY_SPANISH_NATS if _ONLY_SPANISH.search(plain) else 0.0,
        }
        return _other(words, scores, marks) or _own(words, scores, marks)


def language_of(text: str) -> str | None:
    """LanguageDetector.language_of, of a detector that the first call loads."""
    return _detector().language_of(text)


@cache
def _detector() -> LanguageDetector:
    return LanguageDetector.load()


def _other(
    words: Sequence[str], scores: Mapping[str, float], marks: Mapping[Language, float]
) -> str | None:
    """The language that the words are in if it is clearly neither English nor Spanish."""
    if not scores:
        return None
    best = max((name for name in scores if name not in LANGUAGES), key=scores.__getitem__)
    margin = MARGIN_NATS if sum(map(len, words)) >= SHORT_LETTERS else SHORT_MARGIN_NATS
    leads = (
        scores[best]
        - scores[name]
        - marks[name]
        - CUE_NATS * _found(words, CUES[name] - SHARED[name])
        for name in LANGUAGES
    )
    return best if min(leads) > margin else None


def _own(
    words: Sequence[str], scores: Mapping[str, float], marks: Mapping[Language, float]
) -> Language | None:
    """Which of English and Spanish it is, None where that is unclear."""
    lead = scores.get("es", 0.0) - scores.get("en", 0.0) + marks["es"] - marks["en"]
    lead += OWN_CUE_NATS * (_found(words, CUES["es"]) - _found(words, CUES["en"]))
    if abs(lead) < LEAST_NATS:
        return None
    return "es" if lead > 0 else "en"


def _found(words: Sequence[str], cues: frozenset[str]) -> int:
    return min(MOST_CUES, sum(word in cues for word in words))
