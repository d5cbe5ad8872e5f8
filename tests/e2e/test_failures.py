"""What goes wrong at the page, and that it says what to do."""

import json
import re
import signal
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ARTEFACTS, OpenPage, RunningServer, StartServer
from tests.e2e.steps import consent, expect_error, expect_label, prepare, start, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

NO_WAY_OUT = """
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  setRemoteDescription({ type, sdp }) {
    const stripped = sdp.replace(/a=(candidate:.*|end-of-candidates)\\r\\n/g, "");
    return super.setRemoteDescription({ type, sdp: stripped });
  }
};
"""

KEEP_CONNECTIONS = """
globalThis.connections = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...options) { super(...options); connections.push(this); }
};
"""


def test_a_refused_camera_is_explained(server: RunningServer, open_page: OpenPage) -> None:
    page = open_page(server.url, allow_camera=False)
    consent(page)
    expect_error(page, "permission_denied")
    expect(page.get_by_test_id("error-advice")).not_to_be_empty()
    expect(page.get_by_test_id("error-retry")).to_be_enabled()


def test_a_missing_camera_is_explained(server: RunningServer, open_page: OpenPage) -> None:
    page = open_page(server.url, camera=None)
    consent(page)
    expect_error(page, "no_camera")


def test_without_a_way_through_the_network_the_reason_is_told(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, init_script=NO_WAY_OUT)
    page.route("**/whip/*", lambda route: route.fulfill(status=204))
    prepare(page)
    page.get_by_test_id("start").click()
    expect_error(page, "connection_timeout", timeout_ms=15_000)
    expect(page.get_by_test_id("error")).to_have_attribute("data-reason", "ice")


def test_a_full_server_asks_to_come_back_and_a_closed_page_frees_its_place_at_once(
    start_server: StartServer, open_page: OpenPage
) -> None:
    server = start_server(EMOCHAT_MAX_SESSIONS="1")
    first = open_page(server.url)
    start(first)
    second = open_page(server.url)
    prepare(second)
    second.get_by_test_id("start").click()
    expect_error(second, "server_full")
    # The button counts down: within an alert a screen reader would speak each second.
    expect(second.get_by_role("alert")).to_have_text(re.compile("pronto quedará sitio.$"))
    first.get_by_test_id("stop").click()
    wait_for_state(first, "done")
    retry = second.get_by_test_id("error-retry")
    expect(retry).to_be_enabled(timeout=15_000)
    retry.click()
    wait_for_state(second, "live")
    second.goto("about:blank")
    deadline_s = time.monotonic() + 5
    while first.request.get(server.url + "/readyz").status != 200:
        assert time.monotonic() < deadline_s, "the place of a closed page was not freed"


def test_a_server_that_dies_is_noticed_and_its_readings_are_kept(
    start_server: StartServer, open_page: OpenPage
) -> None:
    server = start_server()
    page = open_page(server.url)
    start(page)
    expect_label(page, emotion="HAPPY")
    server.process.kill()
    status = page.locator("#link-status")
    expect(status).to_have_attribute("data-status", "reconnecting", timeout=15_000)
    expect(page.get_by_test_id("live")).to_have_attribute("data-emotion", "")
    expect(page.get_by_test_id("face-box")).to_be_hidden()
    page.screenshot(path=ARTEFACTS / "reconnecting.png", full_page=True)
    wait_for_state(page, "done", timeout_ms=60_000)
    expect(page.get_by_test_id("chart")).to_have_attribute("data-count", re.compile("[1-9]"))
    with page.expect_download() as download:
        page.get_by_test_id("download-json").click()
    assert json.loads(download.value.path().read_text())["timeline"]


def test_stopping_while_it_reconnects_switches_the_camera_off_at_once(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, init_script=KEEP_CONNECTIONS)
    start(page)
    expect_label(page, emotion="HAPPY")
    page.route("**/whip*", lambda route: route.abort())
    page.evaluate("connections[0].close()")
    expect(page.locator("#link-status")).to_have_attribute(
        "data-status", "reconnecting", timeout=15_000
    )
    page.get_by_test_id("stop").click()
    wait_for_state(page, "analysing", timeout_ms=1000)
    assert page.evaluate("preview.srcObject") is None
    page.unroute("**/whip*")
    wait_for_state(page, "done", timeout_ms=60_000)
    expect(page.get_by_test_id("analysis-text")).not_to_be_empty()
    assert page.evaluate("connections.length") > 1


def test_a_server_that_is_told_to_end_gives_running_sessions_their_end(
    start_server: StartServer, open_page: OpenPage
) -> None:
    server = start_server()
    page = open_page(server.url)
    start(page)
    expect_label(page, emotion="HAPPY")
    server.process.send_signal(signal.SIGTERM)
    wait_for_state(page, "done")
    expect(page.get_by_test_id("analysis-text")).not_to_be_empty()
    assert server.process.wait(timeout=10) == 0
