"""Emoji in words, for models whose vocabulary has none."""

import re
import unicodedata

_EMOJI = re.compile(
    "[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001f5ff\U0001f600-\U0001f64f]"
    "|[\U0001f680-\U0001f6ff\U0001f900-\U0001faff]"
)
# Variation selectors, the joiner, skin tones and gender signs change a picture, not its feeling.
_MODIFIERS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642]")

# Where the name in the Unicode database tells the picture's ink or pose instead of its feeling.
# These are the short names of CLDR, https://cldr.unicode.org/translation/characters.
_SHORT_NAMES = {
    "\u2764": "red heart",
    "\u2665": "heart suit",
    "\u263a": "smiling face",
    "\u2639": "frowning face",
    "\U0001f621": "enraged face",
}


def emoji_in_words(text: str) -> str:
    """Return the text with each emoji replaced by its name, in lower case between spaces."""
    return _EMOJI.sub(_name, _MODIFIERS.sub("", text))


def _name(match: re.Match[str]) -> str:
    emoji = match.group()
    name = _SHORT_NAMES.get(emoji) or unicodedata.name(emoji, "").lower()
    return f" {name} " if name else emoji
