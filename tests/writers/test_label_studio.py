"""Tasks for Label Studio: people's answers and machines' suggestions apart, offsets right, taken by its own SDK."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from label_studio_sdk.label_interface import LabelInterface

from annotations.writers.label_studio_config import label_config
from tests.writers.samples import Case, cases, link_of, review, settled
from tests.writers.test_formats import ABOUT, article, claim, written

ALONE = replace(ABOUT, formats=("label-studio", "jsonl"))
TEXT = "Zoë 👩‍👩‍👧 told the Post that an aide said it rained."


def tasks(folder: Path) -> list[dict[str, Any]]:
    """The tasks as Label Studio reads them."""
    found: list[dict[str, Any]] = orjson.loads((folder / "tasks.labelstudio.json").read_bytes())
    return found


def marked(result: list[dict[str, Any]], label: str) -> list[str]:
    """The words that are marked so, by each mark's own account."""
    return (
        [part["value"]["text"] for part in result if label in part["value"].get("labels", ())]
        if result
        else []
    )


def regions(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts of a result that are no relation."""
    return [part for part in result if part["type"] != "relation"]


@given(case=cases())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_mark_is_where_it_says_and_the_record_comes_back(
    tmp_path_factory: pytest.TempPathFactory, case: Case
) -> None:
    out = written(tmp_path_factory.mktemp("round") / "out", [(case.article, [case.claim])], ALONE)
    (task,) = tasks(out)
    assert task["meta"]["claim"] == orjson.loads((out / "claims.jsonl").read_bytes())
    for made in (*task["annotations"], task["predictions"][0]):
        found = regions(made["result"])
        for label, words in case.words.items():
            assert marked(found, label) == [words]
        for part in found:
            if part["type"] == "labels":
                value = part["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


@given(case=cases())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_its_own_sdk_takes_every_result(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    out = written(tmp_path_factory.mktemp("round") / "out", [(case.article, [case.claim])], ALONE)
    interface = LabelInterface((out / "label_config.xml").read_text())
    interface.validate()
    (task,) = tasks(out)
    assert len(task["predictions"]) == 5
    for made in (*task["annotations"], *task["predictions"]):
        said = {"result": made["result"], "score": made.get("score")}
        assert interface.validate_prediction(said, return_errors=True) == []
    broken = [*task["predictions"][1]["result"]]
    broken[0] = {**broken[0], "value": {"choices": ["perhaps"]}}
    assert interface.validate_prediction({"result": broken}, return_errors=True) != []  # twin: it does look


def test_the_answer_that_stands_is_ground_truth_and_no_other(tmp_path: Path) -> None:
    agreed = settled(text=TEXT, start=0, end=len(TEXT), chain=[])
    open_one = agreed._replace(id="d", state="disputed")
    edited = agreed._replace(
        id="e",
        state="adjudicated",
        stage="adjudication",
        settled_by_json='["person-3"]',
        verification="refuted",
    )
    copy = claim(
        TEXT,
        id="f",
        state="agreed",
        duplicate_of="c",
        stage="review",
        chain_json="[]",
        verification="refuted",
    )
    nobody = claim(TEXT, id="g")
    out = written(tmp_path / "out", [(article(TEXT), [agreed, open_one, edited, copy, nobody])], ALONE)
    truths = [[made["ground_truth"] for made in task["annotations"]] for task in tasks(out)]
    assert truths == [[False, True], [False, False], [False, False, True], [True], []]
    adjudicated = tasks(out)[2]["annotations"][2]["result"]
    assert adjudicated[0]["value"] == {"choices": ["refuted"]}
    assert [made["lead_time"] for made in tasks(out)[0]["annotations"]] == [4.5, 4.5]


def test_a_chain_keeps_its_order_and_its_relations(tmp_path: Path) -> None:
    def span(words: str) -> list[int]:
        return [TEXT.index(words), TEXT.index(words) + len(words)]

    inner = link_of(span("an aide"), span("said"), [span("it rained")], depth=2, source=None)
    outer = link_of(span("Zoë"), span("told"), [span("an aide said it rained")])
    made = settled(text=TEXT, start=0, end=len(TEXT), chain=[outer, inner])
    far = link_of([500, 510], None, [], depth=1)
    away = settled(text=TEXT, start=0, end=len(TEXT), chain=[far])
    out = written(tmp_path / "out", [(article(TEXT), [made, away._replace(id="d")])], ALONE)
    result = tasks(out)[0]["annotations"][0]["result"]
    texts = {part["id"]: part["value"].get("text") for part in regions(result)}
    assert texts["sources"] == ["Harbour Post", "unspecified"]
    related = [
        (part["labels"][0], texts[part["from_id"]], texts[part["to_id"]])
        for part in result
        if part["type"] == "relation"
    ]
    assert related == [
        ("has source", "told", "Zoë"),
        ("has content", "told", "an aide said it rained"),
        ("has source", "said", "an aide"),
        ("has content", "said", "it rained"),
        ("embeds", "told", "said"),
    ]
    other = tasks(out)[1]["annotations"][0]["result"]
    assert [part["from_name"] for part in other if part["type"] == "textarea"] == ["sources"]
    assert not marked(regions(other), "Source")


def test_an_answer_without_parts_is_an_empty_result(tmp_path: Path) -> None:
    nothing = dict.fromkeys(("verification", "basis", "check_worthiness", "priority"))
    bare = orjson.dumps([review(None, complete=False, **nothing)]).decode()
    out = written(tmp_path / "out", [(article(TEXT), [claim(TEXT, reviews=1, reviews_json=bare)])], ALONE)
    assert [made["result"] for made in tasks(out)[0]["annotations"]] == [[]]


def test_the_losses_are_the_articles_own(tmp_path: Path) -> None:
    out = written(tmp_path / "out", [(article(TEXT), [settled(text=TEXT, start=0, end=4, chain=[])])], ALONE)
    lost = orjson.loads((out / "losses.json").read_bytes())["formats"]["label-studio"]
    assert lost == {f"article.{name}": 1 for name in ("coverage", "gaps", "length", "media_type", "text")}
    assert label_config() == (out / "label_config.xml").read_text()
