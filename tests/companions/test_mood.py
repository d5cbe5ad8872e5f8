"""The mood companion, as a session calls it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analysis.labels import EnergyLevel, VoiceReading
from analysis.tracker_readings import Mood
from companions import mood
from companions.mood import MoodCompanion, MoodParts, MoodRoom
from scenarios.delivery import Escalation
from scenarios.loader import load_scenarios
from store.contexts import ContextStore
from store.databases import SqliteFile
from store.errors import StoreUnavailableError
from store.summaries import SessionSummary
from tests.analysis.sessions import entry
from webrtc.companion import CompanionRoom

NOW = datetime(2026, 1, 15, 0, 5, tzinfo=UTC)
BEGUN_AT = NOW - timedelta(minutes=11)
OWNER = "a1" * 32
SCENARIOS = load_scenarios(["support", "wellness"])


@dataclass
class Events:
    """Keeps what a session is told."""

    trends: list[dict[str, Any]] = field(default_factory=list)
    advice: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def on_trend(
        self, *, trend: str, escalate: bool, since_s: float, sources: Sequence[str], time_s: float
    ) -> None:
        self.trends.append(
            {"trend": trend, "escalate": escalate, "since_s": since_s, "time_s": time_s}
            | {"sources": list(sources)}
        )

    def on_advice(self, *, scenario: str, code: str, text: str, time_s: float) -> None:
        self.advice.append({"scenario": scenario, "code": code, "text": text, "time_s": time_s})

    def on_failure(self, code: str, message: str) -> None:
        self.failures.append(code)

    @property
    def codes(self) -> list[str]:
        return [each["code"] for each in self.advice]


@dataclass
class Keeper:
    """Keeps summaries, after as many failures as it is given."""

    failures: list[Exception] = field(default_factory=list)
    kept: list[tuple[str, str, SessionSummary]] = field(default_factory=list)

    async def add_summary(
        self, owner: str, context_id: str, summary: Any, *, kind: str, now: datetime
    ) -> bool:
        assert (kind, now) == ("v2", NOW)
        if self.failures:
            raise self.failures.pop()
        self.kept.append((owner, context_id, summary))
        return True


@dataclass
class Hook:
    told: list[Escalation] = field(default_factory=list)

    def notify(self, escalation: Escalation) -> None:
        self.told.append(escalation)


@dataclass
class Session:
    """A room and one companion of it."""

    events: Events = field(default_factory=Events)
    keeper: Keeper = field(default_factory=Keeper)
    hook: Hook = field(default_factory=Hook)

    def __post_init__(self) -> None:
        self.room = MoodRoom(MoodParts(SCENARIOS, self.keeper, lambda: NOW, self.hook))

    def open(self, scenario: str | None = None, **options: Any) -> MoodCompanion:
        fields: dict[str, Any] = {
            "session_id": "session-1",
            "language": "en",
            "remember": None,
            "owner": None,
            "begun_at": BEGUN_AT,
        }
        return self.room.open(self.events, scenario=scenario, **{**fields, **options})


def sad_face(companion: MoodCompanion, seconds: int) -> None:
    for second in range(seconds):
        companion.on_face(entry(float(second), "sad"))


def fits(room: MoodRoom) -> CompanionRoom:
    """For mypy: the room is what a session wants."""
    return room


async def test_trends_are_told_as_they_change() -> None:
    session = Session()
    sad_face(session.open(), 20)
    negative = {
        "trend": "persistent_negative",
        "since_s": 0.0,
        "sources": ["face"],
    }
    assert session.events.trends == [
        {**negative, "escalate": False, "time_s": 10.0},
        {**negative, "escalate": True, "time_s": 15.0},
    ]


async def test_face_voice_opinions_and_words_are_all_followed() -> None:
    session = Session()
    companion = session.open()
    companion.on_face(entry(0.0, "sad"))
    voice = VoiceReading("angry", 0.9, EnergyLevel.HIGH, 2.0, 5.0)
    companion.on_voice(voice, "local")
    companion.on_voice(voice, "gemini-live")
    session.room.on_mood_of_words("session-1", "fear", 0.8, 0.1, 11.0)
    assert session.events.trends[0]["sources"] == ["face", "voice", "gemini-live", "words"]


async def test_uncertain_and_missing_faces_say_nothing_but_let_time_pass() -> None:
    session = Session()
    companion = session.open()
    sad_face(companion, 12)
    for second in range(12, 70):
        companion.on_face(entry(float(second), "sad" if second % 2 else None, uncertain=True))
    assert [each["trend"] for each in session.events.trends] == [
        "persistent_negative",
        "insufficient_data",
    ]


async def test_words_of_unknown_and_of_gone_sessions_are_ignored() -> None:
    session = Session()
    companion = session.open()
    session.room.on_mood_of_words("another", "fear", 0.8, 0.1, 11.0)
    del companion
    session.room.on_mood_of_words("session-1", "fear", 0.8, 0.1, 11.0)
    assert session.events == Events()


async def test_the_notice_comes_first_once_the_session_runs() -> None:
    session = Session()
    companion = session.open("wellness", language="es")
    assert session.events.advice == []
    running = asyncio.create_task(companion.run())
    async with asyncio.timeout(10):
        while not session.events.advice:
            await asyncio.sleep(0)
    sad_face(companion, 25)
    assert session.events.codes == ["notice", "suggest_consultation"]
    assert "automática" in session.events.advice[0]["text"]
    running.cancel()
    await asyncio.wait([running])


async def test_support_tells_the_webhook_of_an_escalation_once() -> None:
    session = Session()
    sad_face(session.open("support"), 40)
    assert session.hook.told == [
        Escalation("session-1", "support", "persistent_negative", 0.0, 15.0)
    ]


@pytest.mark.parametrize("scenario", [None, "wellness"])
async def test_nobody_is_told_of_other_sessions(scenario: str | None) -> None:
    session = Session()
    sad_face(session.open(scenario), 40)
    assert session.events.trends[-1]["escalate"]
    assert session.hook.told == []


async def test_the_findings_are_report_and_remark() -> None:
    session = Session()
    companion = session.open()
    sad_face(companion, 20)
    findings = await companion.conclude(20.0)
    assert findings.report["trend"]["trend"] == "persistent_negative"
    assert findings.report["advice"] == []
    assert len(findings.remarks) == 1


async def test_without_enough_readings_nothing_is_remarked() -> None:
    assert (await Session().open().conclude(20.0)).remarks == ()


REMEMBERED = {"remember": "ana", "owner": OWNER}


async def test_the_summary_is_kept_once_and_under_its_session_s_day() -> None:
    session = Session()
    companion = session.open("support", **REMEMBERED)
    sad_face(companion, 20)
    await companion.conclude(30.0)
    await companion.close("text")
    assert session.keeper.kept == [
        (
            OWNER,
            "ana",
            SessionSummary(
                "session-1", BEGUN_AT, 30.0, "persistent_negative", 1, {"face": {Mood.SAD: 20}}
            ),
        )
    ]
    assert session.events.failures == []


@pytest.mark.parametrize(
    "options", [{}, {"remember": "ana"}, {"owner": OWNER}], ids=["neither", "no owner", "no id"]
)
async def test_and_nowhere_else(options: Any) -> None:
    session = Session()
    companion = session.open(**options)
    await companion.conclude(30.0)
    await companion.close(None)
    assert session.keeper.kept == []


async def test_of_a_client_that_vanished_the_summary_is_kept_at_the_close() -> None:
    session = Session()
    companion = session.open(**REMEMBERED)
    sad_face(companion, 8)
    await companion.close(None)
    ((_, _, summary),) = session.keeper.kept
    assert (summary.duration_s, summary.trend) == (7.0, "insufficient_data")


async def test_a_memory_out_of_reach_is_told_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    session = Session(keeper=Keeper([StoreUnavailableError("no database")]))
    companion = session.open(**REMEMBERED)
    findings = await companion.conclude(30.0)
    assert session.events.failures == ["memory_unavailable"]
    assert findings.report["trend"]["trend"] == "insufficient_data"
    assert "session-1" in caplog.text
    assert "ana" not in caplog.text
    await companion.close(None)
    assert len(session.keeper.kept) == 1


async def test_a_slow_memory_does_not_hold_the_findings_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mood, "KEEP_AT_END_S", 0.01)

    class SlowKeeper(Keeper):
        async def add_summary(self, *args: Any, **kwargs: Any) -> bool:
            await asyncio.Event().wait()
            return True

    session = Session(keeper=SlowKeeper())
    companion = session.open(**REMEMBERED)
    sad_face(companion, 12)
    findings = await companion.conclude(30.0)
    assert findings.report["trend"]["trend"] == "persistent_negative"
    assert session.events.failures == ["memory_unavailable"]
    assert "the database is slow" in caplog.text


async def test_the_real_store_keeps_it(tmp_path: Path) -> None:
    store = ContextStore(SqliteFile(tmp_path / "x.sqlite3"), time_to_live=None, keep_text=False)
    await store.start()
    room = MoodRoom(MoodParts(SCENARIOS, store, lambda: NOW))
    companion = room.open(
        Events(), session_id="s", language="es", scenario="wellness", begun_at=NOW, **REMEMBERED
    )
    sad_face(companion, 12)
    await companion.conclude(12.5)
    later = NOW.replace(day=16)
    found = await store.summaries(OWNER, "ana", kind="v2", now=NOW, since=NOW, until=later)
    await store.close()
    assert found == [
        SessionSummary("s", NOW, 12.5, "persistent_negative", 0, {"face": {"sad": 12}})
    ]
