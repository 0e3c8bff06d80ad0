"""Learned check-worthiness: runs of letters, the meaning of the sentence and the signs of the rules, weighed together.

Two logistic regressions read runs of letters and of words, a support vector machine meaning and signs. A third
regression, fitted to what they say of groups they have not seen (stacking, Wolpert 1992), makes one chance of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annotations.domain.errors import Unreadable
from annotations.learning.embedding import embed
from annotations.suggesters.check_worthiness import score
from annotations.suggesters.signs import SIGNS

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FORMAT = "learned check-worthiness 1"
RUNS = 2**17
"""Places for runs of letters; two may share one, which costs nothing that can be measured."""
MEANING = 9.0
"""How much vectors of meaning are stretched: sentences of another meaning lie about ten apart."""
HALF = 0.5
Floats = NDArray[np.float64]
_LONG = 20.0
AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Seen:
    """Sentences as they are read, one row each: counts of letters and of words, and meaning with signs behind it."""

    letters: "csr_matrix"
    words: "csr_matrix"
    dense: Floats

    def rows(self, some: Any) -> "Seen":
        """The rows with these indexes."""
        return Seen(self.letters[some], self.words[some], self.dense[some])


def seen(texts: Sequence[str]) -> Seen:
    """What is read of each sentence; nothing is fitted here. The vectors of meaning cost most."""
    letters, words = (hashed.transform(texts) for hashed in _hashed())
    signs = np.array([_signs(text) for text in texts], float).reshape(len(texts), -1)
    return Seen(letters, words, np.hstack([embed(texts).astype(float) * MEANING, signs]))


@cache
def _hashed() -> tuple[Any, Any]:
    """What counts runs of letters and runs of words. Loaded here: a web server judges nothing and is up sooner."""
    from sklearn.feature_extraction.text import HashingVectorizer

    def counting(kind: str, shortest: int, longest: int) -> Any:
        return HashingVectorizer(
            analyzer=kind, ngram_range=(shortest, longest), n_features=RUNS, alternate_sign=False, norm=None
        )

    return counting("char_wb", 2, 5), counting("word", 1, 3)


def _signs(text: str) -> list[float]:
    """The rules' verdict, how often each sign stands there, length, capitals and figures."""
    chance = score(text)[0]
    words = text.split()
    counts = [min(3, sum(1 for _ in sign.pattern.finditer(text))) for sign in SIGNS]
    capitals = sum(word[0].isupper() for word in words[1:])
    figures = sum(letter.isdigit() for letter in text)
    shape = [len(words) / _LONG, min(1.0, len(words) / 8), text.count(","), capitals / 5, figures / 5]
    return [float(np.log(chance / (1 - chance))), *counts, *shape, float(figures > 0)]


@dataclass(frozen=True, slots=True)
class Runs:
    """A regression over hashed runs: how rare each is, its weight, and what stands alone."""

    rarity: Floats
    weights: Floats
    alone: float

    def scores(self, counts: "csr_matrix") -> Floats:
        """Log odds of each row."""
        return np.asarray(weighed(counts, self.rarity) @ self.weights).ravel() + self.alone


@dataclass(frozen=True, slots=True)
class Nearness:
    """A support vector machine (Cortes and Vapnik 1995) with Gaussian nearness over meaning and signs.

    `scale` divides each column, `support` are the sentences it rests on, [n, columns], `reach` is Gauss's gamma.
    """

    scale: Floats
    support: Floats
    weights: Floats
    alone: float
    reach: float

    def scores(self, rows: Floats) -> Floats:
        """How far each row lies on the side of the check-worthy."""
        return np.concatenate([self._some(rows[k : k + AT_ONCE]) for k in range(0, len(rows), AT_ONCE)])

    def _some(self, rows: Floats) -> Floats:
        scaled = rows / self.scale
        squares = (
            (scaled**2).sum(axis=1)[:, None] + (self.support**2).sum(axis=1) - 2 * scaled @ self.support.T
        )
        return np.asarray(np.exp(-self.reach * squares) @ self.weights + self.alone)


def weighed(counts: "csr_matrix", rarity: Floats) -> "csr_matrix":
    """Counts on a logarithmic scale times rarity, each row of length 1 (TF-IDF)."""
    from scipy.sparse import csr_matrix, diags

    made = counts.astype(float)
    made.data = 1 + np.log(made.data)
    made = made @ diags(rarity)
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.maximum(length, 1e-12)) @ made)


class LearnedCheckWorthiness:
    """A fitted model. `threshold` is the least chance of a check-worthy sentence: the one of the best F1."""

    def __init__(
        self, letters: Runs, words: Runs, near: Nearness, *, mix: Sequence[float], threshold: float
    ) -> None:
        self._letters, self._words, self._near = letters, words, near
        self._mix = tuple(mix)
        self.threshold = threshold

    def chances(self, texts: Sequence[str]) -> list[float]:
        """The chance, 0 … 1, that each sentence is worth a check."""
        return [] if not texts else [float(chance) for chance in self.chances_of(seen(texts))]

    def chances_of(self, rows: Seen) -> Floats:
        """As `chances`, of sentences that were read already."""
        views = np.stack(
            [
                self._letters.scores(rows.letters),
                self._words.scores(rows.words),
                self._near.scores(rows.dense),
            ],
            axis=1,
        )
        return mixed(views, self._mix)

    def scaled(self, chance: float) -> float:
        """The chance on a scale on which one half divides what is check-worthy from what is not; order is kept."""
        if chance < self.threshold:
            return HALF * chance / self.threshold
        return HALF + HALF * (chance - self.threshold) / (1 - self.threshold)

    def to_bytes(self) -> bytes:
        """The whole model; nothing in it is run when it is read."""
        arrays = [
            self._letters.rarity, self._letters.weights, self._words.rarity, self._words.weights,
            self._near.scale, self._near.support.ravel(), self._near.weights,
        ]  # fmt: skip
        head = {
            "format": FORMAT,
            "alone": [self._letters.alone, self._words.alone, self._near.alone, self._near.reach],
            "mix": self._mix,
            "threshold": self.threshold,
            "sizes": [len(array) for array in arrays],
        }
        return json.dumps(head).encode() + b"\n" + b"".join(array.astype("<f4").tobytes() for array in arrays)

    @staticmethod
    def from_bytes(model: bytes) -> "LearnedCheckWorthiness":
        """The model of `to_bytes`. Raises Unreadable for anything else; take only bytes whose hash you know."""
        line, _, rest = model.partition(b"\n")
        try:
            head = json.loads(line)
            if head["format"] != FORMAT or len(rest) != 4 * sum(head["sizes"]) or len(head["sizes"]) != 7:
                raise ValueError(f"format {head['format']}, {len(rest)} bytes")
            values = np.frombuffer(rest, "<f4").astype(float)
            parts = np.split(values, np.cumsum(head["sizes"])[:-1])
            alone, mix = [float(x) for x in head["alone"]], [float(x) for x in head["mix"]]
            threshold = float(head["threshold"])
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"These bytes are no model of “{FORMAT}” ({error}). Train a new one.") from error
        return LearnedCheckWorthiness(
            Runs(parts[0], parts[1], alone[0]),
            Runs(parts[2], parts[3], alone[1]),
            Nearness(parts[4], parts[5].reshape(len(parts[6]), -1), parts[6], alone[2], alone[3]),
            mix=mix,
            threshold=threshold,
        )


def mixed(views: Floats, mix: Sequence[float]) -> Floats:
    """One chance of each row's log odds by the three views; the last of `mix` stands alone."""
    return np.asarray(1 / (1 + np.exp(-(views @ np.asarray(mix[:-1]) + mix[-1]))))
