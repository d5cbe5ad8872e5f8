from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.labels import EMOTIONS, Emotion, Reason
from analysis.statistics import Change, Run, TimelineStatistics, timeline_statistics
from analysis.timeline import TimelineEntry, moments_from_emotions, moments_from_entries
from tests.analysis.sessions import each_second, entry

NAMES = st.sampled_from([*EMOTIONS, None])


def figures(entries: Sequence[TimelineEntry], duration_s: float) -> TimelineStatistics:
    return timeline_statistics(moments_from_entries(entries), duration_s)


def test_a_session_without_readings_has_figures_and_divides_by_nothing() -> None:
    statistics = figures([], 30.0)
    assert statistics.whole.readings == 0
    assert statistics.readable_share == 0.0
    assert set(statistics.whole.emotion_shares.values()) == {0.0}
    assert statistics.mean_confidence is None
    assert figures([], 0.0).readable_share == 0.0


def test_shares_count_each_label_and_each_expression() -> None:
    statistics = figures(each_second("happy", "happy", "neutral", None), 4.0)
    assert statistics.whole.face_share == 0.75
    assert statistics.whole.emotion_shares == {
        Emotion.HAPPY: 0.75,
        Emotion.SAD: 0.0,
        Emotion.NO_FACE: 0.25,
    }
    assert statistics.whole.expression_shares["happy"] == pytest.approx(2 / 3)
    assert statistics.whole.expression_shares["neutral"] == pytest.approx(1 / 3)
    assert list(statistics.whole.expression_shares) == list(EMOTIONS)


def test_a_face_that_cannot_be_read_counts_as_face_and_not_as_readable() -> None:
    entries = [entry(0, "happy"), entry(1, None, reason=Reason.TURNED_AWAY, face=True)]
    statistics = figures(entries, 2.0)
    assert statistics.whole.face_share == 1.0
    assert statistics.readable_share == 0.5
    assert statistics.reasons == {Reason.TURNED_AWAY: 1}


def test_time_without_readings_is_not_readable() -> None:
    entries = [entry(t, "happy") for t in (0.0, 1.0, 2.0, 20.0)]
    assert figures(entries, 40.0).readable_share == pytest.approx(4 / 40)


def test_late_readings_still_cover_the_session() -> None:
    entries = [entry(t * 1.1, "happy") for t in range(27)]
    assert figures(entries, 30.0).readable_share == pytest.approx(29.6 / 30)


def test_readings_past_the_given_end_do_not_make_more_than_the_whole() -> None:
    assert figures(each_second("happy", "happy", "happy"), 2.0).readable_share == 1.0


def test_uncertain_readings_count_in_their_share_and_show_no_name() -> None:
    entries = [entry(0, "happy"), entry(1, "sad", uncertain=True), entry(2, None, face=False)]
    whole = figures(entries, 3.0).whole
    assert whole.uncertain_share == 0.5
    assert (whole.named_readings, whole.named_shares) == (1, {"happy": 1.0})
    assert whole.expression_shares["sad"] == 0.5


def test_changes_skip_what_showed_no_name() -> None:
    entries = [
        entry(0, "happy"),
        entry(1, None),
        entry(2, "happy"),
        entry(3, "sad", uncertain=True),
        entry(4, "sad"),
        entry(5, "neutral"),
    ]
    assert figures(entries, 6.0).changes == (
        Change(4, "happy", "sad"),
        Change(5, "sad", "neutral"),
    )


def test_the_longest_run_is_the_longest_and_not_the_first_or_last() -> None:
    names = ("sad", "happy", "sad", "sad", "sad", "happy", "sad")
    runs = figures(each_second(*names), 7.0).longest_expression_runs
    assert runs == {"sad": Run(2.0, 3.0), "happy": Run(1.0, 1.0)}


def test_a_gap_breaks_a_run() -> None:
    entries = [entry(t, "sad") for t in (0.0, 1.0, 2.0, 10.0, 11.0)]
    assert figures(entries, 12.0).longest_expression_runs["sad"] == Run(0.0, 3.0)


def test_runs_of_the_two_labels_include_no_face() -> None:
    emotions = [Emotion.SAD, Emotion.NO_FACE, Emotion.NO_FACE, Emotion.HAPPY]
    statistics = timeline_statistics(moments_from_emotions(emotions), 4.0)
    assert statistics.longest_emotion_runs["No face detected"] == Run(1.0, 2.0)
    assert statistics.longest_expression_runs == {}


def test_the_thirds_are_thirds_of_the_time() -> None:
    statistics = figures(each_second(*["happy"] * 3, *["neutral"] * 3, *["sad"] * 3), 9.0)
    assert statistics.first_third.named_shares == {"happy": 1.0}
    assert statistics.last_third.named_shares == {"sad": 1.0}
    assert (statistics.first_third.readings, statistics.last_third.readings) == (3, 3)


def test_mean_confidence_is_of_the_readings_that_have_one() -> None:
    entries = [
        entry(0, "happy", happy_probability=0.9),
        entry(1, "sad", happy_probability=0.3),
        entry(2, None),
    ]
    assert figures(entries, 3.0).mean_confidence == pytest.approx(0.8)


@given(names=st.lists(NAMES, max_size=40), duration_s=st.floats(0, 100))
def test_shares_stay_shares(names: list[str | None], duration_s: float) -> None:
    statistics = figures(each_second(*names), duration_s)
    whole = statistics.whole
    assert 0.0 <= statistics.readable_share <= 1.0
    assert sum(whole.emotion_shares.values()) == pytest.approx(1.0 if names else 0.0)
    seen = any(name is not None for name in names)
    assert sum(whole.expression_shares.values()) == pytest.approx(1.0 if seen else 0.0)
    assert len(statistics.changes) < max(1, len(names))
