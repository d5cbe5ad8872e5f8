"""A person who talks with the assistant at the page; only Google is a stand-in, on loopback."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ARTEFACTS, OpenPage, RunningServer, StartServer
from tests.e2e.hearing import (
    follow_reply,
    heard_so_far,
    wait_for_reply,
    wait_for_silence,
)
from tests.e2e.live_thread import LiveThread, live_thread
from tests.e2e.microphones import silence, spoken, write_microphone
from tests.e2e.steps import JOIN_TIMEOUT_MS, expect_label, prepare, wait_for_state
from tests.e2e.test_texts import key_of
from tests.live.scripts import Conversation, closes, hangs, sends
from tests.live.standin import Script

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

KEY = "a-key-that-must-not-leak"
TALK_TIMEOUT_MS = 20_000
TONE_HZ = 440.0
TEXT = "Estoy nerviosa, mañana tengo un examen muy largo y no he dormido nada bien"
TALK = Conversation(reply_s=2.0)
LONG_REPLY_S = 25.0
"""Silence within hearing.TIMEOUT_MS is an interruption, not the reply's end."""

TREND_TIMEOUT_MS = 40_000
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
TOO_WIDE = """
() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const all = scrollWidth > clientWidth ? [...document.body.querySelectorAll("*")] : [];
  const wide = all.filter((element) => element.getBoundingClientRect().right > clientWidth);
  return wide.map(({ id, className, textContent }) => `${id} ${className} ${textContent.trim()}`);
}
"""
"""What sticks out to the right, where the page can be scrolled that way."""


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveThread]:
    with live_thread(tmp_path_factory.mktemp("google")) as running:
        yield running


@pytest.fixture(scope="module")
def talk_server(
    start_server: StartServer, google: LiveThread, tmp_path_factory: pytest.TempPathFactory
) -> RunningServer:
    folder = tmp_path_factory.mktemp("data")
    return start_server(GEMINI_API_KEY=KEY, EMOCHAT_DATA_DIR=str(folder), **google.variables)


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody who says a sentence, waits for its answer, and says it again."""
    path = tmp_path_factory.mktemp("microphone") / "speech.wav"
    return write_microphone(path, [spoken(TEXT, 2.5), silence(4.5)])


def ask_for_assistant(page: Page, *, push_to_talk: bool = False) -> None:
    page.get_by_test_id("assistant-switch").check()
    if push_to_talk:
        page.get_by_test_id("push-to-talk").check()


def go_live(page: Page) -> None:
    page.get_by_test_id("duration-60").check(force=True)
    page.get_by_test_id("start").click()
    wait_for_state(page, "live")


def expect_state(page: Page, state: str) -> None:
    panel = page.get_by_test_id("assistant")
    expect(panel).to_have_attribute("data-state", state, timeout=TALK_TIMEOUT_MS)


def expect_leaving(page: Page, *, leaving: bool) -> None:
    panel = page.get_by_test_id("assistant")
    expect(panel).to_have_attribute("data-leaving", str(leaving).lower())
    text = "va ahora a Google" if leaving else "no va nada a Google"
    expect(page.get_by_test_id("google-sign")).to_contain_text(text)
    expect(page.get_by_test_id("google-badge")).to_be_visible(visible=leaving)


def stop(page: Page) -> None:
    page.get_by_test_id("stop").click()
    wait_for_state(page, "done")


def exported(page: Page, extension: str) -> str:
    with page.expect_download() as download:
        page.get_by_test_id(f"download-{extension}").click()
    return download.value.path().read_text()


def test_a_talk_is_heard_captioned_read_twice_and_reported(
    talk_server: RunningServer, google: LiveThread, open_page: OpenPage, microphone: Path
) -> None:
    google.begin(TALK)
    page = open_page(talk_server.url, microphone=microphone, viewport=LAPTOP)
    prepare(page)
    ask_for_assistant(page)
    page.get_by_test_id("context").fill("Mañana tengo un examen")
    assert google.peers == []
    go_live(page)
    expect(page.get_by_test_id("stop")).to_be_in_viewport(ratio=1)
    expect_leaving(page, leaving=True)
    follow_reply(page)
    wait_for_reply(page)
    assert page.evaluate("pitchHz()") == pytest.approx(TONE_HZ, abs=10)
    expect_state(page, "speaking")
    page.screenshot(path=ARTEFACTS / "assistant.png", full_page=True)

    captions = page.get_by_test_id("captions")
    for role, text in (("user", TALK.heard_text), ("assistant", TALK.said_text)):
        expect(captions.locator(f"li[data-role={role}]").first).to_contain_text(text)
    voice = page.get_by_test_id("voice")
    expect(voice).to_have_attribute("data-opinion", "anxious")
    expect(voice).not_to_have_attribute("data-emotion", "", timeout=TALK_TIMEOUT_MS)
    expect(page.get_by_test_id("voice-opinion")).to_contain_text("Ansiosa")
    wait_for_silence(page)

    page.get_by_test_id("mute").click()
    assert page.get_by_test_id("reply").evaluate("(audio) => audio.muted")
    page.get_by_test_id("mute").click()
    assert not page.get_by_test_id("reply").evaluate("(audio) => audio.muted || audio.paused")

    stop(page)
    expect(page.get_by_test_id("google-badge")).to_be_hidden()
    expect(page.get_by_test_id("sent")).to_be_visible()
    expect(page.get_by_test_id("fusion")).to_be_visible()
    for name in ("Rostro", "Gemini", "Palabras"):
        expect(page.get_by_test_id("fusion-chart")).to_contain_text(name)
    page.screenshot(path=ARTEFACTS / "assistant-report.png", full_page=True)

    record = json.loads(exported(page, "json"))
    assert {"role": "user", "text": TALK.heard_text}.items() <= record["transcript"][0].items()
    assert record["transcript"][1]["text"] == TALK.said_text
    assert record["fusion"]["timeline"]
    assert record["privacy"]["audio_sent_to"] == "Google Gemini Live"
    (peer,) = google.peers
    assert record["privacy"]["audio_sent_s"] == pytest.approx(len(peer.audio) / 32_000, abs=0.3)
    assert TALK.said_text in exported(page, "csv")
    assert peer.headers["x-goog-api-key"] == KEY
    assert "Mañana tengo un examen" in peer.instruction
    for secret in (KEY, TALK.heard_text, TALK.said_text):
        assert secret not in talk_server.log()


def test_who_speaks_on_a_phone_while_it_talks_silences_it(
    talk_server: RunningServer,
    google: LiveThread,
    open_page: OpenPage,
    microphone: Path,
    record_property: Callable[[str, object], None],
) -> None:
    google.begin(Conversation(reply_s=LONG_REPLY_S))
    page = open_page(talk_server.url, microphone=microphone, viewport=PHONE)
    prepare(page)
    ask_for_assistant(page)
    assert page.evaluate(TOO_WIDE) == []
    page.screenshot(path=ARTEFACTS / "assistant-phone-setup.png", full_page=True)
    go_live(page)
    follow_reply(page)
    wait_for_reply(page)
    expect_state(page, "speaking")
    assert page.evaluate(TOO_WIDE) == []
    expect(page.get_by_test_id("stop")).to_be_in_viewport(ratio=1)
    reading, panel = (page.get_by_test_id(name).bounding_box() for name in ("live", "assistant"))
    assert reading is not None
    assert panel is not None
    assert reading["y"] < panel["y"]
    page.screenshot(path=ARTEFACTS / "assistant-phone.png", full_page=True)
    wait_for_silence(page)
    heard = heard_so_far(page)
    interrupted_ms = heard.times_ms("interrupted")[0]
    assert heard.is_loud_before(interrupted_ms)
    silent_ms = heard.silent_after_ms(interrupted_ms)
    assert silent_ms is not None
    record_property("speaking_to_audible_ms", heard.audible_after_ms("speaking"))
    record_property("interrupted_to_silence_ms", round(silent_ms))
    stop(page)
    assert page.evaluate(TOO_WIDE) == []
    page.screenshot(path=ARTEFACTS / "assistant-phone-report.png", full_page=True)


def test_push_to_talk_sends_what_is_said_while_pressed_and_nothing_else(
    talk_server: RunningServer, google: LiveThread, open_page: OpenPage, microphone: Path
) -> None:
    google.begin(TALK)
    page = open_page(talk_server.url, microphone=microphone)
    prepare(page)
    ask_for_assistant(page, push_to_talk=True)
    go_live(page)
    expect_state(page, "listening")
    follow_reply(page)
    expect_leaving(page, leaving=False)
    expect(page.get_by_test_id("chart")).to_have_attribute(
        "data-count", re.compile("[3-9]"), timeout=JOIN_TIMEOUT_MS
    )
    peer = google.connection()
    assert peer.received == []

    page.get_by_test_id("talk").hover()
    page.mouse.down()
    expect_leaving(page, leaving=True)
    page.wait_for_timeout(1_500)
    page.mouse.up()
    expect_leaving(page, leaving=False)
    wait_for_reply(page)
    start, heard_bytes, end = peer.activity
    assert (start, end) == ("activityStart", "activityEnd")
    assert isinstance(heard_bytes, int)
    assert 1.0 < heard_bytes / 32_000 < 2.5
    wait_for_silence(page)
    assert len(peer.activity) == 3
    stop(page)
    record = json.loads(exported(page, "json"))
    assert record["privacy"]["audio_sent_s"] == pytest.approx(heard_bytes / 32_000, abs=0.15)


@pytest.mark.parametrize(
    ("script", "http_status", "reason"),
    [
        (closes(1008, "no", set_up=False), None, "ha cortado la conversación (1008)"),
        (sends(), 403, "no tiene permiso"),
    ],
    ids=["closed", "refused"],
)
def test_without_the_assistant_the_session_goes_on_and_says_why(
    talk_server: RunningServer,
    google: LiveThread,
    open_page: OpenPage,
    microphone: Path,
    script: Script,
    http_status: int | None,
    reason: str,
) -> None:
    google.begin(script, http_status=http_status)
    page = open_page(talk_server.url, microphone=microphone)
    prepare(page)
    ask_for_assistant(page)
    go_live(page)
    expect_state(page, "unavailable")
    expect(page.get_by_test_id("assistant-failure")).to_contain_text(reason)
    expect_leaving(page, leaving=False)
    expect_label(page, emotion="HAPPY")
    voice = page.get_by_test_id("voice")
    expect(voice).not_to_have_attribute("data-emotion", "", timeout=TALK_TIMEOUT_MS)
    stop(page)
    expect(page.get_by_test_id("analysis-text")).not_to_be_empty()
    expect(page.get_by_test_id("sent")).to_be_hidden()
    record = json.loads(exported(page, "json"))
    assert record["timeline"]
    assert record["privacy"]["audio_sent_s"] == 0
    assert record["transcript"] == []


def test_stopping_while_it_still_connects_ends_at_once(
    talk_server: RunningServer, google: LiveThread, open_page: OpenPage, microphone: Path
) -> None:
    google.begin(hangs())
    page = open_page(talk_server.url, microphone=microphone)
    prepare(page)
    ask_for_assistant(page)
    go_live(page)
    peer = google.connection()
    expect_state(page, "connecting")
    expect_label(page, emotion="HAPPY")
    stop(page)
    assert peer.received == []
    record = json.loads(exported(page, "json"))
    assert record["privacy"]["audio_sent_s"] == 0


def test_without_agreement_nothing_reaches_google(
    talk_server: RunningServer, google: LiveThread, open_page: OpenPage, microphone: Path
) -> None:
    google.begin(TALK)
    page = open_page(talk_server.url, microphone=microphone)
    prepare(page)
    expect(page.get_by_test_id("assistant-switch")).not_to_be_checked()
    go_live(page)
    expect(page.get_by_test_id("assistant")).to_be_hidden()
    expect(page.get_by_test_id("google-badge")).to_be_hidden()
    voice = page.get_by_test_id("voice")
    expect(voice).not_to_have_attribute("data-emotion", "", timeout=TALK_TIMEOUT_MS)
    stop(page)
    assert google.peers == []
    assert google.refusals == 0
    expect(page.get_by_test_id("sent")).to_be_hidden()
    assert json.loads(exported(page, "json"))["privacy"]["audio_sent_to"] is None


def test_a_scenario_tells_its_notice_the_trend_and_what_it_suggests(
    talk_server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(talk_server.url)
    prepare(page)
    page.get_by_test_id("scenario").select_option("wellness")
    go_live(page)
    expect(page.get_by_test_id("care-advice")).to_contain_text("no es un diagnóstico")
    expect(page.get_by_test_id("care-trend")).to_contain_text("estable", timeout=TREND_TIMEOUT_MS)
    expect(page.get_by_test_id("care-advice")).to_contain_text(
        "Todo parece estable", timeout=TREND_TIMEOUT_MS
    )
    stop(page)
    expect(page.get_by_test_id("advice-given")).to_contain_text("Todo parece estable")
    record = json.loads(exported(page, "json"))
    assert record["trend"]["trend"] == "stable"
    assert [each["code"] for each in record["advice"]] == ["notice", "continue"]


def test_who_asks_to_be_remembered_is_told_of_the_earlier_talk_until_they_are_forgotten(
    talk_server: RunningServer, google: LiveThread, open_page: OpenPage, microphone: Path
) -> None:
    google.begin(TALK)
    key = key_of(talk_server)
    page = open_page(f"{talk_server.url}/#key={key}", microphone=microphone)
    prepare(page)
    page.get_by_test_id("memory-switch").check()
    for earlier in (False, True):
        ask_for_assistant(page)
        go_live(page)
        caption = page.get_by_test_id("captions").locator("li[data-role=user]").first
        expect(caption).to_contain_text(TALK.heard_text, timeout=TALK_TIMEOUT_MS)
        stop(page)
        analysis = page.get_by_test_id("analysis-text").inner_text()
        assert ("hay una conversación anterior" in analysis) is earlier, analysis
        expect(page.get_by_test_id("keep-hint")).to_contain_text("recuerda un resumen")
        page.get_by_test_id("again").click()
        wait_for_state(page, "ready")
    context_id = page.evaluate("localStorage.getItem('emochat.memory')")
    url = f"{talk_server.url}/v2/emotions/{context_id}"
    answer = page.request.get(url, headers={"x-api-key": key})
    assert answer.status == 200
    assert "fear" in json.dumps(answer.json())

    page.get_by_test_id("forget").click()
    expect(page.get_by_test_id("memory-status")).to_contain_text("no queda nada")
    assert page.request.get(url, headers={"x-api-key": key}).status == 404
    assert page.evaluate("localStorage.getItem('emochat.memory')") is None
    google.begin(TALK)
    go_live(page)
    stop(page)
    assert "conversación anterior" not in page.get_by_test_id("analysis-text").inner_text()
