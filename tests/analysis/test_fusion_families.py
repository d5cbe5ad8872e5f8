import pytest

from analysis.fusion_families import FAMILY_OF, Agreement, Family, agreement_of, family_of
from analysis.labels import EMOTIONS, UNCERTAIN, VOICE_EMOTIONS
from analysis.tracker_readings import Mood, Source
from text.categories import Category

FACE, VOICE, OPINION, WORDS = Source


@pytest.mark.parametrize("name", [*EMOTIONS, *VOICE_EMOTIONS, *map(str, Category)])
def test_every_name_of_every_source_has_a_family(name: str) -> None:
    assert isinstance(family_of(name), Family)


def test_every_mood_has_a_family_and_every_family_a_mood() -> None:
    assert set(FAMILY_OF) == set(Mood)
    assert set(FAMILY_OF.values()) == set(Family)


def test_an_uncertain_reading_has_none() -> None:
    with pytest.raises(KeyError):
        family_of(UNCERTAIN)


@pytest.mark.parametrize(
    ("names", "agreement"),
    [
        ({}, Agreement.NONE),
        ({FACE: "happy"}, Agreement.SINGLE),
        ({FACE: "happy", VOICE: "happy"}, Agreement.AGREE),
        ({FACE: "happy", WORDS: "love"}, Agreement.AGREE),
        ({FACE: "fearful", VOICE: "anxious"}, Agreement.AGREE),
        ({FACE: "disgusted", WORDS: "anger"}, Agreement.AGREE),
        ({FACE: "sad", VOICE: "angry"}, Agreement.DISAGREE),
        ({FACE: "neutral", WORDS: "sadness"}, Agreement.DISAGREE),
        ({VOICE: "happy", OPINION: "anxious"}, Agreement.DISAGREE),
        ({FACE: "surprised", VOICE: "angry"}, Agreement.SINGLE),
        ({FACE: "surprised", WORDS: "surprise"}, Agreement.AGREE),
        ({FACE: "surprised", VOICE: "happy", WORDS: "joy"}, Agreement.AGREE),
    ],
)
def test_families_decide_who_agrees(names: dict[Source, str], agreement: Agreement) -> None:
    assert agreement_of(names) is agreement


def test_a_majority_does_not_outvote_one_that_differs() -> None:
    names = {FACE: "happy", VOICE: "happy", OPINION: "happy", WORDS: "sadness"}
    assert agreement_of(names) is Agreement.DISAGREE
