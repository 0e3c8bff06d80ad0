"""Takes the pictures of the README from a running workbench with the sample project: make pictures.

Starts one in a folder of its own, imports nothing, decides a few sentences of the sample as a person would, and
writes PNG files of at most 400 kB into docs/pictures. Needs a Chromium: CHROMIUM, or one on the path.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from tests.browser_fixtures import NAMES, QUIET  # noqa: E402 - needs the path above
from tests.stack import Stack, running_stack  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 400_000
"""Bytes; larger ones make the README slow to open."""
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 780}
TITLE = "Tessamar shuts harbour bridge"


def main() -> int:
    """Take all of them; 1 where one is larger than allowed."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        print("No Chromium: install it, or set CHROMIUM to its path.", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_stack(Path(folder), "--sample") as stack,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        take_all(browser, stack)
        browser.close()
    sizes = {file.name: file.stat().st_size for file in sorted(PICTURES.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{size / 1000:7.1f} kB  {name}")
    return int(any(size > LARGEST for size in sizes.values()))


def take_all(browser: Browser, stack: Stack) -> None:
    page = signed_in(browser, stack, "reviewer")
    open_sample(page, stack)
    decide(page)
    picture(page, "desk-light")
    picture(page, "desk-dark", dark=True)
    edit_chain(page)
    picture(page, "chain-editor")
    page.keyboard.press("Escape")
    address = page.url
    phone = browser.new_context(viewport=PHONE, storage_state=page.context.storage_state())
    narrow = phone.new_page()
    narrow.goto(address)
    picture(narrow, "phone")
    supervisor = signed_in(browser, stack, "supervisor")
    supervisor.goto(f"{stack.url}p/sample/audit/")
    supervisor.click("#ledger button")
    supervisor.locator("table.entries a[href*='claim=']").nth(1).click()
    supervisor.wait_for_selector(".time-line")
    picture(supervisor, "audit")


def signed_in(browser: Browser, stack: Stack, role: str) -> Page:
    person = stack.sign_in(role)
    page = browser.new_context(viewport=DESK, locale="en-GB").new_page()
    page.goto(stack.url + "sign-in/")
    page.fill("[name=username]", person["username"])
    page.fill("[name=password]", person["password"])
    page.click("main button[type=submit]")
    page.wait_for_url(stack.url)
    return page


def open_sample(page: Page, stack: Stack) -> None:
    """The sample article, once its suggestions are there."""
    page.goto(f"{stack.url}p/sample/articles/")
    page.click(f'a.article-link:has-text("{TITLE}")')
    while page.locator(".worker-note").count():
        page.wait_for_timeout(500)
        page.reload()
    page.wait_for_selector("html.scripted")


def decide(page: Page) -> None:
    """Six answers and a look at the seventh sentence, as the sample guideline teaches it."""
    for key in ("Shift+1", "Shift+1", "Shift+1", "Shift+5", "Shift+3", "Shift+1"):
        page.keyboard.press(key)
    page.wait_for_selector('body[data-pending="0"]')
    page.wait_for_selector('[data-save-words]:has-text("saved ")')


def edit_chain(page: Page) -> None:
    page.keyboard.press("s")
    page.keyboard.type("tes")
    page.wait_for_selector("[role=option]")


def picture(page: Page, name: str, *, dark: bool = False) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
