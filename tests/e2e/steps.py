"""What a person does at the page, and what tests look for there."""

from playwright.sync_api import Page, expect

JOIN_TIMEOUT_MS = 20_000
SESSION_TIMEOUT_MS = 60_000


def wait_for_state(page: Page, state: str, timeout_ms: float = JOIN_TIMEOUT_MS) -> None:
    expect(page.locator("body")).to_have_attribute("data-state", state, timeout=timeout_ms)


def consent(page: Page) -> None:
    page.get_by_test_id("consent-checkbox").check()
    page.get_by_test_id("consent-continue").click()


def prepare(page: Page) -> None:
    consent(page)
    wait_for_state(page, "ready")


def start(page: Page) -> None:
    prepare(page)
    page.get_by_test_id("start").click()
    wait_for_state(page, "live")


def expect_label(page: Page, **fields: str) -> None:
    """Wait until the shown label has these fields, such as emotion or reason."""
    for name, value in fields.items():
        expect(page.get_by_test_id("live")).to_have_attribute(
            f"data-{name}", value, timeout=JOIN_TIMEOUT_MS
        )


def expect_error(page: Page, code: str, timeout_ms: float = JOIN_TIMEOUT_MS) -> None:
    wait_for_state(page, "error", timeout_ms)
    expect(page.get_by_test_id("error")).to_have_attribute("data-code", code)
