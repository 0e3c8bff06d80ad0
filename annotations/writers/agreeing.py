"""How far the reviewers of a data set agree, taken from their answers as they stream past."""

from array import array
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import orjson

from annotations.domain.agreement import Agreement, Ratings, nominal
from annotations.domain.vocabulary import CheckWorthiness
from annotations.writers.records import ArticleRecord, ClaimRecord

FIELDS = {
    "verification": "Verification",
    "check_worthiness": "Check-worthiness",
    "origin": "Origin (the innermost source)",
    "ordered_chain": "Chain of sources",
}
CLAIMS_AT_MOST = 10_000
"""Claims with two answers that are compared, in the order of the data set: memory stays flat whatever its size."""


class Agreeing:
    """Takes the latest answers of claims that two people or more have answered."""

    def __init__(self, *, at_most: int = CLAIMS_AT_MOST) -> None:
        self._at_most = at_most
        self._rows = {field: array("l") for field in FIELDS}
        self._values: dict[str, dict[Hashable, int]] = {field: {} for field in FIELDS}
        self._people: dict[str, int] = {}
        self._articles = self.claims = 0

    @property
    def is_cut(self) -> bool:
        """Whether there may be more claims with two answers than were compared."""
        return self.claims >= self._at_most

    def article(self, article: ArticleRecord) -> None:
        """The claims that follow are this article's; the interval resamples articles."""
        self._articles += 1

    def claim(self, claim: ClaimRecord) -> None:
        """Take in the answers to a claim, if several people gave one."""
        if claim.reviews < 2 or self.is_cut:
            return
        self.claims += 1
        for review in orjson.loads(claim.reviews_json):
            person = self._people.setdefault(review["reviewer"], len(self._people))
            for field, value in _rated(review).items():
                if value is not None:
                    codes = self._values[field]
                    code = codes.setdefault(value, len(codes))
                    self._rows[field].extend((self._articles, self.claims, person, code))

    def measured(self) -> dict[str, Agreement]:
        """Agreement on each field, with Krippendorff's alpha and its 95 % interval over resampled articles."""
        return {field: nominal(self._ratings(field)) for field in FIELDS}

    def _ratings(self, field: str) -> Ratings:
        columns = np.array(self._rows[field], dtype=np.int64).reshape(-1, 4).T
        return Ratings(columns[0], columns[1], columns[2], columns[3], len(self._values[field]))


def agreement_lines(agreeing: Agreeing) -> list[str]:
    """The card's table of agreement, in Markdown."""
    rows = [_row(FIELDS[field], found) for field, found in agreeing.measured().items()]
    cut = f" The first {agreeing.claims:,} claims with two answers are compared." if agreeing.is_cut else ""
    return [
        "## Agreement",
        "",
        "Between the latest answers to claims that two people or more have answered: percent of equal pairs, Cohen's "
        "kappa (two people only), Krippendorff's alpha with a 95 % interval over resampled articles." + cut,
        "",
        "| Part | Claims | Percent | Kappa | Alpha | Interval | |",
        "|---|---:|---:|---:|---:|---|---|",
        *rows,
        "",
    ]


def _row(label: str, found: Agreement) -> str:
    interval = "–" if found.interval is None else "{:.2f} … {:.2f}".format(*found.interval)
    percent = "–" if found.percent is None else f"{found.percent:.1f}"
    why = found.why if found.alpha is None or found.interval is None else ""
    cells = (label, f"{found.n:,}", percent, _figure(found.kappa), _figure(found.alpha), interval, why)
    return "| " + " | ".join(cells) + " |"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _rated(review: Mapping[str, Any]) -> dict[str, Hashable]:
    skipped = review["check_worthiness"] == CheckWorthiness.NON_FACTUAL  # then no chain is asked for
    chain = None if skipped else review["chain"]
    named = None if chain is None else tuple(_source(link["source"]) for link in chain)
    origin = None if named is None else named[-1] if named else ""
    return {
        "verification": review["verification"],
        "check_worthiness": review["check_worthiness"],
        "origin": origin,
        "ordered_chain": named,
    }


def _source(source: Mapping[str, Any] | None) -> str:
    """Who is meant; sources that were merged are one."""
    if source is None:
        return "?"
    return str(source.get("merged_into") or source.get("id") or source["name"])
