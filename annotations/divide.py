"""Mending the division of an article: every splitter gets some sentences wrong, and an editor puts them right.

No claim is changed: it is retired with its history, and its successors stand in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from annotations import ledger, outbox
from annotations.access import EDITORS, require_role
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.records import Span
from annotations.domain.text import gaps
from annotations.domain.vocabulary import ClaimRole
from annotations.ingest import require_whole
from annotations.models import Article, Claim, Succession, SuggestionRun, SuggestionsState, User
from annotations.standing import fold_claims, void_signatures


@transaction.atomic
def split(claim_id: UUID, *, at: Sequence[int], by: User) -> list[Claim]:
    """Divide a claim before each offset in `at` (code points of the article's text); the successors, in order.

    Raises NotFound, NotPermitted, Conflict for a claim that was divided already, and Invalid for an offset
    that would leave a part without letters.
    """
    article, claim = _locked(claim_id, by, to="split claims")
    spans = _spans(article.text, claim, at)
    new = [_Successor(start, end, ClaimRole(claim.role)) for start, end in spans]
    return _replace(article, [claim], new, verb=LedgerVerb.CLAIM_SPLIT, by=by)


@transaction.atomic
def merge_next(claim_id: UUID, *, by: User) -> list[Claim]:
    """Join a claim with the one that follows it in the text; the successor has the first one's role.

    Raises NotFound, NotPermitted, and Conflict for the last claim or one that was divided already.
    """
    article, claim = _locked(claim_id, by, to="join claims")
    following = _current(article).filter(start__gt=claim.start).order_by("start").first()
    if following is None:
        raise Conflict(
            "This is the last stretch of the article; nothing follows that it could be joined with."
        )
    new = [_Successor(claim.start, following.end, ClaimRole(claim.role))]
    return _replace(article, [claim, following], new, verb=LedgerVerb.CLAIMS_MERGED, by=by)


@transaction.atomic
def change_role(claim_id: UUID, *, role: ClaimRole, by: User) -> list[Claim]:
    """Say what a stretch of text is for; its successor has the new role and the duplicates it had.

    Where the new role is not reviewed, the duplicates stand for themselves: nobody will answer in their place.

    Raises NotFound, NotPermitted, Invalid where it has that role, and Conflict where it was divided already.
    """
    article, claim = _locked(claim_id, by, to="change roles")
    if claim.role == role:
        raise Invalid({"role": [f"The claim's role is '{role}' already."]})
    new = [_Successor(claim.start, claim.end, role)]
    return _replace(article, [claim], new, verb=LedgerVerb.ROLE_CHANGED, by=by)


@dataclass(frozen=True, slots=True)
class _Successor:
    start: int
    end: int
    role: ClaimRole


def _locked(claim_id: UUID, by: User, *, to: str) -> tuple[Article, Claim]:
    found = (
        Claim.objects.visible_to(by)
        .filter(pk=claim_id)
        .annotate(by_role=F("project__membership__role"))
        .values_list("article_id", "by_role")
        .first()
    )
    if found is None:
        raise NotFound(f"There is no claim {claim_id} in your projects.")
    require_role(found[1], *EDITORS, to=to)
    article = Article.objects.select_for_update(no_key=True).get(pk=found[0])
    claim = Claim.objects.select_for_update(no_key=True).get(pk=claim_id)
    if claim.retired_at is not None:
        raise Conflict(
            "This claim was divided already and has successors; open the article anew.", current=None
        )
    return article, claim


def _current(article: Article) -> Any:
    return (
        Claim.objects.filter(article=article, project_id=article.project_id)
        .current()
        .select_for_update(no_key=True)
    )


def _spans(text: str, claim: Claim, at: Sequence[int]) -> list[Span]:
    cuts = sorted(set(at))
    outside = [cut for cut in cuts if not claim.start < cut < claim.end]
    if not cuts or outside:
        named = f" Not {', '.join(map(str, outside))}." if outside else ""
        raise Invalid({"at": [f"Give offsets between {claim.start + 1} and {claim.end - 1}.{named}"]})
    bounds = [claim.start, *cuts, claim.end]
    spans = [_trimmed(text, start, end) for start, end in pairwise(bounds)]
    if any(start >= end for start, end in spans):
        raise Invalid({"at": ["A cut would leave a part without letters."]})
    return spans


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _replace(
    article: Article, old: Sequence[Claim], new: Sequence[_Successor], *, verb: LedgerVerb, by: User
) -> list[Claim]:
    Claim.objects.filter(pk__in=[claim.pk for claim in old]).update(retired_at=timezone.now())
    if void_signatures([claim.pk for claim in old], by=str(by.pk), because=verb.value):
        fold_claims(old)
    successors = [
        Claim(
            id=new_id(),
            project_id=article.project_id,
            article=article,
            position=old[0].position + index,
            start=part.start,
            end=part.end,
            text=article.text[part.start : part.end],
            role=part.role,
        )
        for index, part in enumerate(new)
    ]
    _current(article).filter(start__gt=old[-1].start).update(position=F("position") + len(new) - len(old))
    Claim.objects.bulk_create(successors)
    Succession.objects.bulk_create(
        Succession(retired=claim, successor=successor) for claim in old for successor in successors
    )
    keeps = verb is LedgerVerb.ROLE_CHANGED and new[0].role.is_reviewed
    heir = successors[0] if keeps else None
    Claim.objects.filter(duplicate_of__in=old, retired_at=None).update(duplicate_of=heir)
    _prove_and_suggest_anew(article)
    ledger.append(
        article.project_id,
        by=by,
        verb=verb,
        subject=f"claim:{old[0].id}",
        payload={
            "article": str(article.id),
            "retired": [str(claim.id) for claim in old],
            "successors": [[str(claim.id), claim.start, claim.end, str(claim.role)] for claim in successors],
        },
    )
    return successors


def _prove_and_suggest_anew(article: Article) -> None:
    spans = list(_current(article).order_by("start").values_list("start", "end"))
    between = gaps(article.text, spans)
    require_whole(article.text, spans, between)
    article.gaps = [list(gap) for gap in between]
    article.suggestions = SuggestionsState.PENDING
    article.save(update_fields=["gaps", "suggestions"])
    SuggestionRun.objects.filter(article=article).delete()
    outbox.post(outbox.SUGGEST_FOR_ARTICLE, [article.id], project_id=article.project_id)
