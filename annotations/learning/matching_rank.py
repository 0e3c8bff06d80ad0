"""Learned ranking of candidates: a logistic regression over what `matching` sees, fitted to matches people made."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotations.domain.errors import Unreadable
from annotations.learning.matching import Asked, Checked, Matcher, Seen, best, deviations
from annotations.learning.matching_words import bare, stems

FORMAT = "match ranking 1"
POOL = 60
"""Candidates of a sentence that are ranked anew."""
FEWEST = 50
"""Matched sentences below which nothing is fitted."""
STRENGTH = 0.1
"""Inverse of the regularization: few matches teach few signs."""
FAR_DAYS = 20_000
Signs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A fitted regression; `mean` and `spread` are those of the signs it was fitted to."""

    weights: list[float]
    bias: float
    mean: list[float]
    spread: list[float]

    def chances(self, signs: Signs) -> NDArray[np.float64]:
        """How likely each candidate says the same, [n, pool]."""
        scaled = (signs - np.array(self.mean)) / np.array(self.spread)
        return np.asarray(1 / (1 + np.exp(-(scaled @ np.array(self.weights) + self.bias))))

    def to_bytes(self) -> bytes:
        """The whole model; nothing in it is run when it is read."""
        return json.dumps({"format": FORMAT, **asdict(self)}).encode()

    @staticmethod
    def from_bytes(model: bytes) -> "Ranking":
        """The model of `to_bytes`. Raises Unreadable for anything else."""
        try:
            head = json.loads(model)
            if head.pop("format") != FORMAT:
                raise ValueError("another format")
            return Ranking(**head)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(f"These bytes are no model of “{FORMAT}” ({error}). Train a new one.") from error


def fit(
    matcher: Matcher, asked: Sequence[Asked], right: Sequence[set[int]], *, fewest: int = FEWEST
) -> Ranking | None:
    """A ranking of sentences and the indices of the candidates that say the same; None where there are too few."""
    from sklearn.linear_model import LogisticRegression  # here: only who fits carries it

    told, labels = [], []
    for rows, seen in matcher.seen(asked):
        pool = best(seen.total, most=POOL)
        told.append(signs(matcher.candidates, seen, pool))
        labels.append([[index in right[row] for index in own] for row, own in zip(rows, pool, strict=True)])
    if sum(map(bool, right)) < fewest or not any(any(any(row) for row in part) for part in labels):
        return None
    width = told[0].shape[2]
    flat = np.concatenate([part.reshape(-1, width) for part in told])
    mean, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-9
    wanted = np.concatenate([np.array(part).ravel() for part in labels])
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit((flat - mean) / spread, wanted)
    return Ranking(fitted.coef_[0].tolist(), float(fitted.intercept_[0]), mean.tolist(), spread.tolist())


def signs(candidates: Sequence[Checked], seen: Seen, pool: Sequence[Sequence[int]]) -> Signs:
    """What is told of each candidate of the pool, [sentences, pool, signs]."""
    deviating = [deviations(scores) for scores in (seen.by_words, seen.by_vectors)]
    plain = [seen.by_words, seen.by_vectors, seen.around, seen.total]
    rows = []
    for row, own in enumerate(pool):
        columns: list[Any] = [scores[row, own] for scores in (*deviating, *plain)]
        columns += [scores[row, own] - scores[row].max() for scores in plain]
        columns.append(np.arange(len(own), dtype=np.float64))
        columns += _shared(seen.asked[row], [candidates[index] for index in own])
        columns += _apart(seen.asked[row], [candidates[index] for index in own])
        rows.append(np.stack([np.asarray(column, np.float64) for column in columns], axis=1))
    return np.array(rows)


def _shared(asked: Asked, candidates: Iterable[Checked]) -> list[list[float]]:
    """Numbers in both, the shares of each other's words, and how long both are."""
    own = set(stems(bare(asked.text)))
    others = [set(stems(bare(candidate.text))) for candidate in candidates]
    both = [own & other for other in others]
    return [
        [float(sum(word[0].isdigit() for word in shared)) for shared in both],
        [len(shared) / (len(other) + 1) for shared, other in zip(both, others, strict=True)],
        [len(shared) / (len(own) + 1) for shared in both],
        [float(len(other)) for other in others],
        [float(len(own)) for _ in others],
    ]


def _apart(asked: Asked, candidates: Iterable[Checked]) -> list[list[float]]:
    """How many days lie between what was said and what was checked, whether next to none, and which was first."""
    days = [
        (asked.said_on - candidate.said_on).days if asked.said_on and candidate.said_on else None
        for candidate in candidates
    ]
    return [
        [float(np.log1p(abs(day) if day is not None else FAR_DAYS)) for day in days],
        [float(day is not None and abs(day) <= 3) for day in days],
        [float(day is not None and day > 0) for day in days],
    ]
