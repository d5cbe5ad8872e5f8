"""Sessions of people whose network lets no UDP through to the server."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from tests.e2e import pictures
from tests.e2e.steps import expect_error, expect_label, prepare, start
from tests.relay.coturn import SECRET
from tests.relay.namespaces import Host, NoNamespacesError
from tests.relay.site import EDGE_OUTSIDE, KEY, SERVER, Site, cut_udp, sends_udp, site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

OpenPage = Callable[..., Page]

KEEP_CONNECTIONS = """
globalThis.connections = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...options) { super(...options); connections.push(this); }
};
"""
FORGET_RELAYS = """
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  setConfiguration() {}
};
"""
# Chromium uses whichever relay answers first, and then gathers no others.
KEEP_UDP_RELAYS = (
    KEEP_CONNECTIONS
    + """
const setAll = RTCPeerConnection.prototype.setConfiguration;
RTCPeerConnection.prototype.setConfiguration = function (options) {
  const iceServers = options.iceServers.filter(({ urls }) => urls.includes("transport=udp"));
  setAll.call(this, { ...options, iceServers });
};
"""
)
CHOSEN_CANDIDATE = """
async () => {
  const stats = await connections[0].getStats();
  const chosen = [...stats.values()].find((s) => s.type === "transport").selectedCandidatePairId;
  const { candidateType, relayProtocol } = stats.get(stats.get(chosen).localCandidateId);
  return JSON.stringify([candidateType, relayProtocol]);
}
"""


@pytest.fixture(scope="module")
def relayed_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with ExitStack() as stack:
        try:
            running = stack.enter_context(site(tmp_path_factory.mktemp("site")))
        except NoNamespacesError as error:
            pytest.skip(f"no network namespaces here: {error}")
        yield running
        log = running.server_log.read_text()
        assert "Traceback" not in log
        assert SECRET not in log


# Not for the whole session: see tests/e2e/conftest.py.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def open_page(relayed_site: Site, playwright: Playwright, tmp_path: Path) -> Iterator[OpenPage]:
    """Open the page in a Chromium on the publisher's host."""
    camera = pictures.write_camera(tmp_path / "face.mjpeg", [(pictures.smiling_face(), 4)])
    browser = playwright.chromium.launch(
        executable_path=_browser_on(relayed_site.publisher, tmp_path),
        args=[
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={camera}",
        ],
    )

    def open_(init_script: str) -> Page:
        context = browser.new_context(locale="en-US", ignore_https_errors=True)
        context.grant_permissions(["camera", "microphone"], origin=relayed_site.url)
        context.add_init_script(init_script)
        page = context.new_page()
        page.goto(f"{relayed_site.url}/#key={KEY}")
        return page

    yield open_
    browser.close()


def _browser_on(host: Host, folder: Path) -> Path:
    script = folder / "chromium"
    script.write_text(f'#!/bin/sh\nexec {" ".join(host.command("/usr/bin/chromium"))} "$@"\n')
    script.chmod(0o755)
    return script


def chosen_candidate(page: Page) -> list[str]:
    """Return the browser's chosen candidate: its type, and how it speaks with the relay."""
    answer: list[str] = json.loads(page.evaluate(CHOSEN_CANDIDATE))
    return answer


def test_without_a_relay_there_is_no_way(relayed_site: Site, open_page: OpenPage) -> None:
    assert not sends_udp(relayed_site.publisher, SERVER)
    page = open_page(FORGET_RELAYS)
    prepare(page)
    page.get_by_test_id("start").click()
    expect_error(page, "connection_timeout")


def test_who_has_no_route_to_the_server_gets_labels_through_the_relay(
    relayed_site: Site, open_page: OpenPage
) -> None:
    assert sends_udp(relayed_site.publisher, EDGE_OUTSIDE)
    page = open_page(KEEP_UDP_RELAYS)
    start(page)
    expect_label(page, emotion="HAPPY", reason="")
    assert chosen_candidate(page) == ["relay", "udp"]


def test_who_has_no_udp_at_all_gets_labels_over_tcp(
    relayed_site: Site, open_page: OpenPage
) -> None:
    cut_udp(relayed_site.publisher)
    assert not sends_udp(relayed_site.publisher, EDGE_OUTSIDE)
    page = open_page(KEEP_CONNECTIONS)
    start(page)
    expect_label(page, emotion="HAPPY", reason="")
    assert chosen_candidate(page) == ["relay", "tcp"]
