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
ALL_RULES = f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})"
COLOURS = "axe.run(document, {runOnly: ['color-contrast']})"
WIDTHS = (1280, 320)
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
PROJECT = ("", "articles/", "claims/?q=bridge", "claims/?q=zzzz", "sources/", "releases/")
PAGES: dict[str, Sequence[str]] = {
    "reviewer": ("", "password/", "nowhere/", *(f"p/sample/{page}" for page in PROJECT)),
    "editor": ("", "p/sample/", "p/sample/import/", "p/sample/releases/"),
    "supervisor": ("", "p/sample/audit/"),
}


def violations(page: Page) -> list[str]:
    """What axe finds in both widths and both colour schemes; only colours change from light to dark."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(TWO_FRAMES)
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            state = f"{page.url} {width} {scheme}"
            found += [
                f"{state}: {one['id']}: {one['nodes'][0]['html'][:200]}"
                for one in page.evaluate(rules)["violations"]
            ]
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{page.url} {width}: scrolls sideways by {wider} px"] if wider > 0 else []
    return found


@pytest.mark.parametrize("role", list(PAGES))
def test_no_page_has_a_violation(browser: Browser, live_stack: Stack, role: str) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(live_stack.url + "sign-in/")
    found = violations(page)
    sign_in(page, live_stack, role)
    for path in PAGES[role]:
        page.goto(live_stack.url + path)
        found += violations(page)
    page.goto(live_stack.url + "p/sample/articles/")
    page.click("a.article-link")
    page.wait_for_selector("html.scripted")
    found += violations(page)
    for key in ("m", "s", "Escape", "?") if role != "supervisor" else ():
        page.keyboard.press(key)
        found += violations(page)
    context.close()
    assert found == []
