"""Readings of the models that ship, made as the reader makes them."""

from functools import cache

from text.categories import Language
from text.cleaning import clean
from text.cli import MODELS_DIR
from text.dimensions import read_dimensions
from text.emphasis import emphasis_of
from text.encoder import TextEncoder
from text.reading import TextReading
from text.safety import speaks_of_self_harm


@cache
def encoder(language: Language) -> TextEncoder:
    return TextEncoder.load(MODELS_DIR, f"text_{language}", 1)


def reading_of(text: str, language: Language = "en") -> TextReading:
    cleaned = clean(text, language)
    (scores,) = encoder(language).score([cleaned])
    return read_dimensions(scores, speaks_of_self_harm(cleaned), emphasis_of(text))
