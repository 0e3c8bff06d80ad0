"""Who is told what: from the verb through the outbox to the notice, and to the mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from annotations import notices, outbox, tasks
from annotations.adjudicate import return_to_reviewers
from annotations.admit import remove_member
from annotations.assigning import assign, give_back, hand_over
from annotations.discuss import comment
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.vocabulary import ClaimState, MemberRole
from annotations.models import Assignment, Claim, Job, JobState, Lease, LedgerEntry, Notice, Project, User
from annotations.queries.notices import lines_of, notices_of, unread_count
from annotations.queue import next_claim
from annotations.signing import reopen, sign_off
from annotations.standing import compared_claims
from tests.databases import CommittedDatabase
from tests.factories import (
    decide,
    dispute,
    make_article,
    make_member,
    make_project,
    make_user,
    reviewable,
    settle,
)
from tests.reliability.threads import at_once, errors


@pytest.fixture
def project() -> Project:
    return make_project(quorum=2)


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


@pytest.fixture
def claim(project: Project) -> Claim:
    return reviewable(make_article(project, title="Harbour"))[0]


def deliver(*, times: int = 1) -> None:
    """Run the queued jobs about notices and mails, as a worker does when it is told several times."""
    kinds = [*notices.HANDLERS, outbox.MAIL_DIGEST]
    for job in list(Job.objects.filter(state=JobState.QUEUED, kind__in=kinds).order_by("id")):
        for _ in range(times):
            tasks.run_job(str(job.pk))
            Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, attempts=0)
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)


def told(user: User) -> list[str]:
    return [line.words for line in lines_of(notices_of(user).order_by("made_at", "id"))]


@pytest.mark.django_db
def test_a_mention_is_told_to_members_only_and_once(project: Project, claim: Claim) -> None:
    author, ada = make_member(project), make_member(project, user=make_user("ada"))
    stranger = make_user("zoe")
    said = comment(claim.id, "@Ada and @zoe, who is the port authority? @" + author.username, by=author)
    deliver(times=3)
    assert told(ada) == [f"{author} mentioned you on “{claim.text}”"]
    assert not Notice.objects.filter(user__in=[stranger, author]).exists()
    (line,) = lines_of(notices_of(ada))
    assert line.address == f"/p/{project.slug}/claims/{claim.id}/history/#comment-{said.id}"
    comment(claim.id, "Nobody is named here.", by=author)
    assert Job.objects.filter(kind=outbox.NOTIFY_MENTIONED).count() == 1


@pytest.mark.django_db
def test_an_assignment_is_told_in_one_notice_however_many_things_it_is(
    project: Project, editor: User, claim: Claim
) -> None:
    reviewer = make_member(project)
    others = [one.id for one in reviewable(claim.article)[1:]]
    assign(project, reviewer, claims=[claim.id], by=editor)
    assign(project, reviewer, claims=others, by=editor)
    deliver(times=2)
    assert told(reviewer) == [
        f"{editor} assigned “{claim.text}” to you",
        f"{editor} assigned {len(others)} articles or claims to you",
    ]


@pytest.mark.django_db
def test_handing_over_and_returning_are_told(project: Project, editor: User, claim: Claim) -> None:
    one, other = make_member(project), make_member(project)
    (mine,) = assign(project, one, articles=[claim.article_id], by=editor)
    theirs = hand_over(mine.id, to=other, by=one)
    give_back(theirs.id, reason="No time.", by=other)
    deliver()
    assert told(other)[0].endswith("assigned “Harbour” to you")
    assert told(editor) == [f"{other} returned “Harbour”"]


@pytest.mark.django_db
def test_who_answered_is_told_that_it_was_settled(project: Project, editor: User, claim: Claim) -> None:
    one, other = make_member(project), make_member(project)
    dispute(claim, one, other)
    settle(claim, editor)
    deliver(times=2)
    for person in (one, other):
        assert told(person) == [f"{editor} settled “{claim.text}”, which you answered"]
    assert told(editor) == []


@pytest.mark.django_db
def test_who_signed_is_told_once_that_it_is_void(project: Project, editor: User, claim: Claim) -> None:
    people = [make_member(project), make_member(project)]
    for each in reviewable(claim.article):
        for person in people:
            decide(each, person)
    sign_off(claim.article_id, by=editor)
    other = make_member(project, MemberRole.EDITOR)
    for each in reviewable(claim.article)[:2]:
        reopen(each.id, reason="New log.", by=other)
    deliver()
    assert told(editor) == [f"Your sign-off of “Harbour” is void: {other} changed something since"]


@pytest.mark.django_db
def test_a_disputed_claim_goes_back_to_its_reviewers_with_a_reason(
    project: Project, editor: User, claim: Claim
) -> None:
    one, other = make_member(project), make_member(project)
    dispute(claim, one, other)
    with pytest.raises(Invalid, match="Say in 1 to"):
        return_to_reviewers(claim.id, reason="  ", by=editor)
    return_to_reviewers(claim.id, reason="Read section 3 again.", by=editor)
    deliver()
    claim.refresh_from_db()
    assert claim.state == ClaimState.REOPENED
    for person in (one, other):
        assert told(person) == [f"{editor} returned “{claim.text}”"]
        following = next_claim(project, by=person)
        assert following is not None
        assert (following.claim, following.why) == (claim, "assigned to you, opened again")
        decide(claim, person, seen_revision=1)
        Lease.objects.all().delete()
    claim.refresh_from_db()
    assert claim.state == ClaimState.AGREED
    assert [pk for pk, stored, follows in compared_claims(project) if stored != follows] == []
    assert LedgerEntry.objects.filter(verb="sent_back").count() == 1


@pytest.mark.django_db
def test_only_impartial_editors_return_and_only_what_is_disputed(project: Project, claim: Claim) -> None:
    partial = make_member(project, MemberRole.EDITOR)
    dispute(claim, partial, make_member(project))
    for person in (partial, make_member(project), make_member(project, MemberRole.SUPERVISOR)):
        with pytest.raises(NotPermitted):
            return_to_reviewers(claim.id, reason="x", by=person)
    with pytest.raises(NotFound):
        return_to_reviewers(claim.id, reason="x", by=make_user())
    agreed = reviewable(claim.article)[1]
    with pytest.raises(Conflict, match="only what is disputed"):
        return_to_reviewers(agreed.id, reason="x", by=make_member(project, MemberRole.EDITOR))
    assert not Assignment.objects.exists()


def test_of_settling_and_returning_at_once_one_wins(committed_db: CommittedDatabase) -> None:
    project = make_project(quorum=2)
    article = make_article(project)
    one, other = make_member(project, MemberRole.EDITOR), make_member(project, MemberRole.EDITOR)
    reviewers = make_member(project), make_member(project)
    for claim in reviewable(article)[:4]:
        dispute(claim, *reviewers)
        got = at_once(
            lambda claim=claim: settle(claim, one),
            lambda claim=claim: return_to_reviewers(claim.id, reason="x", by=other),
        )
        claim.refresh_from_db()
        acts = LedgerEntry.objects.filter(subject=f"claim:{claim.id}", verb__in=("adjudicated", "sent_back"))
        assert [type(error) for error in errors(got)] == [Conflict]
        assert acts.count() == 1
        assert claim.state in (ClaimState.ADJUDICATED, ClaimState.REOPENED)
    assert [pk for pk, stored, follows in compared_claims(project) if stored != follows] == []


@pytest.mark.django_db
def test_notices_are_read_by_whom_they_are_for(project: Project, editor: User, claim: Claim) -> None:
    reviewer = make_member(project)
    assign(project, reviewer, articles=[claim.article_id], by=editor)
    deliver()
    (notice,) = notices_of(reviewer)
    with pytest.raises(NotFound):
        notices.mark_read(editor, [notice.id])
    assert unread_count(reviewer) == 1
    assert notices.mark_read(reviewer, [notice.id]) == 1
    assert notices.mark_read(reviewer) == 0
    assert unread_count(reviewer) == 0
    remove_member(project, reviewer, by=editor)
    assert told(reviewer) == []


@pytest.mark.django_db
def test_what_stays_unread_is_mailed_once(
    project: Project, editor: User, claim: Claim, settings: Any
) -> None:
    settings.WORKBENCH_ADDRESS = "https://desk.example.org"
    reviewer = make_member(project, user=make_user(email="ada@example.org"))
    silent = make_member(project)
    for person in (reviewer, silent):
        assign(project, person, articles=[claim.article_id], by=editor)
    deliver()
    tasks.digest()
    deliver()
    assert mail.outbox == []
    Notice.objects.update(made_at=timezone.now() - timedelta(hours=1))
    assert tasks.digest() == 1
    assert tasks.digest() == 0
    deliver(times=3)
    (sent,) = mail.outbox
    assert sent.to == ["ada@example.org"]
    assert "assigned “Harbour” to you" in sent.body
    assert f"https://desk.example.org/p/{project.slug}/articles/{claim.article_id}/" in sent.body
    assert tasks.digest() == 0


@pytest.mark.django_db
def test_what_was_read_meanwhile_is_not_mailed(project: Project, editor: User, claim: Claim) -> None:
    reviewer = make_member(project, user=make_user(email="ada@example.org"))
    assign(project, reviewer, articles=[claim.article_id], by=editor)
    deliver()
    Notice.objects.update(made_at=timezone.now() - timedelta(hours=1))
    tasks.digest()
    notices.mark_read(reviewer)
    deliver()
    assert mail.outbox == []
