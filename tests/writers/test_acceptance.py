"""Every file of a data set in all formats is taken by the packages it is made for, by the shared judge of that."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from django.conf import settings

from annotations.writers import WRITERS
from annotations.writers.records import ArticleRecord, ClaimRecord
from tests.writers.samples import link_of, settled
from tests.writers.test_formats import ABOUT, article, claim, written

TEXT = "Zoë 👩‍👩‍👧 told\u00a0the Post that an aide said it rained. עברית Café\u0301."
ARTICLES = 8


def judge() -> Path:
    """The script that reads a folder with the real packages."""
    path: Path = settings.EVALUATION_DATA / "interop" / "accept.py"
    if not path.is_file():
        pytest.skip(f"EVALUATION_DATA missing: no {path.name}")
    return path


def pk(kind: str, number: int) -> str:
    """An id that nothing else of the data set has."""
    return f"01890000-0000-7000-8000-{kind}{number:011}"


def pair(number: int) -> tuple[ArticleRecord, list[ClaimRecord]]:
    """A published article with a claim that is signed off and one that nobody has looked at."""

    def span(words: str) -> list[int]:
        return [TEXT.index(words), TEXT.index(words) + len(words)]

    chain = [
        link_of(span("Zoë"), span("told"), [span("an aide said it rained")]),
        link_of(span("an aide"), span("said"), [span("it rained")], depth=2, source=None, mention=None),
    ]
    own = settled(text=TEXT, start=0, end=len(TEXT), chain=chain, id=pk("a", number), state="signed_off")
    own = own._replace(
        **{
            name: getattr(own, name).replace("-0000000000", f"-{number:04}000000")
            for name in ("reviews_json", "suggestions_json", "evidence_json")
        }
    )
    bare = claim("Next.", id=pk("b", number), start=len(TEXT) + 1, end=len(TEXT) + 6, position=2)
    whole = article(
        f"{TEXT} Next.",
        id=pk("c", number),
        url=f"https://a.example/{number}",
        published_at=f"2026-01-{number + 1:02}T00:00:00.000000Z",
        gaps_json=f"[[{len(TEXT)},{len(TEXT) + 1}]]",
    )
    return whole, [one._replace(article_id=whole.id) for one in (own, bare)]


def test_every_file_is_taken_by_the_package_it_is_made_for(tmp_path: Path) -> None:
    script = judge()
    about = replace(ABOUT, formats=tuple(WRITERS), time_cuts=("2026-01-20T00:00:00.000000Z",) * 2)
    out = written(tmp_path / "out", [pair(number) for number in range(ARTICLES)], about)
    command = [sys.executable, str(script), str(out), "--json", str(tmp_path / "verdicts.json")]
    done = subprocess.run(command, capture_output=True, text=True)
    verdicts = orjson.loads((tmp_path / "verdicts.json").read_bytes())
    assert done.returncode == 0, [verdict for verdict in verdicts if verdict["verdict"] == "refused"]
    accepted = {verdict["file"] for verdict in verdicts if verdict["verdict"] == "accepted"}
    assert accepted >= {
        "train.parquet", "dev.parquet", "test.parquet", "articles.parquet", "claims.xlsx", "claims.csv",
        "tasks.labelstudio.json", "claims.classes.doccano.jsonl", "claims.spans.doccano.jsonl", "claims.jsonl",
        "claims.spacy", f"{pk('c', 0)}.xmi",
    }  # fmt: skip
