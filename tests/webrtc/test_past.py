"""What is saved of a session, read again."""

import json
from dataclasses import replace

from analysis.labels import (
    EnergyLevel,
    Expression,
    Face,
    FaceBox,
    FaceReading,
    Reason,
    Smoothed,
    VoiceReading,
)
from analysis.timeline import TimelineEntry
from webrtc.journal import Journal
from webrtc.messages import GEMINI_LIVE, LOCAL
from webrtc.past import Head, decode_past, encode_head
from webrtc.start_options import StartOptions

OPTIONS = StartOptions(True, "mi día", "es", 30.0, True, scenario="wellness")
HEAD = Head(OPTIONS, "ab12", 9.5, labels=9, resting_face=(0.5,) * 7, reason="stopped")
SCORES = (0.1, 0.2, 0.05, 0.4, 0.15, 0.05, 0.05)
SEEN = FaceReading(Face(FaceBox(0.1, 0.2, 0.3, 0.4), 2), Expression(0.75, SCORES, 1.25), None)
UNSEEN = FaceReading(None, None, Reason.NO_FACE)
SILENT = FaceReading(None, None, Reason.NO_VIDEO)
VOICE = VoiceReading("sad", 0.7, EnergyLevel.LOW, 1.5, 4.0)


class Heard:
    """Keeps what it is told, in its order."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def on_face(self, entry: TimelineEntry) -> None:
        self.all.append(entry)

    def on_voice(self, reading: VoiceReading, source: str) -> None:
        self.all.append((reading, source))

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None:
        self.all.append((role, text, start_s, end_s))


def face(time_s: float, reading: FaceReading = SEEN) -> TimelineEntry:
    return TimelineEntry(time_s, reading, Smoothed("happy", SCORES, True))


def heard_again(journal: Journal, head: Head = HEAD) -> list[object]:
    """Return what is told after a way through JSON, as through Redis."""
    saved = json.loads(json.dumps([encode_head(head), journal.entries]))
    heard = Heard()
    decode_past(*saved).replay(heard)
    return heard.all


def test_what_was_read_and_said_comes_back_as_it_was() -> None:
    journal = Journal()
    entries = [face(1.0), TimelineEntry(2.0, UNSEEN, None)]
    for entry in entries:
        journal.on_face(entry)
    journal.on_voice(VOICE, LOCAL)
    journal.on_voice(VOICE, GEMINI_LIVE)
    journal.on_words("user", "hola ñ", 1.0, 2.5)
    assert heard_again(journal) == [
        *entries, (VOICE, LOCAL), (VOICE, GEMINI_LIVE), ("user", "hola ñ", 1.0, 2.5),
    ]  # fmt: skip


def test_a_head_comes_back_as_it_was() -> None:
    saved = json.loads(json.dumps(encode_head(HEAD)))
    assert decode_past(saved, []).head == HEAD


def test_a_head_of_another_version_is_read_as_far_as_it_is_known() -> None:
    saved = json.loads(json.dumps(encode_head(HEAD)))
    saved["invented"] = saved["options"]["invented"] = 1
    del saved["voices"]
    assert decode_past(saved, []).head == HEAD


def test_that_no_video_came_after_the_last_word_is_taken_back() -> None:
    journal = Journal()
    kept = [face(1.0), face(2.0, SILENT), face(3.0)]
    for entry in (*kept, face(4.5, SILENT), face(5.5, SILENT)):
        journal.on_face(entry)
    assert heard_again(journal, replace(HEAD, elapsed_s=3.2)) == kept
    journal.on_resumed(3.2)
    journal.on_face(face(3.9))
    assert heard_again(journal) == [*kept, face(3.9)]


def test_the_voice_readings_of_a_past_are_those_that_were_made_here() -> None:
    journal = Journal()
    journal.on_voice(VOICE, GEMINI_LIVE)
    journal.on_voice(VOICE, LOCAL)
    assert decode_past(encode_head(HEAD), journal.entries).readings().voices == [VOICE]
