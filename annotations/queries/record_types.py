"""What the pages about the record are given: history, audit, releases, administration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from annotations.queries.page_types import Choice, LedgerState, Pager, ProjectLine


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One thing that happened to a claim.

    `kind` draws it: decision, undo, suggestion, import, division, evidence, "evidence withdrawn", search.
    """

    at: datetime
    who: str
    did: str
    kind: str
    verification: str = ""
    detail: str = ""
    note: str = ""
    is_by_machine: bool = False
    can_be_resolved: UUID | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ClaimHistory:
    """A claim's time line, newest first."""

    claim: UUID
    number: int | None
    text: str
    article_title: str
    address: str
    state_label: str
    events: Sequence[HistoryEvent]
    is_limited: bool = False
    may_be_reopened: bool = False


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of the ledger in words. `old` and `new` are words, or a verification where the other two say so."""

    seq: int
    at: datetime
    who: str
    did: str
    about: str
    about_address: str
    hash: str
    old: str = ""
    new: str = ""
    old_status: str | None = None
    new_status: str | None = None
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Search of the ledger, the time line of one claim beside it, the state of the ledger above."""

    ledger: LedgerState
    entries: Sequence[AuditEntry]
    pager: Pager
    people: Sequence[Choice]
    verbs: Sequence[Choice]
    about: str = ""
    after: str = ""
    heading: str = ""
    claim: ClaimHistory | None = None
    as_it_stood: str = ""


@dataclass(frozen=True, slots=True)
class StoodRow:
    """A claim as it stood at a moment."""

    number: int | None
    text: str
    role_label: str
    state_label: str
    verification: str = ""
    chain_words: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ArticleAsItStood:
    """An article at a moment that a supervisor asks about."""

    title: str
    address: str
    moment: datetime
    rows: Sequence[StoodRow]
    decided: int
    total: int


@dataclass(frozen=True, slots=True)
class ReleaseFileLine:
    """A file of a release."""

    name: str
    bytes: int
    sha256: str
    address: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release in the list."""

    id: UUID
    title: str
    address: str
    status: Literal["queued", "building", "done", "failed"]
    built_at: datetime | None
    holds: str
    formats: str
    ledger_head: int | None
    progress: int = 0
    trouble: str = ""
    asked_by: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseList:
    """All releases of the project, newest first; the rest is for the form that asks for one.

    `parts` are the words that a claim may be chosen by: (field, what it is called, choices). `articles` and `sources`
    are the newest and the most named ones; all can be named in a request by program.
    """

    releases: Sequence[ReleaseLine]
    formats: Sequence[Choice]
    may_build: bool
    problems: Sequence[str] = ()
    parts: Sequence[tuple[str, str, Sequence[Choice]]] = ()
    articles: Sequence[Choice] = ()
    sources: Sequence[Choice] = ()
    licences: Sequence[Choice] = ()
    comparable: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release. `facts` are (name, words); `losses` are (format, what is lost, how many values)."""

    line: ReleaseLine
    built_by: str
    files: Sequence[ReleaseFileLine]
    facts: Sequence[tuple[str, str]]
    losses: Sequence[tuple[str, str, int]] = ()
    seconds: float | None = None
    may_open: bool = True


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A claim that changed between two releases; `fields` are (name, before, after) in a few words."""

    kind: str
    text: str
    address: str
    fields: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Two releases side by side. `told` is what the manifests say differently; `more` changes are not shown."""

    older: ReleaseLine
    newer: ReleaseLine
    counts: Sequence[tuple[str, int]]
    changes: Sequence[ChangeLine]
    more: int
    told: Sequence[tuple[str, str, str]]
    file_address: str


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token of the interface; its secret is shown once, when it is made."""

    id: UUID
    name: str
    owner: str
    made_at: datetime
    is_revoked: bool = False


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of this installation."""

    id: str
    username: str
    name: str
    is_active: bool
    is_administrator: bool
    memberships: Sequence[tuple[str, str]] = ()
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AdministrationPage:
    """People, tokens, projects. `secret` is shown once: (what it is, the words to hand over)."""

    people: Sequence[PersonLine]
    tokens: Sequence[TokenLine]
    projects: Sequence[ProjectLine]
    secret: tuple[str, str] | None = None
    problems: Sequence[tuple[str, str]] = ()
    health: Sequence[tuple[str, str, bool]] = ()
