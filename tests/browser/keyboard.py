"""Getting about a page with the Tab key alone, as people without a pointer do."""

from playwright.sync_api import Page

TABS_AT_MOST = 150
REACHED = """wanted => {
  const here = document.activeElement;
  return here !== null && [...document.querySelectorAll(wanted)].includes(here);
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on one of these; fails where it cannot be reached."""
    for _ in range(TABS_AT_MOST):
        if page.evaluate(REACHED, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {TABS_AT_MOST} times Tab on {page.url}")


def press_on(page: Page, selector: str, *, key: str = "Enter") -> None:
    """Go there by Tab, press, and wait until the page that this opens has loaded.

    A change of the address alone, as moving on the desk makes it, is a navigation too but loads nothing.
    """
    tab_to(page, selector)
    with page.expect_event("load"):
        page.keyboard.press(key)


def write(page: Page, selector: str, words: str) -> None:
    """Go there by Tab and write, over what stands there."""
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
