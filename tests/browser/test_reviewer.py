"""A reviewer's whole way by keyboard: from the first page through the sample article to the last sentence."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import annotations.sample
from tests.browser.desk_page import Desk, bring_article, sign_in
from tests.browser.watching import Watch
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
SAMPLE = (Path(annotations.sample.__file__).parent / "harbour-bridge.txt").read_text(encoding="utf-8")


@pytest.fixture
def desk(page: Page, watch: Watch, live_stack: Stack) -> Desk:
    """The sample article's text, due before all others, opened from the first page with one press."""
    article = bring_article(
        live_stack, SAMPLE, mark="The end", outlet="Evening Post", deadline="2020-01-01T00:00:00Z"
    )
    sign_in(page, live_stack, number=2)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{article}/**")
    page.wait_for_selector("html.scripted body[data-pending]")
    return Desk(page, live_stack, article)


def name_source(desk: Desk, letters: str, *keys: str) -> None:
    """Type into the combobox, then press these keys and Enter."""
    desk.page.keyboard.type(letters)
    desk.page.wait_for_selector("[role=option]")
    desk.press(*keys, "Enter")


def names(chain: Any) -> list[str]:
    return [link["source"]["name"] for link in chain]


def outcomes(decision: dict[str, Any]) -> set[str]:
    return {seen["outcome"] for seen in decision["suggestions"].values()}


def test_a_whole_article_is_decided_by_keyboard(desk: Desk) -> None:
    suggested = {number: claim["suggestions"] for number, claim in desk.claims().items()}
    chains = {
        number: next((one["value"] for one in found if one["kind"] == "chain"), None)
        for number, found in suggested.items()
    }
    total = len(suggested)
    first_half(desk)
    second_half(desk, total)
    desk.wait_saved()
    kept = {number: desk.decisions(number) for number in suggested}
    assert {number: len(found) for number, found in kept.items()} == {
        **dict.fromkeys(suggested, 1), 7: 2, 11: 2, 14: 3,
    }  # fmt: skip
    assert {number: found[0]["verification"] for number, found in kept.items()} == {
        **dict.fromkeys(suggested, "conflicting"),
        1: "supported", 2: "refuted", 3: "misleading", 4: "conflicting", 5: "not_enough_evidence",
        6: "not_checkable", 7: "supported", 8: "refuted", 9: "supported", 10: "not_checkable",
        11: "not_enough_evidence", 12: "supported", 13: "supported", 14: "misleading",
    }  # fmt: skip
    for number in (1, 3, 8):
        assert names(kept[number][0]["chain"]) == names(chains[number])
        assert "accepted" in outcomes(kept[number][0])
    assert kept[2][0]["chain"] == []
    assert kept[4][0]["chain"] is None
    assert "rejected" in outcomes(kept[4][0])
    assert {"outcome": "rejected", "reason": "wrong_span"} in kept[5][0]["suggestions"].values()
    assert kept[6][0]["chain"][0]["source"]["name"] == "Tessamar Courier"
    assert "edited" in outcomes(kept[6][0])
    assert names(kept[7][0]["chain"]) == names(chains[7])[::-1]
    assert names(kept[9][0]["chain"]) == names(kept[8][0]["chain"])
    assert kept[9][0]["chain"][0]["mention"] == "implicit_carry_over"
    assert kept[10][0]["check_worthiness"] == "non_factual"
    assert kept[11][0]["note"] == "searched 3 archives, 1 answer"
    assert kept[12][0]["flag"] is True
    start = desk.claims()[13]["start"]
    assert kept[13][0]["chain"][0]["source_span"] == [start, start + len("The ferry company")]
    assert names(kept[16][0]["chain"]) == ["Tessamar Courier", "Zora"]
    assert [link["depth"] for link in kept[16][0]["chain"]] == [1, 2]


def first_half(desk: Desk) -> None:
    desk.press("Shift+1", "0", "2", "a", "3", "x", "4")
    desk.wait_number(5)
    desk.press("Shift+x", "2")
    desk.wait_number(5)
    desk.press("5", "s")
    name_source(desk, "tes")
    desk.wait_number(6)
    desk.press("6", "s", "Alt+ArrowDown", "Control+Enter")
    desk.wait_number(8)
    desk.press("k", "1", "Shift+2")


def second_half(desk: Desk, total: int) -> None:
    desk.wait_number(9)
    desk.press(".", "1", "c", "n")
    desk.page.keyboard.type("searched 3 archives, 1 answer")
    desk.press("Control+Enter")
    desk.wait_number(12)
    desk.press("k", "5", "f", "1")
    desk.wait_number(13)
    pick_source_words(desk)
    desk.press("Shift+1", "Shift+1", "z")
    desk.wait_number(14)
    desk.press("h")
    desk.page.wait_for_selector("#history[open]")
    desk.press("Escape")
    desk.wait_number(14)
    desk.press("Shift+3", "Shift+4")
    desk.wait_number(16)
    build_chain(desk)
    desk.press("4")
    for number in range(17, total + 1):
        desk.press("Shift+4")
        assert desk.number() == min(number + 1, total)


def build_chain(desk: Desk) -> None:
    """A first link, a second one, and a third that is given up by leaving it empty."""
    desk.press("x", "s")
    name_source(desk, "tes")
    desk.wait_number(16)
    desk.press("s")
    name_source(desk, "Zora", "ArrowUp")
    desk.wait_number(16)
    desk.press("s", "Enter")
    desk.wait_number(16)


def pick_source_words(desk: Desk) -> None:
    """Mark the first three words as the source's: no pointer, the arrows extend by words."""
    desk.press("s")
    link = desk.page.locator("[data-link]").first
    link.locator('[data-mark="source"]').focus()
    desk.press("Enter", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
    assert link.locator('[name="link-source_words"]').input_value() == "The ferry company"
    desk.press("Escape")
