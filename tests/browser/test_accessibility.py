"""axe-core finds nothing on any page, light and dark, wide and narrow; nothing scrolls sideways."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.axe import VENDOR, unchanged, violations
from tests.browser.desk_page import Desk, bring_article, call, sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
PROJECT = (
    "",
    "articles/",
    "claims/?q=bridge",
    "claims/?q=zzzz",
    "sources/",
    "releases/",
    "agreement/",
    "learning/",
)
PAGES: dict[str, Sequence[str]] = {
    "reviewer": ("", "password/", "nowhere/", "p/sample/audit/", *(f"p/sample/{page}" for page in PROJECT)),
    "editor": (
        "",
        "p/sample/",
        "p/sample/import/",
        "p/sample/reviews/",
        "p/sample/import/many/",
        "p/sample/import/dataset/",
        "p/sample/releases/",
        "p/sample/webhooks/",
        "p/sample/labels/",
        "p/sample/settings/",
        "p/sample/settings/guideline/",
        "p/sample/settings/guideline/1/",
        "p/sample/settings/policies/",
        "p/sample/overrides/",
        "p/sample/assignments/",
        "p/sample/assignments/?what=claims",
        "p/sample/sources/proposals/",
        "p/sample/sources/unnamed/",
        "p/sample/sources/confidences/",
        "p/sample/origins/",
        "notices/",
        "administration/",
    ),
    "supervisor": (
        "",
        "p/sample/audit/",
        "p/sample/audit/?verb=decided&about=zzzz",
        "p/sample/exceptions/",
        "p/sample/exceptions/fast/",
        "p/sample/corrections/",
        "p/sample/origins/",
    ),
}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window into which axe may be put."""
    opened = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


def test_what_was_taken_over_is_what_it_was() -> None:
    assert {path.name for path in VENDOR.iterdir()} == {"axe.min.js", "axe-LICENSE.txt", "SHA256SUMS"}
    assert unchanged("axe-LICENSE.txt")
    assert unchanged("axe.min.js")


@pytest.mark.parametrize("role", list(PAGES))
def test_no_page_has_a_violation(context: BrowserContext, live_stack: Stack, role: str) -> None:
    page = context.new_page()
    page.goto(live_stack.url + "sign-in/")
    found = violations(page)
    sign_in(page, live_stack, role)
    for path in PAGES[role]:
        page.goto(live_stack.url + path)
        found += violations(page)
    page.goto(live_stack.url + "p/sample/articles/?q=Harbour+Digest")
    page.click("a.article-link")
    page.wait_for_selector("html.scripted")
    found += violations(page)
    for key in ("m", "s", "Escape", "?") if role != "supervisor" else ():
        page.keyboard.press(key)
        found += violations(page)
    page.goto(page.url.partition("?")[0].partition("#")[0] + "versions/")
    found += violations(page)
    assert found == []


def test_no_state_of_the_desk_has_a_violation(context: BrowserContext, live_stack: Stack) -> None:
    page = context.new_page()
    sign_in(page, live_stack, number=1)
    article = bring_article(live_stack, mark="Axe looked at it")
    desk = Desk.open(page, live_stack, article)
    other = Desk.open(context.new_page(), live_stack, article)
    other.press("Shift+3", "Shift+2", "c", "x", "4")
    other.wait_saved()
    page.bring_to_front()
    desk.press("1")
    page.wait_for_selector("section.conflict")
    found = violations(page)
    page.click("[data-keep-saved]")
    desk.press("s")
    page.keyboard.type("tes")
    page.wait_for_selector("[role=option]")
    found += violations(page)
    desk.press("Escape", "h")
    page.wait_for_selector("#history[open]")
    found += violations(page)
    desk.press("Escape", "?")
    page.click("[data-change-keys]")
    found += violations(page)
    desk.press("Escape")
    context.set_offline(True)
    desk.press("2")
    page.wait_for_selector("#save-state.failed")
    found += violations(page)
    context.set_offline(False)
    desk.wait_saved()
    assert found == []


def test_no_page_that_something_led_to_has_a_violation(
    context: BrowserContext, live_stack: Stack, tmp_path: Path
) -> None:
    page = context.new_page()
    sign_in(page, live_stack, "editor")
    page.goto(live_stack.url + "p/sample/import/")
    page.fill("[name=pasted]", "Rain\u200b fell.\n\nThe weather office said so.")
    page.click("form:has([name=pasted]) button")
    found = violations(page)
    page.goto(live_stack.url + "p/sample/import/")
    page.fill("[name=pasted]", " \x01")
    page.click("form:has([name=pasted]) button")
    found += violations(page)
    page.goto(live_stack.url + "p/sample/releases/")
    page.check("[name=allow_open]")
    page.click("main form button[type=submit]")
    found += violations(page)
    article = call(live_stack, "projects/sample/articles/")["results"][0]["id"]
    claim = call(live_stack, f"articles/{article}/claims/")["results"][0]["id"]
    context.clear_cookies()
    sign_in(page, live_stack, "supervisor")
    for path in (f"audit/articles/{article}/", f"audit/?claim={claim}", f"claims/{claim}/history/"):
        page.goto(f"{live_stack.url}p/sample/{path}")
        found += violations(page)
    assert found == []


def test_no_dossier_and_no_story_has_a_violation(context: BrowserContext, live_stack: Stack) -> None:
    page = context.new_page()
    sign_in(page, live_stack, "editor")
    article = call(live_stack, "projects/sample/articles/")["results"][0]["id"]
    source = call(live_stack, "projects/sample/sources/")["results"][0]["id"]
    found = []
    for path in (f"sources/{source}/", f"articles/{article}/origins/"):
        page.goto(f"{live_stack.url}p/sample/{path}")
        found += violations(page)
    assert found == []
