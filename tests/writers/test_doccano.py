"""Lines for doccano: offsets in UTF-16 units, and nothing that makes the program refuse or repeat a file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from annotations.writers.doccano import CATEGORIES
from annotations.writers.marks import utf16
from tests.writers.samples import Case, cases, link_of, settled
from tests.writers.test_formats import ABOUT, ODD, article, claim, written

ALONE = replace(ABOUT, formats=("doccano",))
TEXT = "Zoë 👩‍👩‍👧 told the Post that an aide said it rained."


def lines(folder: Path, kind: str) -> list[dict[str, Any]]:
    """The lines as doccano reads them."""
    return [
        orjson.loads(line) for line in (folder / f"claims.{kind}.doccano.jsonl").read_bytes().splitlines()
    ]


def words(line: dict[str, Any], entity: dict[str, Any]) -> str:
    """What the page shows as marked: it counts as JavaScript does."""
    units = line["text"].encode("utf-16-le")
    return units[2 * entity["start_offset"] : 2 * entity["end_offset"]].decode("utf-16-le")


@given(case=cases())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_page_marks_is_what_was_marked(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    out = written(tmp_path_factory.mktemp("round") / "out", [(case.article, [case.claim])], ALONE)
    (line,) = lines(out, "spans")
    assert {entity["label"]: words(line, entity) for entity in line["entities"]} == case.words
    assert lines(out, "classes")[0]["label"] == ["supported", "check_worthy", "primary"]


@given(text=ODD)
def test_units_are_counted_as_javascript_counts_them(text: str) -> None:
    units = utf16(text)
    assert len(units) == len(text) + 1
    assert [units[place] for place in range(len(text) + 1)] == [
        len(text[:place].encode("utf-16-le")) // 2 for place in range(len(text) + 1)
    ]


def test_code_points_would_mark_other_words(tmp_path: Path) -> None:
    at = TEXT.index("told")
    made = settled(text=TEXT, start=0, end=len(TEXT), chain=[link_of(None, [at, at + 4], [])])
    out = written(tmp_path / "out", [(article(TEXT), [made])], ALONE)
    (line,) = lines(out, "spans")
    assert words(line, line["entities"][0]) == "told"
    wrong = {"start_offset": at, "end_offset": at + 4}
    assert words(line, wrong) != "told"  # twin


def test_nothing_is_in_it_that_the_program_refuses(tmp_path: Path) -> None:
    start = TEXT.index("an aide")
    shared = [start, len(TEXT) - 1]
    chain = [
        link_of([0, 3], [8, 12], [shared, [0, 3]]),
        link_of(None, None, [shared], depth=2),
        link_of([0, 3], [8, 12], [shared], depth=3),
        link_of([900, 905], None, [], depth=4),
    ]
    claims = [
        settled(text=TEXT, start=0, end=len(TEXT), chain=chain),
        settled(text=TEXT, start=0, end=len(TEXT), chain=chain)._replace(id="d"),
        claim(TEXT, id="e"),
    ]
    out = written(tmp_path / "out", [(article(TEXT), claims)], ALONE)
    numbers: list[int] = []
    for kind in ("spans", "classes"):
        found = lines(out, kind)
        assert len({tuple(line) for line in found}) == 1  # the same keys, in order
        for line in found:
            assert not {"data", "id", "Comments"} & set(line)
            assert all(isinstance(value, str | list) for value in line.values())
            assert len(line.get("label", [])) == len(set(line.get("label", [])))
    assert (out / "claims.spans.doccano.jsonl").read_bytes().isascii()  # its import guesses the encoding
    for line in lines(out, "spans"):
        own = [entity["id"] for entity in line["entities"]]
        numbers += own
        spans = [(e["label"], e["start_offset"], e["end_offset"]) for e in line["entities"]]
        assert len(spans) == len(set(spans))
        assert all({one["from_id"], one["to_id"]} <= set(own) for one in line["relations"])
        assert all(one["from_id"] != one["to_id"] for one in line["relations"])
    assert len(numbers) == len(set(numbers)) > 0
    lost = orjson.loads((out / "losses.json").read_bytes())["formats"]["doccano"]
    assert (lost["chain.spans_outside_the_claim"], lost["reviews"], lost["evidence"]) == (2, 4, 2)


def test_no_word_is_a_category_of_two_parts() -> None:
    from annotations.domain.vocabulary import Basis, CheckWorthiness, Verification

    values = [term.value for terms in (Verification, CheckWorthiness, Basis) for term in terms]
    assert len(values) == len(set(values))
    assert len(CATEGORIES) == 3
