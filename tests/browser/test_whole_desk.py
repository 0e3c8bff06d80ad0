"""A whole desk: three reviewers by keyboard, two editors and a supervisor, from import to signature and export."""

import statistics
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_page import Desk, bring_article, call, sign_in
from tests.browser.keyboard import press_on, tab_to
from tests.browser.test_desk_gates import COUNT, MEAN_PRESSES, MEDIAN_PRESSES, answer
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
CLAIMS, WRONG, DIFFER = 60, 18, 4
SPEAKERS = ("the port authority", "engineer Mira Olsen", "the city council", "the Tessamar Courier")
BUILT_WITHIN_TRIES = 120


def text_of(claims: int) -> str:
    """A headline and sentences that each name somebody else for something else."""
    bodies = [
        f"According to {SPEAKERS[number % 4]}, cable {number} of the bridge was checked on Monday."
        for number in range(claims - 2)
    ]
    return "Cables of the bridge are checked\n\n" + "\n\n".join(bodies) + "\n"


def read_all(desk: Desk, *, differs: bool) -> list[int]:
    """Decide every claim by keyboard, the wrong suggestions corrected; the presses of each decision."""
    desk.page.evaluate("window.presses = 0")
    total, counted = len(desk.rows()), []
    wrong = dict.fromkeys(range(2, 2 + 3 * WRONG, 3), "own voice")
    wrong |= dict.fromkeys(list(wrong)[::3], "Tessamar Courier")
    for number in range(1, total + 1):
        desk.page.wait_for_selector(f'[data-number="{number}"][aria-current="true"]')
        desk.page.evaluate("window.presses = 0")
        if differs and number <= DIFFER:
            desk.press("Shift+2")
        else:
            answer(desk, wrong.get(number, ""))
        counted.append(int(desk.page.evaluate("window.presses")))
    desk.wait_saved()
    assert len(wrong) == WRONG
    return counted


def window_of(browser: Browser, stack: Stack, role: str, number: int = 0) -> Page:
    """A window of that person's own."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.add_init_script(COUNT)
    sign_in(page, stack, role, number)
    return page


def settle(page: Page, stack: Stack, claim: str) -> None:
    """Take the first answer, with a reason, by keyboard."""
    page.goto(f"{stack.url}p/sample/adjudication/{claim}/")
    page.keyboard.press("a")
    page.locator("[name=reason]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".banner.good")


def states_of(stack: Stack, article: str) -> dict[str, Any]:
    rows = call(stack, f"articles/{article}/claims/?limit=200")["results"]
    return {row["id"]: row["state"] for row in rows if row["role"] in ("headline", "body")}


def test_from_an_import_to_a_signed_article_and_its_export(browser: Browser, live_stack: Stack) -> None:
    article = bring_article(live_stack, text_of(CLAIMS), mark="Somebody looked at the last one")
    counted: list[int] = []
    for number in range(3):
        page = window_of(browser, live_stack, "reviewer", number)
        desk = Desk.open(page, live_stack, article, number=1)
        counted += read_all(desk, differs=number == 1)
        page.context.close()
    assert len(counted) == 3 * CLAIMS
    assert statistics.median(counted) <= MEDIAN_PRESSES
    assert statistics.mean(counted) <= MEAN_PRESSES
    disputed = [claim for claim, state in states_of(live_stack, article).items() if state == "disputed"]
    assert len(disputed) == DIFFER
    editor = window_of(browser, live_stack, "editor", 0)
    for claim in disputed:
        settle(editor, live_stack, claim)
    assert set(states_of(live_stack, article).values()) == {"agreed", "adjudicated"}
    signer = window_of(browser, live_stack, "editor", 1)
    signer.goto(f"{live_stack.url}p/sample/articles/{article}/sign-off/")
    press_on(signer, "form.stack.card button[type=submit]")
    assert set(states_of(live_stack, article).values()) == {"signed_off"}
    built = exported(signer, live_stack)
    assert "claims.jsonl" in built
    supervisor = window_of(browser, live_stack, "supervisor")
    supervisor.goto(f"{live_stack.url}p/sample/audit/")
    press_on(supervisor, "#ledger button")
    assert "Ledger intact." in supervisor.inner_text("#ledger")
    for page in (editor, signer, supervisor):
        page.context.close()


def exported(page: Page, stack: Stack) -> list[str]:
    """The names of the files of a release that is asked for on the page, once it is built."""
    page.goto(f"{stack.url}p/sample/releases/")
    tab_to(page, "[name=allow_open]")
    page.keyboard.press("Space")
    press_on(page, "main form button[type=submit]")
    for _ in range(BUILT_WITHIN_TRIES):
        if page.locator("a[download]").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    return [name.strip() for name in page.locator("a[download]").all_inner_texts()]
