"""axe-core finds nothing on any page, light and dark, wide and narrow; nothing scrolls sideways."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_page import sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})"
PROJECT = ("", "articles/", "claims/", "claims/?q=bridge", "claims/?q=zzzz", "sources/", "releases/")
PAGES: dict[str, Sequence[str]] = {
    "reviewer": ("", "password/", "nowhere/", *(f"p/sample/{page}" for page in PROJECT)),
    "editor": ("", "p/sample/", "p/sample/import/", "p/sample/releases/"),
    "supervisor": ("", "p/sample/audit/"),
}


def violations(page: Page) -> list[str]:
    """What axe finds, and the width that sticks out."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [
        f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in page.evaluate(RULES)["violations"]
    ]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{page.url}: scrolls sideways by {wider} px"] if wider > 0 else [])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("role", list(PAGES))
def test_no_page_has_a_violation(
    browser: Browser, live_stack: Stack, role: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(live_stack.url + "sign-in/")
    found = violations(page)
    sign_in(page, live_stack, role)
    for path in PAGES[role]:
        page.goto(live_stack.url + path)
        found += violations(page)
    page.goto(live_stack.url + "p/sample/articles/")
    page.click("a.article-link")
    found += violations(page)
    if role != "supervisor":
        for keys in ("a", "s", "?"):
            page.keyboard.press(keys)
            found += violations(page)
            page.keyboard.press("Escape")
    context.close()
    assert found == []
