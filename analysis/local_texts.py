"""What the local report is made of in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.labels import Reason
from analysis.variants import Variants


class Tone(StrEnum):
    """What the words of support answer to."""

    BRIGHT = "bright"
    LOW = "low"
    TENSE = "tense"
    CALM = "calm"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class LocalTexts:
    """The sentences of one language.

    They describe a face, never a feeling, name no cause and make no diagnosis.

    Attributes:
        names: of the seven expressions, to stand after "your face showed".
        steady: one expression from beginning to end: {name}.
        mostly: one expression prevails: {name}, {share} in percent.
        also: another one that was there, too: {name}, {share}.
        mixed: none prevails: {first}, {first_share}, {second}, {second_share}.
        changed_once: the expression changed once.
        changed: it changed more often: {count}.
        lighter: the end looked lighter than the beginning.
        more_serious: the end looked more serious than the beginning.
        caution: a face is only a hint.
        whole_caution: so are voice and words.
        support: for each tone.
        trusted_people: for sadness that lasted.
        unclear: the face was seen and its expression was mostly uncertain.
        unseen: under half of the session could be read.
        few: hardly any reading.
        face_unclear: for any of the three above, before what else was read.
        tips: how to be seen better, by what stood in the way most often.
        general_tip: if nothing is known to have stood in the way.
        thanks: support without a reading.
        local_note: who wrote this, from what, and what it did not read.
        whole_note: the same where more than the face was read.
    """

    names: Mapping[str, str]
    steady: Variants
    mostly: Variants
    also: Variants
    mixed: Variants
    changed_once: Variants
    changed: Variants
    lighter: Variants
    more_serious: Variants
    caution: Variants
    whole_caution: Variants
    support: Mapping[Tone, Variants]
    trusted_people: str
    unclear: str
    unseen: str
    few: str
    face_unclear: str
    tips: Mapping[Reason, str]
    general_tip: str
    thanks: Variants
    local_note: str
    whole_note: str
