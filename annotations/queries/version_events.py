"""What a claim's time line says of the versions of its article."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from annotations.domain.anchoring import Anchoring
from annotations.models import CarriedAnswer, Claim, Decision, Reanchoring
from annotations.queries.record_types import HistoryEvent


def version_events(claim: Claim) -> Iterator[HistoryEvent]:
    """That the claim was there in an earlier version, and what became of it in a newer one; two queries."""
    came = Reanchoring.objects.filter(after=claim).select_related("before", "article__imported_by").first()
    if came is not None:
        yield _came(came)
    went = Reanchoring.objects.filter(before=claim).select_related("after", "article__imported_by").first()
    if went is not None:
        yield _went(went)


def carried_over(decisions: Iterable[Decision]) -> set[UUID]:
    """Ids of those of the decisions that repeat an answer given to an earlier version."""
    ids = [decision.pk for decision in decisions]
    return set(CarriedAnswer.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _came(row: Reanchoring) -> HistoryEvent:
    article = row.article
    did = {
        Anchoring.UNCHANGED: "imported a newer version: this sentence did not change",
        Anchoring.CHANGED: "imported a newer version: this sentence was reworded",
    }.get(Anchoring(row.outcome), "imported a newer version: this sentence is new")
    detail = row.before.text if row.before is not None and row.outcome == Anchoring.CHANGED else ""
    return HistoryEvent(article.imported_at, str(article.imported_by), did, "division", detail=detail)


def _went(row: Reanchoring) -> HistoryEvent:
    article = row.article
    did = {
        Anchoring.UNCHANGED: "imported a newer version, where this sentence stands unchanged",
        Anchoring.CHANGED: "imported a newer version, where this sentence is reworded",
    }.get(Anchoring(row.outcome), "imported a newer version, where this sentence is no longer found")
    detail = row.after.text if row.after is not None and row.outcome == Anchoring.CHANGED else ""
    return HistoryEvent(article.imported_at, str(article.imported_by), did, "division", detail=detail)
