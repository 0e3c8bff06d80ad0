"""Suggesting beside other work on the same article: nothing lost, nothing twice."""

import threading
from collections.abc import Callable, Iterable

import pytest
from django.test import override_settings

from annotations import divide, ledger
from annotations.domain.records import Context, Proposal
from annotations.domain.vocabulary import CheckWorthiness, MemberRole, SuggestionKind
from annotations.models import Article, Claim, Suggestion, SuggestionRun, SuggestionsState
from annotations.suggest import propose_for
from tests.factories import make_article, make_member, reviewable
from tests.reliability.threads import WAIT_S, at_once, errors

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed_db")]


class Slow:
    """Says of every claim that it is worth a check, after it has waited for `until`."""

    name, version = "slow", "1"

    def __init__(self, until: Callable[[], object]) -> None:
        self.until = until

    def propose(self, context: Context) -> Iterable[Proposal]:
        proposals = [
            Proposal(
                claim.id, SuggestionKind.CHECK_WORTHINESS, CheckWorthiness.CHECK_WORTHY.value, 0.5, "so", "so"
            )
            for claim in context.claims
            if claim.role.is_reviewed and claim.duplicate_of is None
        ]
        self.until()
        return proposals


def suggested(article: Article) -> set[object]:
    return set(Suggestion.objects.filter(claim__article=article).values_list("claim_id", flat=True))


def split_while_suggesting(article: Article) -> None:
    """A job of before the split ends after it; then the job that the split has posted runs."""
    editor = make_member(article.project, MemberRole.EDITOR)
    claim = reviewable(article)[1]
    reads, split = threading.Event(), threading.Event()
    slow = Slow(lambda: (reads.set(), split.wait(WAIT_S)))

    def divided() -> None:
        reads.wait(WAIT_S)
        try:
            divide.split(claim.id, at=[claim.start + claim.text.index(" ") + 1], by=editor)
        finally:
            split.set()

    assert not errors(at_once(lambda: propose_for(article.id, suggesters=[slow]), divided))
    propose_for(article.id, suggesters=[Slow(lambda: None)])


def test_a_split_while_suggestions_are_made_loses_none() -> None:
    article = make_article()
    split_while_suggesting(article)
    assert {claim.id for claim in reviewable(article)} <= suggested(article)
    article.refresh_from_db()
    assert article.suggestions == SuggestionsState.DONE


def test_twin_without_the_lock_the_successors_get_none() -> None:
    article = make_article()
    with override_settings(PROTECTIONS_OFF=frozenset({"suggestion lock"})):
        split_while_suggesting(article)
    assert {claim.id for claim in reviewable(article)} - suggested(article)


def suggest_twice_at_once(article: Article) -> list[str]:
    """Two jobs of one article, both with their proposals ready before either stores them; the ledger's words."""
    both = threading.Barrier(2)
    slow = Slow(lambda: both.wait(WAIT_S))
    assert not errors(at_once(*[lambda: propose_for(article.id, suggesters=[slow])] * 2))
    return [entry.verb for entry in ledger.entries(article.project_id, verb="suggestions_made")]


def test_two_jobs_of_one_article_at_once_suggest_once() -> None:
    article = make_article()
    assert len(suggest_twice_at_once(article)) == 1
    assert SuggestionRun.objects.get(article=article).made == len(reviewable(article))
    assert Suggestion.objects.count() == Claim.objects.filter(article=article).reviewable().count()


def test_twin_without_the_lock_the_ledger_tells_it_twice() -> None:
    with override_settings(PROTECTIONS_OFF=frozenset({"suggestion lock"})):
        assert len(suggest_twice_at_once(make_article())) == 2


def test_an_article_divided_since_stays_pending_until_its_own_job_has_run() -> None:
    article = make_article()
    claim = reviewable(article)[1]
    editor = make_member(article.project, MemberRole.EDITOR)

    def split() -> None:
        divide.split(claim.id, at=[claim.start + claim.text.index(" ") + 1], by=editor)

    assert propose_for(article.id, suggesters=[Slow(split)]) == SuggestionsState.PENDING
    article.refresh_from_db()
    assert article.suggestions == SuggestionsState.PENDING
