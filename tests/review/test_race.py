"""R-RACE: many windows of one person on one revision: exactly one wins; without the protections answers are lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import override_settings

from annotations.domain.errors import Stale
from annotations.domain.judgements import Judgement
from annotations.domain.vocabulary import Verification
from annotations.models import Claim, Decision, LedgerEntry, User
from annotations.review import record
from tests.databases import CommittedDatabase
from tests.factories import make_article, make_member, make_project, reviewable

WRITERS = (2, 8, 32)
WORDS = tuple(Verification)


def write_at_once(claim: Claim, people: list[User]) -> list[Any]:
    """What each writer got: a revision, or the conflict. All saw revision 0, all send at the same moment."""
    start = Barrier(len(people))

    def write(number: int) -> Any:
        judgement = Judgement(verification=WORDS[number % len(WORDS)], chain=())
        try:
            start.wait(30)
            kept = record(
                claim.id,
                judgement,
                seen_revision=0,
                idempotency_key=f"{claim.id} {number}",
                by=people[number],
            )
            return kept.decision.revision
        except Stale as stale:
            return stale
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(write, range(len(people))))


@pytest.fixture
def claim(committed_db: CommittedDatabase) -> Claim:
    return reviewable(make_article(make_project(quorum=2)))[0]


@pytest.mark.slow
@pytest.mark.parametrize("writers", WRITERS)
def test_of_many_windows_on_one_revision_exactly_one_wins(claim: Claim, writers: int) -> None:
    person = make_member(claim.project)
    got = write_at_once(claim, [person] * writers)
    conflicts = [answer for answer in got if isinstance(answer, Stale)]
    assert [answer for answer in got if not isinstance(answer, Stale)] == [1]
    assert len(conflicts) == writers - 1
    kept = Decision.objects.get()
    assert all(conflict.current["verification"] == kept.verification for conflict in conflicts)
    assert LedgerEntry.objects.filter(project_id=claim.project_id, verb="decided").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("writers", WRITERS)
def test_different_people_never_collide(claim: Claim, writers: int) -> None:
    people = [make_member(claim.project) for _ in range(writers)]
    assert write_at_once(claim, people) == [1] * writers
    claim.refresh_from_db()
    assert claim.decisions_count == writers
    assert claim.state == ("agreed" if writers < 2 else "disputed")


@pytest.mark.slow
def test_the_constraint_alone_keeps_revisions_gapless(claim: Claim) -> None:
    """Without the lock the second window meets the unique key: nothing is lost, though it hears no kind word."""
    person = make_member(claim.project)
    with override_settings(PROTECTIONS_OFF=frozenset({"claim lock"})), ThreadPoolExecutor(1):
        for _ in range(3):
            try:
                write_at_once(claim, [person] * 8)
            except Exception as error:
                assert "decision_revision_once_a_reviewer" in str(error)  # noqa: PT017
    revisions = list(Decision.objects.order_by("revision").values_list("revision", flat=True))
    assert revisions == list(range(1, len(revisions) + 1))


@pytest.mark.slow
def test_without_lock_and_constraint_answers_are_lost(claim: Claim, committed_db: CommittedDatabase) -> None:
    with psycopg.connect(committed_db.owner_url, autocommit=True) as owner:
        owner.execute("drop index decision_revision_once_a_reviewer")
    person, lost = make_member(claim.project), 0
    with override_settings(PROTECTIONS_OFF=frozenset({"claim lock"})):
        for one in reviewable(claim.article):
            got = write_at_once(one, [person] * 8)
            lost += got.count(1) - 1
    assert lost > 0
