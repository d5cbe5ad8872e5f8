from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.fusion import MAX_SPANS, Fusion, fuse
from analysis.fusion_families import Agreement
from analysis.labels import EMOTIONS, UNCERTAIN, VOICE_EMOTIONS, VoiceReading
from analysis.timeline import TimelineEntry, moments_from_entries
from analysis.tracker_readings import Source
from analysis.words import Words
from tests.analysis.sessions import each_second, entry
from tests.analysis.talks import voice, voices, words

FACE, VOICE, OPINION, WORDS = Source


def fused(
    entries: Sequence[TimelineEntry] = (),
    voice: Sequence[VoiceReading] = (),
    opinions: Sequence[VoiceReading] = (),
    words: Sequence[Words] = (),
    duration_s: float = 4.0,
) -> Fusion:
    return fuse(moments_from_entries(entries), voice, opinions, words, duration_s)


def told(fusion: Fusion, source: Source) -> list[tuple[float, float, str | None]]:
    return [(span.start_s, span.end_s, span.names.get(source)) for span in fusion.spans]


def test_sources_stand_side_by_side_and_equal_neighbours_are_one() -> None:
    fusion = fused(
        each_second("happy", "happy", "sad", "sad"),
        [voice("happy", 0.0, 4.0)],
        [voice("sad", 1.0, 4.0)],
        [words("joy", 0.0, 2.0)],
    )
    assert [(span.start_s, span.end_s, span.names, span.agreement) for span in fusion.spans] == [
        (0.0, 1.0, {FACE: "happy", VOICE: "happy", WORDS: "joy"}, Agreement.AGREE),
        (
            1.0,
            2.0,
            {FACE: "happy", VOICE: "happy", OPINION: "sad", WORDS: "joy"},
            Agreement.DISAGREE,
        ),
        (2.0, 4.0, {FACE: "sad", VOICE: "happy", OPINION: "sad"}, Agreement.DISAGREE),
    ]
    assert fusion.agreement_share == 0.25
    assert fusion.compared_s == 4.0
    assert fusion.compared == (FACE, VOICE, OPINION, WORDS)


def test_what_is_uncertain_or_shows_nothing_counts_as_nothing() -> None:
    fusion = fused(
        [entry(0.0, "happy", uncertain=True), entry(1.0, None), entry(2.0, "happy")],
        [voice(UNCERTAIN, 0.0, 4.0)],
        words=[words("sadness", 0.0, 4.0, level="minimal")],
        duration_s=3.0,
    )
    assert [(span.start_s, span.agreement) for span in fusion.spans] == [
        (0.0, Agreement.NONE),
        (2.0, Agreement.SINGLE),
    ]
    assert fusion.agreement_share is None
    assert fusion.compared == ()
    assert fusion.named_share == pytest.approx(1 / 3)


def test_a_session_without_any_reading_has_one_empty_span() -> None:
    fusion = fused(duration_s=30.0)
    assert told(fusion, FACE) == [(0.0, 30.0, None)]
    assert fusion.named_share == 0.0
    assert fused(duration_s=0.0).spans == ()


def test_windows_that_overlap_keep_what_is_nearest_to_their_middle() -> None:
    fusion = fused(voice=voices("happy", "happy", "sad", "sad"), duration_s=6.0)
    assert told(fusion, VOICE) == [(0.0, 3.0, "happy"), (3.0, 6.0, "sad")]


def test_an_uncertain_window_takes_its_time_from_its_neighbours() -> None:
    fusion = fused(voice=voices("happy", UNCERTAIN, "happy"), duration_s=5.0)
    assert told(fusion, VOICE) == [(0.0, 2.0, "happy"), (2.0, 3.0, None), (3.0, 5.0, "happy")]


def test_a_gap_between_readings_is_not_filled() -> None:
    entries = [entry(0.0, "sad"), entry(1.0, "sad"), entry(6.0, "sad")]
    fusion = fused(entries, duration_s=7.0)
    assert told(fusion, FACE) == [(0.0, 2.0, "sad"), (2.0, 6.0, None), (6.0, 7.0, "sad")]


def test_a_reading_stands_in_the_cell_that_it_covers_most_of() -> None:
    fusion = fused([entry(t + 0.4, n) for t, n in enumerate(("happy", "sad", "happy"))])
    assert told(fusion, FACE)[0] == (0.0, 1.0, "happy")
    assert told(fusion, FACE)[1] == (1.0, 2.0, "sad")


def test_a_short_word_is_told_and_the_edge_of_a_caption_is_not() -> None:
    fusion = fused(words=[words("joy", 0.1, 0.5), words("anger", 2.0, 3.1)])
    assert told(fusion, WORDS) == [
        (0.0, 1.0, "joy"),
        (1.0, 2.0, None),
        (2.0, 3.0, "anger"),
        (3.0, 4.0, None),
    ]


def test_what_lies_in_a_longer_last_cell_or_past_the_end_does_no_harm() -> None:
    entries = [entry(float(t), "happy") for t in range(4)]
    said = [words("joy", 2.0, 2.4), words("joy", 8.0, 9.0)]
    fusion = fused(entries, words=said, duration_s=2.4)
    assert fusion.spans[-1].end_s == 2.4
    assert fusion.spans[-1].names == {FACE: "happy", WORDS: "joy"}
    assert fused(words=[words("joy", 8.0, 9.0)]).named_share == 0.0


def test_only_time_that_can_be_compared_is_in_the_share() -> None:
    fusion = fused(
        each_second("happy", "happy", "happy", "surprised"),
        [voice("happy", 0.0, 1.0), voice("sad", 3.0, 4.0)],
    )
    assert (fusion.agreement_share, fusion.compared_s) == (1.0, 1.0)


@given(
    face=st.lists(st.sampled_from([*EMOTIONS, None]), max_size=700),
    spoken=st.lists(st.sampled_from([*VOICE_EMOTIONS, UNCERTAIN]), max_size=700),
    duration_s=st.floats(0.5, 700),
)
def test_the_timeline_is_bounded_and_without_gaps(
    face: list[str | None], spoken: list[str], duration_s: float
) -> None:
    fusion = fused(each_second(*face), voices(*spoken), duration_s=duration_s)
    spans = fusion.spans
    assert len(spans) <= MAX_SPANS
    assert (spans[0].start_s, spans[-1].end_s) == (0.0, duration_s)
    for before, after in pairwise(spans):
        assert before.start_s < before.end_s == after.start_s
        assert before.names != after.names
    assert 0.0 <= fusion.named_share <= 1.0 + 1e-9
    assert fusion.agreement_share is None or 0.0 <= fusion.agreement_share <= 1.0


def test_a_restless_session_gets_a_coarser_grain_and_keeps_its_share() -> None:
    faces = each_second(*["happy", "happy", "happy", "sad", "sad", "angry"] * 100)
    fusion = fused(faces, [voice("happy", 0.0, 600.0)], duration_s=600.0)
    assert 100 < len(fusion.spans) <= MAX_SPANS
    assert fusion.agreement_share == pytest.approx(0.5)
