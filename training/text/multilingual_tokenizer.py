"""The tokenizer of multilingual-e5-small, with the pieces that English and Spanish need."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Normalizer, Replace, Strip
from tokenizers.normalizers import Sequence as InTurn
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

SPACE = "▁"
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
PAD_ID = SPECIALS.index("<pad>")
UNKNOWN_ID = SPECIALS.index("<unk>")

_JOINERS = r"[\u200b-\u200d\u2060\ufe0e\ufe0f\x{1F3FB}-\x{1F3FF}]"
"""Invisible joiners and skin tones: parts of emoji that change no emotion."""

LATER_EMOJI: Mapping[str, str] = {
    "🤢": "disgusted asco",
    "🤮": "vomiting asco vómito",
    "💩": "shit mierda",
    "🖕": "fuck you jódete",
    "🤬": "furious furioso insulto",
    "😤": "annoyed molesto",
    "🤯": "shocked impactado",
    "🥳": "celebration fiesta",
    "🥺": "please por favor triste",
    "🥲": "smile sonrisa triste",
    "🥴": "dizzy mareado",
    "🥵": "hot calor",
    "🥶": "cold frío",
    "🥱": "bored aburrido",
    "😧": "worried preocupado",
    "😿": "sad triste",
    "🤕": "hurt herido",
    "🤒": "sick enfermo",
    "🤧": "sick enfermo",
    "🤫": "silence silencio",
    "🤠": "happy alegre",
    "🫠": "embarrassed vergüenza",
    "🫶": "love amor",
    "🫂": "hug abrazo",
    "🧐": "curious curioso",
    "😮‍💨": "relief alivio",
}
"""Emoji that the vocabulary of 2019 lacks, and words whose mean vector they begin with."""


def tokenizer_of(pieces: Sequence[str], scores: Iterable[float]) -> Tokenizer:
    """The tokenizer with these pieces; SPECIALS are the first of them.

    The file's own table of code points is NFKC but for spaces and control characters.
    """
    tokenizer = Tokenizer(
        Unigram(
            [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)],
            unk_id=UNKNOWN_ID,
        )
    )
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", SPECIALS.index("</s>"))]
    )
    return tokenizer


def _normalizer() -> Normalizer:
    return InTurn(
        [
            Replace(Regex(_JOINERS), ""),
            NFKC(),
            Replace(Regex(r"[\s\x00-\x1f\x7f]+"), " "),
            Strip(),
        ]
    )


def pieces_in(tokenizer: Tokenizer, texts: Sequence[str], least: int) -> set[int]:
    """The ids of the pieces that occur at least that often in these texts."""
    counts: Counter[int] = Counter()
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        counts.update(encoding.ids)
    return {index for index, count in counts.items() if count >= least}


def single_pieces(pieces: Sequence[str]) -> set[int]:
    """The ids of SPECIALS and of Latin letters, digits, marks and pictures."""
    singles = {index for index, piece in enumerate(pieces) if _is_single(piece)}
    return singles.union(range(len(SPECIALS)))


def _is_single(piece: str) -> bool:
    """Whether the piece is one character of Latin script, a digit, a mark or a picture."""
    character = piece.removeprefix(SPACE) or SPACE
    if len(character) > 1:
        return False
    if unicodedata.category(character)[0] == "L":
        return unicodedata.name(character, "").startswith("LATIN")
    return unicodedata.category(character)[0] in "NPSZ" and not _is_foreign(character)


def _is_foreign(character: str) -> bool:
    """Whether a digit or mark belongs to another script (their names begin with it)."""
    script = unicodedata.name(character, "").split(" ")[0]
    return unicodedata.category(character)[0] in "NP" and script in {
        "ARABIC", "ARABIC-INDIC", "BENGALI", "CJK", "DEVANAGARI", "ETHIOPIC", "EXTENDED",
        "FULLWIDTH", "GUJARATI", "IDEOGRAPHIC", "KATAKANA", "KHMER", "LAO", "MYANMAR",
        "TAMIL", "TELUGU", "THAI", "TIBETAN",
    }  # fmt: skip
