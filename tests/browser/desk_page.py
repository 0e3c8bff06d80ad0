"""The desk as its tests use it: sign in, bring an article, press keys, read rows."""

import json
import time
import urllib.request
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

from tests.stack import Stack

TEXT = """Lantern Bridge stays shut

The port authority closed the bridge on Monday evening.

According to the port authority, two of the main cables were damaged.

"We found cracks in both cables," engineer Mira Olsen said.

The repair will take until June, the city council announced.

Ferries run twice an hour.

The council said that nobody was hurt.
"""
SUGGESTED_WITHIN_S = 60.0
SESSIONS: dict[str, Any] = {}
"""Cookies by password, which no two stacks share: signing in is made slow on purpose, and once is enough."""


def call(stack: Stack, path: str, *, role: str = "editor", body: Any = None) -> Any:
    """The answer of the interface to a sample person of that role."""
    request = urllib.request.Request(
        stack.url + "api/v1/" + path,
        data=json.dumps(body).encode() if body is not None else None,
        headers={
            "Authorization": f"Bearer {stack.sign_in(role)['token']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def bring_article(stack: Stack, text: str = TEXT, *, mark: str, wait: bool = True, **more: str) -> str:
    """The id of a new article of the sample project; it ends with `mark` and a word of its own."""
    body = {"text": f"{text}\n{mark} {uuid4().hex[:8]}.\n", "outlet": "Courier", **more}
    made = call(stack, "projects/sample/articles/", body=body)
    end = time.monotonic() + SUGGESTED_WITHIN_S
    while wait and call(stack, f"articles/{made['id']}/")["suggestions"] == "pending":
        assert time.monotonic() < end, "no suggestions came"
        time.sleep(0.2)
    return str(made["id"])


def sign_in(
    page: Page, stack: Stack, role: str = "reviewer", number: int = 0, *, afresh: bool = False
) -> None:
    """Signed in on the first page; a session of an earlier test is taken up unless `afresh`."""
    person = stack.sign_in(role, number)
    known = None if afresh else SESSIONS.get(person["password"])
    if known:
        page.context.add_cookies(known)
        page.goto(stack.url)
        return
    write_sign_in(page, stack, person)
    SESSIONS[person["password"]] = page.context.cookies()


def write_sign_in(page: Page, stack: Stack, person: dict[str, str]) -> None:
    """Through the form, ending on the first page."""
    page.goto(stack.url + "sign-in/")
    page.fill("[name=username]", person["username"])
    page.fill("[name=password]", person["password"])
    page.click("main button[type=submit]")
    page.wait_for_url(stack.url)


@dataclass
class Desk:
    """An article open on the desk of a signed-in person."""

    page: Page
    stack: Stack
    article: str

    @classmethod
    def open(cls, page: Page, stack: Stack, article: str, *, number: int = 0) -> "Desk":
        """At that sentence, or at the first one that is not decided."""
        desk = cls(page, stack, article)
        page.goto(f"{stack.url}p/sample/articles/{article}/")
        page.wait_for_selector("html.scripted[data-keys]")  # the desk's modules come after the page's
        if number:
            page.click(f'[data-number="{number}"] .number')
        return desk

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def number(self) -> int:
        """The number of the current sentence."""
        return int(self.page.get_attribute('#claims > [aria-current="true"]', "data-number") or 0)

    def focused(self) -> int:
        """The number of the sentence that has the focus, 0 where none has."""
        return int(self.page.evaluate("document.activeElement.dataset.number ?? 0"))

    def row(self, number: int) -> dict[str, str]:
        """What a row says in its attributes."""
        read = "row => ({...row.dataset})"
        return dict(self.page.locator(f'[data-number="{number}"]').evaluate(read))

    def status(self, number: int) -> str:
        """Its text as it stands; what is rendered depends on what has scrolled into view."""
        return (self.page.locator(f'[data-number="{number}"] .status').text_content() or "").strip()

    def chain(self, number: int) -> list[str]:
        """The names on the chips of a row; a suggested one in brackets."""
        name = "[...chip.childNodes].at(1)?.textContent"
        read = f"all => all.map(chip => (chip.matches('.suggested') ? '[' : '') + {name})"
        return list(self.page.locator(f'[data-number="{number}"] .said .chip').evaluate_all(read))

    def pending(self) -> int:
        return int(self.page.get_attribute("body", "data-pending") or 0)

    def wait_saved(self) -> None:
        self.page.wait_for_selector('body[data-pending="0"]')

    def wait_number(self, number: int) -> None:
        """Until that sentence is the current one and has the focus."""
        self.page.wait_for_function("n => document.activeElement.dataset.number === n", arg=str(number))

    def claims(self) -> dict[int, dict[str, Any]]:
        """What the interface says of the reviewed claims, by their number on the desk."""
        rows = self.page.locator("#claims > [data-number]").evaluate_all(
            "all => all.map(row => [row.dataset.claim, Number(row.dataset.number)])"
        )
        path, numbers, found = f"articles/{self.article}/claims/", dict(rows), {}
        while path:
            answer = call(self.stack, path, role="reviewer")
            found.update({numbers[one["id"]]: one for one in answer["results"] if one["id"] in numbers})
            path = (answer["next"] or "").partition("/api/v1/")[2]
        return found

    def mine(self) -> dict[int, dict[str, Any]]:
        """The newest decision on each claim, by its number; with one reviewer that is theirs."""
        return {number: self.history(claim)[0] for number, claim in enumerate(self.rows(), start=1)}

    def decisions(self, number: int) -> list[dict[str, Any]]:
        """What the server has of a claim, newest first."""
        return self.history(self.row(number)["claim"])

    def history(self, claim: str) -> list[dict[str, Any]]:
        """What the server has of a claim by its id, newest first."""
        return list(call(self.stack, f"claims/{claim}/history/", role="supervisor")["results"])

    def rows(self) -> list[str]:
        """The ids of the claims that can be decided, in order."""
        return list(
            self.page.locator("#claims > [data-number]").evaluate_all(
                "all => all.map(row => row.dataset.claim)"
            )
        )
