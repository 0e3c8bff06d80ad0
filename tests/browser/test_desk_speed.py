"""From a key to the next picture on an article of 1,200 sentences."""

import pytest
from playwright.sync_api import Page

from tests.browser.desk_page import Desk, bring_article, sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
PRESSES = 60
ROUNDS = 3
LOOSE_MS = 1000.0
"""A machine that does much else must not fail this; benchmarks/desk_paint.py judges the strict 100 ms."""
WATCH = """() => {
  window.painted = [];
  addEventListener("keydown", (event) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.painted.push(performance.now() - event.timeStamp);
    channel.port2.postMessage(0);
  }), true);
}"""


def test_a_key_is_painted_before_a_person_waits_on_1200_sentences(page: Page, live_stack: Stack) -> None:
    sentences = [f"The harbour master said that ferry {number} left on time." for number in range(1200)]
    article = bring_article(live_stack, "\n\n".join(sentences), mark="Speed was measured here", wait=False)
    sign_in(page, live_stack, number=0)
    desk = Desk.open(page, live_stack, article)
    page.evaluate(WATCH)
    rounds = []
    for _ in range(ROUNDS):
        page.evaluate("window.painted = []")
        for press in range(PRESSES):
            desk.press("j" if press % 3 else "1")
            page.wait_for_timeout(60)
        times = sorted(page.evaluate("window.painted"))
        rounds.append(times[int(0.98 * len(times)) - 1])
    # A machine that does something else at the same time is no fault of the page: the best round counts.
    assert min(rounds) <= LOOSE_MS, f"98th percentiles of {ROUNDS} rounds in ms: {rounds}"
