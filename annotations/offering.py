"""Suggestions that programs outside offer: kept beside those of our suggesters, under the name they give themselves.

Nobody's answer changes by them (only people decide), and no row of theirs ever changes: another opinion is another
version. The ledger says in whose name they were sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import ledger, suggest
from annotations.access import EDITORS, require_role
from annotations.domain.errors import Invalid
from annotations.domain.judgements import chain_problems
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.offers import Offer, require_names
from annotations.domain.records import Proposal
from annotations.models import Article, Claim, Source, SuggestionRun, User
from annotations.suggesters import SUGGESTERS


@dataclass(frozen=True, slots=True)
class Offered:
    """How many suggestions were kept, and how many were there already."""

    made: int
    known: int


@transaction.atomic
def offer(
    article: Article, *, suggester: str, version: str, offers: Sequence[Offer], role: str, by: User
) -> Offered:
    """Keep what a suggester of this name and version says about an article's claims.

    Where it spoke about a claim before, in this version, that stands and the offer counts as known. Raises
    NotPermitted, and Invalid for a name of our own suggesters, claims of another article and spans outside of its text.
    """
    require_role(role, *EDITORS, to="send suggestions")
    require_names(suggester, version, taken=[own.name for own in SUGGESTERS])
    Article.objects.select_for_update(no_key=True).filter(pk=article.pk).values_list("pk").get()
    _require_within(article, offers)
    teller = Teller(suggester, version)
    proposals = [
        Proposal(
            claim_id=one.claim_id,
            kind=one.kind,
            value=one.value,
            confidence=one.confidence,
            explanation=one.explanation,
            rule=one.rule,
            spans=tuple(one.spans),
        )
        for one in offers
    ]
    made = suggest.keep(teller, article, proposals)
    SuggestionRun.objects.update_or_create(
        article=article,
        suggester=suggester,
        version=version,
        defaults={"made": made, "error": "", "ended_at": timezone.now()},
    )
    ledger.append(
        article.project_id,
        by=by,
        verb=LedgerVerb.SUGGESTIONS_MADE,
        subject=f"article:{article.id}",
        payload={"suggester": suggester, "version": version, "made": made, "sent": True},
    )
    return Offered(made, len(offers) - made)


@dataclass(frozen=True, slots=True)
class Teller:
    """The name and version under which a program outside speaks."""

    name: str
    version: str


def _require_within(article: Article, offers: Sequence[Offer]) -> None:
    rows = Claim.objects.filter(project_id=article.project_id, article=article).current()
    known = set(rows.values_list("id", flat=True))
    sources = _sources(article, offers)
    wrong: list[str] = []
    for number, one in enumerate(offers, start=1):
        if one.claim_id not in known:
            wrong.append(
                f"Suggestion {number}: this article, as it is divided now, has no claim {one.claim_id}."
            )
        for words in _problems(one, article, sources):
            wrong.append(f"Suggestion {number}: {words}")
    if wrong:
        raise Invalid({"suggestions": wrong[:50]})


def _problems(one: Offer, article: Article, sources: set[UUID]) -> Iterator[str]:
    for start, end, _ in one.spans:
        if end > article.length:
            yield f"[{start}, {end}] ends behind the text, which has {article.length:,} characters."
    if isinstance(one.value, tuple):
        yield from chain_problems(one.value, text_length=article.length)
        for link in one.value:
            if link.source_id is not None and link.source_id not in sources:
                yield f"Link {link.depth}: there is no source {link.source_id} in this project."


def _sources(article: Article, offers: Sequence[Offer]) -> set[UUID]:
    """Ids of the project's sources that the chains name."""
    named = {link.source_id for one in offers if isinstance(one.value, tuple) for link in one.value}
    rows = Source.objects.filter(project_id=article.project_id, pk__in=named - {None})
    return set(rows.values_list("id", flat=True))
