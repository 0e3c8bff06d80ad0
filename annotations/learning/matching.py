"""Which of many checked claims says what a sentence says: by words, by vectors, and by what stands around it.

Nothing here is fitted; `matching_rank` is the learned part.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotations.learning.embedding import Vectors, embed
from annotations.learning.matching_words import Scores, SharedWords, bare

BY_VECTORS = 3.0
"""How much a vector counts beside the words, both as deviations from the mean over all candidates."""
AROUND = 0.6
"""How much what fits its neighbours counts for a sentence."""
NEAR = 5.0
"""Sentences after which a neighbour counts 1/e."""
BLOCK = 256
BASE, FOR_COSINE, FOR_SHARE = -4.5, 8.0, 2.0
"""How sure cosine and shared words make; set by hand so that the chance is about the share that is right."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim that somebody checked, under the title of the check."""

    text: str
    title: str = ""
    said_on: date | None = None

    @property
    def words(self) -> str:
        """What is compared: title and claim."""
        return f"{self.title}. {self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence that may have been checked before. Those of one `document` are neighbours, by their `place` in it."""

    text: str
    document: str = ""
    place: int = 0
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """All candidates for some sentences of one document; every array is [sentences, candidates]."""

    asked: Sequence[Asked]
    by_words: Scores
    shares: Scores
    by_vectors: Scores
    around: Scores
    total: Scores


class Matcher:
    """Candidates, ready to be searched."""

    def __init__(self, candidates: Sequence[Checked], *, threads: int = 1) -> None:
        self.candidates = candidates
        self._threads = threads
        words = [bare(candidate.words) for candidate in candidates]
        self._shared = SharedWords(words)
        self._vectors = embed(words, threads=threads)

    def seen(self, asked: Sequence[Asked]) -> Iterator[tuple[list[int], Seen]]:
        """Document by document: the indices of its sentences in `asked`, and what the candidates are to them."""
        for rows in _by_document(asked):
            yield rows, self._of([asked[row] for row in rows])

    def _of(self, asked: Sequence[Asked]) -> Seen:
        vectors: Vectors = embed([one.text for one in asked], threads=self._threads)
        return seen_among(asked, vectors @ self._vectors.T, self._shared)


def seen_among(asked: Sequence[Asked], by_vectors: Scores, shared: SharedWords) -> Seen:
    """What candidates are to the sentences of one document, from their cosines and the candidates' words."""
    texts = [bare(one.text) for one in asked]
    by_words = shared.scores(texts)
    shares = by_words / shared.most(texts)
    alone = deviations(by_words) + BY_VECTORS * deviations(by_vectors)
    around = neighbourhood(asked) @ alone
    return Seen(asked, by_words, shares, by_vectors, around, alone + AROUND * around)


def deviations(scores: Scores) -> Scores:
    """Each row's scores as deviations from its mean, in its standard deviations."""
    apart = scores - scores.mean(axis=1, keepdims=True)
    return np.asarray(apart / (scores.std(axis=1, keepdims=True) + 1e-9), np.float32)


def neighbourhood(asked: Sequence[Asked]) -> Scores:
    """How much each sentence has of each other one of its document [n, n]; nothing of itself."""
    places = np.array([one.place for one in asked], np.float32)
    near = np.exp(-np.abs(places[:, None] - places[None, :]) / NEAR)
    if not asked or not asked[0].document:
        near[:] = 0
    np.fill_diagonal(near, 0)
    return np.asarray(near, np.float32)


def chance_of(cosine: float, share: float) -> float:
    """How likely a candidate says the same, from its cosine and its share of the sentence's words, 0 … 1."""
    return 1 / (1 + math.exp(-(BASE + FOR_COSINE * cosine + FOR_SHARE * share)))


def best(scores: NDArray[np.floating[Any]], *, most: int) -> list[list[int]]:
    """The indices of the best candidates of each row, best first; of equals the earlier."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :most]
    return [list(map(int, row)) for row in order]


def _by_document(asked: Sequence[Asked]) -> list[list[int]]:
    """Rows of one document together, of none in blocks: scores over all candidates are large."""
    rows: dict[tuple[str, int], list[int]] = {}
    for row, one in enumerate(asked):
        rows.setdefault((one.document, 0 if one.document else row // BLOCK), []).append(row)
    return list(rows.values())
