"""A person at the page: real server, real Chromium, real models, a fake camera of a real face."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ARTEFACTS, OpenPage, RunningServer
from tests.e2e.steps import (
    JOIN_TIMEOUT_MS,
    SESSION_TIMEOUT_MS,
    consent,
    expect_label,
    prepare,
    start,
    wait_for_state,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_a_thirty_second_session_goes_from_consent_to_the_analysis_and_its_downloads(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url)
    prepare(page)
    page.get_by_test_id("context").fill("Hablé de mi nuevo trabajo")
    page.get_by_test_id("start").click()
    wait_for_state(page, "live")
    expect_label(page, emotion="HAPPY", reason="")
    expect(page.get_by_test_id("chart")).to_have_attribute(
        "data-count", re.compile("2[0-9]"), timeout=SESSION_TIMEOUT_MS
    )
    page.screenshot(path=ARTEFACTS / "live.png", full_page=True)
    wait_for_state(page, "done", SESSION_TIMEOUT_MS)
    text = page.get_by_test_id("analysis-text").inner_text()
    assert "Hablé de mi nuevo trabajo" not in text
    assert len(text) > 100
    expect(page.get_by_test_id("analysis-source")).to_contain_text("servidor")
    page.screenshot(path=ARTEFACTS / "report.png", full_page=True)

    with page.expect_download() as download:
        page.get_by_test_id("download-json").click()
    record = json.loads(download.value.path().read_text())
    labels = [r for r in record["timeline"] if r["emotion"] == "HAPPY"]
    # One a second; an overloaded machine sends fewer frames, never more labels.
    assert 20 <= len(labels) <= 30
    with page.expect_download() as download:
        page.get_by_test_id("download-csv").click()
    rows = download.value.path().read_text().splitlines()
    assert len(rows) == len(record["timeline"]) + 1
    assert record["session_id"] in server.log()
    assert "nuevo trabajo" not in server.log()
    assert "HAPPY" not in server.log()
    assert "/whip/" not in server.log()
    assert "andidate" not in server.log(), "candidates are addresses of people's devices"


def test_a_picture_without_a_face_is_said_to_have_none(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, "no_face")
    start(page)
    expect_label(page, emotion="No face detected", reason="no_face")
    expect(page.get_by_test_id("advice")).to_be_visible()


def test_several_faces_are_said_and_the_largest_is_read(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, "two_faces")
    start(page)
    expect_label(page, emotion="HAPPY", reason="")
    expect(page.get_by_test_id("advice")).to_contain_text("2 caras")
    box, video = (page.get_by_test_id(name).bounding_box() for name in ("face-box", "preview"))
    assert box is not None
    assert video is not None
    # The preview is a mirror: the larger face, on the left of the picture, is on its right.
    assert box["x"] + box["width"] / 2 > video["x"] + video["width"] / 2


def test_a_face_is_lost_and_found_again(server: RunningServer, open_page: OpenPage) -> None:
    page = open_page(server.url, "face_lost_and_found")
    start(page)
    for emotion in ("HAPPY", "No face detected", "HAPPY"):
        expect_label(page, emotion=emotion)


def test_a_black_picture_is_said_to_be_too_dark(server: RunningServer, open_page: OpenPage) -> None:
    page = open_page(server.url, "black")
    start(page)
    expect_label(page, emotion="No face detected", reason="too_dark")


def test_a_camera_that_stops_sending_is_told(server: RunningServer, open_page: OpenPage) -> None:
    page = open_page(server.url, init_script=KEEP_CONNECTIONS)
    start(page)
    expect_label(page, emotion="HAPPY")
    page.evaluate(
        "Promise.all(connections[0].getSenders().filter((s) => s.track?.kind === 'video')"
        ".map((s) => s.replaceTrack(null)))"
    )
    expect_label(page, emotion="No face detected", reason="no_video")


def test_nothing_is_captured_or_sent_before_consent(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, init_script=COUNT_CAPTURES)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    wait_for_state(page, "consent")
    expect(page.get_by_test_id("consent-continue")).to_be_disabled()
    expect(page.get_by_test_id("start")).to_be_hidden()
    assert page.evaluate("captures") == 0
    consent(page)
    wait_for_state(page, "ready")
    assert page.evaluate("captures") == 1
    assert set(sent) <= {"GET"}


def test_stopping_early_still_gives_the_analysis(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, locale="en-US")
    start(page)
    expect_label(page, emotion="HAPPY")
    expect(page.get_by_test_id("chart")).to_have_attribute(
        "data-count", re.compile("[3-9]"), timeout=JOIN_TIMEOUT_MS
    )
    page.get_by_test_id("stop").click()
    wait_for_state(page, "done")
    expect(page.get_by_test_id("analysis-text")).to_contain_text("face")


def test_the_page_works_with_the_keyboard_on_a_phone_in_the_dark(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(
        server.url,
        viewport={"width": 360, "height": 740},
        color_scheme="dark",
        reduced_motion="reduce",
    )
    page.get_by_test_id("consent-checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_test_id("consent-continue").focus()
    page.keyboard.press("Enter")
    wait_for_state(page, "ready")
    page.get_by_test_id("start").focus()
    page.keyboard.press("Enter")
    wait_for_state(page, "live")
    expect_label(page, emotion="HAPPY")
    is_too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(is_too_wide)
    page.screenshot(path=ARTEFACTS / "phone.png", full_page=True)


@pytest.mark.parametrize("width", [360, 880, 1366])
def test_the_form_stays_where_it_is_whatever_is_told_of_the_microphone(
    server: RunningServer, open_page: OpenPage, width: int
) -> None:
    page = open_page(server.url, viewport={"width": width, "height": 740})
    prepare(page)
    assert len(page.evaluate(TOPS_OF_START)) == 1


TOPS_OF_START = """
import("/client/i18n.js").then(({ TEXTS }) => {
  const status = document.querySelector("#setup .level [role=status]");
  const states = ["none", "unknown", "waiting", "sound", "quiet", "off"];
  const texts = ["es", "en"].flatMap((l) => states.map((state) => TEXTS[l][`microphone.${state}`]));
  const tops = texts.map((text) => {
    status.textContent = text;
    return start.getBoundingClientRect().top;
  });
  return [...new Set(tops)];
})
"""

KEEP_CONNECTIONS = """
globalThis.connections = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...options) { super(...options); connections.push(this); }
};
"""

COUNT_CAPTURES = """
globalThis.captures = 0;
const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (constraints) => {
  captures += 1;
  return getUserMedia(constraints);
};
"""
