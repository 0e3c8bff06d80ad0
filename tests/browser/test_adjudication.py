"""An editor settles differing answers by keyboard, and its pages have no violation."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations
from tests.browser.desk_page import bring_article, call, sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window into which axe may be put."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def disputed(stack: Stack, article: str, count: int) -> list[str]:
    """Ids of claims of the article that two reviewers answered differently."""
    claims = [one for one in call(stack, f"articles/{article}/claims/")["results"] if one["role"] == "body"]
    for claim in claims[:count]:
        for number, word in enumerate(("supported", "not_enough_evidence")):
            answer(stack, claim["id"], {"seen_revision": 0, "verification": word, "chain": []}, number)
    return [claim["id"] for claim in claims[:count]]


def answer(stack: Stack, claim: str, body: Any, number: int) -> None:
    request = urllib.request.Request(
        f"{stack.url}api/v1/claims/{claim}/decisions/",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {stack.sign_in('reviewer', number)['token']}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid4()),
        },
    )
    with urllib.request.urlopen(request, timeout=120) as made:
        assert made.status == 201


def test_an_editor_settles_by_keyboard_and_no_page_has_a_violation(page: Page, live_stack: Stack) -> None:
    article = bring_article(live_stack, mark="Adjudicated")
    first, second = disputed(live_stack, article, 2)
    sign_in(page, live_stack, "editor")
    page.goto(f"{live_stack.url}p/sample/adjudication/")
    found = violations(page)
    page.goto(f"{live_stack.url}p/sample/adjudication/{first}/?names=0")
    found += violations(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.keyboard.press("b")
    assert page.is_checked("[name=verification][value=not_enough_evidence]")
    assert page.is_checked("[name=chain][data-take=b]")
    page.locator("[name=reason]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".banner.good")
    assert f"/adjudication/{first}/" not in page.url
    page.goto(f"{live_stack.url}p/sample/adjudication/{second}/")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")  # the browser asks for the reason; nothing is sent
    assert page.url.endswith(f"/adjudication/{second}/")
    page.check("[name=reason][value=both_defensible]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".banner.good")
    states = {one["id"]: one["state"] for one in call(live_stack, f"articles/{article}/claims/")["results"]}
    assert (states[first], states[second]) == ("adjudicated", "adjudicated")
    for path in (f"articles/{article}/sign-off/", f"claims/{first}/history/", f"adjudication/{first}/"):
        page.goto(f"{live_stack.url}p/sample/{path}")
        found += violations(page)
    assert found == []
