"""What a data set is made of: one article, one claim, and what is true of the whole.

Offsets are half-open code points of the article's text, times RFC 3339 in UTC as text. A field whose name ends in
`_json` is JSON text as the database made it: the native format takes it as it stands, others parse it.
Tuples, not model instances: a data set of a million claims passes through here one at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from annotations.domain.vocabulary import Stage

SCHEMA_VERSION = 1
"""Of claims.jsonl and articles.jsonl; grows when a field is added, and a field is never given another meaning."""


class ArticleRecord(NamedTuple):
    """One article; `text` is None in a data set without texts."""

    id: str
    url: str
    title: str
    outlet: str | None
    outlet_id: str | None
    published_at: str | None
    language: str
    sha256: str
    media_type: str
    encoding: str
    length: int
    coverage: float
    replaces: str | None
    text: str | None
    gaps_json: str
    hidden_json: str
    notes_json: str
    left_out_json: str | None


class ClaimRecord(NamedTuple):
    """One claim with the answer that stands, everybody's reviews, all suggestions and all evidence.

    The standing answer (verification … chain) of a duplicate is that of the claim it repeats. `settled_at` to
    `settled_by_json` are None where no answer stands. `prefix` and `suffix` are the article's text around the
    claim, at most QUOTE code points; they and `text` are None in a data set without texts.
    """

    id: str
    article_id: str
    position: int
    start: int
    end: int
    text: str | None
    role: str
    duplicate_of: str | None
    state: str
    verification: str | None
    basis: str | None
    as_of: str | None
    revisit_on: str | None
    check_worthiness: str | None
    priority: int | None
    guideline_version: int | None
    settled_at: str | None
    stage: str | None
    reason: str | None
    settled_by_json: str | None
    chain_json: str | None
    reviews: int
    decisions: int
    reviews_json: str
    suggestions: int
    suggestions_json: str
    evidence_json: str
    adjudications_json: str = "[]"
    sign_offs_json: str = "[]"
    reopenings_json: str = "[]"
    foreign_json: str = "[]"
    prefix: str | None = None
    suffix: str | None = None

    @property
    def chain(self) -> list[dict[str, Any]] | None:
        """The links of the standing chain, outermost first; None where unanswered, [] for the article's own voice."""
        if self.chain_json is None:
            return None
        links: list[dict[str, Any]] = orjson.loads(self.chain_json)
        return links

    @property
    def evidence(self) -> int:
        """How many pieces of evidence were brought up, the withdrawn too."""
        return 0 if self.evidence_json == "[]" else len(orjson.loads(self.evidence_json))

    @property
    def resolution(self) -> str | None:
        """How the standing answer came about: single, unanimous or adjudicated; None where none stands."""
        if self.stage is None:
            return None
        if self.stage == Stage.ADJUDICATION:
            return "adjudicated"
        return "unanimous" if "," in (self.settled_by_json or "") else "single"


class SourceRecord(NamedTuple):
    """One source of the registry; `article` is the one of which it is an unnamed stub, None for a named source."""

    id: str
    name: str
    kind: str
    parent: str | None
    merged_into: str | None
    article: str | None
    external_ids_json: str
    aliases_json: str


QUOTE = 32
"""Code points of context on either side of a quote."""


@dataclass(frozen=True, slots=True)
class About:
    """What is true of a whole data set. Nothing here depends on when, where or by whom it was built.

    `seq` and `at` are the project's last ledger entry that changed data, 0 and None before the first. `notes` are
    the answers whose note is withheld. `named` says that people stand in it by name; `licence` is what it is called,
    "" where none was stated, `licence_url` where it is found. `guideline` is the text that annotators follow,
    `suggesters` are the machines that looked at the project's articles, as "name version". `time_cuts` are the times
    up to which the chosen articles are for train and for dev when they are divided by time, None where none has a
    time of publication.
    """

    project_id: str
    slug: str
    name: str
    quorum: int
    blind: bool
    blind_share: float
    asks: tuple[str, ...]
    guideline_version: int
    seq: int
    at: str | None
    notes: int = 0
    selection: Mapping[str, list[str]] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    with_text: bool = True
    time_cuts: tuple[str, str] | None = None
    named: bool = False
    licence: str = ""
    licence_url: str = ""
    guideline: str = ""
    suggesters: tuple[str, ...] = ()
