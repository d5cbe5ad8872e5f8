import os
import re
import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.labels import EMOTIONS, Emotion, Reason
from analysis.local_report import local_report
from analysis.local_texts import LocalTexts
from analysis.local_texts_en import ENGLISH
from analysis.local_texts_es import SPANISH
from analysis.remarks import REMARK_TEXTS
from analysis.statistics import TimelineStatistics, timeline_statistics
from analysis.timeline import TimelineEntry, moments_from_emotions, moments_from_entries
from analysis.tracker import TrendState
from analysis.tracker_remarks import trend_remarks
from analysis.tracker_trend import Trend
from tests.analysis.sessions import each_second, entry

TEXTS = {"es": SPANISH, "en": ENGLISH}
LANGUAGES = pytest.mark.parametrize("language", ["es", "en"])

# Words of diagnoses and of causes that no camera can know.
FORBIDDEN = re.compile(r"depres|ansiedad|anxiety|trastorn|disorder|porque|because|debido a", re.I)
PHONE_NUMBER = re.compile(r"\d{3}")

H, S, NOBODY = Emotion.HAPPY, Emotion.SAD, Emotion.NO_FACE


def of_session(entries: Sequence[TimelineEntry], duration_s: float) -> TimelineStatistics:
    return timeline_statistics(moments_from_entries(entries), duration_s)


def shown(*names: str | None) -> TimelineStatistics:
    return of_session(each_second(*names), float(len(names)))


def answered(*emotions: Emotion) -> TimelineStatistics:
    return timeline_statistics(moments_from_emotions(emotions), float(len(emotions)))


def names_an_expression(text: str, texts: LocalTexts) -> bool:
    return any(name in text for name in texts.names.values())


@pytest.mark.parametrize("texts", [SPANISH, ENGLISH])
def test_every_expression_has_a_name(texts: LocalTexts) -> None:
    assert set(texts.names) == set(EMOTIONS)


def test_the_example_of_document_000_is_told_with_its_figures() -> None:
    text = local_report(answered(H, H, H, S, H, NOBODY, H, H, S, H), "es")
    for words in ("alegría", "78 %", "tristeza", "22 %", "cambió 4 veces", SPANISH.local_note):
        assert words in text


@LANGUAGES
@given(
    names=st.lists(st.sampled_from([*EMOTIONS, None]), max_size=45),
    uncertain=st.sets(st.integers(0, 44)),
)
def test_every_report_is_two_finished_paragraphs_and_keeps_to_its_place(
    language: str, names: list[str | None], uncertain: set[int]
) -> None:
    entries = [
        entry(float(second), name, uncertain=second in uncertain)
        for second, name in enumerate(names)
    ]
    text = local_report(of_session(entries, float(len(names))), language)
    first, second = text.split("\n\n")
    assert first.endswith(".")
    assert second.endswith(TEXTS[language].local_note)
    assert "{" not in text
    assert "  " not in text
    assert not FORBIDDEN.search(text)
    assert not PHONE_NUMBER.search(text.replace("100", ""))


def test_equal_figures_give_an_equal_text_in_every_process() -> None:
    program = (
        "from tests.analysis.test_local_report import *;"
        "print(local_report(shown('happy', 'sad', 'happy', None, 'neutral'), 'en'))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert texts == {local_report(shown("happy", "sad", "happy", None, "neutral"), "en") + "\n"}


def test_other_figures_vary_the_words() -> None:
    openings = {local_report(shown(*["happy"] * count), "es")[:12] for count in range(5, 30)}
    assert len(openings) > 1


@LANGUAGES
@pytest.mark.parametrize(
    "statistics",
    [
        shown(),
        shown(*["sad"] * 14, *[None] * 16),
        of_session(each_second(*["happy"] * 10), 30.0),
        answered(*[S] * 4, *[NOBODY] * 6),
    ],
    ids=["nothing", "no face", "gap", "bare"],
)
def test_under_half_of_the_seconds_there_is_no_reading(
    language: str, statistics: TimelineStatistics
) -> None:
    text = local_report(statistics, language)
    assert text.startswith(TEXTS[language].unseen)
    assert not names_an_expression(text, TEXTS[language])
    assert "%" not in text


@LANGUAGES
def test_the_tip_answers_what_stood_in_the_way_most_often(language: str) -> None:
    reasons = [Reason.BLURRED, Reason.TOO_DARK, Reason.TOO_DARK]
    entries = [entry(float(t), None, reason=reason) for t, reason in enumerate(reasons)]
    text = local_report(of_session(entries, 3.0), language)
    assert TEXTS[language].tips[Reason.TOO_DARK] in text


@LANGUAGES
def test_uncertain_readings_are_not_given_a_name(language: str) -> None:
    entries = [entry(float(t), "sad", uncertain=t > 10) for t in range(30)]
    text = local_report(of_session(entries, 30.0), language)
    assert text.startswith(TEXTS[language].unclear)
    assert not names_an_expression(text, TEXTS[language])


@LANGUAGES
def test_two_readings_are_too_few(language: str) -> None:
    assert local_report(answered(H, S), language).startswith(TEXTS[language].few)


@LANGUAGES
@pytest.mark.parametrize(
    ("statistics", "points"),
    [
        (shown(*["sad"] * 20, *["neutral"] * 10), True),
        (answered(*[S] * 20, *[H] * 10), True),
        (shown(*["happy"] * 12, *["sad"] * 15, "happy", "happy", "happy"), True),
        (shown(*["sad", "neutral"] * 15), False),
        (shown(*["neutral"] * 30), False),
    ],
    ids=["mostly", "mostly, bare", "long run", "often, and never long", "two-label SAD"],
)
def test_lasting_sadness_points_to_people_and_professionals(
    language: str, statistics: TimelineStatistics, points: bool
) -> None:
    text = local_report(statistics, language)
    assert (TEXTS[language].trusted_people in text) is points


def test_the_two_label_answer_does_not_count_as_sadness_where_expressions_are_known() -> None:
    entries = [entry(float(t), "neutral", happy_probability=0.1) for t in range(30)]
    text = local_report(of_session(entries, 30.0), "es")
    assert SPANISH.trusted_people not in text
    assert "tristeza" not in text


@LANGUAGES
@pytest.mark.parametrize(
    ("names", "trend"),
    [
        (["sad"] * 12 + ["happy"] * 18, "lighter"),
        (["happy"] * 12 + ["angry"] * 18, "more_serious"),
        (["happy", "sad"] * 15, None),
        (["happy"] + ["sad"] * 2, None),
    ],
    ids=["lighter", "more serious", "even", "too short"],
)
def test_the_trend_compares_the_first_third_with_the_last(
    language: str, names: list[str], trend: str | None
) -> None:
    text = local_report(shown(*names), language)
    for name in ("lighter", "more_serious"):
        said = any(sentence in text for sentence in getattr(TEXTS[language], name))
        assert said is (name == trend)


def test_three_expressions_in_turn_are_all_named() -> None:
    text = local_report(shown(*["happy", "neutral", "angry"] * 10), "es")
    for name in ("alegría", "una expresión neutra", "enfado"):
        assert name in text


def test_a_session_without_change_tells_none() -> None:
    text = local_report(shown(*["surprised"] * 30), "en")
    assert "surprise" in text
    assert "changed" not in text
    assert "%" not in text


REMARK = "En tu voz se oyó sobre todo alegría (el 80 % de sus lecturas claras)."


def trend(trend: Trend, language: str) -> tuple[str, ...]:
    return trend_remarks(TrendState(trend, False, 0.0, (), 0.0), language)


def test_remarks_follow_what_the_face_showed_in_the_same_two_paragraphs() -> None:
    text = local_report(shown(*["happy"] * 30), "es", [REMARK])
    first, second = text.split("\n\n")
    assert first.index("alegría") < first.index(REMARK)
    assert any(first.endswith(caution) for caution in SPANISH.whole_caution)
    assert second.endswith(SPANISH.whole_note)


@LANGUAGES
def test_without_a_readable_face_only_the_rest_is_told(language: str) -> None:
    texts = TEXTS[language]
    text = local_report(shown(*[None] * 30), language, [REMARK])
    assert text.startswith(f"{texts.face_unclear} {REMARK}")
    assert texts.unseen not in text


@LANGUAGES
def test_a_trend_alone_does_not_speak_for_a_face_that_was_hardly_read(language: str) -> None:
    remarks = trend(Trend.IMPROVING, language)
    assert remarks[0] in local_report(shown(*["happy"] * 30), language, remarks)
    refused = local_report(shown(*[None] * 30), language, remarks)
    assert refused.startswith(TEXTS[language].unseen)
    assert remarks[0] not in refused


@LANGUAGES
def test_what_lasts_points_to_people_once(language: str) -> None:
    texts, remarks = TEXTS[language], trend(Trend.PERSISTENT_NEGATIVE, language)
    for names in (["sad"] * 30, ["happy"] * 30, [None] * 30):
        text = local_report(shown(*names), language, [*remarks, REMARK])
        assert text.count(texts.trusted_people) == 1
    assert texts.trusted_people not in local_report(shown(*["happy"] * 30), language, [REMARK])


@LANGUAGES
@pytest.mark.parametrize("names", [["happy"] * 30, [None] * 30], ids=["happy face", "no face"])
def test_words_of_self_harm_take_the_place_of_any_cheer(
    language: str, names: list[str | None]
) -> None:
    texts, warning = TEXTS[language], REMARK_TEXTS[language].self_harm
    text = local_report(shown(*names), language, [warning])
    assert text.split("\n\n")[1] == f"{warning} {texts.whole_note}"
    assert text.count(warning) == 1
