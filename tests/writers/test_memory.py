"""No format holds more the longer the data set is: what is kept is a buffer, not the claims."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow
import pytest

from annotations.writers import WRITERS, columns
from annotations.writers import folder as folders
from annotations.writers.folder import Folder
from annotations.writers.records import ArticleRecord, ClaimRecord
from tests.writers.samples import link_of, settled
from tests.writers.test_formats import ABOUT, article

TEXT = "Zoë 👩‍👩‍👧 told the Post that it rained."
CLAIMS = 20
FEW, MANY = 10, 50
ALLOWED = 0.15
"""Of what is written more, what may be held more: the list of files and row groups, and chance."""


SIZE = len(settled(text=TEXT, start=0, end=len(TEXT), chain=[]).reviews_json) * 3
"""About the bytes of a claim's line."""


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in WRITERS if name != "parquet"])
def test_memory_does_not_grow_with_the_claims(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "CHUNK", 1 << 12)
    peak(name, 2, tmp_path / "first")  # what is loaded once does not count
    small, large = peak(name, FEW, tmp_path / "few"), peak(name, MANY, tmp_path / "many")
    assert large - small < ALLOWED * (MANY - FEW) * CLAIMS * SIZE


def test_what_keeps_every_claim_would_be_seen(tmp_path: Path) -> None:
    kept: list[bytes] = []
    small, large = (
        peak("doccano", articles, tmp_path / str(articles), kept=kept) for articles in (FEW, MANY)
    )
    assert large - small > ALLOWED * (MANY - FEW) * CLAIMS * SIZE  # twin


@pytest.mark.parametrize(("row_group", "flat"), [(1 << 17, True), (1 << 30, False)])
def test_columns_wait_for_one_row_group_and_no_more(
    row_group: int, flat: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "JSON_AT_ONCE", 1 << 15)
    monkeypatch.setattr(columns, "ROW_GROUP", row_group)
    before, held = pyarrow.total_allocated_bytes(), 0
    with Folder(tmp_path / "out") as folder:
        writer = columns.ColumnWriter(folder, replace(ABOUT, formats=("parquet",)))
        for whole, claims in pairs(MANY):
            writer.article(whole)
            for claim in claims:
                writer.claim(claim)
            held = max(held, pyarrow.total_allocated_bytes() - before)
        writer.losses()
    assert (held < 4 * ((1 << 17) + 4 * (1 << 15))) is flat


def pairs(articles: int) -> Iterator[tuple[ArticleRecord, Iterator[ClaimRecord]]]:
    """So many articles with their claims, one at a time."""
    own = settled(
        text=TEXT, start=0, end=len(TEXT), chain=[link_of([0, 3], None, [[10, 14]])], state="signed_off"
    )
    for number in range(articles):
        whole = article(TEXT, id=f"01890000-0000-7000-8000-{number:012}")
        yield whole, (own._replace(id=f"{number:06}-{place}", article_id=whole.id) for place in range(CLAIMS))


def peak(name: str, articles: int, output: Path, kept: list[bytes] | None = None) -> int:
    """The most bytes that Python holds while so many articles are written."""
    tracemalloc.start()
    try:
        with Folder(output) as folder:
            writer = WRITERS[name](folder, replace(ABOUT, formats=(name,)))
            for whole, claims in pairs(articles):
                writer.article(whole)
                for claim in claims:
                    writer.claim(claim)
                if kept is not None:
                    kept.append(bytes(CLAIMS * SIZE))
            writer.losses()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
