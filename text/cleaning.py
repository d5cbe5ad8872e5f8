"""What a text needs before a tokenizer can read it."""

import html
import itertools
import re
import unicodedata

from text.categories import Language
from text.combining import without_towers

APOSTROPHES = str.maketrans("\u2018\u2019\u201b\u02bc\u00b4", "'''''")
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Soft hyphens, joiners, marks of direction, and surrogates that stand alone."""

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
NO_ENTITY = re.compile(r"&#(?:\d{8,}|x[\da-f]{8,});?", re.IGNORECASE)
"""Longer than any character's number; html.unescape raises ValueError from 4,301 digits on."""

URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w.])@(\w{2,})")
HASHTAG = re.compile(r"(?<![\w&])#(\w*[^\W\d_]\w*)")
CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
LETTER_RUN = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
MAX_RUNS = 4

VERY_BAD = re.compile(r"\b(an? )?(?:terrible|horrible|horrid|awful|dreadful)\b", re.IGNORECASE)
"""GoEmotions' readers called a third of the texts with "terrible" or "horrible" fear, and the model
took "What a terrible service" for it; in other words it is anger, and a bad feeling still fear."""

SHOUTED_LETTERS = 4
"""Capitals of fewer letters are rather an abbreviation, as "USA", than a raised voice."""

DOUBLED: dict[Language, frozenset[str]] = {
    "en": frozenset(
        "all annoying better bloody boo book boss called cool creepy deep feel feeling feels free "
        "freezing full funny good goodbye goodnight happy hell hello keep kill killed kiss little "
        "look looking miss missed missing mood need off pissed really room scream see "
        "seen sleep soon sorry still stuff suddenly sweet tell too week well will yummy".split()
    ),
    "es": frozenset(
        "aquella bella bello belleza calle callate creer ella ellos error guerra horrible leer "
        "llamar llega llego llora llorando llorar perra perro terrible terror".split()
    ),
}
"""Words with a doubled letter that people like to stretch, as "goooood" and "perrrro"."""


def clean(text: str, language: Language) -> str:
    """Bring a text to what a tokenizer of this language knows.

    Undoes HTML entities and look-alike characters (NFKC), drops what cannot be seen, URLs and
    the marks of handles and hashtags, shortens stretched words, says shouted ones in lower case,
    and English ones like "terrible" as "very bad"; text.emphasis tells how loud it was.
    Punctuation stays, and emoji are left to the models, each of which has a way of its own.
    """
    unescaped = html.unescape(NO_ENTITY.sub(" ", text))
    seen = INVISIBLE.sub("", unescaped).translate(APOSTROPHES)
    same = unicodedata.normalize("NFKC", without_towers(seen))
    named = HASHTAG.sub(_hashtag_words, HANDLE.sub(r"\1", URL.sub(" ", same)))
    quiet = named.lower() if named.isupper() else WORD.sub(_quiet_word, named)
    short = WORD.sub(lambda match: _unstretched(match[0], language), quiet)
    plainer = VERY_BAD.sub(_very_bad, short) if language == "en" else short
    lines = CONTROLS.sub(" ", plainer).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _hashtag_words(match: re.Match[str]) -> str:
    return CAMEL.sub(" ", match[1].replace("_", " "))


def _very_bad(match: re.Match[str]) -> str:
    return "a very bad" if match[1] else "very bad"


def _quiet_word(match: re.Match[str]) -> str:
    word = match[0]
    return word.lower() if len(word) >= SHOUTED_LETTERS and word.isupper() else word


def _unstretched(word: str, language: Language) -> str:
    """The word that was stretched: doubled letters where it is a word so, else single ones.

    A word of one letter stays: "III", "zzz".
    """
    parts = LETTER_RUN.split(word)
    runs = len(parts) // 2
    if not 0 < runs <= MAX_RUNS or len(set(word.lower())) == 1:
        return word
    candidates = [_joined(parts, repeats) for repeats in itertools.product((2, 1), repeat=runs)]
    known = (word for word in candidates if word.lower() in DOUBLED[language])
    return next(known, candidates[-1])


def _joined(parts: list[str], repeats: tuple[int, ...]) -> str:
    letters = [letter * count for letter, count in zip(parts[1::2], repeats, strict=True)]
    return "".join(itertools.chain(*zip(parts[::2], (*letters, ""), strict=True)))
