"""Who may do what on which table, as it stands in the database after a migration."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from annotations import ledger_grants, ledger_roles
from annotations.models import Guideline, Project, User
from tests.databases import CommittedDatabase

EVERY = ("select", "insert", "update", "delete", "truncate", "references", "trigger")


def rights(role: str, table: str) -> set[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select r from unnest(%s::text[]) r where has_table_privilege(%s, %s, r)",
            [list(EVERY), settings.DATABASE_ROLES[role], table],
        )
        return {right for (right,) in cursor.fetchall()}


@pytest.fixture
def granted(committed_db: CommittedDatabase) -> Iterator[CommittedDatabase]:
    yield committed_db
    connections["owner"].close()


def test_the_application_reads_and_writes_but_only_adds_where_rows_never_change(
    granted: CommittedDatabase,
) -> None:
    append_only = ledger_grants.append_only_tables()
    assert {"annotations_decision", "annotations_link", "annotations_suggestion"} <= append_only
    for table in {model._meta.db_table for model in apps.get_models() if model._meta.managed}:
        allowed = {"select", "insert"} if table in append_only else {"select", "insert", "update", "delete"}
        assert rights("app", f'public."{table}"') == allowed, table
    assert rights("app", "public.django_migrations") == {"select"}


def test_every_append_only_table_has_the_trigger_too(granted: CommittedDatabase) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            """select tgrelid::regclass::text from pg_trigger
               where tgname like '%\\_never\\_changes' and tgenabled = 'A'"""
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert guarded == ledger_grants.append_only_tables()


def test_the_ledger_is_appended_to_by_the_application_and_read_by_both(granted: CommittedDatabase) -> None:
    for role in ("app", "verify"):
        assert rights(role, "ledger.entry") == rights(role, "ledger.head") == {"select"}
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            """select has_function_privilege(%s, p.oid, 'execute'), has_function_privilege(%s, p.oid, 'execute')
               from pg_proc p where p.oid = 'ledger.append'::regproc""",
            [settings.DATABASE_ROLES["app"], settings.DATABASE_ROLES["verify"]],
        )
        assert cursor.fetchone() == (True, False)
        cursor.execute(
            """select count(*) from pg_class c, aclexplode(c.relacl) a
               where relnamespace = 'ledger'::regnamespace and a.grantee = 0"""
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            """select count(*) from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
               where pronamespace = 'ledger'::regnamespace and a.grantee = 0"""
        )
        assert cursor.fetchone() == (0,)


def test_who_audits_by_sql_reads_decisions_and_no_passwords_or_tokens(granted: CommittedDatabase) -> None:
    assert rights("verify", "public.annotations_decision") == {"select"}
    for table in ("annotations_user", "annotations_apitoken", "django_session"):
        assert rights("verify", f"public.{table}") == set()


def test_granting_again_changes_nothing(granted: CommittedDatabase) -> None:
    def acls() -> list[tuple[str, str]]:
        with connections["owner"].cursor() as cursor:
            cursor.execute("select relname, relacl::text from pg_class order by oid")
            return cursor.fetchall()

    before = acls()
    ledger_grants.apply(connections["owner"])
    assert acls() == before


def test_a_right_that_was_given_by_hand_is_taken_back(granted: CommittedDatabase) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"grant all on public.annotations_decision to {ledger_roles.role('app')}")
    assert "truncate" in rights("app", "public.annotations_decision")
    ledger_grants.apply(connections["owner"])
    assert rights("app", "public.annotations_decision") == {"select", "insert"}


def test_an_application_that_is_a_member_of_the_ledgers_owner_is_refused(granted: CommittedDatabase) -> None:
    owner = connections["owner"]
    ledger, app = ledger_roles.role("ledger"), ledger_roles.role("app")
    with transaction.atomic(using="owner"):
        owner.cursor().execute(f"grant {ledger} to {app}")
        with pytest.raises(CommandError, match="could rewrite the ledger"):
            ledger_roles.ensure(owner)
        transaction.set_rollback(True, using="owner")


def test_an_application_that_migrates_is_refused(
    granted: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = connections["owner"]
    monkeypatch.setitem(settings.DATABASE_ROLES, "app", owner.settings_dict["USER"])
    with pytest.raises(CommandError, match="could rewrite the ledger"):
        ledger_roles.ensure(owner)


def test_a_role_that_may_not_make_roles_is_told_what_the_administrator_must_run(
    granted: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASE_ROLES, "ledger", "another_ledger")
    with pytest.raises(CommandError) as caught:
        ledger_roles.ensure(connections["default"])
    words = str(caught.value)
    assert 'create role "another_ledger" nologin;' in words
    assert 'grant "another_ledger" to ' in words
    assert f'grant create on database "{granted.name}" to ' in words


@pytest.mark.django_db
def test_a_row_that_never_changes_refuses_the_application_and_the_owner() -> None:
    user = User.objects.create(username="ada")
    project = Project.objects.create(slug="p", name="P")
    guideline = Guideline.objects.create(project=project, version=1, text="Read.", written_by=user)
    for act in (guideline.delete, lambda: Guideline.objects.update(text="Do not read.")):
        with (
            pytest.raises((ProgrammingError, IntegrityError), match=r"permission denied|never change"),
            transaction.atomic(),
        ):
            act()
    assert connection.vendor == "postgresql"
