"""The model card at the page: reached from where one consents, in both languages."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage, RunningServer
from tests.e2e.steps import wait_for_state
from tests.programs import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

METADATA = json.loads((ROOT / "models" / "face.json").read_text())


def test_the_card_is_one_click_from_the_consent_and_shows_the_measured_figures(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, viewport={"width": 360, "height": 740})
    with page.context.expect_page() as opened:
        page.get_by_test_id("consent").get_by_role("link").click()
    card = opened.value
    wait_for_state(card, "shown")
    scores = METADATA["models"]["network"]["private_test"]["expressions"]["all"]
    low, high = (f"{100 * end:.1f}".replace(".", ",") for end in scores["accuracy_95"])
    first_row = card.get_by_test_id("card-tasks").get_by_role("row").nth(1)
    expect(first_row).to_contain_text(f"{100 * scores['accuracy']:.1f}".replace(".", ","))
    expect(first_row).to_contain_text(low)
    expect(first_row).to_contain_text(high)
    expect(card.get_by_test_id("card-statement")).to_contain_text("no es lo que la persona siente")
    expect(card.get_by_test_id("card-forbidden")).to_contain_text("5.1.f")
    is_too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not card.evaluate(is_too_wide)


def test_the_card_changes_its_language(server: RunningServer, open_page: OpenPage) -> None:
    page = open_page(server.url + "/model-card")
    wait_for_state(page, "shown")
    page.get_by_test_id("language-en").check(force=True)
    expect(page.get_by_test_id("card-statement")).to_contain_text("not what a person feels")
    expect(page.get_by_test_id("card-forbidden")).to_contain_text("5(1)(f)")


def test_a_card_that_does_not_come_is_told(server: RunningServer, open_page: OpenPage) -> None:
    page = open_page(server.url + "/healthz")
    page.route("**/model?*", lambda route: route.fulfill(status=503))
    page.goto(server.url + "/model-card")
    wait_for_state(page, "error")
    expect(page.get_by_test_id("card-error")).not_to_be_empty()
    expect(page.get_by_test_id("card")).to_be_hidden()
