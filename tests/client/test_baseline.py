"""The example learns from a release what there is to learn, and says so where there is nothing."""

import csv
import json
import random
from pathlib import Path

import pytest

from tests.client.loading import load

baseline = load("train_baseline")


def release(
    folder: Path, *, articles: int = 40, is_one_label: bool = False, parts: str = "train dev test"
) -> Path:
    """A release in which sentences with numbers are worth a check, as its files say it."""
    chance = random.Random(7)
    names = parts.split()
    with (
        open(folder / "claims.jsonl", "w") as claims,
        open(folder / "splits.csv", "w", newline="") as splits,
    ):
        table = csv.writer(splits)
        table.writerow(["article", "split", "split_by_time"])
        for number in range(articles):
            table.writerow([f"a{number}", names[number % len(names)], ""])
            for place in range(6):
                is_worth_it = chance.random() < 0.5 and not is_one_label
                words = (
                    f"{chance.choice(['Prices', 'Rents', 'Wages'])} rose by {chance.randint(2, 60)} percent"
                )
                text = words if is_worth_it else f"We {chance.choice(['hope', 'wish', 'think'])} it goes well"
                line = {
                    "article": {"id": f"a{number}"},
                    "text": f"{text} in {chance.choice(['May', 'June', 'July'])}.",
                    "check_worthiness": "check_worthy" if is_worth_it else "non_factual",
                    "duplicate_of": "x" if place == 5 else None,
                    "state": "disputed" if place == 4 else "agreed",
                }
                claims.write(json.dumps(line) + "\n")
    return folder


def test_it_learns_what_there_is_to_learn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert baseline.main([str(release(tmp_path))]) == 0
    said = capsys.readouterr().out
    reached, always = said.rstrip().rpartition("macro F1 ")[2].split("; always ")
    assert float(reached) > 0.95
    assert float(always.rpartition(": ")[2]) < 0.5


def test_duplicates_and_open_claims_are_left_out(tmp_path: Path) -> None:
    folder = release(tmp_path)
    parts = baseline.read(folder, "check_worthiness")
    assert sum(len(part.texts) for part in parts.values()) == 40 * 4
    everything = baseline.read(folder, "check_worthiness", settled_only=False)
    assert sum(len(part.texts) for part in everything.values()) == 40 * 5


@pytest.mark.parametrize(
    ("shape", "words"),
    [({"parts": "train"}, "larger release"), ({"is_one_label": True}, "nothing can be learned")],
)
def test_where_nothing_can_be_learned_it_says_so(
    tmp_path: Path, shape: dict[str, object], words: str
) -> None:
    with pytest.raises(SystemExit, match=words):
        baseline.main([str(release(tmp_path, **shape))])  # type: ignore[arg-type]
