"""Which names of face, voice and words mean alike: one table, by valence and arousal."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import combinations

from analysis.tracker_readings import MOOD_OF, Mood, Source


class Family(StrEnum):
    """A region of the plane of valence and arousal."""

    BRIGHT = "bright"
    """Pleasant."""
    LOW = "low"
    """Unpleasant, of low arousal."""
    TENSE = "tense"
    """Unpleasant, of high arousal."""
    CALM = "calm"
    """Neither pleasant nor unpleasant."""
    STARTLED = "startled"
    """Of high arousal and any valence: it confirms its like, and contradicts nothing."""


class Agreement(StrEnum):
    """What sources that name something at the same time say of each other."""

    AGREE = "agree"
    DISAGREE = "disagree"
    SINGLE = "single"
    """There is nothing to compare with: one source, or surprise beside something else."""
    NONE = "none"
    """No source names anything."""


FAMILY_OF: Mapping[Mood, Family] = {
    # A smile, a glad voice, words of joy and, for want of a name of their own in face and voice,
    # of love: the only pleasant names there are, so their arousal need not be told apart.
    Mood.HAPPY: Family.BRIGHT,
    # Unpleasant like the three below, but it slows and quiets where they stir.
    Mood.SAD: Family.LOW,
    # Unpleasant and stirred; in words it holds annoyance too.
    Mood.ANGRY: Family.TENSE,
    # Fear in face and words, fear and worry in a voice: unpleasant and stirred.
    Mood.ANXIOUS: Family.TENSE,
    # Only faces name it, and they are easily taken for angry ones; words of disgust are anger.
    Mood.DISGUSTED: Family.TENSE,
    # A class that face and voice models learnt, not a lack of evidence: a face at rest does
    # contradict a glad voice.
    Mood.NEUTRAL: Family.CALM,
    # Good and bad surprises look and read alike.
    Mood.SURPRISED: Family.STARTLED,
}
"""The family of every name, by the mood that MOOD_OF takes it for.

Two names say nothing and are never compared: `uncertain`, and the category of words that show no
emotion to speak of (Words.felt), for what somebody leaves unsaid contradicts no face.
"""


def family_of(name: str) -> Family:
    """Return the family of a name of face, voice or words; KeyError for any other."""
    return FAMILY_OF[MOOD_OF[name]]


def agreement_of(names: Mapping[Source, str]) -> Agreement:
    """Compare what the sources name at one time.

    One pair of different families makes it DISAGREE, however many others agree: a majority
    is no proof.
    """
    if not names:
        return Agreement.NONE
    verdicts = set(_verdicts(map(family_of, names.values())))
    if Agreement.DISAGREE in verdicts:
        return Agreement.DISAGREE
    return Agreement.AGREE if Agreement.AGREE in verdicts else Agreement.SINGLE


def _verdicts(families: Iterable[Family]) -> Iterable[Agreement]:
    for first, second in combinations(families, 2):
        if first is second:
            yield Agreement.AGREE
        elif Family.STARTLED not in (first, second):
            yield Agreement.DISAGREE
