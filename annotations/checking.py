"""Letting a check of an article's story be: a person looked, and says why."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import ledger
from annotations.access import DECIDERS, require_member
from annotations.domain.dossier_words import StoryCheck
from annotations.domain.errors import AlreadyThere, Invalid, NotFound
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import Article, Claim, DismissedCheck, User

MAX_REASON = 2_000


@transaction.atomic
def dismiss(
    article: Article, kind: StoryCheck, *, claim: UUID, other: UUID, reason: str, by: User
) -> DismissedCheck:
    """Let the check of `claim` against `other` be. It does not come again; the answers themselves stay as they are.

    Raises NotPermitted, NotFound for claims of another article, Invalid without a reason, and AlreadyThere.
    """
    require_member(article.project, by, *DECIDERS, to="dismiss checks")
    words = reason.strip()
    if not words or len(words) > MAX_REASON:
        raise Invalid({"reason": [f"Say why it can be let be, in at most {MAX_REASON:,} characters."]})
    both = Claim.objects.filter(project_id=article.project_id, article=article, pk__in=[claim, other])
    if claim == other or both.count() != 2:
        raise NotFound("There are no two such sentences in this article.")
    taken = DismissedCheck.objects.filter(claim_id=claim, other_id=other, check_kind=kind).first()
    if taken is not None:
        raise AlreadyThere(f"{taken.dismissed_by} let this check be already.", current=taken.id)
    made = DismissedCheck.objects.create(
        claim_id=claim,
        other_id=other,
        check_kind=kind,
        reason=words,
        dismissed_by=by,
        dismissed_at=timezone.now(),
    )
    ledger.append(
        article.project_id,
        by=by,
        verb=LedgerVerb.CHECK_DISMISSED,
        subject=f"claim:{claim}",
        payload={"check": str(kind), "other": str(other), "dismissal": str(made.id)},
    )
    return made
