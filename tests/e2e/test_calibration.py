"""Calibrating on one's resting face, at the page."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ARTEFACTS, OpenPage, RunningServer
from tests.e2e.steps import JOIN_TIMEOUT_MS, expect_label, start

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_who_smiles_while_calibrating_and_after_is_still_shown_as_happy(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, locale="en-US")
    start(page)
    expect_label(page, emotion="HAPPY")
    button, status = page.get_by_test_id("calibrate"), page.get_by_test_id("calibration")
    button.focus()
    page.keyboard.press("Enter")
    expect(status).to_have_attribute("data-state", "measuring")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(status).to_have_attribute("data-state", "done", timeout=JOIN_TIMEOUT_MS)
    shown = int(page.get_by_test_id("live").get_attribute("data-seq") or 0)
    expect_label(page, seq=str(shown + 3))
    expect(page.get_by_test_id("emotion")).to_have_text("Joy")
    expect_label(page, emotion="HAPPY", uncertain="false")
    page.screenshot(path=ARTEFACTS / "calibrated.png", full_page=True)


def test_without_a_face_the_calibration_fails_and_may_be_repeated(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(server.url, "no_face")
    start(page)
    expect_label(page, emotion="No face detected")
    for _ in range(2):
        page.get_by_test_id("calibrate").click()
        status = page.get_by_test_id("calibration")
        expect(status).to_have_attribute("data-state", "measuring")
        expect(status).to_have_attribute("data-state", "failed", timeout=JOIN_TIMEOUT_MS)
