"""Each format gives back what was put in, or says what it could not hold; the folder is complete or absent."""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.domain.errors import Conflict, Invalid
from annotations.writers import NEED_TEXT, WRITERS, chosen, write
from annotations.writers.folder import UNFINISHED, Folder, sweep
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.table import COLUMNS, TableWriter, as_it_was

ABOUT = About(
    project_id="01890000-0000-7000-8000-000000000001",
    slug="harbour",
    name="Harbour",
    quorum=1,
    blind=False,
    blind_share=0.0,
    asks=("chain", "verification"),
    guideline_version=1,
    seq=7,
    at="2026-01-01T00:00:00.000000Z",
    formats=("jsonl", "csv"),
)
ODD = st.text(
    alphabet=st.one_of(
        st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"),
        st.sampled_from("👩‍👧e\u0301\u00a0\u202eאع\r\n\t=+-@＝,;\"'"),
    ),
    min_size=1,
    max_size=60,
)


def article(text: str | None = "One. Two.", **fields: Any) -> ArticleRecord:
    """An article whose parts are all optional."""
    whole: dict[str, Any] = dict.fromkeys(ArticleRecord._fields)
    whole |= {
        "id": "a",
        "url": "",
        "title": "T",
        "language": "en",
        "sha256": "0" * 64,
        "text": text,
        "coverage": 1.0,
    }
    whole |= {"media_type": "text/plain", "encoding": "", "length": len(text or "")}
    whole |= {"gaps_json": "[[4, 5]]", "hidden_json": "[]", "notes_json": "[]", "left_out_json": "[]"}
    return ArticleRecord(**(whole | fields))


def claim(text: str | None = "One.", **fields: Any) -> ClaimRecord:
    """An undecided claim whose parts are all optional."""
    whole: dict[str, Any] = dict.fromkeys(ClaimRecord._fields) | ClaimRecord._field_defaults
    whole |= {"id": "c", "article_id": "a", "position": 1, "start": 0, "end": len(text or ""), "text": text}
    whole |= {"role": "body", "state": "unreviewed", "prefix": "", "suffix": "", "reviews": 0, "decisions": 0}
    whole |= {"reviews_json": "[]", "suggestions": 0, "suggestions_json": "[]", "evidence_json": "[]"}
    return ClaimRecord(**(whole | fields))


def written(folder: Path, pairs: list[tuple[ArticleRecord, list[ClaimRecord]]], about: About = ABOUT) -> Path:
    """A published folder with these records."""
    with Folder(folder) as made:
        write(made, about, iter(pairs))
        made.publish()
    return folder


@given(text=ODD, title=ODD, source=ODD, note=ODD)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, text: str, title: str, source: str, note: str
) -> None:
    links = [
        {"depth": 1, "source": {"id": None, "name": source, "kind": "person"}, "content_spans": [[0, 1]]}
    ]
    own = claim(text, suffix=note, chain_json=orjson.dumps(links).decode(), verification="refuted")
    out = written(tmp_path_factory.mktemp("round") / "out", [(article(text + note, title=title), [own])])
    line = orjson.loads((out / "claims.jsonl").read_bytes())
    assert (line["text"], line["quote"]["exact"], line["quote"]["suffix"]) == (text, text, note)
    assert (line["chain"], line["verification"]) == (links, "refuted")
    whole = orjson.loads((out / "articles.jsonl").read_bytes())
    assert (whole["text"], whole["title"]) == (text + note, title)
    assert whole["text"][line["start"] : line["end"]] == text
    with (out / "claims.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    back = as_it_was(row)
    assert (back["text"], back["article_title"], back["sources"]) == (text, title, source)
    assert orjson.loads(back["chain"]) == links
    assert not any(is_formula(cell) for name, cell in row.items())


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "  =1",
    "\u00a0=1",
)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may take the cell for a formula, or cut it off; judged apart from our own rule."""
    plain = unicodedata.normalize("NFKC", cell)
    return plain[:1] in ("\t", "\r", "\n", "\0") or plain.lstrip()[:1] in ("=", "+", "-", "@")


def table(folder: Path, **options: Any) -> list[dict[str, str]]:
    """A row for each dangerous cell, as a reader of claims.csv sees it."""
    with Folder(folder) as made:
        writer = TableWriter(made, ABOUT, **options)
        for cell in FORMULAS:
            writer.article(article(cell, title=cell, outlet=cell, url=cell))
            writer.claim(claim(cell))
        made.publish()
    with (folder / "claims.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_no_cell_of_the_table_is_a_formula_and_each_can_be_made_as_it_was(tmp_path: Path) -> None:
    rows = table(tmp_path / "out")
    assert len(rows) == len(FORMULAS)
    for cell, row in zip(FORMULAS, rows, strict=True):
        assert [name for name, value in row.items() if is_formula(value)] == []
        assert set(row["escaped"].split()) == {"text", "article_title", "article_url", "outlet"}
        assert as_it_was(row)["text"] == as_it_was(row)["outlet"] == cell


def test_twin_without_the_guard_formulas_get_through(tmp_path: Path) -> None:
    rows = table(tmp_path / "out", guard=lambda cells: [*cells, ""])
    assert all(is_formula(row["text"]) for row in rows)


def test_a_cell_that_begins_with_an_apostrophe_keeps_it(tmp_path: Path) -> None:
    out = written(tmp_path / "out", [(article("'Tis."), [claim("'Tis.")])])
    with (out / "claims.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["text"], row["escaped"], as_it_was(row)["text"]) == ("'Tis.", "", "'Tis.")


def test_the_table_says_what_it_could_not_hold(tmp_path: Path) -> None:
    out = written(tmp_path / "out", [(article(), [claim(reviews=2, decisions=3, suggestions=4)])])
    losses = orjson.loads((out / "losses.json").read_bytes())
    of_article = ("coverage", "gaps", "language", "length", "media_type", "text")
    assert losses["formats"] == {
        "jsonl": {},
        "csv": {f"article.{name}": 1 for name in of_article} | {"quote": 1, "reviews": 2, "suggestions": 4},
    }
    assert len(COLUMNS) == len(set(COLUMNS))


def test_all_means_every_format_that_exists() -> None:
    assert chosen(["all"]) == tuple(WRITERS)
    assert chosen(["csv", "jsonl", "csv"]) == ("jsonl", "csv")
    assert chosen(["all"], with_text=False) == tuple(name for name in WRITERS if name not in NEED_TEXT)


@pytest.mark.parametrize(("names", "says"), [(["doc"], "No format"), ([], "at least")])
def test_a_format_that_does_not_exist_is_refused_by_name(names: list[str], says: str) -> None:
    with pytest.raises(Invalid, match=f"{says}.*This version writes {', '.join(WRITERS)}"):
        chosen(names)


@pytest.mark.parametrize("name", sorted(NEED_TEXT))
def test_a_format_that_marks_words_is_refused_without_them(name: str) -> None:
    with pytest.raises(Invalid, match=f"'{name}' marks words.*jsonl.* without texts"):
        chosen([name], with_text=False)


def test_an_error_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[ArticleRecord, list[ClaimRecord]]]:
        yield article(), [claim()]
        raise RuntimeError("the database went away")

    with Folder(tmp_path / "out") as folder, pytest.raises(RuntimeError):
        write(folder, ABOUT, broken())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    with Folder(tmp_path / "out") as folder:
        folder.put("a", b"mine")
        written(tmp_path / "out", [])
        with pytest.raises(Conflict, match="nothing was replaced"):
            folder.publish()
    assert not (tmp_path / "out/a").exists()


def test_sweeping_removes_only_what_builders_of_this_folder_left(tmp_path: Path) -> None:
    for name in (f".out.1{UNFINISHED}", f".other.1{UNFINISHED}", "out"):
        (tmp_path / name).mkdir()
    sweep(tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".other.1{UNFINISHED}", "out"]


def test_sweeping_leaves_alone_what_is_still_being_written(tmp_path: Path) -> None:
    with Folder(tmp_path / "out") as first, Folder(tmp_path / "out") as second:
        assert first.path.is_dir()
        second.put("a", b"b")
        second.publish()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_large_file_is_hashed_as_it_lies_on_the_disk(tmp_path: Path) -> None:
    with Folder(tmp_path / "out") as folder:
        file = folder.open("large")
        for index in range(30_000):
            file.write(b"%d " % index * 40)
        (entry,) = folder.close_files()
        folder.publish()
    content = (tmp_path / "out/large").read_bytes()
    assert (entry.size, entry.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_card_counts_and_cannot_be_written_into(tmp_path: Path) -> None:
    about = About(
        **{name: getattr(ABOUT, name) for name in ABOUT.__slots__}
        | {"name": "X\n# [bad](http://x)", "notes": 3}
    )
    out = written(
        tmp_path / "out", [(article(), [claim(state="agreed", verification="refuted"), claim()])], about
    )
    card = (out / "README.md").read_text()
    assert re.search(r"^\| Agreed \| 1 \|$", card, re.M)
    assert "2 claims of 1 news articles" in card
    assert "3 notes of reviewers are left out" in card
    assert card.startswith(r"# Claims of X \# \[bad\](http://x)")
