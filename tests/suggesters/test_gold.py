"""The suggested chains against annotated articles, measured as the shared scorer measures."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from annotations.predictions import chains as prediction

DATA = Path(os.environ.get("EVALUATION_DATA", "../shared"))


def scores(folder: Path, output: Path, *, sentences: str) -> dict[str, Any]:
    """The scorer's measures for a folder of articles; skips loudly where the shared data are absent."""
    scorers = DATA / "evaluation" / "scorers"
    if not (folder.is_dir() and scorers.is_dir()):
        pytest.skip(f"EVALUATION_DATA missing: no {folder.name} or no scorers")
    sys.path.insert(0, str(scorers.resolve()))
    try:
        from score_chains import score  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    prediction.predict({"directory": folder, "output": output, "sentences": sentences}, [], sys.stdout)
    pairs = []
    for gold in sorted(folder.glob("*.gold.json")):
        suggested = output / gold.name.replace(".gold.json", ".json")
        pairs.append((json.loads(gold.read_text("utf-8")), json.loads(suggested.read_text("utf-8"))))
    return dict(score(pairs))


@pytest.mark.parametrize("sentences", ["gold", "own"])
def test_the_reference_article_is_well_above_what_is_asked(tmp_path: Path, sentences: str) -> None:
    found = scores(DATA / "articles", tmp_path, sentences=sentences)
    assert found["link F1"] >= 0.65
    assert found["ordered chain"] >= 0.45


@pytest.mark.parametrize("sentences", ["gold", "own"])
def test_the_development_articles_are_above_the_goals_without_training(
    tmp_path: Path, sentences: str
) -> None:
    found = scores(DATA / "evaluation" / "dev" / "chains", tmp_path, sentences=sentences)
    assert found["link F1"] >= 0.82
    assert found["source name"] >= 0.82
    assert found["origin"] >= 0.76
    assert found["ordered chain"] >= 0.70
    assert found["carry-over"] >= 0.55
