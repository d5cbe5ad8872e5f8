import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.earlier import EarlierTalks
from analysis.fusion import fuse
from analysis.labels import EMOTIONS, UNCERTAIN, VOICE_EMOTIONS, VoiceReading
from analysis.remarks import (
    REMARK_TEXTS,
    TalkFigures,
    talk_remarks,
    tell_only_of_the_trend,
    weigh_heavily,
)
from analysis.timeline import moments_from_entries
from analysis.tracker import TrendState
from analysis.tracker_readings import Source
from analysis.tracker_remarks import trend_remarks
from analysis.tracker_trend import Trend
from analysis.words import Words
from tests.analysis.sessions import each_second
from tests.analysis.talks import earlier, voices, words
from tests.analysis.test_local_report import FORBIDDEN, PHONE_NUMBER
from text.categories import Category

LANGUAGES = pytest.mark.parametrize("language", ["es", "en"])
CAUSE = re.compile(r"por eso|debido|a causa|gracias a|due to|caused|therefore|that is why", re.I)


def remarks(
    *faces: str | None,
    spoken: list[VoiceReading] | None = None,
    said: list[Words] | None = None,
    before: EarlierTalks | None = None,
    language: str = "es",
) -> tuple[str, ...]:
    moments = moments_from_entries(each_second(*faces))
    fusion = fuse(moments, spoken or (), (), said or (), float(len(faces)))
    figures = TalkFigures(tuple(spoken or ()), tuple(said or ()), fusion, before)
    return talk_remarks(figures, language)


@LANGUAGES
def test_every_name_has_a_word(language: str) -> None:
    texts = REMARK_TEXTS[language]
    assert set(texts.voices) == set(VOICE_EMOTIONS)
    assert set(texts.words) == set(Category)
    assert set(texts.sources) == set(Source)
    assert set(texts.directions) == {"improving", "stable", "worsening"}


def test_a_face_alone_is_left_to_the_report_on_it() -> None:
    assert remarks(*["happy"] * 30) == ()


def test_the_voice_is_told_with_its_figures() -> None:
    (mostly,) = remarks(*[None] * 12, spoken=voices(*["sad"] * 7, *["neutral"] * 3))
    assert "tristeza" in mostly
    assert "70 %" in mostly
    (steady,) = remarks(*[None] * 12, spoken=voices(*["anxious"] * 10), language="en")
    assert "nervousness" in steady
    (mixed,) = remarks(*[None] * 12, spoken=voices(*["happy", "angry"] * 5))
    assert "alegría (50 %) y enfado (50 %)" in mixed


def test_a_voice_that_is_mostly_uncertain_is_given_no_name() -> None:
    def told(*emotions: str) -> bool:
        return any("tristeza" in t for t in remarks(*["sad"] * 8, spoken=voices(*emotions)))

    assert told(*["sad"] * 5, *[UNCERTAIN] * 5)
    assert not told(*["sad"] * 4, *[UNCERTAIN] * 5)
    assert not told("sad", "sad")


def test_words_are_told_by_how_many_captions_they_are_in() -> None:
    said = [words("joy", 2 * s, 2 * s + 2) for s in range(4)] + [words("sadness", 8, 10)]
    told = " ".join(remarks(*[None] * 10, said=said))
    assert "alegría" in told
    assert "4 de 5" in told
    plain = [words("joy", 2 * s, 2 * s + 2, level="minimal") for s in range(4)]
    assert remarks(*["neutral"] * 10, said=plain)[0] in REMARK_TEXTS["es"].words_plain
    assert remarks(*["neutral"] * 10, said=said[:2]) == ()


@pytest.mark.parametrize(
    ("spoken", "share", "kind"),
    [
        (["happy"] * 20, "100 %", "agree"),
        (["happy"] * 10 + ["sad"] * 10, "50 %", "partly"),
        (["sad"] * 20, "0 %", "differ"),
    ],
)
def test_agreement_and_disagreement_are_told(spoken: list[str], share: str, kind: str) -> None:
    told = remarks(*["happy"] * 22, spoken=voices(*spoken))[-1]
    (template,) = getattr(REMARK_TEXTS["es"], kind)
    assert template.partition("{share}")[0].format(sources="tu rostro y tu voz") in told
    assert share in told


def test_a_few_seconds_are_not_compared() -> None:
    told = remarks(*["happy"] * 9, spoken=voices(*["happy"] * 7))
    assert not any("comparar" in sentence for sentence in told)


@LANGUAGES
def test_under_half_of_the_time_there_is_nothing_to_tell_but_a_warning(language: str) -> None:
    quiet = [None] * 30
    said = [words("sadness", 2.0 * s, 2.0 * s + 2) for s in range(5)]
    assert remarks(*quiet, said=said, before=earlier(), language=language) == ()
    said.append(words("sadness", 10.0, 11.0, self_harm=True))
    warning = REMARK_TEXTS[language].self_harm
    assert remarks(*quiet, said=said, before=earlier(), language=language) == (warning,)


def test_earlier_talks_are_counted_and_their_direction_is_told() -> None:
    told = remarks(*["neutral"] * 10, before=earlier(sittings=7, direction="improving"))
    assert "7" in told[0]
    assert told[1:] == (REMARK_TEXTS["es"].directions["improving"],)
    one = remarks(*["neutral"] * 10, before=earlier(sittings=1, messages=4, direction=None))
    assert one == (REMARK_TEXTS["es"].earlier_one,)


@pytest.mark.parametrize(
    ("today", "kind"), [(0.3, "brighter"), (-0.3, "more_serious"), (0.1, "as_usual")]
)
def test_today_is_compared_with_what_was_usual(today: float, kind: str) -> None:
    said = [words("joy", 2 * s, 2 * s + 2, valence=0.1 + today) for s in range(3)]
    told = remarks(*["neutral"] * 10, said=said, before=earlier(valence=0.1))
    assert told[-1] in getattr(REMARK_TEXTS["es"], kind)


def test_of_growth_only_a_gain_is_told() -> None:
    def told(growth: str, direction: str) -> bool:
        before = earlier(growth=growth, direction=direction)
        return REMARK_TEXTS["es"].growing in remarks(*["neutral"] * 10, before=before)

    assert told("growing", "stable")
    assert not told("growing", "worsening")
    assert not told("declining", "stable")


@LANGUAGES
def test_what_lasts_weighs_heavily_and_the_trend_is_known_as_such(language: str) -> None:
    def of(trend: Trend) -> tuple[str, ...]:
        return trend_remarks(TrendState(trend, False, 0.0, (), 0.0), language)

    assert weigh_heavily(of(Trend.PERSISTENT_NEGATIVE), language)
    assert weigh_heavily([REMARK_TEXTS[language].directions["worsening"]], language)
    assert not weigh_heavily(of(Trend.IMPROVING), language)
    assert tell_only_of_the_trend(of(Trend.STABLE), language)
    assert not tell_only_of_the_trend([REMARK_TEXTS[language].earlier_one], language)


@LANGUAGES
@given(
    faces=st.lists(st.sampled_from([*EMOTIONS, None]), min_size=1, max_size=40),
    spoken=st.lists(st.sampled_from([*VOICE_EMOTIONS, UNCERTAIN]), max_size=40),
    said=st.lists(st.sampled_from(list(Category)), max_size=12),
    direction=st.sampled_from(["improving", "stable", "worsening"]),
)
def test_remarks_are_finished_sentences_without_cause_or_diagnosis(
    language: str,
    faces: list[str | None],
    spoken: list[str],
    said: list[Category],
    direction: str,
) -> None:
    captions = [words(str(name), 3.0 * s, 3.0 * s + 2) for s, name in enumerate(said)]
    before = earlier(direction=direction, growth="growing")
    told = remarks(*faces, spoken=voices(*spoken), said=captions, before=before, language=language)
    for sentence in told:
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert not FORBIDDEN.search(sentence)
        assert not CAUSE.search(sentence)
        assert not PHONE_NUMBER.search(sentence.replace("100", ""))
    again = remarks(*faces, spoken=voices(*spoken), said=captions, before=before, language=language)
    assert again == told
