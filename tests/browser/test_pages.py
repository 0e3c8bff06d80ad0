"""Every page of every role: no error, nothing from elsewhere, the name that was set, and no script needed to work."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_page import bring_article, call, sign_in
from tests.browser.watching import Watch
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
PROJECT = ("", "articles/", "claims/", "claims/?q=bridge", "sources/", "releases/")
PAGES = {
    ("reviewer", 0): ("", "password/", *(f"p/sample/{page}" for page in PROJECT)),
    ("editor", 0): ("", "p/sample/", "p/sample/import/", "p/sample/releases/", "administration/"),
    ("supervisor", 0): ("", "p/sample/audit/", "p/sample/audit/?verb=decided"),
}


@pytest.mark.parametrize("role", list(PAGES))
def test_no_page_complains_or_asks_others(
    page: Page, watch: Watch, live_stack: Stack, role: tuple[str, int]
) -> None:
    sign_in(page, live_stack, *role)
    article = call(live_stack, "projects/sample/articles/")["results"][0]["id"]
    claim = call(live_stack, f"articles/{article}/claims/")["results"][0]["id"]
    more = (f"p/sample/articles/{article}/", f"p/sample/claims/{claim}/history/")
    for path in (*PAGES[role], *more):
        answer = page.goto(live_stack.url + path, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, path
        assert page.inner_text(".brand").startswith("Fact-check workbench")
        assert page.title().endswith("Fact-check workbench")


def test_what_is_not_there_says_so_and_keeps_the_way_home(page: Page, live_stack: Stack) -> None:
    watch = Watch(page, expected=(404, 403))
    sign_in(page, live_stack)
    for path in ("nowhere/", "p/nowhere/", "p/sample/audit/", "administration/"):
        answer = page.goto(live_stack.url + path)
        assert answer is not None
        assert answer.status in (403, 404)
        assert "safe" in page.inner_text("main")
        assert page.locator('main a[href="/"]').count() == 1
    assert watch.troubles == []


@pytest.fixture
def still(browser: Browser, live_stack: Stack) -> Iterator[Page]:
    """A page in a window where no script runs."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_chain_note_and_undo_work_without_scripts(still: Page, live_stack: Stack) -> None:
    article = bring_article(live_stack, mark="Nothing was scripted")
    sign_in(still, live_stack, number=1)
    still.goto(f"{live_stack.url}p/sample/articles/{article}/")
    still.locator("#claims a.number").nth(2).click()
    still.locator("#decide [data-edit]").first.click()
    still.locator('[name="link-source_name"]').first.fill("Harbour office")
    still.fill("#note", "asked by telephone")
    still.click('#decide button:has-text("Refuted")')
    third = still.locator('[data-number="3"]')
    assert third.locator(".status").inner_text() == "Refuted"
    assert "Harbour office" in third.locator(".said").inner_text()
    third.locator("a.number").click()
    assert still.input_value("#note") == "asked by telephone"
    still.click('#decide button:has-text("Undo")')
    assert still.locator('[data-number="3"] .status').inner_text() == "Not decided"
    claims = call(live_stack, f"articles/{article}/claims/", role="reviewer")["results"]
    kept = call(live_stack, f"claims/{claims[2]['id']}/history/", role="supervisor")["results"]
    assert [one["verification"] for one in kept] == [None, "refuted"]
    assert kept[1]["note"] == "asked by telephone"


def test_two_windows_show_both_versions_without_scripts(still: Page, live_stack: Stack) -> None:
    article = bring_article(live_stack, mark="Two windows, no script", wait=False)
    sign_in(still, live_stack, number=1)
    second = still.context.new_page()
    for window in (still, second):
        window.goto(f"{live_stack.url}p/sample/articles/{article}/")
    second.click('#decide button:has-text("Misleading")')
    still.click('#decide button:has-text("Supported")')
    assert "Misleading" in still.inner_text("section.conflict")
    assert "Supported" in still.inner_text("section.conflict")
    still.click("[data-save-draft]")
    assert still.locator('[data-number="1"] .status').inner_text() == "Supported"


def test_an_article_is_imported_without_scripts(still: Page, live_stack: Stack) -> None:
    sign_in(still, live_stack, "editor", 1)
    still.goto(live_stack.url + "p/sample/import/")
    still.fill("[name=pasted]", f"Rain fell.\n\nIt rained in {id(still)} places, the weather office said.")
    still.click("form:has([name=pasted]) button")
    still.click("[name=store]")
    assert "the weather office said." in still.inner_text("#claims")
