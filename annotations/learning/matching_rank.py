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
SIGNS = 19
"""What is told of a candidate, see `signs_of`."""
STEADY = 1e-6
"""Spread below which a sign was the same for all: nothing is learned from it, whatever it is later."""
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
            ranking = Ranking(**head)
            for numbers in (ranking.weights, ranking.mean, ranking.spread):
                if len(numbers) != SIGNS or not np.isfinite(numbers).all():
                    raise ValueError(f"not {SIGNS} numbers of each kind")
            if not np.isfinite(ranking.bias) or min(ranking.spread) <= 0:
                raise ValueError("a spread or bias that cannot be")
            return ranking
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(f"These bytes are no model of “{FORMAT}” ({error}). Train a new one.") from error


@dataclass(frozen=True, slots=True)
class Judged:
    """Candidates of one sentence: what is told of each [candidates, signs], and whether it says the same."""

    told: Signs
    is_right: Sequence[bool]


def fit(
    matcher: Matcher, asked: Sequence[Asked], right: Sequence[set[int]], *, fewest: int = FEWEST
) -> Ranking | None:
    """A ranking of sentences and the indices of the candidates that say the same; None where there are too few."""
    told, labels = [], []
    for rows, seen in matcher.seen(asked):
        pool = best(seen.total, most=POOL)
        told.append(signs(matcher.candidates, seen, pool))
        labels.append([[index in right[row] for index in own] for row, own in zip(rows, pool, strict=True)])
    if sum(map(bool, right)) < fewest or not any(any(any(row) for row in part) for part in labels):
        return None
    return _fitted(
        np.concatenate([part.reshape(-1, SIGNS) for part in told]),
        np.concatenate([np.array(part).ravel() for part in labels]),
    )


def fit_judged(judged: Sequence[Judged], *, fewest: int = FEWEST) -> Ranking | None:
    """A ranking of candidates that people judged; None where there are too few, or all were judged alike."""
    wanted = np.array([is_right for one in judged for is_right in one.is_right])
    if sum(any(one.is_right) for one in judged) < fewest or wanted.all():
        return None
    return _fitted(np.concatenate([one.told for one in judged]), wanted)


def _fitted(told: Signs, wanted: NDArray[np.bool_]) -> Ranking:
    from sklearn.linear_model import LogisticRegression  # here: only who fits carries it

    mean, spread = told.mean(axis=0), told.std(axis=0)
    is_steady = spread < STEADY
    scaled = np.where(is_steady, 0, (told - mean) / np.where(is_steady, 1, spread))
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(scaled, wanted)
    weights = np.where(is_steady, 0, fitted.coef_[0])
    spread = np.where(is_steady, 1, spread)
    return Ranking(weights.tolist(), float(fitted.intercept_[0]), mean.tolist(), spread.tolist())


def signs(candidates: Sequence[Checked], seen: Seen, pool: Sequence[Sequence[int]]) -> Signs:
    """What is told of each candidate of the pool, [sentences, pool, signs]."""
    return np.array([signs_of(candidates, seen, row, own) for row, own in enumerate(pool)])


def signs_of(candidates: Sequence[Checked], seen: Seen, row: int, own: Sequence[int]) -> Signs:
    """What is told of some candidates of one sentence, likeliest first as nothing was learned, [candidates, signs]."""
    deviating = [deviations(scores[row : row + 1])[0] for scores in (seen.by_words, seen.by_vectors)]
    plain = [scores[row] for scores in (seen.by_words, seen.by_vectors, seen.around, seen.total)]
    chosen, index = [candidates[place] for place in own], list(own)
    columns: list[Any] = [scores[index] for scores in (*deviating, *plain)]
    columns += [scores[index] - scores.max() for scores in plain]
    columns.append(np.arange(len(index), dtype=np.float64))
    columns += _shared(seen.asked[row], chosen)
    columns += _apart(seen.asked[row], chosen)
    return np.stack([np.asarray(column, np.float64) for column in columns], axis=1)


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
