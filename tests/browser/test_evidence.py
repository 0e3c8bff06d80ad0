"""Evidence by keyboard on the desk, and by its page where there are no scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.axe import violations
from tests.browser.desk_page import Desk, bring_article, call, sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
WIDE: ViewportSize = {"width": 1280, "height": 800}
FILE = {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"The bridge was closed."}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window into which axe may be put."""
    opened = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def article(live_stack: Stack) -> str:
    return bring_article(live_stack, mark="Evidence was brought up here")


def test_e_opens_the_form_and_what_was_added_stands_in_the_panel(
    context: BrowserContext, live_stack: Stack, article: str
) -> None:
    page = context.new_page()
    sign_in(page, live_stack)
    desk = Desk.open(page, live_stack, article)
    desk.press("j", "e")
    page.wait_for_selector("#evidence[open] [name=stance]:focus")
    found = violations(page)
    page.set_viewport_size(WIDE)
    page.keyboard.press("ArrowRight")
    page.set_input_files("#evidence [name=file]", FILE)  # type: ignore[arg-type]
    page.fill("#evidence [name=quote]", "It was closed.")
    page.keyboard.press("Tab")
    page.click("#evidence button:has-text('Add the evidence')")
    page.wait_for_selector("#panel .evidence.refutes q")
    assert desk.number() == 2
    assert page.inner_text("#panel .evidence q") == "It was closed."
    assert "1" in page.inner_text('[data-number="2"] .count')
    found += violations(page)
    page.set_viewport_size(WIDE)
    desk.press("j")
    assert page.locator("#panel .evidence").count() == 0
    desk.press("k")
    assert page.locator("#panel .evidence").count() == 1
    assert found == []


def test_an_answer_begun_is_still_there_after_evidence_was_added(
    page: Page, live_stack: Stack, article: str
) -> None:
    sign_in(page, live_stack)
    desk = Desk.open(page, live_stack, article)
    desk.press("j", "j", "n")
    page.keyboard.type("look at the log")
    desk.press("Escape", "e")
    page.wait_for_selector("#evidence[open]")
    page.fill("#evidence [name=place]", "Land registry")
    page.click("#evidence button:has-text('Note the search')")
    page.wait_for_selector("#panel .searched")
    assert "found nothing" in page.inner_text("#panel .searched")
    assert page.input_value("#note") == "look at the log"


def test_without_scripts_the_page_does_the_same(browser: Browser, live_stack: Stack, article: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport=WIDE) as still:
        page = still.new_page()
        sign_in(page, live_stack)
        claims = call(live_stack, f"articles/{article}/claims/")["results"]
        claim = [one for one in claims if one["role"] == "body"][3]["id"]
        page.goto(f"{live_stack.url}p/sample/articles/{article}/?claim={claim}")
        page.goto(f"{live_stack.url}p/sample/claims/{claim}/evidence/")
        page.check("[name=stance][value=supports]")
        page.set_input_files("[name=file]", FILE)  # type: ignore[arg-type]
        page.click("text=Add the evidence")
        assert "minutes.txt" in page.inner_text("#panel .evidence")
        page.goto(f"{live_stack.url}p/sample/claims/{claim}/evidence/")
        page.click(".withdraw summary")
        page.fill("[name=reason]", "another bridge")
        page.click(".withdraw button")
        page.wait_for_selector("#panel .evidence.withdrawn")
        assert "another bridge" in page.inner_text("#panel .evidence.withdrawn")
