"""The browser of the tests is a real one that obeys our policy."""

import pytest
from playwright.sync_api import Page

from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_browser_runs_no_script_that_is_not_a_file_of_ours(live_stack: Stack, page: Page) -> None:
    page.goto(f"{live_stack.url}no-such-page")
    page.evaluate(
        """() => { const script = document.createElement('script');
                   script.textContent = 'document.title = "reached"'; document.head.append(script); }"""
    )
    assert page.title() != "reached"


def test_twin_without_the_policy_the_script_runs(live_stack: Stack, page: Page) -> None:
    def without_policy(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        headers = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
        route.fulfill(response=answer, headers=headers)  # type: ignore[attr-defined]

    page.route("**/no-such-page", without_policy)
    page.goto(f"{live_stack.url}no-such-page")
    page.evaluate(
        """() => { const script = document.createElement('script');
                   script.textContent = 'document.title = "reached"'; document.head.append(script); }"""
    )
    assert page.title() == "reached"
