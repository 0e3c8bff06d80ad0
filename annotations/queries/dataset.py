"""A data set as it stands at one moment: one snapshot, read once, a few rows at a time."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, islice
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg.sql import SQL, Literal

from annotations.domain.errors import Conflict, NotFound
from annotations.domain.ledger_verbs import ANSWERING, LEAVE_DATA_ALONE
from annotations.domain.licences import address_of
from annotations.domain.pseudonyms import project_secret, pseudonym
from annotations.domain.selections import Selection
from annotations.queries import dataset_sql, release_sql
from annotations.queries.source_sql import SOURCES
from annotations.writers.extract import EntryRow
from annotations.writers.records import QUOTE, About, ArticleRecord, ClaimRecord, SourceRecord
from annotations.writers.split import SHARES

ARTICLES_AT_ONCE = 25
ENTRIES_AT_ONCE = 2_000
CHARACTERS_AT_ONCE = 2_000_000
"""Of article texts held at a time, so that ten articles of a book's length are no more than one."""
NAMED_AT_MOST = 50
CLAIM_TYPES = ["int8" if name in dataset_sql.NUMBERS else "text" for name in ClaimRecord._fields[:-2]]


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim about which people still differ, that was opened again, or whose sign-off is void."""

    id: str
    position: int
    state: str
    article: str


class OpenClaims(Conflict):
    """The selection holds claims that are disputed or reopened, or whose sign-off is void; `claims` are all of them."""

    def __init__(self, claims: list[OpenClaim]) -> None:
        self.claims = claims
        named = [
            f"{claim.id} ({claim.state}, sentence {claim.position} of '{claim.article:.60}')"
            for claim in claims
        ]
        more = len(named) - NAMED_AT_MOST
        listed = "; ".join(named[:NAMED_AT_MOST]) + (f"; and {more:,} more" if more > 0 else "")
        what = "1 claim is" if len(claims) == 1 else f"{len(claims):,} claims are"
        super().__init__(
            f"{what} disputed or reopened, or the sign-off is void: {listed}. Settle and sign, or allow open claims.",
            current=[claim.id for claim in claims[:NAMED_AT_MOST]],
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The data set of a selection at one moment. To be read once, inside the block of `snapshot`."""

    about: About
    total: int
    _session: "psycopg.Connection[Any]"
    _values: dict[str, Any]
    _articles_at_once: int

    def require_settled(self) -> None:
        """Raise OpenClaims where a selected claim is disputed or reopened, or its sign-off is void."""
        _refuse_open(self._session.execute(dataset_sql.OPEN, self._values).fetchall())

    def articles(self) -> Iterator[tuple[ArticleRecord, Iterable[ClaimRecord]]]:
        """Each article with its selected claims, in order of id and then as it reads.

        The claims of an article are to be read before the next article is asked for.
        """
        with closing(self._claims()) as claims:
            for row, (article_id, own) in zip(
                self._bare_articles(), groupby(claims, key=_article_of), strict=True
            ):
                article = ArticleRecord._make(row)
                if article.id != article_id:
                    raise RuntimeError(f"claims of article {article_id} met article {article.id}")
                yield article, _with_context(own, article.text)

    def sources(self) -> Iterator[SourceRecord]:
        """The sources that the data set names, and those that these are part of or were merged into, by id."""
        with self._session.cursor(name="sources") as cursor:
            cursor.execute(SOURCES, self._values)
            yield from map(SourceRecord._make, cursor)

    def proofs(self) -> Iterator[list[EntryRow]]:
        """The ledger's entries of the answers to the selected claims, in order of seq, some at a time."""
        statement = f"copy ({release_sql.PROOFS}) to stdout"
        with self._session.cursor() as cursor, cursor.copy(statement, self._values) as copy:
            copy.set_types(["int8", "text", "int8", *["text"] * (len(EntryRow._fields) - 3)])
            rows = map(EntryRow._make, copy.rows())
            while batch := list(islice(rows, ENTRIES_AT_ONCE)):
                yield batch

    def desk_labels(self) -> list[tuple[Any, ...]]:
        """The desk's own labels, also those no longer in use, as `write_desk_labels` takes them."""
        return self._session.execute(release_sql.LABELS, self._values).fetchall()

    def labelled(self) -> Iterator[tuple[str, str]]:
        """The chosen claims whose standing answer has a label of the desk's, with its id."""
        with self._session.cursor(name="labelled") as cursor:
            cursor.execute(release_sql.LABELLED, self._values)
            yield from cursor

    @property
    def people(self) -> dict[str, str]:
        """What the data set calls people, by the id of their account."""
        names: dict[str, str] = orjson.loads(self._values["people"])
        return names

    def _bare_articles(self) -> Iterator[tuple[Any, ...]]:
        with self._session.cursor(name="articles") as cursor:
            cursor.execute(dataset_sql.ARTICLES, self._values)
            while rows := cursor.fetchmany(self._articles_at_once):
                yield from rows

    def _claims(self) -> Generator[tuple[Any, ...], None, None]:
        """By COPY, on a second connection that sees the same snapshot: the server runs ahead while we write."""
        (name,) = self._session.execute("select pg_export_snapshot()").fetchall()[0]
        with _session() as session, session.cursor() as cursor:
            cursor.execute(SQL("set transaction snapshot {}").format(Literal(name)))
            # Compiling this statement takes longer than running it.
            cursor.execute("set local jit = off")
            with cursor.copy(f"copy ({dataset_sql.CLAIMS}) to stdout", self._values) as copy:
                copy.set_types(CLAIM_TYPES)
                yield from copy.rows()


@contextmanager
def snapshot(
    project_id: UUID,
    selection: Selection,
    *,
    formats: tuple[str, ...] = (),
    with_text: bool = True,
    named: bool = False,
    licence: str = "",
) -> Iterator[Snapshot]:
    """The data set as it stands now, whatever others write meanwhile; people by pseudonym, or `named`.

    A connection of its own, REPEATABLE READ and READ ONLY, so that the caller can go on writing on Django's.
    Raises NotFound for an unknown project.
    """
    with _session() as session:
        values = _values(session, project_id, selection, with_text, named)
        ((total, longest, notes),) = session.execute(dataset_sql.SIZE, values).fetchall()
        at_once = min(ARTICLES_AT_ONCE, max(1, CHARACTERS_AT_ONCE // max(1, longest)))
        about = _about(session, values, selection)
        about = replace(
            about,
            formats=formats,
            with_text=with_text,
            notes=notes,
            time_cuts=_time_cuts(session, values),
            named=named,
            licence=licence,
            licence_url=address_of(licence) if licence else "",
            **_told(session, about),
        )
        yield Snapshot(about, total, session, values, at_once)


def require_settled(project_id: UUID, selection: Selection) -> None:
    """Raise OpenClaims for claims disputed or reopened now, or with a void sign-off, as the transaction sees it."""
    with connection.cursor() as cursor:
        cursor.execute(dataset_sql.OPEN, _choice(project_id, selection))
        _refuse_open(cursor.fetchall())


def _refuse_open(rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        raise OpenClaims([OpenClaim(*row) for row in rows])


@contextmanager
def _session() -> Iterator["psycopg.Connection[Any]"]:
    ours = connections["default"]
    session = ours.get_new_connection(ours.get_connection_params())
    try:
        session.autocommit = False
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        session.read_only = True
        yield session
    finally:
        session.close()


def _values(
    session: Any, project_id: UUID, selection: Selection, with_text: bool, named: bool
) -> dict[str, Any]:
    secret = project_secret(settings.SECRET_KEY, project_id)
    people = session.execute(dataset_sql.PEOPLE, {"project": project_id}).fetchall()
    names: dict[UUID, str] = {}
    if named:
        asked = {"people": [pk for pk, _ in people]}
        names = dict(session.execute(release_sql.NAMES, asked).fetchall())
    return _choice(project_id, selection) | {
        "with_text": with_text,
        "quiet": sorted(verb.value for verb in LEAVE_DATA_ALONE),
        "answering": sorted(verb.value for verb in ANSWERING),
        "people": orjson.dumps(
            {str(pk): name or names.get(pk) or pseudonym(pk, secret=secret) for pk, name in people}
        ).decode(),
    }


def _told(session: Any, about: About) -> dict[str, Any]:
    """What annotators were told, and which machines made suggestions to them."""
    asked = {"project": about.project_id, "version": about.guideline_version}
    (text,) = session.execute(release_sql.GUIDELINE, asked).fetchone() or ("",)
    names = session.execute(release_sql.SUGGESTERS, asked).fetchall()
    return {"guideline": text, "suggesters": tuple(name for (name,) in names)}


def _choice(project_id: UUID, selection: Selection) -> dict[str, Any]:
    return {
        "project": project_id,
        "articles": list(selection.articles) or None,
        "states": [str(state) for state in selection.states] or None,
        "roles": [str(role) for role in selection.roles] or None,
        "verifications": [str(word) for word in selection.verifications] or None,
        "sources": list(selection.sources) or None,
        "since": _midnight(selection.since),
        "until": _midnight(selection.until, days=1),
    }


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """When the day began, or so many days later, in UTC."""
    if day is None:
        return None
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=days)


def _about(session: Any, values: dict[str, Any], selection: Selection) -> About:
    project = session.execute(dataset_sql.PROJECT, values).fetchone()
    if project is None:
        raise NotFound(f"There is no project {values['project']}.")
    seq, at = session.execute(dataset_sql.SNAPSHOT, values).fetchone() or (0, None)
    pk, slug, name, quorum, blind, blind_share, asks, guideline_version = project
    return About(
        project_id=pk,
        slug=slug,
        name=name,
        quorum=quorum,
        blind=blind,
        blind_share=blind_share,
        asks=tuple(orjson.loads(asks) if isinstance(asks, str) else asks),
        guideline_version=guideline_version,
        seq=seq,
        at=at,
        selection=selection.as_dict(),
    )


def _time_cuts(session: Any, values: dict[str, Any]) -> tuple[str, str] | None:
    shares = {"train": SHARES[0], "dev": SHARES[0] + SHARES[1]}
    train, dev = session.execute(dataset_sql.CUTS, values | shares).fetchone()
    return None if train is None else (train, dev)


def _article_of(row: tuple[Any, ...]) -> str:
    return str(row[1])


def _with_context(rows: Iterable[tuple[Any, ...]], text: str | None) -> Iterator[ClaimRecord]:
    if text is None:
        yield from map(ClaimRecord._make, ((*row, None, None) for row in rows))
        return
    for row in rows:
        start, end = row[3], row[4]
        yield ClaimRecord._make((*row, text[max(0, start - QUOTE) : start], text[end : end + QUOTE]))
