"""An editor's way by keyboard: articles in, the division mended, a release out."""

import hashlib
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from tests.browser.desk_page import Desk, bring_article, call, sign_in
from tests.browser.keyboard import press_on, tab_to, write
from tests.browser.watching import Watch
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
CZECH = "Město uzavřelo most přes řeku.\n\nStarostka řekla, že oprava potrvá do června. Náklady zaplatí kraj."
BUILT_WITHIN_TRIES = 120


@pytest.fixture
def editor(page: Page, watch: Watch, live_stack: Stack) -> Page:
    sign_in(page, live_stack, "editor", 1)
    return page


def open_import(page: Page, live_stack: Stack) -> None:
    page.goto(live_stack.url)
    press_on(page, 'main a[href$="/import/"]')


def test_pasted_text_is_shown_divided_and_then_stored(editor: Page, live_stack: Stack) -> None:
    open_import(editor, live_stack)
    tab_to(editor, "[name=pasted]")
    editor.keyboard.insert_text(
        f"The dam held {uuid4().hex[:6]}\n\nThe dam held, Ada Berg said. Nobody was hurt."
    )
    press_on(editor, "form:has([name=pasted]) button")
    assert editor.inner_text("h1") == "3 sentences to review"
    assert [role.split(",")[0] for role in editor.locator("td:nth-child(3)").all_inner_texts()[:3]] == [
        "headline",
        "body",
        "body",
    ]
    write(editor, "[name=outlet]", "River Post")
    press_on(editor, "[name=store]")
    assert [row.inner_text() for row in editor.locator("#claims .text").all()][1:] == [
        "The dam held, Ada Berg said.",
        "Nobody was hurt.",
    ]
    assert "River Post" in editor.inner_text(".bar-article")


def test_a_file_read_with_the_wrong_letters_is_read_again(
    editor: Page, live_stack: Stack, tmp_path: Path
) -> None:
    file = tmp_path / f"most-{uuid4().hex[:6]}.txt"
    file.write_bytes(f"{CZECH}\n\n{file.stem}.".encode("iso-8859-2"))
    open_import(editor, live_stack)
    editor.set_input_files("[name=file]", file)
    press_on(editor, "form:has([name=file]) button")
    for encoding, word in (("windows-1251", "Mмsto"), ("iso-8859-2", "Město")):
        tab_to(editor, "#encoding")
        editor.keyboard.type(encoding)
        press_on(editor, "[name=again]")
        assert editor.input_value("#encoding") == encoding
        assert word in editor.inner_text("table")
    press_on(editor, "[name=store]")
    assert "Město uzavřelo most přes řeku." in editor.inner_text("#claims")


def test_bytes_that_are_no_text_are_refused_in_words(
    editor: Page, watch: Watch, live_stack: Stack, tmp_path: Path
) -> None:
    watch.expected.add(422)
    file = tmp_path / "picture.txt"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 4)
    open_import(editor, live_stack)
    editor.set_input_files("[name=file]", file)
    with editor.expect_response(lambda answer: answer.request.method == "POST") as answer:
        editor.locator("form:has([name=file]) button").press("Enter")
    assert answer.value.status == 422
    editor.wait_for_selector("[role=alert]")
    assert "Nothing was stored." in editor.inner_text("[role=alert]")


def test_the_division_is_mended_and_the_rest_stays(editor: Page, live_stack: Stack) -> None:
    article = bring_article(live_stack, mark="Somebody divided it badly", wait=False)
    desk = Desk.open(editor, live_stack, article, number=2)
    before = [claim["text"] for claim in desk.claims().values()]
    tab_to(editor, ".division summary")
    desk.press("Enter")
    write(editor, "[data-split-words]", "on Monday")
    press_on(editor, "form[data-division=split] button")
    assert [claim["text"] for claim in desk.claims().values()][1:3] == [
        "The port authority closed the bridge",
        "on Monday evening.",
    ]
    assert desk.number() == 2
    tab_to(editor, ".division summary")
    desk.press("Enter")
    press_on(editor, "form[data-division=merge-next] button")
    assert [claim["text"] for claim in desk.claims().values()] == before
    tab_to(editor, ".division summary")
    desk.press("Enter")
    tab_to(editor, "form[data-division=role] select")
    editor.keyboard.type("Dek")
    press_on(editor, "form[data-division=role] button")
    assert desk.claims()[2]["role"] == "dek"


def test_a_release_is_built_and_its_files_are_what_the_page_says(editor: Page, live_stack: Stack) -> None:
    editor.goto(live_stack.url + "p/sample/releases/")
    tab_to(editor, "[name=allow_open]")
    editor.keyboard.press("Space")
    press_on(editor, "main form button[type=submit]")
    for _ in range(BUILT_WITHIN_TRIES):
        if editor.locator("a[download]").count():
            break
        editor.wait_for_timeout(500)
        editor.reload()
    tab_to(editor, 'a[download][href$="claims.jsonl"]')
    line = editor.locator("tr", has=editor.locator('a[href$="claims.jsonl"]'))
    with editor.expect_download() as started:
        editor.keyboard.press("Enter")
    content = started.value.path().read_bytes()
    assert hashlib.sha256(content).hexdigest().startswith(line.locator(".hash").inner_text().rstrip("…")[:8])
    assert started.value.suggested_filename == "claims.jsonl"
    counted = line.locator("td.figure").last.inner_text().replace(",", "")
    assert len(content.splitlines()) == int(counted)
    total = call(live_stack, "projects/sample/progress/")["claims"]
    assert len(content.splitlines()) >= total
