"""A person at the page while the worker of their session is killed."""

from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.cluster_live.site import KEY, Site, running_site
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import SESSION_TIMEOUT_MS, expect_label, start, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

# Set before the page's own modules run; they are the same modules here.
WATCH = """
async () => {
  const { app } = await import("/client/main.js");
  window.links = [];
  window.resumed = [];
  app.session.on("connection", ({ status }) => window.links.push(status));
  app.session.on("resumed", (message) => window.resumed.push(message));
}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site"), 2) as site:
        yield site


def worker_with_the_session(site: Site) -> str:
    busy = [
        number for number in (1, 2) if '"sessions": 1' in _read(site.worker_url(number) + "/readyz")
    ]
    assert len(busy) == 1
    return f"w{busy[0]}"


def _read(url: str) -> str:
    with urlopen(Request(url), timeout=10) as response:
        return str(response.read().decode())


def test_the_page_goes_on_by_itself_when_its_worker_is_killed(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page(f"{site.url}/#key={KEY}", locale="en-GB")
    start(page)
    expect_label(page, emotion="HAPPY")
    page.evaluate(WATCH)
    chart = page.get_by_test_id("chart")
    expect(chart).to_have_attribute("data-count", "4", timeout=SESSION_TIMEOUT_MS)
    site.kill(worker_with_the_session(site))
    page.wait_for_function("() => window.resumed.length > 0", timeout=SESSION_TIMEOUT_MS)
    assert page.evaluate("() => window.links")[-2:] == ["reconnecting", "good"]
    assert page.evaluate("() => window.resumed[0].elapsed_s") > 2
    wait_for_state(page, "done", SESSION_TIMEOUT_MS)
    assert len(page.get_by_test_id("analysis-text").inner_text()) > 100
    # Thirty seconds of its own clock, however long it took.
    assert int(chart.get_attribute("data-count") or 0) >= 25
    assert not page.get_by_test_id("error").is_visible()
