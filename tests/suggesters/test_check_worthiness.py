"""Check-worthiness: minimal pairs, each with one sign more or less."""

import json
import os
from pathlib import Path

import pytest

from annotations.domain.vocabulary import CheckWorthiness
from annotations.suggesters.check_worthiness import CheckWorthinessRules, score
from tests.suggesters.conftest import article

DATA = Path(os.environ.get("EVALUATION_DATA", "../shared"))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("The dam cost 40 million crowns.", "The dam cost a great deal of money."),
        ("Unemployment rose to 7.4 percent last year.", "Unemployment is a sad thing for the country."),
        ("He voted against the bill in 1998.", "He will vote against the bill some day."),
        ("The dam has been repaired twice.", "Has the dam been repaired twice?"),
        ("Wages fell by a fifth.", "I think wages matter a lot to you."),
    ],
)
def test_what_can_be_counted_or_looked_up_scores_higher(more: str, less: str) -> None:
    assert score(more)[0] > score(less)[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "The city spent 40 million crowns on the dam in 2019, more than any other.",
            CheckWorthiness.CHECK_WORTHY,
        ),
        ("Thank you, and good evening to you all.", CheckWorthiness.NON_FACTUAL),
    ],
)
def test_the_word_follows_the_score_and_the_signs_are_named(text: str, word: CheckWorthiness) -> None:
    (proposal,) = CheckWorthinessRules().propose(article(text))
    assert proposal.value == word
    assert proposal.spans
    assert "for a check" in proposal.explanation or "against" in proposal.explanation


def test_rules_alone_reach_what_the_development_set_asks() -> None:
    path = DATA / "evaluation" / "dev" / "checkworthy.jsonl"
    if not path.exists():
        pytest.skip(f"EVALUATION_DATA missing: no {path.name}")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found = [(score(row["text"])[0] >= 0.5, bool(row["label"])) for row in rows]
    right = sum(predicted and label for predicted, label in found)
    predicted, wanted = sum(p for p, _ in found), sum(label for _, label in found)
    assert 2 * right / (predicted + wanted) >= 0.70
