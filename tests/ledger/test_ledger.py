"""Appending, reading and verifying, in Python and in the database's own function."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from annotations import ledger
from annotations.domain.ledger_verbs import SITE, LedgerVerb
from annotations.models import LedgerEntry, User
from annotations.verify_ledger import GENESIS, digest
from tests.ledger.conftest import COMPONENT, chain

NUL_FREE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


def line(**changes: object) -> ledger.Line:
    values = {"by": COMPONENT, "verb": LedgerVerb.DECIDED, "subject": "claim:1", "payload": {}}
    return ledger.Line(**values | changes)


@pytest.mark.django_db
def test_entries_are_numbered_from_one_and_each_names_the_hash_before_it() -> None:
    project_id = uuid4()
    first = ledger.append(
        project_id, by=COMPONENT, verb=LedgerVerb.PROJECT_CREATED, subject="project:a", payload={"a": 1}
    )
    second, third = ledger.append_many(project_id, [line(), line(payload={"b": [2]})])
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert [first.previous, second.previous, third.previous] == [GENESIS.hex(), first.hash, second.hash]
    assert third.payload == {"b": [2]}
    assert ledger.entries(project_id) == [first, second, third]
    assert ledger.verify(project_id) == ledger.Report(3, True, third.hash)


@pytest.mark.django_db
def test_a_users_entry_carries_the_id_and_no_name() -> None:
    user = User.objects.create(username="m.rossi")
    entry = ledger.append(SITE, by=user, verb=LedgerVerb.USER_CREATED, subject=user, payload={})
    assert (entry.actor, entry.subject) == (str(user.id), f"user:{user.id}")
    assert "rossi" not in str(LedgerEntry.objects.filter(project_id=SITE).values_list())


@pytest.mark.django_db
def test_chains_of_two_projects_do_not_touch() -> None:
    one, other = chain(3), chain(2)
    assert (ledger.verify(one).count, ledger.verify(other).count) == (3, 2)
    assert {one, other} <= set(ledger.projects())


@pytest.mark.django_db
def test_entries_are_filtered_and_paged_by_seq() -> None:
    project_id = chain(7)
    assert [entry.seq for entry in ledger.entries(project_id, after=2, limit=3)] == [3, 4, 5]
    assert [entry.seq for entry in ledger.entries(project_id, subject=f"claim:{UUID(int=4)}")] == [4]
    assert [entry.seq for entry in ledger.entries(project_id, actor="component:tool/3")] == [3]
    assert ledger.entries(project_id, verb="undone") == []


@pytest.mark.django_db(transaction=False)
def test_the_model_reads_an_entry_by_its_two_part_key() -> None:
    project_id = chain(2)
    assert LedgerEntry.objects.get(pk=(project_id, 2)).verb == "decided"


@pytest.mark.django_db
def test_nothing_is_appended_for_an_empty_list() -> None:
    project_id = uuid4()
    assert ledger.append_many(project_id, []) == []
    assert ledger.verify(project_id) == ledger.Report(0, True, GENESIS.hex())


def test_an_entry_outside_a_transaction_is_refused(committed_db: object) -> None:
    with pytest.raises(TransactionManagementError, match="open a transaction"):
        ledger.append_many(uuid4(), [line()])


def test_a_verb_that_is_rolled_back_leaves_no_entry_and_no_gap(committed_db: object) -> None:
    project_id = chain(1)
    with transaction.atomic():
        ledger.append_many(project_id, [line()])
        transaction.set_rollback(True)
    chain(1, project_id)
    assert ledger.verify(project_id).count == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"verb": "meddled"}, ValueError, "no verb of the ledger"),
        ({"by": "somebody"}, ValueError, "neither a user nor a component"),
        ({"by": "component:"}, ValueError, "neither a user nor a component"),
        ({"payload": {"share": 0.1}}, TypeError, "no single spelling"),
        ({"payload": {"raw": b"x"}}, TypeError, "no single spelling"),
        ({"payload": {1: "x"}}, TypeError, "keys are strings"),
        ({"payload": {"at": datetime(2026, 1, 1)}}, TypeError, "no time zone"),
        ({"payload": {"text": "\ud800"}}, ValueError, "surrogates not allowed"),
    ],
)
def test_what_has_no_single_form_is_refused_and_nothing_is_stored(
    changes: dict[str, object], error: type[Exception], words: str
) -> None:
    project_id = uuid4()
    with pytest.raises(error, match=words):
        ledger.append_many(project_id, [line(), line(**changes)])
    assert ledger.entries(project_id) == []


def test_canonical_json_is_sorted_tight_and_spells_times_in_utc() -> None:
    noon = datetime(2026, 5, 4, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    payload = {
        "z": (1, None),
        "ä": noon,
        "a": UUID(int=1),
        "day": date(2026, 5, 4),
        "verb": LedgerVerb.DECIDED,
    }
    assert ledger.canonical(payload) == (
        '{"a":"00000000-0000-0000-0000-000000000001","day":"2026-05-04","verb":"decided",'
        '"z":[1,null],"ä":"2026-05-04T10:00:00.000000Z"}'
    )


def test_a_salted_digest_needs_a_salt_that_cannot_be_guessed() -> None:
    one, other = ledger.salted_digest(b"a" * 16, "Rossi"), ledger.salted_digest(b"b" * 16, "Rossi")
    assert (len(one), one == other) == (64, False)
    with pytest.raises(ValueError, match="5 bytes"):
        ledger.salted_digest(b"short", "Rossi")


@pytest.mark.django_db
def test_while_somebody_is_signed_in_nobody_else_signs() -> None:
    anna, ben, project_id = User.objects.create(username="anna"), User.objects.create(username="ben"), uuid4()
    with ledger.signed_in(anna):
        ledger.append_many(project_id, [line(by=anna), line()])
        with pytest.raises(ProgrammingError, match="signed in"), transaction.atomic():
            ledger.append_many(project_id, [line(by=anna), line(by=ben)])
    ledger.append_many(project_id, [line(by=ben)])
    assert [entry.actor for entry in ledger.entries(project_id)] == [str(anna.id), COMPONENT, str(ben.id)]


@pytest.mark.django_db
def test_without_the_announcement_a_false_signature_passes() -> None:
    """The twin: what `signed_in` is for."""
    User.objects.create(username="anna")
    ben, project_id = User.objects.create(username="ben"), uuid4()
    assert ledger.append_many(project_id, [line(by=ben)])[0].actor == str(ben.id)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("'{}', '{}', '{}', '{}'", DataError),
        ("'{a,b}', '{a}', '{a}', '{1}'", DataError),
        ("null, null, null, null", DataError),
        ("'{a}', null, '{a}', '{1}'", DataError),
        ("'{a}', '{a}', '{a}', '{no json}'", DataError),
        ("'{a}', '{a}', '{a}', '{NULL}'", IntegrityError),
        ("'{\"\"}', '{a}', '{a}', '{1}'", IntegrityError),
    ],
)
def test_the_function_itself_refuses_entries_that_say_nothing(arguments: str, error: type[Exception]) -> None:
    with connection.cursor() as cursor, pytest.raises(error), transaction.atomic():
        cursor.execute(f"select ledger.append('{SITE}', {arguments})")
    assert ledger.entries(SITE) == []


class TwoHands(TestCase):
    """The database's hash and ours are written twice, so they are compared."""

    @settings(max_examples=60, deadline=None)
    @given(actor=NUL_FREE.filter(bool), subject=NUL_FREE, number=st.integers(-(2**62), 2**62), words=NUL_FREE)
    def test_the_database_hashes_as_the_stand_alone_verifier_does(
        self, actor: str, subject: str, number: int, words: str
    ) -> None:
        project_id = uuid4()
        entry = ledger.append(
            project_id,
            by=f"component:{actor}",
            verb=LedgerVerb.DECIDED,
            subject=subject,
            payload={"number": number, words: words},
        )
        texts = (entry.actor, "decided", subject, ledger.canonical({"number": number, words: words}))
        assert entry.hash == digest(project_id, 1, entry.at, texts, GENESIS).hex()
        assert ledger.verify(project_id).ok

    def test_moments_before_1970_and_far_ahead_hash_alike(self) -> None:
        moments = [datetime(1, 1, 1, tzinfo=UTC), datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)]
        for moment in [*moments, datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)]:
            with connection.cursor() as cursor:
                cursor.execute(
                    "select ledger.digest(%s, 1, %s::timestamptz, 'a', 'b', 'c', '{}', %s)",
                    [SITE, moment, GENESIS],
                )
                (hashed,) = cursor.fetchone()
            assert bytes(hashed) == digest(SITE, 1, moment, ("a", "b", "c", "{}"), GENESIS)
