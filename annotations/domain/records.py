"""Values that travel between the floors: what a reader drafts, what an article is divided into, what is suggested.

All offsets are half-open, in Unicode code points of the article's text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from annotations.domain.vocabulary import (
    ClaimRole,
    Fidelity,
    Identification,
    Mention,
    QuoteType,
    RecordStatus,
    SourceKind,
    SuggestionKind,
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of an article's bytes, before anything is stored.

    `roles` are stretches whose role the format itself states (an HTML `figcaption`), in order, not overlapping.
    `left_out` are texts of the original that are not part of `text`; `coverage` is the share of the original's
    letters that `text` holds. `hidden` lists (offset, name) of characters a reader cannot see.
    """

    text: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published_at: datetime | None = None
    language: str = ""
    encoding: str = ""
    media_type: str = "text/plain"
    coverage: float = 1.0
    left_out: tuple[str, ...] = ()
    hidden: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()
    roles: tuple[tuple[int, int, ClaimRole], ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One future claim: where it stands, what it is for, and the index of the stretch it repeats."""

    start: int
    end: int
    role: ClaimRole
    duplicate_of: int | None = None


@dataclass(frozen=True, slots=True)
class LinkValue:
    """One link of an attribution chain; `depth` counts from 1, outermost first.

    A source is named by `source_id` where it stands in the registry, else by `source_name` and `source_kind`;
    both empty means nobody is named, and then `identification` is `unspecified` and `mention` is None.
    """

    depth: int
    source_name: str = ""
    source_kind: SourceKind = SourceKind.UNSPECIFIED
    source_id: UUID | None = None
    source_span: Span | None = None
    cue_span: Span | None = None
    content_spans: tuple[Span, ...] = ()
    quote_type: QuoteType = QuoteType.INDIRECT
    identification: Identification = Identification.UNSPECIFIED
    record: RecordStatus = RecordStatus.NOT_STATED
    mention: Mention | None = None
    fidelity: Fidelity | None = None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What a suggester sees of a claim."""

    id: UUID
    start: int
    end: int
    text: str
    role: ClaimRole
    duplicate_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class KnownSource:
    """What a suggester sees of a source in the project's registry: its names that hold in this article."""

    id: UUID
    name: str
    kind: SourceKind
    aliases: tuple[str, ...] = ()
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a suggester is given: one whole article, its claims in order, and the sources known there."""

    text: str
    claims: Sequence[ClaimView]
    title: str = ""
    outlet: str = ""
    language: str = "en"
    sources: Sequence[KnownSource] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One suggestion about one claim.

    `value` is a tuple of LinkValue for a chain (empty: the article's own voice), else the word itself.
    `confidence` is the suggester's estimate that the value is right, 0 … 1. `explanation` is a sentence that
    names the rule; `spans` are the words that triggered it, each with what it is ("cue", "source", "trigger").
    """

    claim_id: UUID
    kind: SuggestionKind
    value: Any
    confidence: float
    explanation: str
    rule: str
    spans: tuple[tuple[int, int, str], ...] = field(default=())
