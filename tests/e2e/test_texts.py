"""The page of texts, in a real Chromium against the real server and models."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, RunningServer

pytestmark = pytest.mark.browser

ANSWER_TIMEOUT_MS = 20_000


def key_of(server: RunningServer) -> str:
    found = re.search(r"#key=([\w-]+)", server.log())
    assert found is not None, server.log()
    return found[1]


def expect_answer(page: Page) -> None:
    expect(page.locator("body")).to_have_attribute(
        "data-state", "result", timeout=ANSWER_TIMEOUT_MS
    )


def test_the_link_of_the_start_opens_the_page_and_the_example_shows_its_trajectory(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/text#key={key_of(server)}", locale="en-GB", allow_camera=False)
    assert page.url == f"{server.url}/text"
    page.get_by_test_id("example").click()
    expect_answer(page)
    expect(page.get_by_test_id("trajectory")).to_have_attribute("data-count", "5")
    expect(page.get_by_test_id("subject")).to_have_value("Customer")
    expect(page.get_by_test_id("triggers")).to_contain_text("extended wait time")
    expect(page.get_by_test_id("current")).to_have_text(re.compile("Gratitude|Joy|Love"))
    categories = page.locator("#messages li.of-subject").evaluate_all(
        "rows => rows.map((row) => row.dataset.category)"
    )
    assert categories[1:] == ["anger", "joy"]


def test_a_conversation_of_ones_own_is_read_in_spanish(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/text#key={key_of(server)}", allow_camera=False)
    page.get_by_test_id("conversation").fill(
        "Ana: Me han dado la beca, ¡qué alegría!\nLuis: ¡Enhorabuena!\nAna: Gracias, estoy feliz"
    )
    page.get_by_test_id("analyse").click()
    expect_answer(page)
    expect(page.get_by_test_id("current")).to_have_text("Alegría")
    expect(page.get_by_test_id("sentiment-label")).to_contain_text("ositivo")


def test_without_a_key_the_page_asks_for_it_and_goes_on(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/text", locale="en-GB", allow_camera=False)
    page.get_by_test_id("example").click()
    expect(page.get_by_test_id("text-error")).to_contain_text("key")
    page.get_by_test_id("key").fill(key_of(server))
    page.get_by_test_id("analyse").click()
    expect_answer(page)


def test_a_message_in_another_language_is_said_not_to_be_read(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/text#key={key_of(server)}", locale="en-GB", allow_camera=False)
    page.get_by_test_id("conversation").fill(
        "I am so happy about this, thank you!\n"
        "Ich bin sehr traurig darüber, dass wir uns nicht mehr sehen können."
    )
    page.get_by_test_id("analyse").click()
    expect_answer(page)
    expect(page.get_by_test_id("trajectory")).to_have_attribute("data-count", "1")
    expect(page.get_by_test_id("messages")).to_contain_text("not supported")


def test_a_conversation_in_another_language_is_shown_without_an_account(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/text#key={key_of(server)}", allow_camera=False)
    page.get_by_test_id("example").click()
    expect_answer(page)
    page.get_by_test_id("conversation").fill(
        "Bonjour, je suis très triste aujourd'hui. Tout va mal."
    )
    page.get_by_test_id("analyse").click()
    expect(page.get_by_test_id("nothing-read")).to_contain_text("Idioma no admitido")
    expect(page.get_by_test_id("messages")).to_contain_text("Bonjour")
    expect(page.get_by_test_id("account")).to_be_hidden()


def test_a_refused_key_is_told_in_the_language_of_the_page(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/text#key=not-the-servers-key", allow_camera=False)
    page.get_by_test_id("example").click()
    expect(page.get_by_test_id("text-error")).to_contain_text("ha rechazado esa clave")
    page.locator("label[lang=en]").click()
    expect(page.get_by_test_id("text-error")).to_contain_text("refused that key")


def test_in_high_contrast_the_chosen_language_stands_out(
    server: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/text", allow_camera=False, forced_colors="active")

    def background(chosen: str) -> str:
        spans = page.locator(f".language input{chosen} + span")
        return str(spans.evaluate("span => getComputedStyle(span).backgroundColor"))

    assert background(":checked") != background(":not(:checked)")
