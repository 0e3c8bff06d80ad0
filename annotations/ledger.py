"""The ledger: who did what, in an order and with a wording that cannot change unseen (docs/ledger.md).

A verb appends its entries last in its transaction: from there on the project's other verbs wait for its end.
"""

import hashlib
import hmac
import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.transaction import TransactionManagementError

from annotations.domain.ledger_verbs import WORDS, LedgerVerb
from annotations.models.ledger import LedgerEntry
from annotations.models.rows import execute
from annotations.verify_ledger import GENESIS, Broken, Chain, spell

COMPONENT = "component:"
ROWS_AT_ONCE = 2000
Actor = models.Model | str
Subject = models.Model | str
Texts = tuple[str, str, str, str]
Bytes = bytes | memoryview

_signed_in: ContextVar[str] = ContextVar("signed_in", default="")


@dataclass(frozen=True, slots=True)
class Line:
    """What a verb has to say: `by` a user or "component:name/version", `subject` a row or "kind:id"."""

    by: Actor
    verb: LedgerVerb
    subject: Subject
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that stands. `at` is UTC to the microsecond, `previous` and `hash` are 64 hex digits."""

    project_id: UUID
    seq: int
    at: datetime
    actor: str
    verb: str
    subject: str
    payload: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found; `count` good entries up to `head`. `first_bad_seq` and `why` if not `ok`."""

    count: int
    ok: bool
    head: str
    first_bad_seq: int | None = None
    why: str = ""


def append(
    project_id: UUID, *, by: Actor, verb: LedgerVerb, subject: Subject, payload: Mapping[str, Any]
) -> Entry:
    """The entry, as it will stand once the transaction commits. Raises as `append_many` does."""
    return append_many(project_id, [Line(by, verb, subject, payload)])[0]


def append_many(project_id: UUID, rows: Iterable[Line]) -> list[Entry]:
    """The entries in the order of `rows`, in one call and under one lock.

    Raises TransactionManagementError outside a transaction, ValueError for an unknown verb, TypeError for a
    payload that has no canonical form, and the database's ProgrammingError where another person is signed in
    than the one who is named.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A ledger entry stands or falls with its verb: open a transaction.")
    new = [_texts(row) for row in rows]
    if not new:
        return []
    columns = [[row[column] for row in new] for column in range(4)]
    written = execute(
        [
            ("select set_config('workbench.actor', %s, true)", [_signed_in.get()]),
            (
                "select seq, at, previous, hash"
                " from ledger.append(%s, %s::text[], %s::text[], %s::text[], %s::text[])",
                [project_id, *columns],
            ),
        ]
    )
    return [
        _entry(project_id, seq, at, texts, previous, hashed)
        for (seq, at, previous, hashed), texts in zip(written, new, strict=True)
    ]


@contextmanager
def signed_in(by: Actor | None) -> Iterator[None]:
    """Inside, entries can be signed only by this person or by a component; None takes any signature.

    This finds our own mistakes (a verb that signs with another's name). It is no guard against somebody who
    can run SQL as the application's role.
    """
    token = _signed_in.set("" if by is None else actor_of(by))
    try:
        yield
    finally:
        _signed_in.reset(token)


def actor_of(by: Actor) -> str:
    """A user's id, or a component's name as it is. Raises ValueError for any other string."""
    if isinstance(by, models.Model):
        return str(by.pk)
    if not by.startswith(COMPONENT) or by == COMPONENT:
        raise ValueError(f"{by!r} is neither a user nor a component; a component is named {COMPONENT}name.")
    return by


def subject_of(of: Subject) -> str:
    """`kind:id` of a row, such as `claim:0190…`; a string as it is."""
    return of if isinstance(of, str) else f"{of._meta.model_name}:{of.pk}"


def canonical(payload: Mapping[str, Any]) -> str:
    """JSON with sorted keys, without spaces, letters as they are; UUIDs and UTC times as strings.

    Raises TypeError for floats, naive times and whatever JSON does not know, ValueError for lone surrogates: they
    could be written in more than one way, or in none.
    """
    text = json.dumps(_plain(payload), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    text.encode()
    return text


def salted_digest(salt: bytes, text: str) -> str:
    """64 hex digits that stand for a text about people: whoever has text and salt can show that they belong together.

    HMAC-SHA-256. Keep the salt (16 random bytes or more) beside the text and erase it with the text; then the
    digest says nothing any more, and the chain still holds. Raises ValueError for a shorter salt.
    """
    if len(salt) < 16:
        raise ValueError(f"A salt of {len(salt)} bytes can be guessed; take 16 random bytes.")
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()


def entries(
    project_id: UUID,
    *,
    after: int = 0,
    actor: str | None = None,
    verb: str | None = None,
    subject: str | None = None,
    limit: int = 100,
) -> list[Entry]:
    """At most `limit` entries with a seq above `after`, in order of seq; each filter is an exact value."""
    asked = {"actor": actor, "verb": verb, "subject": subject}
    found = LedgerEntry.objects.filter(project_id=project_id, seq__gt=after)
    found = found.filter(**{name: value for name, value in asked.items() if value is not None})
    return [entry_of(row) for row in found.order_by("seq")[:limit]]


def newest(project_id: UUID) -> Entry | None:
    """The last entry, None where nothing was ever done."""
    row = LedgerEntry.objects.filter(project_id=project_id).order_by("-seq").first()
    return entry_of(row) if row else None


def entry_of(row: LedgerEntry) -> Entry:
    """A row of the table, read."""
    texts = row.actor, row.verb, row.subject, row.payload
    return _entry(row.project_id, row.seq, row.at, texts, row.previous, row.hash)


def verify(project_id: UUID) -> Report:
    """Every link recomputed and the head row compared, in one snapshot and with flat memory."""
    chain, links = Chain(project_id), _links(project_id)
    try:
        with closing(links):
            head = next(links)
            for link in links:
                chain.follow(*link)
        if head != (chain.seq, chain.head):
            raise Broken(
                min(head[0], chain.seq) + 1,
                f"the head row stands at {head[0]}, the last entry is {chain.seq}",
            )
    except Broken as broken:
        return Report(chain.seq, False, chain.head.hex(), broken.seq, broken.why)
    return Report(chain.seq, True, chain.head.hex())


def exported(project_id: UUID) -> Iterator[bytes]:
    """The lines of the file that `verify_ledger.py` reads, of one snapshot, with flat memory; nothing is checked."""
    with closing(_links(project_id)) as links:
        seq, hashed = next(links)
        head = f'"head":"{hashed.hex()}"'
        yield f'{{"count":{seq},"format":"annotations-ledger-1",{head},"project":"{project_id}"}}\n'.encode()
        for link in links:
            yield spell(*link)
        yield f'{{"count":{seq},"end":true,{head}}}\n'.encode()


def projects() -> list[UUID]:
    """Every project that has a chain, the site's own first."""
    with connection.cursor() as cursor:
        cursor.execute("select project from ledger.head union select project from ledger.entry order by 1")
        return [project_id for (project_id,) in cursor.fetchall()]


def _links(project_id: UUID) -> Generator[Any, None, None]:
    """First (seq, hash) of the head row, then each entry as `Chain.follow` takes it; one statement, one snapshot."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            """select h.seq, h.hash, e.seq, e.at, e.actor, e.verb, e.subject, e.payload, e.previous, e.hash
               from (select %s::uuid as project) p
               left join ledger.head h using (project) left join ledger.entry e using (project)
               order by e.seq""",
            [project_id],
        )
        rows = cursor.fetchmany(ROWS_AT_ONCE)
        seq, hashed = rows[0][:2]
        yield (0, GENESIS) if seq is None else (seq, bytes(hashed))
        while rows:
            for row in rows:
                if row[2] is not None:
                    yield row[2], row[3], row[4:8], bytes(row[8]), bytes(row[9])
            rows = cursor.fetchmany(ROWS_AT_ONCE)


def _texts(line: Line) -> Texts:
    if line.verb not in WORDS:
        raise ValueError(
            f"{line.verb!r} is no verb of the ledger; annotations/domain/ledger_verbs.py lists them."
        )
    return (
        actor_of(line.by),
        str(line.verb),
        subject_of(line.subject),
        canonical(line.payload),
    )


def _entry(project_id: UUID, seq: int, at: datetime, texts: Texts, previous: Bytes, hashed: Bytes) -> Entry:
    who, verb, what, payload = texts
    return Entry(
        project_id, seq, at, who, verb, what, json.loads(payload), bytes(previous).hex(), bytes(hashed).hex()
    )


def _plain(value: Any) -> Any:
    """The value in JSON's own types, of which each has one spelling. Raises TypeError naming what has none."""
    if isinstance(value, Mapping):
        if wrong := [key for key in value if not isinstance(key, str)]:
            raise TypeError(f"A ledger payload's keys are strings, not {wrong[0]!r}.")
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"{value!r} has no time zone; a ledger payload's times are UTC.")
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, str):
        return str(value)
    if isinstance(value, UUID | date):
        return str(value)
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"{value!r} has no single spelling in a ledger payload; write it as a string.")
