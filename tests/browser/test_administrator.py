"""An administrator's way by keyboard: a person, a role, a project, a token, and all of it taken back."""

import json
import urllib.error
import urllib.request
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_page import sign_in, write_sign_in
from tests.browser.keyboard import press_on, tab_to, write
from tests.browser.watching import Watch
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]


@pytest.fixture
def administration(page: Page, watch: Watch, live_stack: Stack) -> Page:
    sign_in(page, live_stack, "editor", 0)
    tab_to(page, "details.menu summary")
    page.keyboard.press("Enter")
    press_on(page, '.menu a[href="/administration/"]')
    return page


def add_person(page: Page) -> dict[str, str]:
    name = f"dora-{uuid4().hex[:6]}"
    write(page, 'form[action="/administration/people/"] [name=username]', name)
    write(page, 'form[action="/administration/people/"] [name=name]', "Dora Quist")
    press_on(page, 'form[action="/administration/people/"] button')
    return {"username": name, "password": page.inner_text(".secret")}


def test_a_new_person_gets_a_password_a_role_and_loses_the_account(
    administration: Page, browser: Browser, live_stack: Stack
) -> None:
    person = add_person(administration)
    theirs = browser.new_context()
    theirs.set_default_timeout(15_000)
    window = theirs.new_page()
    write_sign_in(window, live_stack, person)
    assert window.goto(live_stack.url + "p/sample/").status == 404  # type: ignore[union-attr]
    form = 'form[action="/administration/members/"]'
    administration.goto(live_stack.url + "administration/")
    tab_to(administration, f"{form} [name=username]")
    administration.select_option(f"{form} [name=username]", person["username"])
    administration.select_option(f"{form} [name=project]", "sample")
    press_on(administration, f"{form} button")
    assert window.goto(live_stack.url + "p/sample/").status == 200  # type: ignore[union-attr]
    row = f"tr:has(th:has-text('{person['username']}'))"
    with administration.expect_event("load"):
        administration.locator(f'{row} button[value="deactivate"]').press("Enter")
    assert "deactivated" in administration.inner_text(row)
    window.goto(live_stack.url)
    assert "/sign-in/" in window.url
    theirs.close()


def test_a_project_is_made_and_its_editor_lands_in_it(administration: Page, live_stack: Stack) -> None:
    form, slug = 'form[action="/administration/projects/"]', f"floods-{uuid4().hex[:6]}"
    write(administration, f"{form} [name=name]", "Floods")
    write(administration, f"{form} [name=slug]", slug)
    tab_to(administration, f"{form} [name=editor]")
    administration.keyboard.type("Edda")
    press_on(administration, f"{form} button")
    assert "Floods is there; Edda Lund edits it." in administration.inner_text(".messages")
    answer = administration.goto(f"{live_stack.url}p/{slug}/")
    assert answer is not None
    assert answer.status == 200
    assert "Floods" in administration.inner_text("h1")


def test_a_token_works_until_it_is_revoked(administration: Page, live_stack: Stack) -> None:
    form, name = 'form[action="/administration/tokens/"]', f"importer {uuid4().hex[:6]}"
    tab_to(administration, f"{form} [name=username]")
    administration.keyboard.type("Emil")
    write(administration, f"{form} [name=name]", name)
    press_on(administration, f"{form} button")
    token = administration.inner_text(".secret")
    assert who(live_stack, token) == "emil"
    row = f"tr:has(th:has-text('{name}'))"
    with administration.expect_event("load"):
        administration.locator(f"{row} button").press("Enter")
    assert who(live_stack, token) is None


def who(stack: Stack, token: str) -> str | None:
    request = urllib.request.Request(stack.url + "api/v1/me/", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(json.load(answer)["username"])
    except urllib.error.HTTPError as error:
        return None if error.code == 401 else f"refused with {error.code}"
