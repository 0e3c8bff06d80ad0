"""`manage.py predict matching`: which checked claims say what each text says, from files."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from annotations.domain.errors import Invalid, Unreadable
from annotations.learning.matching import Asked
from annotations.predictions.matching import asked_of, checked_claims, predict

CHECKED = [
    {
        "id": "bridge",
        "title": "Bridge closed",
        "text": "The harbour bridge was closed because two cables broke.",
    },
    {
        "id": "potatoes",
        "text": "Potato prices rose by four per cent.",
        "date": "stated on January 5, 2017 in a talk:",
    },
    {"id": "ferry", "text": "The mayor paid the ferry out of his own pocket."},
]


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def answers(rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
    output = io.StringIO()
    predict({"threads": 1, **options}, [json.dumps(row) for row in rows], output)
    return [json.loads(line) for line in output.getvalue().splitlines()]


def test_each_text_comes_back_with_all_it_may_be_best_first(tmp_path: Path) -> None:
    candidates = written(tmp_path / "checked.jsonl", CHECKED)

    first, second = answers(
        [
            {"query_id": "1", "query": "Spuds cost more."},
            {"query_id": "2", "query": "Two cables of the bridge broke."},
        ],
        candidates=candidates,
    )

    assert (first["query_id"], first["ranked"][0]) == ("1", "potatoes")
    assert (second["ranked"][0], len(second["ranked"])) == ("bridge", 3)
    assert 0 <= first["confidence"] < second["confidence"] <= 1


def test_too_few_matches_teach_nothing_and_the_order_stays(tmp_path: Path) -> None:
    candidates = written(tmp_path / "checked.jsonl", CHECKED)
    train = written(tmp_path / "train.jsonl", [{"query_id": "t", "query": "Spuds", "gold": ["ferry"]}])
    asked = [{"query_id": "1", "query": "Spuds cost more."}]

    assert answers(asked, candidates=candidates, train=train) == answers(asked, candidates=candidates)


def test_many_matches_teach(tmp_path: Path) -> None:
    candidates = written(tmp_path / "checked.jsonl", CHECKED)
    rows = [
        {"query_id": f"t{k}", "query": f"The {k}th bridge is shut.", "gold": ["bridge"]} for k in range(60)
    ]
    train = written(tmp_path / "train.jsonl", rows)

    (row,) = answers([{"query_id": "1", "query": "The bridge is shut."}], candidates=candidates, train=train)

    assert row["ranked"][0] == "bridge"
    assert row["confidence"] > 0.9


def test_an_id_may_say_document_day_and_place() -> None:
    placed = asked_of({"query_id": "20170822_A_talk_0204", "query": "x"})

    assert placed == Asked("x", "20170822_A_talk", 204, date(2017, 8, 22))
    assert asked_of({"query_id": "tweet-1", "query": "x"}) == Asked("x")


def test_a_days_words_are_read(tmp_path: Path) -> None:
    ids, claims = checked_claims(written(tmp_path / "checked.jsonl", CHECKED))

    assert ids == ["bridge", "potatoes", "ferry"]
    assert [claim.said_on for claim in claims] == [None, date(2017, 1, 5), None]


def test_missing_empty_and_odd_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no file"):
        answers([], candidates=tmp_path / "nothing")
    with pytest.raises(Invalid, match="is empty"):
        answers([], candidates=written(tmp_path / "empty", []))
    with pytest.raises(Unreadable, match="“text” must be str"):
        answers([], candidates=written(tmp_path / "odd", [{"id": "1"}]))
    with pytest.raises(Unreadable, match="“query” must be str"):
        answers([{"query_id": "1"}], candidates=written(tmp_path / "checked.jsonl", CHECKED))
