"""Brings the ways in which people misspell and disguise words of self-harm to one spelling."""

import re

LEET = str.maketrans("013457", "oieast")
DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[013457](?=[^\W\d_])")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")

SPELLINGS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"\bsu[aei]?[cs]{1,2}[iy]d", "suicid"),
        # English
        (r"\b(?:wnat|wamt|wnt|wantt)\b", "want"),
        (r"\bwana\b", "wanna"),
        (r"\b(?:gunna|gona|finna|i?mma)\b", "gonna"),
        (r"\btryna\b", "trying to"),
        (r"\bmys(?:lef|ef|efl|lf|elv)\b", "myself"),
        # Spanish
        (r"\b(?:k|q|qu)i?ero\b", "quiero"),
        (r"\bk(?=ier|er[ir]|isi|ita)|\bq(?=[ei])", "qu"),
        (r"\b(?:k|q|ke)\b", "que"),
        (r"\b(?:boy|voi|boi) a\b", "voy a"),
        (r"\bmurir", "morir"),
        (r"\bmorime\b", "morirme"),
        (r"\bh?a?orcar", "ahorcar"),
        (r"\bb(?=i[bv]ir|ida\b)", "v"),
        (r"\bvibi(?=r|endo)", "vivi"),
        (r"\be[sz]ist(?=i)", "exist"),
    )
)


def as_spelt(text: str) -> str:
    """The text, in lower case without accents, with its disguised and misspelt words put right.

    Meant for looking for words of self-harm alone: other words may come out wrong.
    """
    lettered = DIGIT_IN_WORD.sub(lambda match: match[0].translate(LEET), text)
    spelt = STRETCHED.sub(r"\1", lettered)
    for misspelling, spelling in SPELLINGS:
        spelt = misspelling.sub(spelling, spelt)
    return spelt
