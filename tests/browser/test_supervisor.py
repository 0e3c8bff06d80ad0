"""A supervisor's way by keyboard: what happened, when, what stood there, and whether the record is whole."""

import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.desk_page import Desk, bring_article, call, sign_in
from tests.browser.keyboard import press_on, tab_to, write
from tests.browser.watching import Watch
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
A_MOMENT_MS = 1500
"""So long that a whole second lies between two answers."""


@pytest.fixture
def desk(page: Page, watch: Watch, live_stack: Stack) -> Desk:
    """An article on which one answer was given and changed."""
    sign_in(page, live_stack, number=1)
    desk = Desk.open(page, live_stack, bring_article(live_stack, mark="It was audited", wait=False))
    desk.press("0", "1")
    desk.wait_saved()
    page.wait_for_timeout(A_MOMENT_MS)
    desk.press("k", "2")
    desk.wait_saved()
    page.context.clear_cookies()
    sign_in(page, live_stack, "supervisor")
    return desk


def test_a_change_is_found_followed_and_seen_as_it_stood(desk: Desk) -> None:
    page, claim = desk.page, next(iter(call(desk.stack, f"articles/{desk.article}/claims/")["results"]))["id"]
    history = call(desk.stack, f"claims/{claim}/history/", role="supervisor")["results"]
    decided = datetime.fromisoformat(min(one["decided_at"] for one in history)) + timedelta(seconds=1)
    press_on(page, 'nav a[href$="/audit/"]')
    tab_to(page, "select[name=verb]")
    page.keyboard.type("decided")
    write(page, "[name=about]", claim)
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    lines = [line.split("\t") for line in page.locator("table.entries tbody tr").all_inner_texts()]
    assert [[cell.strip() for cell in line][5:7] for line in lines] == [
        ["Supported", "Refuted"],
        ["Not decided", "Supported"],
    ]
    press_on(page, "table.entries td a")
    assert page.locator(".time-line .event").count() >= 2
    assert "Sentence 1 over time" in page.inner_text(".time-line-card")
    page.fill("[name=at]", f"{decided:%Y-%m-%dT%H:%M:%S}")
    write(page, "[name=about]", claim)
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    assert page.inner_text("h1").startswith("As it stood on")
    assert "Supported" in page.inner_text("tbody tr:first-child")


def test_the_ledger_is_verified_here_and_elsewhere(
    page: Page, watch: Watch, live_stack: Stack, tmp_path: Path
) -> None:
    sign_in(page, live_stack, "supervisor")
    press_on(page, 'nav a[href$="/audit/"]')
    press_on(page, "#ledger button")
    assert "Ledger intact." in page.inner_text("#ledger")
    tab_to(page, 'form[action$="/audit/ledger/"] button')
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    with zipfile.ZipFile(started.value.path()) as archive:
        archive.extractall(tmp_path)
    command = [sys.executable, "-I", "verify_ledger.py", "ledger.jsonl"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_supervisor_reads_the_desk_and_changes_nothing(desk: Desk) -> None:
    page = desk.page
    desk = Desk.open(page, desk.stack, desk.article, number=1)
    desk.press("j", "1", "a", "x", "c", "f", "z", "n")
    assert desk.number() == 2
    assert page.locator("#decide").count() == 0
    assert "Deciding is for its reviewers and editors." in page.inner_text("#panel")
    assert desk.decisions(2) == []
    assert call(desk.stack, "me/", role="supervisor")["roles"] == {"sample": "supervisor"}
