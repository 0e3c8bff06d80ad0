"""A control of direction in a sentence makes nobody read other words than those that are kept."""

import pytest
from playwright.sync_api import Page

from tests.browser.desk_page import Desk, bring_article, sign_in
from tests.browser.watching import Watch
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
TEXT = "Bridge\n\nThe mayor said the plan was \u202egnorts\u202c on Monday."
PLACES = """(row) => {
  const control = [...row.querySelectorAll('.text .direction')].find((one) => one.dataset.code === 'U+202E');
  const word = control.nextSibling, range = document.createRange();
  return [...'gnorts'].map((_, at) => {
    range.setStart(word, at);
    range.setEnd(word, at + 1);
    return range.getBoundingClientRect().left;
  });
}"""


@pytest.mark.parametrize("is_held", [True, False])
def test_an_override_is_shown_and_turns_nothing_round_unless_it_is_let_loose(
    page: Page, watch: Watch, live_stack: Stack, is_held: bool
) -> None:
    article = bring_article(live_stack, TEXT, mark="Nobody was turned round")
    sign_in(page, live_stack)
    desk = Desk.open(page, live_stack, article, number=2)
    row = page.locator("li.claim", has_text="The mayor said").first
    assert row.locator(".text").text_content() == TEXT.split("\n\n")[1]
    if not is_held:
        page.evaluate(
            "document.querySelectorAll('.direction').forEach((one) => one.style.unicodeBidi = 'normal')"
        )
    places = row.evaluate(PLACES)
    assert (places == sorted(places)) is is_held
    if is_held:
        desk.press("a", "1")  # the row is painted by the script before the server has answered
        places = row.evaluate(PLACES)
        assert places == sorted(places)
        desk.wait_saved()
        assert row.locator(".text").text_content() == TEXT.split("\n\n")[1]
