"""Parquet holds what the native format holds, typed and nested, and three readers take it."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import orjson
import polars
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings

from annotations.writers import columns
from annotations.writers.split import PARTS, by_article
from tests.writers.samples import Case, cases, settled
from tests.writers.test_formats import ABOUT, article, claim, written

BOTH = replace(ABOUT, formats=("jsonl", "parquet"), time_cuts=("2026-01-01T00:00:00.000000Z",) * 2)


def plain(value: Any) -> Any:
    """A value of a table as the native format spells it."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


def full(value: Any, like: Any) -> Any:
    """The native value with the fields that it may leave out as null, and matches as JSON text, as columns have it."""
    if isinstance(like, dict) and isinstance(value, dict):
        return {name: full(value.get(name), like[name]) for name in like}
    if isinstance(like, list) and isinstance(value, list):
        return [full(one, other) for one, other in zip(value, like, strict=True)]
    return orjson.dumps(value).decode() if isinstance(like, str) and isinstance(value, dict) else value


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Every claim of the parts that there are."""
    for part in PARTS:
        if not (folder / f"{part}.parquet").exists():
            continue
        yield from plain(pyarrow.parquet.read_table(folder / f"{part}.parquet").to_pylist())


@given(case=cases())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_columns_are_the_lines_whatever_is_in_them(
    tmp_path_factory: pytest.TempPathFactory, case: Case
) -> None:
    bare = claim("x", article_id="b", id="d", chain_json="[]")
    out = written(
        tmp_path_factory.mktemp("round") / "out",
        [(case.article, [case.claim]), (article("x", id="b"), [bare, claim("x", id="e")])],
        BOTH,
    )
    lines = {line["id"]: line for line in map(orjson.loads, (out / "claims.jsonl").read_bytes().splitlines())}
    found = {row["id"]: row for row in rows(out)}
    assert set(found) == set(lines)
    for pk, row in found.items():
        row.pop("split_by_time")
        assert row == full(lines[pk], row)
    assert (found["d"]["chain"], found["e"]["chain"]) == ([], None)
    link = found["c"]["chain"][0]
    text = case.article.text or ""
    assert text[slice(*link["source_span"])] == case.words["Source"]
    assert text[slice(*link["content_spans"][0])] == case.words["Content"]


def test_the_articles_lie_beside_and_each_is_in_one_part(tmp_path: Path) -> None:
    numbers = [f"{number:02}" for number in range(30)]
    pairs = [
        (article("One.", id=n, published_at=f"2026-01-{1 + int(n) % 2:02}T00:00:00.000000Z", hidden_json='[[1,"x"]]'),
         [claim(id=f"c{n}", article_id=n)]) for n in numbers
    ]  # fmt: skip
    out = written(tmp_path / "out", pairs, BOTH)
    whole = plain(pyarrow.parquet.read_table(out / "articles.parquet").to_pylist())
    assert [row["split"] for row in whole] == [by_article(n) for n in numbers]
    assert {row["split_by_time"] for row in whole} == {"train", "test"}
    lines = [orjson.loads(line) for line in (out / "articles.jsonl").read_bytes().splitlines()]
    for row, line in zip(whole, lines, strict=True):
        hidden = [[one["at"], one["text"]] for one in row["hidden"]]
        assert row | {"hidden": hidden} == line | {name: row[name] for name in ("split", "split_by_time")}
    for part in PARTS:
        own = {
            row["article"]["id"] for row in pyarrow.parquet.read_table(out / f"{part}.parquet").to_pylist()
        }
        assert own == {n for n in numbers if by_article(n) == part}


def test_datasets_polars_and_duckdb_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    import datasets

    text = "Zoë 👩‍👩‍👧 said the water rose."
    made = settled(text=text, start=0, end=len(text), chain=[])
    pairs = [(article(text, id=str(n)), [made._replace(id=f"c{n}", article_id=str(n))]) for n in range(12)]
    out = written(tmp_path / "out", pairs, BOTH)
    files = {part: str(out / f"{part}.parquet") for part in PARTS}
    loaded = datasets.load_dataset("parquet", data_files=files, cache_dir=str(tmp_path / "cache"))
    assert {part: loaded[part].num_rows for part in PARTS} == {
        part: sum(by_article(str(n)) == part for n in range(12)) for part in PARTS
    }
    assert loaded["train"][0]["reviews"][1]["verification"] == "supported"
    assert polars.read_parquet(out / "train.parquet")["text"].to_list() == [text] * loaded["train"].num_rows
    parts = f"read_parquet({list(files.values())})"
    with duckdb.connect(":memory:") as database:
        (counted,) = database.execute(
            f"select count(*), min(len(reviews)), min(evidence[1].stance) from {parts}"
        ).fetchall()
    assert counted == (12, 2, "supports")


def test_a_part_without_claims_has_no_file_and_an_empty_data_set_has_its_columns(tmp_path: Path) -> None:
    out = written(tmp_path / "out", [], BOTH)
    table = pyarrow.parquet.read_table(out / "train.parquet")
    assert (table.num_rows, "chain" in table.column_names) == (0, True)
    own = written(tmp_path / "own", [(article("x"), [claim("x")])], BOTH)
    assert sorted(path.name for path in own.glob("*.parquet")) == sorted(
        [f"{by_article('a')}.parquet", "articles.parquet"]
    )


@pytest.mark.parametrize(("file", "files"), [(1 << 12, True), (1 << 30, False)])
def test_a_large_part_goes_on_in_further_files(
    file: int, files: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "JSON_AT_ONCE", 1 << 10)
    monkeypatch.setattr(columns, "FILE", file)
    pairs = [(article("One.", id=f"{n:03}"), [claim(id=f"c{n:03}", article_id=f"{n:03}")]) for n in range(60)]
    first, again = (written(tmp_path / name, pairs, BOTH) for name in ("first", "again"))
    assert (first / "train-2.parquet").exists() is files
    assert len(pyarrow.parquet.read_table(first / "train.parquet")) < 60
    lines = [orjson.loads(line)["id"] for line in (first / "claims.jsonl").read_bytes().splitlines()]
    found = [
        row["id"]
        for path in first.glob("*.parquet")
        if not path.name.startswith("articles")
        for row in pyarrow.parquet.read_table(path).to_pylist()
    ]
    assert sorted(found) == sorted(lines)
    for path in first.glob("*.*"):
        assert path.read_bytes() == (again / path.name).read_bytes()


def test_what_the_worker_is_refused_reaches_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "JSON_AT_ONCE", 1)
    broken = [claim("x", id=str(n), chain_json='[{"depth":"one"}]') for n in range(2)]
    with pytest.raises(pyarrow.ArrowInvalid):
        written(tmp_path / "out", [(article("x"), broken)], BOTH)
    assert list(tmp_path.iterdir()) == []
