"""Telling people: a job of the outbox becomes a notice for each of them, and what stays unread a mail now and then."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from annotations import outbox
from annotations.domain.errors import NotFound
from annotations.domain.mentions import mentioned
from annotations.domain.vocabulary import NoticeKind, Stage
from annotations.models import (
    Adjudication,
    Assignment,
    Comment,
    Decision,
    Job,
    JobState,
    Notice,
    Project,
    Release,
    Reopening,
    SignOff,
    User,
)
from annotations.queries.notices import lines_of, notices_of

MAILED_AFTER = timedelta(minutes=10)
"""So long a notice may be read on the page before it is mailed."""
LISTED = 50


def of_comment(comment_id: UUID) -> int:
    """Tell the members whom a comment names; how many are told for the first time."""
    comment = Comment.objects.select_related("claim__project").defer("claim__words").get(pk=comment_id)
    names = {name.lower() for name in mentioned(comment.text)}
    people = [person for person in _members(comment.claim.project) if person.username.lower() in names]
    return _tell(
        people,
        NoticeKind.MENTIONED,
        comment.id,
        comment.claim.project,
        claim=comment.claim,
        by=comment.author_id,
    )


def of_assignment(assignment_id: UUID) -> int:
    """Tell the person what was assigned to them; one notice for all that one act assigned."""
    one = Assignment.objects.select_related("project", "user").get(pk=assignment_id)
    number = Assignment.objects.filter(
        project=one.project, user=one.user, assigned_by=one.assigned_by_id, assigned_at=one.assigned_at
    ).count()
    alone = {"article_id": one.article_id, "claim_id": one.claim_id} if number == 1 else {}
    by = one.assigned_by_id
    return _tell([one.user], NoticeKind.ASSIGNED, one.id, one.project, by=by, number=number, **alone)


def of_return(assignment_id: UUID) -> int:
    """Tell of an assignment that ended with a reason: all who gave it, or the person from whom it was taken."""
    one = Assignment.objects.select_related("project").get(pk=assignment_id)
    same = Assignment.objects.filter(article=one.article_id, claim=one.claim_id)
    people = User.objects.filter(Q(pk=one.user_id) | Q(pk__in=same.values("assigned_by")))
    place = {"article_id": one.article_id, "claim_id": one.claim_id}
    return _tell(people, NoticeKind.RETURNED, one.id, one.project, by=one.ended_by_id, **place)


def of_sending_back(reopening_id: UUID) -> int:
    """Tell the reviewers of a disputed claim that it came back to them."""
    one = Reopening.objects.select_related("claim__project").defer("claim__words").get(pk=reopening_id)
    answers = Decision.objects.filter(claim=one.claim, stage=Stage.REVIEW)
    people = User.objects.filter(Exists(answers.filter(reviewer=OuterRef("pk"))))
    return _tell(
        people, NoticeKind.RETURNED, one.id, one.claim.project, claim=one.claim, by=one.reopened_by_id
    )


def of_settling(decision_id: UUID) -> int:
    """Tell the reviewers whose answers an adjudication settled."""
    made = Adjudication.objects.select_related("decision__claim__project").get(pk=decision_id)
    people = User.objects.filter(
        Exists(Decision.objects.filter(pk__in=made.reviews, reviewer=OuterRef("pk")))
    )
    claim = made.decision.claim
    return _tell(
        people, NoticeKind.SETTLED, decision_id, claim.project, claim=claim, by=made.decision.reviewer_id
    )


def of_void(sign_off_id: UUID) -> int:
    """Tell an editor that their sign-off is void since somebody else's act."""
    signed = SignOff.objects.select_related("project", "editor").get(pk=sign_off_id)
    first = signed.claims.filter(voiding__isnull=False).order_by("voiding__voided_at").first()
    who = first.voiding.by if first is not None else ""
    by = User.objects.filter(pk=who).first() if _is_uuid(who) else None
    people = [signed.editor]
    return _tell(
        people,
        NoticeKind.SIGNATURE_VOID,
        signed.id,
        signed.project,
        article_id=signed.article_id,
        by=by.pk if by else None,
    )


def of_release(release_id: UUID) -> int:
    """Tell the person who asked for a data set that it is there."""
    built = Release.objects.select_related("project", "requested_by").get(pk=release_id)
    return _tell([built.requested_by], NoticeKind.RELEASE_BUILT, built.id, built.project, by=None)


HANDLERS: dict[str, Callable[[UUID], Any]] = {
    outbox.NOTIFY_MENTIONED: of_comment,
    outbox.NOTIFY_ASSIGNED: of_assignment,
    outbox.NOTIFY_RETURNED: of_return,
    outbox.NOTIFY_SENT_BACK: of_sending_back,
    outbox.NOTIFY_SETTLED: of_settling,
    outbox.NOTIFY_SIGNATURE_VOID: of_void,
    outbox.NOTIFY_RELEASE_BUILT: of_release,
}


def mark_read(user: User, ids: Iterable[UUID] | None = None) -> int:
    """Mark these of the person's notices as read, or all; how many were not before.

    That a notice was read is the reader's own business and leaves no ledger entry. Raises NotFound for an id that
    is none of theirs.
    """
    rows = notices_of(user)
    if ids is not None:
        wanted = set(ids)
        missing = wanted - set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
        if missing:
            raise NotFound(f"There is no notice {min(missing, key=str)} of yours.")
        rows = rows.filter(pk__in=wanted)
    unread = list(rows.filter(read_at=None).values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=unread, read_at=None).update(read_at=timezone.now())


def post_digests() -> int:
    """Leave a job for each person whose notices stayed unread for a while and who has a mail address; how many."""
    due = Notice.objects.filter(
        read_at=None,
        mailed_at=None,
        made_at__lt=timezone.now() - MAILED_AFTER,
        user__is_active=True,
    ).exclude(user__email="")
    waiting = Job.objects.filter(kind=outbox.MAIL_DIGEST, state__in=(JobState.QUEUED, JobState.RUNNING))
    people = (
        due.exclude(user__in=waiting.values("subject")).order_by().values_list("user", flat=True).distinct()
    )
    return len(outbox.post(outbox.MAIL_DIGEST, list(people), project_id=None))


@transaction.atomic
def mail_digest(user_id: UUID) -> int:
    """Mail a person what they have not read yet, once; how many notices.

    A second delivery finds nothing left. A worker that dies between sending and committing may send once more.
    """
    user = User.objects.get(pk=user_id)
    rows = Notice.objects.filter(user=user, read_at=None, mailed_at=None)
    held = list(
        rows.order_by("made_at", "id").select_for_update(skip_locked=True).values_list("pk", flat=True)
    )
    lines = lines_of(notices_of(user).filter(pk__in=held).order_by("made_at", "id"))
    if lines and user.email and user.is_active:
        listed = [f"- {line.words}\n  {settings.WORKBENCH_ADDRESS}{line.address}" for line in lines[:LISTED]]
        if len(lines) > LISTED:
            listed.append(f"- and {len(lines) - LISTED} more")
        listed += ["", f"All notices: {settings.WORKBENCH_ADDRESS}/notices/"]
        number = f"{len(lines)} new notice{'s' if len(lines) > 1 else ''}"
        send_mail(f"{settings.WORKBENCH_NAME}: {number}", "\n".join(listed), None, [user.email])
    Notice.objects.filter(pk__in=held).update(mailed_at=timezone.now())
    return len(lines)


def _members(project: Project) -> list[User]:
    return list(User.objects.filter(membership__project=project, is_active=True))


def _tell(
    people: Iterable[User],
    kind: NoticeKind,
    subject: UUID,
    project: Project,
    *,
    by: UUID | None,
    **about: Any,
) -> int:
    """One notice for each person who is still in the project, but for whoever did it; how many are new."""
    wanted = {person.pk for person in people} - {by}
    members = [person for person in _members(project) if person.pk in wanted]
    claim = about.pop("claim", None)
    if claim is not None:
        about |= {"claim_id": claim.pk, "article_id": claim.article_id}
    before = Notice.objects.filter(kind=kind, subject=subject).count()
    Notice.objects.bulk_create(
        (
            Notice(
                user=person, project=project, kind=kind, subject=subject, by_id=by,
                made_at=timezone.now(), **about,
            )
            for person in members
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    return Notice.objects.filter(kind=kind, subject=subject).count() - before


def _is_uuid(words: str) -> bool:
    try:
        UUID(words)
    except ValueError:
        return False
    return True
