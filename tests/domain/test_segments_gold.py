"""Whole articles divided as people divided them."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from annotations.domain.records import Stretch
from annotations.domain.segments import divide


def _gold() -> list[Path]:
    shared = Path(settings.EVALUATION_DATA)
    return sorted([*shared.glob("articles/*.gold.json"), *shared.glob("evaluation/dev/chains/*.gold.json")])


def _matches(gold: Path) -> tuple[int, int, int, list[Stretch]]:
    claims = json.loads(gold.read_bytes())["claims"]
    text = gold.with_name(gold.name.replace(".gold.json", ".txt")).read_bytes().decode()
    stretches = divide(text)
    exact = {(s.start, s.end): s for s in stretches}
    at = {claim["id"]: (claim["start"], claim["end"]) for claim in claims}
    spans = roles = 0
    for claim in claims:
        found = exact.get((claim["start"], claim["end"]))
        spans += found is not None
        roles += found is not None and found.role == claim["role"]
        if found is not None and "duplicate_of" in claim:
            assert found.duplicate_of is not None
            original = stretches[found.duplicate_of]
            assert (original.start, original.end) == at[claim["duplicate_of"]]
    return len(claims), spans, roles, stretches


def test_the_reference_article_comes_out_as_its_gold_file_says() -> None:
    gold = Path(settings.EVALUATION_DATA) / "articles" / "missile-purchases.gold.json"
    if not gold.exists():
        pytest.skip(f"EVALUATION_DATA missing: no {gold}")
    claims, spans, roles, stretches = _matches(gold)
    assert (claims, spans, len(stretches)) == (22, 22, 22)
    assert roles >= 20


def test_whole_articles_are_divided_as_people_did() -> None:
    golds = _gold()
    if len(golds) < 7:
        pytest.skip(f"EVALUATION_DATA missing: whole articles with roles in {settings.EVALUATION_DATA}")
    figures = [_matches(gold)[:3] for gold in golds]
    claims, spans, roles = (sum(column) for column in zip(*figures, strict=True))
    assert spans / claims >= 0.97
    assert roles / claims >= 0.97
