"""Keeping that a person tried what nobody may do to their own work. The ledger holds acts; this was none."""

from uuid import UUID

from django.utils import timezone

from annotations.domain.dossier_words import RefusedAct
from annotations.domain.errors import OwnWork
from annotations.models import Article, Claim, RefusedAttempt, User

MAX_WHY = 1_000


def note(error: Exception, *, by: User) -> RefusedAttempt | None:
    """A row for the refused act where the error says that it was the person's own work; None for any other error.

    To be called at the edge, after the refused transaction has ended: what is written inside it goes with it.
    """
    if not isinstance(error, OwnWork):
        return None
    kind, _, key = error.subject.partition(":")
    rows = Claim.objects if kind == "claim" else Article.objects
    project_id = rows.filter(pk=UUID(key)).values_list("project_id", flat=True).first()
    if project_id is None:
        return None
    return RefusedAttempt.objects.create(
        project_id=project_id,
        person=by,
        act=RefusedAct(error.act).value,
        subject=error.subject,
        why=str(error)[:MAX_WHY],
        attempted_at=timezone.now(),
    )
