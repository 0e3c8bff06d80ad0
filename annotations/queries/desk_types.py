"""What the desk's page is given: plain values, so that its templates ask the database nothing.

Words in `str` fields that hold a term of the vocabulary are its value ("not_enough_evidence"); "" is "no answer".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from annotations.domain.pieces import Piece
from annotations.queries.evidence import EvidenceShown, SearchShown

ChainShown = Literal["answered", "suggested", "none", "pending", "blind", "failed"]
"""What stands in the margin where the chain goes.

`answered` a person's chain, empty for the article's own voice; `suggested` a machine's, dotted; `none` neither;
`pending` suggestions are still being made; `blind` this claim is shown without suggestions; `failed` none came.
"""
MarksShown = Literal["decided", "suggested", "none"]


@dataclass(frozen=True, slots=True)
class Chip:
    """One link as it is shown: `short` is the alias to print, `name` the full name, `url` where its claims are."""

    depth: int
    name: str
    short: str
    unnamed: bool = False
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReasonPart:
    """A run of an explanation; `trigger` where it quotes the words that set the rule off."""

    text: str
    trigger: bool = False


@dataclass(frozen=True, slots=True)
class SuggestionBox:
    """A suggestion. A chain has `chips`, and `links`: JSON in the interface's shape, ready for the editor.

    Another kind has its label in `word` and the value that taking it answers in `value` ("" where it cannot be).
    `role` is the role that an editor takes over, with the address that does it in `role_address`; `check_address`
    leads to the earlier check that a match or a status rests on.
    """

    id: UUID
    suggester: str
    version: str
    kind: str
    confidence: float
    reason: tuple[ReasonPart, ...]
    chips: tuple[Chip, ...] = ()
    links: str = "[]"
    word: str = ""
    value: str = ""
    role: str = ""
    role_address: str = ""
    check_address: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of what happened to a claim: "14:01" and "Ana Ruiz decided: Supported"."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch of the article.

    `number` counts reviewed claims in order, from 1; None for what is not reviewed. `verification`, `chips`, `note`
    and the rest are what the row shows: the caller's latest answer or the settled one. `revision` is the caller's
    latest, 0 before the first. `links` is the answered chain as JSON, "" while unanswered. `chips` are the suggested
    chain's when `chain` is "suggested". `standing` is the state in words ("in review 1 of 2").
    """

    id: UUID
    text: str
    start: int
    role: str
    role_label: str
    number: int | None = None
    pieces: tuple[Piece, ...] = ()
    marks: MarksShown = "none"
    opens_paragraph: bool = False
    state: str = "unreviewed"
    standing: str = ""
    verification: str = ""
    chain: ChainShown = "none"
    chips: tuple[Chip, ...] = ()
    links: str = ""
    check_worthiness: str = ""
    priority: int | None = None
    note: str = ""
    flag: bool = False
    is_decided: bool = False
    decided_by: str = ""
    decided_at: datetime | None = None
    revision: int = 0
    suggestions: tuple[SuggestionBox, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    evidence: tuple[EvidenceShown, ...] = ()
    searches: tuple[SearchShown, ...] = ()
    note_count: int = 0
    duplicate_of_number: int | None = None

    @property
    def evidence_count(self) -> int:
        """How many pieces of evidence stand."""
        return sum(item.stands for item in self.evidence)

    @property
    def is_reviewed(self) -> bool:
        """Whether the row can be decided; duplicates and furniture cannot."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """`asks` are the parts of an answer that the project wants."""

    slug: str
    name: str
    asks: tuple[str, ...] = ("chain", "verification")


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """`as_of` is the moment the verification speaks about: the publication, where it is known."""

    id: UUID
    title: str
    outlet: str = ""
    url: str = ""
    published_at: datetime | None = None
    deadline: datetime | None = None
    as_of: datetime | None = None
    sha256: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Tick:
    """One reviewed claim in the strip of the article bar."""

    claim: UUID
    number: int
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the caller is in this article; `ticks` is empty where there are too many to draw."""

    decided: int
    total: int
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskRights:
    """`may_divide` also allows taking over a role; a supervisor may neither."""

    may_decide: bool
    may_divide: bool = False


@dataclass(frozen=True, slots=True)
class WorkerNote:
    """Why suggestions are missing: `news` in bold, what it means, and the command that helps ("" for none)."""

    news: str
    meaning: str
    command: str = ""
    kind: Literal["info", "warn", "bad"] = "info"


@dataclass(frozen=True, slots=True)
class SourceName:
    """A source of the registry as the plain form offers it."""

    id: UUID
    name: str
    kind_label: str = ""


@dataclass(frozen=True, slots=True)
class LinkFields:
    """One link of the chain in the editor's form; spans are "start-end", their words stand beside them."""

    depth: int
    source_id: str = ""
    source_name: str = ""
    source_kind: str = ""
    unnamed: bool = False
    source_span: str = ""
    source_words: str = ""
    cue_span: str = ""
    cue_words: str = ""
    content_spans: str = ""
    content_words: str = ""
    quote_type: str = "indirect"
    identification: str = ""
    record: str = "not_stated"
    mention: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a stale conflict."""

    title: str
    verification: str
    chain_words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that met a newer one: both versions, and the fields that would save the draft on top of it."""

    claim: UUID
    number: int
    news: str
    saved_revision: int
    saved: Version
    draft: Version
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Words beside a field; `field` "" speaks about the whole answer."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class ArticleDesk:
    """The whole page. `rows` are those of this page; `focused` is one of them, None where nothing can be decided.

    `total` counts the reviewed claims of the article. `edit` holds the links of the chain editor when it is open
    (without JavaScript), None when it is closed. `pending` says that suggestions are still being made.
    """

    project: ProjectHead
    article: ArticleHead
    rows: Sequence[Row]
    focused: Row | None
    progress: Progress
    rights: DeskRights
    page: int = 1
    pages: int = 1
    next_claim: UUID | None = None
    previous_claim: UUID | None = None
    next_article: UUID | None = None
    previous_article: UUID | None = None
    pending: bool = False
    worker_note: WorkerNote | None = None
    sources: Sequence[SourceName] = ()
    edit: tuple[LinkFields, ...] | None = None
    conflict: Conflict | None = None
    problems: tuple[Problem, ...] = ()
    saved_at: datetime | None = None
    printed_at: datetime | None = None

    @property
    def address(self) -> str:
        """The page of this article."""
        return f"/p/{self.project.slug}/articles/{self.article.id}/"

    @property
    def claims_address(self) -> str:
        """What every address of a claim begins with."""
        return f"/p/{self.project.slug}/claims/"
