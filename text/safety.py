"""Whether a text speaks of hurting or killing oneself, in English or Spanish.

It would rather hear too much: talk of other people's suicide counts, and so does "I am not
suicidal". Figures of speech ("dying to see you", "me muero de risa") and accidents ("cut myself
shaving") are set aside first. The patterns see lower case without accents, apostrophes and
misspellings, and " . " where a sentence ends.
"""

import re

from text.cleaning import INVISIBLE
from text.combining import without_accents
from text.safety_english import FIGURES as ENGLISH_FIGURES
from text.safety_english import SPEECH as ENGLISH_SPEECH
from text.safety_spanish import FIGURES as SPANISH_FIGURES
from text.safety_spanish import SPEECH as SPANISH_SPEECH
from text.safety_spelling import as_spelt

FIGURE = re.compile(rf"\b(?:{'|'.join((*ENGLISH_FIGURES, *SPANISH_FIGURES))})")
SPEECH = re.compile(rf"\b(?:{'|'.join((*ENGLISH_SPEECH, *SPANISH_SPEECH))})")

APOSTROPHES = re.compile("['\u2018\u2019\u00b4`]")
SENTENCE_END = re.compile(r"[!?;]+|(?<!\.)\.(?!\.)(?=\s|$)")
NO_WORD = re.compile(r"[^\w.-]+|\.{2,}")


def speaks_of_self_harm(text: str) -> bool:
    """Whether the text speaks of hurting or killing oneself, of wishing it, or of having tried."""
    words = plain(text)
    return bool(SPEECH.search(words) and SPEECH.search(FIGURE.sub(" ", words)))


def plain(text: str) -> str:
    """The text as the patterns see it."""
    joined = APOSTROPHES.sub("", INVISIBLE.sub("", text).lower())
    return NO_WORD.sub(" ", SENTENCE_END.sub(" . ", as_spelt(without_accents(joined))))
