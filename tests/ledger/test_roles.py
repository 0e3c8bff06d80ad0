"""R-ROLE: what somebody who can run SQL as the application's role may try; all is refused.

The twin makes the usual ledger, a table of the role that runs the application, kept by triggers that a session
setting opens, and shows that each attack does harm there.
"""

from collections.abc import Iterator
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, UndefinedTable

from annotations import ledger
from tests.databases import CommittedDatabase
from tests.ledger.conftest import chain

# {s} is the schema, {owner} the role that owns it.
ATTACKS: dict[str, tuple[LiteralString, ...]] = {
    "update": ("update {s}.entry set actor = 'x' where seq = 2",),
    "delete": ("delete from {s}.entry where seq = 3",),
    "truncate": ("truncate {s}.entry",),
    "insert": (
        "insert into {s}.entry select project, 99, at, actor, verb, subject, payload, hash, previous"
        " from {s}.entry where seq = 3",
    ),
    "exchange": ("alter table {s}.entry rename to gone", "create table {s}.entry (like ledger.entry)"),
    "merge": (
        "merge into {s}.entry e using {s}.head h on e.seq = 2 when matched then update set verb = 'x'",
    ),
    "disable trigger": ("alter table {s}.entry disable trigger all", "delete from {s}.entry"),
    "drop trigger": ("drop trigger only_grows on {s}.entry", "delete from {s}.entry"),
    "rule": ("create rule away as on insert to {s}.head do instead nothing",),
    "head back": ("update {s}.head set seq = 1",),
    "head away": ("delete from {s}.head",),
    "new head": ("insert into {s}.head values (gen_random_uuid(), 7, sha256('x'))",),
    "replace function": (
        "create or replace function {s}.append(uuid, text[], text[], text[], text[]) returns int language sql return 0",
    ),
    "drop function": ("drop function {s}.append(uuid, text[], text[], text[], text[])",),
    "alter function": ("alter function {s}.append(uuid, text[], text[], text[], text[]) security invoker",),
    "set role": ("set role {owner}", "alter table {s}.entry disable trigger all", "delete from {s}.entry"),
    "grant": ("grant all on {s}.entry to public",),
    "own": ("alter table {s}.entry owner to current_user", "drop table {s}.entry"),
    "constraint": ("alter table {s}.entry drop constraint entry_pkey",),
    "drop table": ("drop table {s}.entry cascade",),
    "drop schema": ("drop schema {s} cascade",),
    "session setting": ("set history.open = 'yes'", "delete from {s}.entry"),
}
ONLY_OF_THE_SERVER: tuple[LiteralString, ...] = (
    "set session_replication_role = replica",
    "set session authorization {owner}",
    "alter role {app} superuser",
    "grant {owner} to {app}",
    "create table ledger.more ()",
    "create table public.more ()",
    "alter database {database} set session_replication_role = replica",
    "select lo_import('/etc/hostname')",
    "copy ledger.entry to program 'true'",
    "alter table public.annotations_decision disable trigger all",
    "update public.annotations_decision set note = ''",
    "delete from public.annotations_suggestion",
    "truncate public.annotations_articleoriginal cascade",
    "truncate public.annotations_project cascade",
    "delete from public.django_migrations",
)

USUAL_LEDGER = """
create schema usual;
create table usual.head (like ledger.head);
create table usual.entry (like ledger.entry, constraint entry_pkey primary key (project, seq));
insert into usual.head select * from ledger.head;
insert into usual.entry select * from ledger.entry;
create function usual.append(uuid, text[], text[], text[], text[]) returns int
    language sql security definer return 1;
"""
USUAL_TRIGGER = """
create function usual.refuse() returns trigger language plpgsql as $$
begin
    if current_setting('history.open', true) = 'yes' then return coalesce(new, old); end if;
    raise exception 'append only';
end $$;
create trigger only_grows before update or delete on usual.entry for each row execute function usual.refuse();
"""
ROUND_THE_TRIGGER = {"disable trigger", "drop trigger", "set role", "session setting"}

STATE = """
select array[
    (select string_agg(e::text, ' ' order by e.seq) from {s}.entry e),
    (select string_agg(h::text, ' ' order by h.project) from {s}.head h),
    (select string_agg(pg_get_functiondef(oid), ' ' order by oid) from pg_proc where pronamespace = {n}::regnamespace),
    (select string_agg(relname || relowner || coalesce(relacl::text, ''), ' ' order by oid)
        from pg_class where relnamespace = {n}::regnamespace),
    (select string_agg(tgname || tgenabled::text, ' ' order by t.oid)
        from pg_trigger t join pg_class c on c.oid = tgrelid where relnamespace = {n}::regnamespace),
    (select string_agg(conname, ' ' order by oid) from pg_constraint where connamespace = {n}::regnamespace),
    (select string_agg(rulename, ' ' order by rulename) from pg_rules where schemaname = {n})]
"""


def state(connection: psycopg.Connection, schema: str) -> list[str | None] | None:
    """All that a schema holds and says; None when its tables are gone."""
    try:
        row = connection.execute(
            sql.SQL(STATE).format(s=sql.Identifier(schema), n=sql.Literal(schema))
        ).fetchone()
    except UndefinedTable:
        return None
    assert row is not None
    return list(row[0])


@pytest.fixture
def project_id(committed_db: CommittedDatabase) -> UUID:
    return chain(5)


@pytest.fixture
def intruder(committed_db: CommittedDatabase) -> Iterator[psycopg.Connection]:
    """Signed in as the application is."""
    with psycopg.connect(committed_db.url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def owner(committed_db: CommittedDatabase) -> Iterator[psycopg.Connection]:
    """Signed in as the role that migrates; what it does is rolled back."""
    with psycopg.connect(committed_db.owner_url) as connection:
        yield connection
        connection.rollback()


def attempt(connection: psycopg.Connection, statement: LiteralString, *, schema: str, owner: str) -> None:
    row = connection.execute("select current_database()").fetchone()
    assert row is not None
    names = {"s": schema, "owner": owner, "app": settings.DATABASE_ROLES["app"], "database": row[0]}
    connection.execute(
        sql.SQL(statement).format(**{name: sql.Identifier(value) for name, value in names.items()})
    )


def test_the_applications_role_changes_nothing(
    intruder: psycopg.Connection, owner: psycopg.Connection, project_id: UUID
) -> None:
    owner.autocommit = True
    before = state(owner, "ledger")
    for attack, statements in ATTACKS.items():
        refusals = 0
        for statement in statements:
            try:
                attempt(intruder, statement, schema="ledger", owner=settings.DATABASE_ROLES["ledger"])
            except InsufficientPrivilege:
                refusals += 1
        assert refusals or attack == "grant", attack  # PostgreSQL only warns that nothing was granted
        assert state(owner, "ledger") == before is not None, attack
    assert ledger.verify(project_id).ok


def test_in_a_ledger_of_the_usual_kind_each_of_the_same_attacks_does_harm(
    owner: psycopg.Connection, project_id: UUID
) -> None:
    """The twin."""
    for attack, statements in ATTACKS.items():
        owner.execute(USUAL_LEDGER)
        if attack in ROUND_THE_TRIGGER:
            owner.execute(USUAL_TRIGGER)
        before = state(owner, "usual")
        for statement in statements:
            attempt(owner, statement, schema="usual", owner=owner.info.user)
        assert state(owner, "usual") != before is not None, attack
        owner.rollback()


def test_what_would_open_another_way_is_refused(intruder: psycopg.Connection, project_id: UUID) -> None:
    for statement in ONLY_OF_THE_SERVER:
        with pytest.raises(InsufficientPrivilege):
            attempt(intruder, statement, schema="ledger", owner=settings.DATABASE_ROLES["ledger"])


def test_tables_of_the_same_name_in_front_of_the_ledger_catch_nothing(
    intruder: psycopg.Connection, project_id: UUID
) -> None:
    intruder.execute("create temporary table head (like ledger.head)")
    intruder.execute("create temporary table entry (like ledger.entry)")
    intruder.execute(
        "create function pg_temp.sha256(bytea) returns bytea language sql return 'forged'::bytea"
    )
    intruder.execute("set search_path = pg_temp, pg_catalog, ledger")
    intruder.execute(
        "select ledger.append(%s, '{component:x}', '{decided}', '{claim:1}', '{1}')", [project_id]
    )
    assert intruder.execute("select count(*) from pg_temp.entry").fetchone() == (0,)
    report = ledger.verify(project_id)
    assert (report.count, report.ok) == (6, True)


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger.entry set verb = 'x'",
        "truncate ledger.entry",
        "delete from ledger.head",
        "update ledger.head set seq = seq - 1",
    ],
)
def test_even_the_ledgers_owner_is_stopped_by_triggers_until_it_takes_them_off(
    owner: psycopg.Connection, project_id: UUID, statement: LiteralString
) -> None:
    owner.execute(sql.SQL("set role {}").format(sql.Identifier(settings.DATABASE_ROLES["ledger"])))
    with pytest.raises(psycopg.errors.RestrictViolation, match="a ledger only grows"):
        owner.execute(statement)
