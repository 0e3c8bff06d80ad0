"""From a release to a trained baseline: which sentences are worth a check, by TF-IDF and logistic regression.

    python train_baseline.py FOLDER [--label check_worthiness|verification|role] [--all-states]

FOLDER is a release with `claims.jsonl` and `splits.csv` (fetch one with workbench_client.py). It learns from train,
chooses the strength of regularisation on dev, and reports on test, once: precision, recall and F1 per label, beside
what always saying the most frequent label would reach. Needs scikit-learn. The split is by article: sentences
of one article are never on both sides.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, f1_score
from sklearn.pipeline import Pipeline, make_pipeline

SETTLED = ("agreed", "adjudicated", "signed_off")
STRENGTHS = (0.3, 1.0, 3.0, 10.0)
SEED = 20260101


@dataclass(frozen=True)
class Examples:
    """Sentences with their labels."""

    texts: list[str]
    labels: list[str]

    def add(self, text: str, label: str) -> None:
        """One more."""
        self.texts.append(text)
        self.labels.append(label)


def parts_of(folder: Path) -> dict[str, str]:
    """The part (train, dev, test) of each article."""
    with open(folder / "splits.csv", encoding="utf-8", newline="") as file:
        return {row["article"]: row["split"] for row in csv.DictReader(file)}


def labelled(folder: Path, label: str, *, settled_only: bool) -> Iterator[tuple[str, str, str]]:
    """Article, sentence and label of every claim that has one; repeated sentences are left out."""
    with open(folder / "claims.jsonl", encoding="utf-8") as file:
        for line in file:
            claim = json.loads(line)
            is_settled = claim["state"] in SETTLED or not settled_only or label == "role"
            if claim["duplicate_of"] is None and claim[label] and is_settled:
                yield claim["article"]["id"], claim["text"], claim[label]


def read(folder: Path, label: str, *, settled_only: bool = True) -> dict[str, Examples]:
    """The examples of each part. Raises SystemExit where a part is empty or there is one label only."""
    parts = parts_of(folder)
    found = {name: Examples([], []) for name in ("train", "dev", "test")}
    for article, text, value in labelled(folder, label, settled_only=settled_only):
        found[parts[article]].add(text, value)
    sizes = ", ".join(f"{name} {len(part.texts)}" for name, part in found.items())
    if not all(part.texts for part in found.values()):
        raise SystemExit(f"A part has no sentence with a '{label}' ({sizes}). A larger release is needed.")
    if len(set(found["train"].labels)) < 2:
        raise SystemExit(f"All sentences of train have the same '{label}' ({sizes}); nothing can be learned.")
    return found


def learn(train: Examples, strength: float) -> Pipeline:
    """A model of words and pairs of words; a smaller strength regularises more."""
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode"),
        LogisticRegression(C=strength, class_weight="balanced", max_iter=1000, random_state=SEED),
    )
    return model.fit(train.texts, train.labels)


def score(model: Pipeline, part: Examples) -> float:
    """Macro-averaged F1."""
    predicted = model.predict(part.texts)
    return float(f1_score(part.labels, predicted, average="macro", zero_division=0))


def main(arguments: list[str] | None = None) -> int:
    """Learn, choose, report."""
    parser = argparse.ArgumentParser(description="A baseline from a release.")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--label", default="check_worthiness", choices=["check_worthiness", "verification", "role"]
    )
    parser.add_argument("--all-states", action="store_true", help="also claims that are not settled")
    given = parser.parse_args(arguments)
    parts = read(given.folder, given.label, settled_only=not given.all_states)
    models = {strength: learn(parts["train"], strength) for strength in STRENGTHS}
    chosen = max(STRENGTHS, key=lambda strength: score(models[strength], parts["dev"]))
    test = parts["test"]
    print(f"{given.label}: " + ", ".join(f"{name} {len(part.texts)}" for name, part in parts.items()))
    print(f"C = {chosen:g}, chosen on dev (macro F1 {score(models[chosen], parts['dev']):.3f})")
    print(classification_report(test.labels, models[chosen].predict(test.texts), digits=3, zero_division=0))
    frequent = Counter(parts["train"].labels).most_common(1)[0][0]
    always = f1_score(test.labels, [frequent] * len(test.labels), average="macro", zero_division=0)
    print(f"macro F1 {score(models[chosen], test):.3f}; always '{frequent}': {always:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
