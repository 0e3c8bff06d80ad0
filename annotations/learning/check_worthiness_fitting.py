"""Fits learned check-worthiness: three readers, and how to mix them, on groups that they have not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotations.learning.check_worthiness import (
    RUNS,
    Floats,
    LearnedCheckWorthiness,
    Nearness,
    Runs,
    Seen,
    mixed,
    seen,
    weighed,
)
from annotations.learning.embedding import WIDTH

FEWEST = 200
FEWEST_OF_EACH = 30
FEWEST_GROUPS = 5
"""Sentences, those of each answer, and articles or debates they come from, below which nothing is fitted."""
FOLDS = 5
ROUNDS = 300
STRENGTH_OF_RUNS = 3.0
STRENGTH_OF_NEARNESS = 2.0
REACH = 0.01


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence with what people said of it; `group` names the article or debate it stands in."""

    text: str
    is_check_worthy: bool
    group: str


def fit(judged: Sequence[Judged]) -> LearnedCheckWorthiness | None:
    """A model of the sentences; None where they are too few (`FEWEST`, `FEWEST_OF_EACH`, `FEWEST_GROUPS`)."""
    from sklearn.linear_model import LogisticRegression  # here: only who fits carries it
    from sklearn.model_selection import GroupKFold

    truth = np.array([one.is_check_worthy for one in judged], bool)
    groups = sorted({one.group for one in judged})
    fewest = min(truth.sum(), (~truth).sum()) if len(truth) else 0
    if len(judged) < FEWEST or fewest < FEWEST_OF_EACH or len(groups) < FEWEST_GROUPS:
        return None
    rows = seen([one.text for one in judged])
    places = np.array([groups.index(one.group) for one in judged])
    unseen = np.zeros((len(judged), 3))
    for told, asked in GroupKFold(FOLDS).split(truth, truth, places):
        views = _views(rows.rows(told), truth[told])
        unseen[asked] = _scores(views, rows.rows(asked))
    judge = LogisticRegression(C=1.0).fit(unseen, truth)
    mix = [*map(float, judge.coef_[0]), float(judge.intercept_[0])]
    threshold = _best(mixed(unseen, mix), truth)
    letters, words, near = _views(rows, truth)
    return LearnedCheckWorthiness(letters, words, near, mix=mix, threshold=threshold)


Views = tuple[Runs, Runs, Nearness]


def _views(rows: Seen, truth: Any) -> Views:
    return _runs(rows.letters, truth), _runs(rows.words, truth), _near(rows.dense, truth)


def _scores(views: Views, rows: Seen) -> Floats:
    letters, words, near = views
    return np.stack([letters.scores(rows.letters), words.scores(rows.words), near.scores(rows.dense)], axis=1)


def _runs(counts: Any, truth: Any) -> Runs:
    """Runs that stand in a single sentence teach nothing and weigh nothing."""
    from scipy.sparse import csc_matrix
    from sklearn.linear_model import LogisticRegression

    found = np.bincount(counts.indices, minlength=RUNS)
    rarity = np.where(found > 1, np.log((1 + counts.shape[0]) / (1 + found)) + 1, 0.0)
    weights, kept = np.zeros(RUNS), np.flatnonzero(rarity)
    columns = csc_matrix(weighed(counts, rarity))[:, kept].tocsr()
    fitted = LogisticRegression(C=STRENGTH_OF_RUNS, max_iter=ROUNDS, tol=1e-3).fit(columns, truth)
    weights[kept] = fitted.coef_[0]
    return Runs(rarity, weights, float(fitted.intercept_[0]))


def _near(rows: Floats, truth: Any) -> Nearness:
    """Only the signs, which stand behind the vectors, are brought to one scale: directions keep theirs."""
    from sklearn.svm import SVC

    scale = np.ones(rows.shape[1])
    scale[WIDTH:] = 2 * (rows[:, WIDTH:].std(axis=0) + 1e-9)
    fitted = SVC(C=STRENGTH_OF_NEARNESS, gamma=REACH).fit(rows / scale, truth)
    support = rows[fitted.support_] / scale
    return Nearness(scale, support, fitted.dual_coef_[0], float(fitted.intercept_[0]), REACH)


def _best(chances: Floats, truth: Any) -> float:
    """The least chance of a check-worthy sentence that gives the best F1 (Lipton et al. 2014)."""
    grid = [step / 100 for step in range(20, 61)]

    def f1(least: float) -> float:
        taken = chances >= least
        return 2 * float((taken & truth).sum()) / max(1.0, float(taken.sum() + truth.sum()))

    return max(grid, key=f1)
