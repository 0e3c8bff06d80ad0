"""What a key costs at the desk, in a real Chromium on a running workbench: python -m benchmarks.desk_paint

An article of 1,200 sentences. Key to paint: from the key's time stamp until the frame after it is drawn. Key to
saved: until nothing is unsaved any more, keys pressed one after the other. Next article: from the key until the
page has been parsed. The floor is a frame: the same key on an empty page that changes one word.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measure import Runs, at_most, judge, print_head, print_runs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from tests.browser.desk_page import Desk, bring_article, sign_in
from tests.browser_fixtures import NAMES, QUIET
from tests.stack import Stack, running_stack

SENTENCES = 1200
PRESSES = 150
"""Fewer than the rows of a page, so that no key turns it."""
SAVES = 60
TURNS = 20
PAINT_P98_MS, SAVED_P95_MS, NEXT_P95_MS = 100.0, 300.0, 500.0
WATCH = """() => {
  window.painted = [];
  window.saved = [];
  let pressed = 0;
  addEventListener("keydown", (event) => {
    pressed = event.timeStamp;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.painted.push(performance.now() - event.timeStamp);
      channel.port2.postMessage(0);
    });
  }, true);
  new MutationObserver(() => {
    if (document.body.dataset.pending === "0") window.saved.push(performance.now() - pressed);
  }).observe(document.body, { attributeFilter: ["data-pending"] });
}"""
EMPTY = "<p id=word>a</p>"
CHANGE = """() => addEventListener("keydown", () => (document.getElementById("word").textContent += "a"))"""


def main() -> int:
    """Measure, print, judge."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        print("No Chromium: install it, or set CHROMIUM to its path.", file=sys.stderr)
        return 2
    print_head("Desk in a browser", sentences=SENTENCES, presses=PRESSES)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_stack(Path(folder), "--sample") as stack,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        code = _measure(browser, stack)
        browser.close()
    return code


def _measure(browser: Browser, stack: Stack) -> int:
    before = _floor(browser)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    sign_in(page, stack)
    text = "\n\n".join(f"The harbour master said that ferry {number} left." for number in range(SENTENCES))
    article = bring_article(stack, text, mark="Measured", wait=False)
    painted = []
    for name, keys in (("move", ("j",)), ("decide", ("1",)), ("own voice", ("0", "j"))):
        desk = Desk.open(page, stack, article, number=1)
        page.evaluate(WATCH)
        for press in range(PRESSES):
            desk.press(keys[press % len(keys)])
            page.wait_for_timeout(30)
        painted.append(_runs(f"key to paint: {name}", page.evaluate("window.painted")))
        desk.wait_saved()
    desk = Desk.open(page, stack, article, number=1)
    page.evaluate(WATCH)
    for _ in range(SAVES):
        desk.press("2")
        desk.wait_saved()
    saved = _runs("key to saved", page.evaluate("window.saved"))
    turned = _turns(page, f"{stack.url}p/sample/articles/{desk.article}/")
    after = _floor(browser)
    print_runs([before, *painted, saved, turned, after])
    worst = max(one.percentile(98) for one in painted)
    verdicts = [
        at_most("key to paint, p98, ms", 1000 * worst, PAINT_P98_MS),
        at_most("key to saved, p95, ms", 1000 * saved.percentile(95), SAVED_P95_MS),
        at_most("next article, p95, ms", 1000 * turned.percentile(95), NEXT_P95_MS),
    ]
    return judge(verdicts, floors=[(before, after)])


def _floor(browser: Browser) -> Runs:
    page = browser.new_page()
    page.set_content(EMPTY)
    page.evaluate(WATCH)
    page.evaluate(CHANGE)
    for _ in range(PRESSES):
        page.keyboard.press("j")
        page.wait_for_timeout(30)
    times = page.evaluate("window.painted")
    page.close()
    return _runs("key to paint: empty page (floor)", times)


def _turns(page: Page, start: str) -> Runs:
    """From the long article to the next one, which is as long as articles are, and back again."""
    times = []
    page.goto(start)
    for _ in range(TURNS):
        page.keyboard.press("]")
        page.wait_for_url(lambda url: not url.startswith(start))
        page.wait_for_selector("html.scripted")
        times.append(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
        page.keyboard.press("[")
        page.wait_for_url(f"{start}**")
        page.wait_for_selector("html.scripted")
    return _runs("next article", times)


def _runs(label: str, milliseconds: list[float]) -> Runs:
    return Runs(label, tuple(one / 1000 for one in milliseconds))


if __name__ == "__main__":
    sys.exit(main())
