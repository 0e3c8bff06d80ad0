"""Reviewing by keyboard on the desk, in a real browser on a running workbench."""

import pytest
from playwright.sync_api import Page

from tests.browser.desk_page import Desk, bring_article, call, sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]


@pytest.fixture(scope="module")
def article(live_stack: Stack) -> str:
    return bring_article(live_stack, mark="Keys were pressed here")


@pytest.fixture
def desk(page: Page, live_stack: Stack, article: str) -> Desk:
    sign_in(page, live_stack)
    return Desk.open(page, live_stack, article)


def test_one_press_with_shift_takes_the_chain_saves_and_goes_on(desk: Desk) -> None:
    desk.press("j", "j")
    assert desk.chain(3)[0].startswith("[")
    desk.press("Shift+1")
    assert (desk.number(), desk.focused(), desk.status(3)) == (4, 4, "Supported")
    desk.wait_saved()
    newest = desk.decisions(3)[0]
    assert newest["verification"] == "supported"
    assert len(newest["chain"]) == 1
    assert "accepted" in {seen["outcome"] for seen in newest["suggestions"].values()}


def test_a_status_alone_leaves_the_chain_unanswered(desk: Desk) -> None:
    desk.press("j", "j", "j", "2")
    desk.wait_saved()
    newest = desk.decisions(4)[0]
    assert (newest["verification"], newest["chain"]) == ("refuted", None)
    assert {seen["outcome"] for seen in newest["suggestions"].values()} == {"ignored"}


def test_taking_a_chain_is_a_draft_until_it_is_saved(desk: Desk) -> None:
    desk.press("j", "j", "j", "j", "a")
    assert desk.number() == 5
    assert not desk.chain(5)[0].startswith("[")
    assert "not saved" in desk.page.inner_text('[data-number="5"] .standing')
    assert desk.decisions(5) == []
    desk.press("j", "k", "3")
    desk.wait_saved()
    assert [len(one["chain"]) for one in desk.decisions(5)] == [1]


def test_the_label_of_the_desk_is_chosen_without_a_mouse(page: Page, live_stack: Stack) -> None:
    named = {"verification": "misleading", "name": "Zoomed in", "definition": ""}
    label = call(live_stack, "projects/sample/labels/", body=named)
    sign_in(page, live_stack)
    desk = Desk.open(page, live_stack, bring_article(live_stack, mark="Labels were given", wait=False))
    desk.press("j", "0", "l")
    assert page.evaluate("() => document.activeElement.name") == "more_label"
    page.keyboard.type("Zoom")
    desk.press("Escape", "3")
    desk.wait_saved()
    assert desk.status(2) == "Misleading"
    assert desk.decisions(2)[0]["label"] == label["id"]


def test_undo_goes_back_to_the_sentence_just_decided(desk: Desk) -> None:
    desk.press("0", "1")
    desk.wait_saved()
    assert desk.number() == 2
    desk.press("z")
    desk.wait_saved()
    assert (desk.number(), desk.focused()) == (1, 1)
    desk.page.wait_for_function(
        "document.querySelector('[data-number=\"1\"] .status').innerText == 'Not decided'"
    )
    assert desk.decisions(1)[0]["verification"] is None


def test_three_letters_and_enter_name_a_source(desk: Desk) -> None:
    desk.press("j", "j", "x", "s")
    desk.page.keyboard.type("oth")
    desk.page.wait_for_selector('[role="option"]')
    desk.press("ArrowUp", "Enter")
    assert desk.focused() == 3
    assert desk.chain(3) == ["oth"]
    desk.press("4")
    desk.wait_saved()
    newest = desk.decisions(3)[0]
    assert [link["source"]["name"] for link in newest["chain"]] == ["oth"]
    assert "rejected" in {seen["outcome"] for seen in newest["suggestions"].values()}


def test_escape_leaves_the_chain_as_it_was(desk: Desk) -> None:
    desk.press("j", "j", "j", "j", "j", "j")
    before = desk.chain(7)
    desk.press("s")
    desk.page.keyboard.type("nob")
    desk.press("Escape")
    assert desk.focused() == 7
    assert desk.chain(7) == before
    assert desk.page.is_hidden("[data-editor]")
    assert "not saved" not in desk.page.inner_text('[data-number="7"] .standing')


def test_words_are_marked_by_keyboard_alone(desk: Desk) -> None:
    desk.press("j", "j", "x", "s")
    desk.page.keyboard.type("authority")
    desk.page.wait_for_selector('[role="option"]')
    desk.press("ArrowUp", "Enter")
    desk.page.focus('[data-mark="source"]')
    desk.press("Enter", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
    words = desk.page.input_value("[name=link-source_words]")
    start, end = map(int, desk.page.input_value("[name=link-source_span]").split("-"))
    text = desk.page.inner_text('[data-number="3"] .text')
    assert words
    assert text[start - int(desk.row(3)["start"]) : end - int(desk.row(3)["start"])] == words
    assert desk.page.locator('[data-number="3"] .mark.source').inner_text() == words


def test_keys_are_off_while_typing_and_control_enter_saves(desk: Desk) -> None:
    desk.press("j", "n")
    desk.page.keyboard.type("1 source searched")
    assert desk.number() == 2
    assert desk.decisions(2) == []
    desk.press("Control+Enter")
    desk.wait_saved()
    assert desk.decisions(2)[0]["note"] == "1 source searched"


def test_not_a_claim_is_one_press(desk: Desk) -> None:
    desk.press("j", "j", "j", "j", "j", "c")
    desk.wait_saved()
    newest = desk.decisions(6)[0]
    assert (newest["verification"], newest["check_worthiness"]) == ("not_checkable", "non_factual")


def test_the_page_after_a_decision_equals_a_fresh_one(desk: Desk) -> None:
    desk.press("j", "j", "j", "j", "j", "j", "Shift+5")
    desk.wait_saved()
    desk.press("k")
    read = "list => list.innerHTML.replace(/ tabindex=\"-?\\d\"/g, '').replace(/ aria-current=\"true\"/g, '')"
    after = desk.page.locator("#claims").evaluate(read)
    decided = desk.page.inner_text("[data-decided-count]")
    desk.page.reload()
    assert desk.page.locator("#claims").evaluate(read) == after
    assert desk.page.inner_text("[data-decided-count]") == decided


def test_a_key_can_be_changed_and_all_can_be_switched_off(desk: Desk) -> None:
    desk.press("?")
    desk.page.click("[data-change-keys]")
    desk.page.fill('[data-changes="next"]', "y")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Escape")
    desk.press("j")
    assert desk.number() == 1
    desk.press("y")
    assert desk.number() == 2
    desk.press("?")
    desk.page.check("[data-keys-off]")
    desk.page.keyboard.press("Escape")
    desk.press("y", "1")
    assert desk.number() == 2


def test_dialogs_give_the_focus_back(desk: Desk) -> None:
    desk.press("j", "h")
    desk.page.wait_for_selector("#history[open]")
    desk.press("Escape")
    assert desk.focused() == 2
    desk.press("?")
    desk.press("Escape")
    assert desk.focused() == 2


def test_everything_works_without_scripts(page: Page, live_stack: Stack) -> None:
    article = bring_article(live_stack, mark="No script ran here")
    plain = page.context.browser
    assert plain is not None
    context = plain.new_context(java_script_enabled=False)
    still = context.new_page()
    sign_in(still, live_stack, number=1)
    still.goto(f"{live_stack.url}p/sample/articles/{article}/")
    third = still.locator("#claims a.number").nth(2)
    third.click()
    assert still.get_attribute('[aria-current="true"][data-claim]', "data-number") == "3"
    still.click('#decide label:has-text("Accept")')
    still.click('#decide button:has-text("Supported")')
    assert still.get_attribute('[aria-current="true"][data-claim]', "data-number") == "4"
    assert still.inner_text('[data-number="3"] .status') == "Supported"
    assert still.get_attribute('[data-number="3"]', "data-chain") == "keep"
    context.close()
