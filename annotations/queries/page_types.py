"""What the pages beside the desk are given: plain values, so that their templates ask the database nothing.

Words in `str` fields that hold a term of the vocabulary are its value; "" is none. Addresses are complete paths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What the last check of a project's ledger found; `checked_at` None where nobody has checked yet."""

    entries: int
    head: str
    is_intact: bool = True
    checked_at: datetime | None = None
    seconds: float | None = None
    first_bad: int | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a table. `blocks` says what it waits for ("" for nothing), `blocks_icon` draws it."""

    id: UUID
    title: str
    address: str
    decided: int
    total: int
    deadline: datetime | None = None
    outlet: str = ""
    published_at: datetime | None = None
    imported_at: datetime | None = None
    imported_by: str = ""
    blocks: str = ""
    blocks_icon: str = "clock"
    do: str = ""
    do_address: str = ""
    suggestions: str = ""


@dataclass(frozen=True, slots=True)
class Continue:
    """The one thing a reviewer does next; `stopped_at` None where they have not begun."""

    article: ArticleLine
    number: int
    stopped_at: datetime | None = None
    minutes_left: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project of the signed-in person, for the home page where there are several."""

    slug: str
    name: str
    role: str
    articles: int = 0


@dataclass(frozen=True, slots=True)
class ReviewerHome:
    """`go_on` is None when everything is decided. `sent_back` are sentences whose answer was changed or reopened."""

    go_on: Continue | None
    following: Sequence[ArticleLine] = ()
    decided_today: int = 0
    projects: Sequence[ProjectLine] = ()


@dataclass(frozen=True, slots=True)
class PersonToday:
    """How many sentences a member decided today."""

    name: str
    decided: int


@dataclass(frozen=True, slots=True)
class EditorHome:
    """`articles` by deadline, those that wait for the editor counted in `waiting`."""

    articles: Sequence[ArticleLine]
    waiting: int
    people: Sequence[PersonToday] = ()
    machines: Sequence[str] = ()
    trouble: Sequence[str] = ()
    import_address: str = ""
    projects: Sequence[ProjectLine] = ()


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """A kind of exception: how many since `since`, what it is, where to read them, how it was a week ago."""

    count: int
    what: str
    detail: str
    address: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision to read."""

    words: str
    address: str
    verification: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SupervisorHome:
    """What differs from the desk's own rules comes first."""

    ledger: LedgerState
    exceptions: Sequence[ExceptionLine]
    since: datetime
    recent: Sequence[DecisionLine] = ()
    projects: Sequence[ProjectLine] = ()


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many claims stand in a state."""

    state: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of the project."""

    name: str
    username: str
    role: str
    decided: int = 0


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """The project's own page. `guideline` is Markdown as it was written; it is shown as plain paragraphs."""

    claims: int
    decided: int
    states: Sequence[StateCount]
    articles: Sequence[ArticleLine]
    members: Sequence[MemberLine]
    quorum: int
    blind_share: float
    asks: Sequence[str]
    guideline: str = ""
    guideline_version: int = 0
    may_import: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the pages before and after by cursor, "" where there are none; `total` None where not counted."""

    newer: str = ""
    older: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleList:
    """All articles of the project."""

    articles: Sequence[ArticleLine]
    pager: Pager
    q: str = ""
    may_import: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in a list; `text` is whole, `address` opens it on the desk. `chain_words` is "" while unanswered."""

    id: UUID
    number: int | None
    text: str
    address: str
    article_title: str
    state: str
    state_label: str
    role_label: str
    verification: str = ""
    chain_words: str = ""


@dataclass(frozen=True, slots=True)
class ClaimList:
    """The claims list and search. `state` … `source` are the options of the filters."""

    claims: Sequence[ClaimLine]
    pager: Pager
    q: str = ""
    states: Sequence[Choice] = ()
    verifications: Sequence[Choice] = ()
    roles: Sequence[Choice] = ()
    articles: Sequence[Choice] = ()
    source: str = ""
    source_name: str = ""
    source_cleared: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source of the registry; `claims` counts those whose answered chain names it."""

    id: UUID
    name: str
    kind_label: str
    claims: int
    aliases: Sequence[str] = ()
    parent: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class SourceList:
    """The registry."""

    sources: Sequence[SourceLine]
    pager: Pager
    q: str = ""


@dataclass(frozen=True, slots=True)
class PreviewStretch:
    """A future claim: `number` where it will be reviewed."""

    text: str
    role: str
    role_label: str
    number: int | None = None
    duplicate_of_number: int | None = None
    opens_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What would be stored. `token` names the uploaded bytes that wait for the answer.

    `hidden` are (character, name, how often) of what a reader cannot see; `encodings` those that could be meant.
    """

    token: str
    file_name: str
    title: str
    outlet: str
    url: str
    published_at: str
    language: str
    encoding: str
    encodings: Sequence[Choice]
    bytes: int
    length: int
    coverage: int
    stretches: Sequence[PreviewStretch]
    reviewed: int
    left_out: Sequence[str] = ()
    hidden: Sequence[tuple[str, str, int]] = ()
    notes: Sequence[str] = ()
    existing_address: str = ""


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The import page: the empty form, with `problems` by field, or a preview."""

    preview: ImportPreview | None = None
    problems: Sequence[tuple[str, str]] = ()
    pasted: str = ""
    address: str = ""
    largest: int = 0
    replaces: str = ""
    replaces_title: str = ""
