"""Pre-filling: every suggester looks at an article once a version, and one that fails stops none of the others."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Avg
from django.utils import timezone

from annotations import ledger, protections, sources
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.records import ClaimView, Context, Proposal
from annotations.domain.submission import link_as_dict
from annotations.domain.vocabulary import ClaimRole, SuggestionKind
from annotations.models import Article, Claim, Suggestion, SuggestionRun, SuggestionsState
from annotations.queries.speaking import suggesters_for
from annotations.suggesters import Suggester, refusal

log = structlog.get_logger(__name__)


class Named(Protocol):
    """Whoever suggests something: its name, and the version that changes with what it says."""

    @property
    def name(self) -> str:
        """The name."""
        ...

    @property
    def version(self) -> str:
        """The version."""
        ...


def propose_for(article_id: UUID, *, suggesters: Sequence[Suggester] | None = None) -> SuggestionsState:
    """Let every suggester that has not yet seen the article in its version propose, and say how it went.

    Each suggester's rows, its run and its ledger entry are one transaction; a failure is kept as the run's error
    and tried again the next time. Running again adds nothing; a new version adds beside the old one's words.
    """
    article = Article.objects.select_related("outlet").get(pk=article_id)
    chosen = suggesters_for(article.project_id) if suggesters is None else suggesters
    done = set(SuggestionRun.objects.filter(article=article, error="").values_list("suggester", "version"))
    waiting = [suggester for suggester in chosen if (suggester.name, suggester.version) not in done]
    if waiting:
        context = context_of(article)
        for suggester in waiting:
            _run(suggester, article, context)
    return _conclude(article, chosen)


def give_up(article_id: UUID) -> None:
    """Say that no suggestions will come: the worker was lost with every attempt."""
    Article.objects.filter(pk=article_id, suggestions=SuggestionsState.PENDING).update(
        suggestions=SuggestionsState.FAILED,
        suggestions_why="The work was given up after three attempts; an administrator sees why.",
    )


def context_of(article: Article) -> Context:
    """What suggesters are given of a stored article: its text, its current claims, the sources known there."""
    claims = Claim.objects.filter(article=article, project_id=article.project_id).current().order_by("start")
    return Context(
        text=article.text,
        claims=[
            ClaimView(
                id=claim.id,
                start=claim.start,
                end=claim.end,
                text=claim.text,
                role=ClaimRole(claim.role),
                duplicate_of=claim.duplicate_of_id,
            )
            for claim in claims.defer("words")
        ],
        title=article.title,
        outlet=article.outlet.name if article.outlet else "",
        language=article.language or "en",
        sources=sources.known_in(article),
    )


def _run(suggester: Suggester, article: Article, context: Context) -> None:
    try:
        proposals = list(suggester.propose(context))
        with transaction.atomic():
            if not _is_still_wanted(suggester, article, context):
                return
            made = keep(suggester, article, proposals)
            _note_run(suggester, article, made=made)
            ledger.append(
                article.project_id,
                by=f"component:{suggester.name}/{suggester.version}",
                verb=LedgerVerb.SUGGESTIONS_MADE,
                subject=f"article:{article.id}",
                payload={"suggester": suggester.name, "version": suggester.version, "made": made},
            )
    except Exception as error:  # whatever a plug-in does, the others go on and the failure is shown
        log.exception("suggester failed", suggester=suggester.name, article=str(article.id))
        _note_run(suggester, article, error=f"{type(error).__name__}: {error}"[:2000])


def _is_still_wanted(suggester: Suggester, article: Article, context: Context) -> bool:
    """Whether the article is divided as the suggester saw it, and another job has not told of it meanwhile.

    Holds the article until the transaction ends. A division of later has posted a job of its own.
    """
    if not protections.stands("suggestion lock"):
        return True
    Article.objects.select_for_update(no_key=True).filter(pk=article.pk).values_list("pk").get()
    now = Claim.objects.filter(article=article, project_id=article.project_id).current()
    if set(now.values_list("pk", flat=True)) != {claim.id for claim in context.claims}:
        return False
    mine = SuggestionRun.objects.filter(
        article=article, suggester=suggester.name, version=suggester.version, error=""
    )
    return not mine.exists()


def keep(suggester: Named, article: Article, proposals: Iterable[Proposal]) -> int:
    """Store what a suggester of this name and version has to say about claims that it has not spoken of; how many."""
    now = timezone.now()
    spoken = set(
        Suggestion.objects.filter(
            claim__article=article, suggester=suggester.name, version=suggester.version
        ).values_list("claim_id", flat=True)
    )
    ranks: dict[tuple[UUID, SuggestionKind], int] = {}
    rows = []
    for proposal in proposals:
        if proposal.claim_id in spoken:
            continue
        rank = ranks.get((proposal.claim_id, proposal.kind), 0)
        ranks[proposal.claim_id, proposal.kind] = rank + 1
        rows.append(_row(suggester, article, proposal, rank, now))
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return len(rows)


def _row(suggester: Named, article: Article, proposal: Proposal, rank: int, now: datetime) -> Suggestion:
    is_chain = proposal.kind is SuggestionKind.CHAIN
    value = [link_as_dict(link) for link in proposal.value] if is_chain else proposal.value
    return Suggestion(
        id=new_id(),
        project_id=article.project_id,
        claim_id=proposal.claim_id,
        suggester=suggester.name,
        version=suggester.version,
        kind=proposal.kind,
        rank=rank,
        value=value,
        confidence=proposal.confidence,
        explanation=proposal.explanation,
        rule=proposal.rule,
        spans=[list(span) for span in proposal.spans],
        created_at=now,
    )


def _note_run(suggester: Suggester, article: Article, *, made: int = 0, error: str = "") -> None:
    SuggestionRun.objects.update_or_create(
        article=article,
        suggester=suggester.name,
        version=suggester.version,
        defaults={"made": made, "error": error, "ended_at": timezone.now()},
    )


def _conclude(article: Article, chosen: Sequence[Suggester]) -> SuggestionsState:
    runs = SuggestionRun.objects.filter(article=article)
    wanted = {(suggester.name, suggester.version) for suggester in chosen}
    mine = [run for run in runs if (run.suggester, run.version) in wanted]
    if len(mine) < len(wanted):  # divided meanwhile: the job of that division concludes
        return SuggestionsState.PENDING
    failed = sorted(run.suggester for run in mine if run.error)
    if not failed:
        state = SuggestionsState.DONE if any(run.made for run in mine) else SuggestionsState.NONE
    else:
        state = SuggestionsState.FAILED if len(failed) == len(mine) else SuggestionsState.PARTIAL
    why = _nothing_because(article, state)
    if failed:
        why = f"{', '.join(failed)} failed; an administrator sees why."
    Article.objects.filter(pk=article.pk).update(
        suggestions=state, suggestions_why=why, uncertainty=_uncertainty(article)
    )
    return state


def _uncertainty(article: Article) -> float | None:
    """How unsure the suggesters are of who says so in the article, 0 … 1; the queue goes by it."""
    foremost = Suggestion.objects.filter(claim__article=article, kind=SuggestionKind.CHAIN, rank=0)
    confidence = foremost.aggregate(mean=Avg("confidence"))["mean"]
    return None if confidence is None else 1 - confidence


def _nothing_because(article: Article, state: SuggestionsState) -> str:
    if state is not SuggestionsState.NONE:
        return ""
    return refusal(context_of(article)) or "The suggesters found nothing to say about this text."
