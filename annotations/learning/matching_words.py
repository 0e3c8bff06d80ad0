"""How much two texts share in words: BM25 (Robertson & Zaragoza 2009, eq. 3.15) over stems, rare ones counting more."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
"""[queries, texts]; higher is nearer."""
SATURATION, LENGTH = 1.2, 0.75
"""k1 and b of BM25, as its authors recommend them."""
_COMMON = """
    a all an and any are as at be been being but by can could did do does for from had has have he her here
    him his how i if in into is it its just may me might my no not of on or our over said say says she
    should so than that the their them then there these they this those to us very was we were what when
    where which who whom why will with would you your about
"""
STOP = frozenset(_COMMON.split())
_ENDINGS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("edly", ""),
    ("ed", ""),
    ("ly", ""),
    ("es", ""),
    ("s", ""),
)
_WORD = re.compile(r"[^\W\d_]+|\d[\d,.]*")
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|without|cannot|den(?:y|ies|ied)|fals(?:e|ely)|refus\w+|\w+n['’]t)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|\bpic\.\w+\.com/\S+")
_SIGNATURE = re.compile(r"— [^—]{0,80}?\(@\w{1,40}\) [A-Z][a-z]+ \d{1,2}, \d{4}")
_TAG = re.compile(r"[#@](\w{1,100})")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def bare(text: str) -> str:
    """A post without addresses and signature, its tags taken apart (#BridgeClosed → Bridge Closed)."""
    text = _SIGNATURE.sub(" ", _ADDRESS.sub(" ", text))
    return " ".join(_TAG.sub(lambda tag: " ".join(_PARTS.findall(tag[1])), text).split())


def stems(text: str) -> list[str]:
    """The words that count, in order, without their endings; numbers as they stand."""
    words = _WORD.findall(text.lower().replace("’", "'").replace("'s", ""))
    return [_stem(word) for word in words if word not in STOP]


def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word


def turned(one: str, other: str) -> bool:
    """Whether two texts that are alike may still say different things: other numbers, or only one of them denies."""
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return True
    return len(_DENIAL.findall(one)) % 2 != len(_DENIAL.findall(other)) % 2


class SharedWords:
    """Scores of any query over the same texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        # Here and not above: a web server that matches nothing does not carry these.
        from scipy import sparse
        from sklearn.feature_extraction.text import CountVectorizer

        self._counter = CountVectorizer(analyzer=stems, dtype=np.float32)
        self._weights: Any = None
        try:
            counts = self._counter.fit_transform(texts).tocoo()
        except ValueError:  # not a single word in any of the texts
            self._size = len(texts)
            return
        self._size = counts.shape[0]
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        holders = np.bincount(counts.col, minlength=counts.shape[1])
        self._rarity = np.log(1 + (self._size - holders + 0.5) / (holders + 0.5)).astype(np.float32)
        norm = SATURATION * (1 - LENGTH + LENGTH * lengths / max(lengths.mean(), 1e-9))
        counts.data = counts.data * (SATURATION + 1) / (counts.data + norm[counts.row])
        self._weights = (sparse.csr_matrix(counts) @ sparse.diags(self._rarity)).T.tocsr()

    def scores(self, queries: Sequence[str]) -> Scores:
        """BM25 of each query over each text; a word of a query counts once."""
        if self._weights is None or not queries:
            return np.zeros((len(queries), self._size), np.float32)
        return np.asarray((self._asked(queries) @ self._weights).todense(), np.float32)

    def most(self, queries: Sequence[str]) -> Scores:
        """For each query [n, 1] what a text of its own words would get about: scores over it are shares."""
        if self._weights is None or not queries:
            return np.ones((len(queries), 1), np.float32)
        own = np.asarray(self._asked(queries) @ self._rarity, np.float32)
        return np.maximum(own, 1e-6)[:, None]

    def _asked(self, queries: Sequence[str]) -> Any:
        asked = self._counter.transform(queries)
        asked.data = np.minimum(asked.data, 1)
        return asked
