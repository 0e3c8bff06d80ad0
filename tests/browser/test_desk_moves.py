"""Moving about the desk: each key of the list, where it leads, and where the focus is afterwards."""

import pytest
from playwright.sync_api import Page, Route

from tests.browser.desk_page import Desk, bring_article, sign_in
from tests.browser.watching import Watch
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
NOWHERE = "() => document.activeElement === document.body || document.activeElement === null"


@pytest.fixture(scope="module")
def article(live_stack: Stack) -> str:
    return bring_article(live_stack, mark="Nobody stood still")


@pytest.fixture
def desk(page: Page, watch: Watch, live_stack: Stack, article: str) -> Desk:
    sign_in(page, live_stack)
    return Desk.open(page, live_stack, article, number=1)


def test_capital_letters_go_to_what_is_not_decided(desk: Desk) -> None:
    desk = Desk.open(desk.page, desk.stack, bring_article(desk.stack, mark="Some are open", wait=False))
    desk.press("0", "1", "0", "1", "j", "0", "1", "k", "k", "k", "k")
    assert desk.number() == 1
    desk.press("Shift+J")
    assert desk.number() == 3
    desk.press("Shift+J")
    assert desk.number() == 5
    desk.press("Shift+K")
    assert desk.number() == 3


def test_no_key_leaves_the_focus_nowhere(desk: Desk) -> None:
    lost = []
    keys = (
        "j",
        "k",
        "a",
        "x",
        "0",
        "f",
        "f",
        "m",
        "z",
        ".",
        "Escape",
        "s",
        "Escape",
        "n",
        "Escape",
        "1",
        "c",
        "z",
    )
    for key in (*keys, "Shift+x", "Escape", "?", "Escape", "Shift+2", "Shift+J", "Shift+K"):
        desk.press(key)
        for _ in range(20):  # a dialog gives the focus back in a task of its own
            if not desk.page.evaluate(NOWHERE):
                break
            desk.page.wait_for_timeout(100)
        else:
            lost.append(key)
    desk.wait_saved()
    assert lost == []
    assert desk.focused() == desk.number()


def test_marks_go_round_and_are_remembered(desk: Desk) -> None:
    words = []
    for _ in range(3):
        words.append(desk.page.inner_text("[data-marks-words]"))
        desk.press("m")
    assert words == ["this sentence", "all", "off"]
    desk.press("m")
    desk.page.reload()
    assert desk.page.get_attribute("main", "data-marks") == "all"


def test_brackets_turn_to_the_neighbours_and_back(desk: Desk) -> None:
    desk.press("]")
    desk.page.wait_for_url(lambda url: desk.article not in url)
    desk.page.wait_for_selector("html.scripted")
    desk.press("[")
    desk.page.wait_for_url(f"**/articles/{desk.article}/**")


def test_the_slash_leads_to_the_search_field(desk: Desk) -> None:
    with desk.page.expect_event("load"):
        desk.press("/")
    desk.page.keyboard.type("cables")
    desk.press("Enter")
    desk.page.wait_for_url("**/claims/?q=cables*")
    assert desk.page.locator("main table a").count() > 0


def test_escape_from_the_chain_changes_nothing(desk: Desk) -> None:
    article = bring_article(desk.stack, mark="Nothing changed")
    desk = Desk.open(desk.page, desk.stack, article, number=4)
    before = desk.chain(4)
    desk.press("s")
    assert desk.page.locator("[data-link]").count() > 0
    desk.page.keyboard.type("zzz")
    desk.press("Escape", "Escape")
    desk.press("z")
    assert desk.chain(4) == before
    assert desk.decisions(4) == []


def test_reloading_comes_back_to_the_same_sentence_and_its_draft(desk: Desk) -> None:
    article = bring_article(desk.stack, mark="Somebody pressed reload")
    desk = Desk.open(desk.page, desk.stack, article, number=4)
    desk.press("a", "n")
    desk.page.keyboard.type("half a thought")
    desk.page.wait_for_url("**claim=*")
    desk.page.reload()
    desk.page.wait_for_selector("html.scripted")
    assert desk.number() == 4
    assert desk.page.input_value("#note") == "half a thought"
    assert not desk.chain(4)[0].startswith("[")
    desk.press("Escape", "z")
    assert desk.page.input_value("#note") == ""


def test_words_selected_with_the_pointer_become_a_span(desk: Desk) -> None:
    desk.press("j", "j", "j", "j", "s")
    select = """row => { const text = row.querySelector('.text'), walk = document.createTreeWalker(text, 4);
      const range = document.createRange(); const first = walk.nextNode();
      range.setStart(first, 0); range.setEnd(first, 3);
      getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    row = desk.page.locator('[data-number="5"]')
    row.evaluate(select)
    desk.page.locator('[data-mark="source"]').first.click()
    start = int(desk.row(5)["start"])
    assert desk.page.locator('[name="link-source_span"]').first.input_value() == f"{start}-{start + 3}"
    assert (
        desk.page.locator('[name="link-source_words"]').first.input_value()
        == row.locator(".text").inner_text()[:3]
    )
    desk.press("Escape", "z")


def test_an_answer_that_comes_while_something_is_pressed_is_no_conflict_with_oneself(desk: Desk) -> None:
    """The undo is confirmed after the next press on the same sentence has begun; its revision is known all the same."""
    desk = Desk.open(desk.page, desk.stack, bring_article(desk.stack, mark="Pressed in a hurry"), number=2)
    desk.press("0", "1")
    desk.wait_saved()
    held: list[Route] = []
    desk.page.route("**/undo/", lambda route: held.append(route))
    desk.press("z", "x")
    desk.page.wait_for_timeout(200)
    held[0].continue_()
    desk.page.unroute("**/undo/")
    desk.wait_saved()
    desk.press("Shift+2")
    desk.wait_saved()
    assert desk.page.locator("#conflicts [data-conflict]").count() == 0


def test_undo_asks_nothing_of_the_server_where_nothing_was_decided(desk: Desk) -> None:
    desk = Desk.open(desk.page, desk.stack, bring_article(desk.stack, mark="Nothing was done"), number=2)
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    desk.press("z")
    desk.page.wait_for_timeout(300)
    assert asked == []
