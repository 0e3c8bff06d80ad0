"""Saving on the desk when the network, another window or the server is against it."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.desk_page import Desk, bring_article, sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
MARKS: Iterator[int] = iter(range(1000))
HELD_WITHIN_S = 15.0


def hold_saves(page: Page) -> list[Route]:
    """Saves that wait from now on for the test to let them through, in order; see `first_held`."""
    held: list[Route] = []
    page.route("**/decide/", lambda route: held.append(route))
    return held


def first_held(page: Page, held: list[Route]) -> Route:
    """The first save, once it waits: on a busy machine it comes here later than the words on the page change."""
    end = time.monotonic() + HELD_WITHIN_S
    while not held:
        assert time.monotonic() < end, "no save was sent"
        page.wait_for_timeout(20)
    return held[0]


@pytest.fixture
def desk(page: Page, live_stack: Stack) -> Desk:
    sign_in(page, live_stack, number=1)
    return Desk.open(
        page, live_stack, bring_article(live_stack, mark=f"Saving was tried {next(MARKS)} times", wait=False)
    )


def test_decisions_made_without_a_network_are_sent_once_each_and_in_order(
    desk: Desk, browser_context: BrowserContext
) -> None:
    browser_context.set_offline(True)
    desk.press("1", "2", "3", "4", "k", "5")
    desk.page.wait_for_selector("#save-state.failed")
    assert desk.pending() == 5
    assert desk.page.inner_text("[data-save-words]") == "5 not saved · offline"
    assert [desk.status(n) for n in (1, 2, 3)] == ["Supported", "Refuted", "Misleading"]
    browser_context.set_offline(False)
    desk.wait_saved()
    assert [[one["verification"] for one in desk.decisions(n)] for n in (1, 2, 3, 4)] == [
        ["supported"],
        ["refuted"],
        ["misleading"],
        ["not_enough_evidence", "conflicting"],
    ]


def test_what_is_not_saved_survives_closing_the_page(desk: Desk, browser_context: BrowserContext) -> None:
    browser_context.set_offline(True)
    desk.press("0", "1")
    desk.page.wait_for_selector("#save-state.failed")
    desk.page.close()
    browser_context.set_offline(False)
    again = Desk.open(browser_context.new_page(), desk.stack, desk.article)
    again.wait_saved()
    assert [one["verification"] for one in again.decisions(1)] == ["supported"]


def test_an_answer_that_got_lost_on_its_way_back_is_not_stored_twice(desk: Desk) -> None:
    lost: list[int] = []

    def swallow(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    desk.page.route("**/decide/*", swallow)
    desk.page.route("**/decide/", swallow)
    desk.press("0", "1")
    desk.page.wait_for_selector("#save-state.failed")
    desk.page.click("[data-try-now]")
    desk.wait_saved()
    assert lost == [200]
    assert len(desk.decisions(1)) == 1


def test_a_decision_made_elsewhere_is_shown_beside_the_draft_and_neither_is_lost(
    desk: Desk, browser_context: BrowserContext
) -> None:
    other = Desk.open(browser_context.new_page(), desk.stack, desk.article)
    other.press("3")
    other.wait_saved()
    desk.page.bring_to_front()
    desk.press("1")
    banner = desk.page.wait_for_selector("#conflicts > [data-conflict]")
    assert banner is not None
    assert "Misleading" in banner.inner_text()
    assert "Supported" in banner.inner_text()
    assert desk.pending() == 1
    assert desk.status(1) == "Misleading"
    desk.page.click("[data-save-draft]")
    desk.wait_saved()
    assert [one["verification"] for one in desk.decisions(1)] == ["supported", "misleading"]
    assert desk.focused() == 1


def test_keeping_the_saved_one_drops_the_draft(desk: Desk, browser_context: BrowserContext) -> None:
    other = Desk.open(browser_context.new_page(), desk.stack, desk.article)
    other.press("3")
    other.wait_saved()
    desk.page.bring_to_front()
    desk.press("1")
    desk.page.click("[data-keep-saved]")
    desk.wait_saved()
    assert [one["verification"] for one in desk.decisions(1)] == ["misleading"]
    assert desk.page.locator("#conflicts > *").count() == 0


def test_a_server_that_is_busy_is_asked_again(desk: Desk) -> None:
    answers = iter([503, 503])

    def refuse(route: Route) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, body="busy")

    desk.page.route("**/decide/", refuse)
    desk.press("0", "2")
    desk.page.wait_for_selector("#save-state.failed")
    desk.wait_saved()
    assert [one["verification"] for one in desk.decisions(1)] == ["refuted"]


def test_a_refusal_stays_in_sight_until_it_is_resolved(desk: Desk) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(
            status=422, body='<ul id="problems"><li data-field="chain">Link 1 lacks a source.</li></ul>'
        )

    desk.page.route("**/decide/", refuse)
    desk.press("0", "2")
    desk.page.wait_for_selector("#toast:not([hidden])")
    assert "Link 1 lacks a source." in desk.page.inner_text("#toast")
    assert "1 not saved" in desk.page.inner_text("[data-save-words]")
    desk.page.unroute("**/decide/")
    desk.press("k", "0", "2")
    desk.wait_saved()
    assert [one["verification"] for one in desk.decisions(1)] == ["refuted"]


def test_twenty_decisions_without_a_network_arrive_once_each(
    page: Page, live_stack: Stack, browser_context: BrowserContext
) -> None:
    sentences = " ".join(f"Ferry {number} left late." for number in range(24))
    sign_in(page, live_stack, number=1)
    desk = Desk.open(page, live_stack, bring_article(live_stack, sentences, mark="Cut off", wait=False))
    claims = desk.rows()[:20]
    for number, _ in enumerate(claims):
        if number == 4:
            browser_context.set_offline(True)
        desk.press(str(1 + number % 6))
    page.wait_for_selector("#save-state.failed")
    told = page.inner_text("[data-save-words]")
    assert told.endswith("not saved · offline")
    assert int(told.split()[0]) == desk.pending() >= 16
    browser_context.set_offline(False)
    desk.wait_saved()
    found = [desk.history(claim) for claim in claims]
    assert [len(decisions) for decisions in found] == [1] * 20
    wanted = ["supported", "refuted", "misleading", "conflicting", "not_enough_evidence", "not_checkable"]
    assert [decisions[0]["verification"] for decisions in found] == [wanted[n % 6] for n in range(20)]


def test_what_was_decided_while_signed_out_is_sent_after_signing_in(
    desk: Desk, browser_context: BrowserContext
) -> None:
    cookies = browser_context.cookies()
    browser_context.clear_cookies()
    desk.press("0", "1", "2")
    desk.page.wait_for_selector("#save-state.failed")
    assert desk.page.inner_text("[data-save-words]") == "2 not saved · signed out"
    window = browser_context.new_page()
    sign_in(window, desk.stack, number=1, afresh=True)
    assert cookies != browser_context.cookies()
    window.close()
    desk.page.click("[data-try-now]")
    desk.wait_saved()
    assert [desk.decisions(n)[0]["verification"] for n in (1, 2)] == ["supported", "refuted"]
    assert [len(desk.decisions(n)) for n in (1, 2)] == [1, 1]


def test_a_save_is_called_saving_only_when_it_takes_long(desk: Desk) -> None:
    held = hold_saves(desk.page)
    before = desk.page.inner_text("[data-save-words]")
    desk.press("0", "1")
    save = first_held(desk.page, held)
    assert not before.startswith("saving")
    desk.page.wait_for_function(
        "() => document.querySelector('[data-save-words]').textContent === 'saving …'"
    )
    assert desk.number() == 2
    assert desk.status(1) == "Supported"
    save.continue_()
    desk.wait_saved()
    assert desk.page.inner_text("[data-save-words]").startswith("saved ")


def test_an_answer_that_comes_while_a_chain_is_written_leaves_it_open(page: Page, live_stack: Stack) -> None:
    """An empty chain is no draft yet, but closing its editor would take the letters typed from then on as keys."""
    sign_in(page, live_stack)
    sentences = "The bridge is shut. Ferries run twice an hour. Nobody was hurt."
    desk = Desk.open(page, live_stack, bring_article(live_stack, sentences, mark="Busy hands", wait=False))
    held = hold_saves(page)
    desk.press("1", "s")
    page.wait_for_selector("[data-editor]:not([hidden])")
    first_held(page, held).continue_()
    desk.wait_saved()
    page.keyboard.type("zo")
    assert page.input_value('[name="link-source_name"]') == "zo"
    assert desk.number() == 2
