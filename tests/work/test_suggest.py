"""Pre-filling: once a version, one failing stops none of the others, and machines never answer."""

from collections.abc import Iterable

import pytest

from annotations import ledger, suggest
from annotations.domain.records import Context, Proposal
from annotations.domain.vocabulary import CheckWorthiness, SuggestionKind
from annotations.models import Article, Claim, Suggestion, SuggestionRun
from tests.factories import make_article, make_project

pytestmark = pytest.mark.django_db


class Fixed:
    """Says of every claim that it is worth a check."""

    name = "fixed"

    def __init__(self, version: str = "1", *, fails: bool = False) -> None:
        self.version = version
        self.fails = fails

    def propose(self, context: Context) -> Iterable[Proposal]:
        for claim in context.claims:
            if self.fails:
                raise ValueError("the model file is gone")
            yield Proposal(
                claim.id,
                SuggestionKind.CHECK_WORTHINESS,
                CheckWorthiness.CHECK_WORTHY,
                0.7,
                "always",
                "fixed",
            )


class Broken(Fixed):
    """Fails on every article."""

    name = "broken"

    def __init__(self) -> None:
        super().__init__(fails=True)


@pytest.fixture
def article() -> Article:
    return make_article(make_project())


def test_running_again_adds_nothing_and_a_new_version_adds_beside(article: Article) -> None:
    suggest.propose_for(article.id, suggesters=[Fixed()])
    first = Suggestion.objects.count()
    suggest.propose_for(article.id, suggesters=[Fixed()])
    assert Suggestion.objects.count() == first == article.claims.count()
    suggest.propose_for(article.id, suggesters=[Fixed("2")])
    assert (
        Suggestion.objects.filter(version="1").count()
        == Suggestion.objects.filter(version="2").count()
        == first
    )


def test_one_that_fails_stops_none_of_the_others_and_is_tried_again(article: Article) -> None:
    assert suggest.propose_for(article.id, suggesters=[Broken(), Fixed()]) == "partial"
    assert Suggestion.objects.filter(suggester="fixed").exists()
    assert "the model file is gone" in SuggestionRun.objects.get(suggester="broken").error
    article.refresh_from_db()
    assert article.suggestions_why == "broken failed; an administrator sees why."
    assert suggest.propose_for(article.id, suggesters=[Fixed("1"), Fixed("3")]) == "done"


def test_what_fails_halfway_leaves_nothing_of_itself(article: Article) -> None:
    class Halfway(Fixed):
        name = "halfway"

        def propose(self, context: Context) -> Iterable[Proposal]:
            yield from list(super().propose(context))[:1]
            raise ValueError("halfway")

    assert suggest.propose_for(article.id, suggesters=[Halfway()]) == "failed"
    assert not Suggestion.objects.exists()


def test_suggestions_change_no_state_and_stand_in_the_ledger(article: Article) -> None:
    suggest.propose_for(article.id)
    assert set(Claim.objects.values_list("state", flat=True)) == {"unreviewed"}
    actors = {entry.actor for entry in ledger.entries(article.project_id) if entry.verb == "suggestions_made"}
    assert all(actor.startswith("component:") for actor in actors)
    assert len(actors) == 3


def test_every_suggestion_says_why_and_how_sure_it_is(article: Article) -> None:
    suggest.propose_for(article.id)
    for suggestion in Suggestion.objects.filter(kind="chain"):
        assert suggestion.explanation
        assert suggestion.rule
        assert 0 < suggestion.confidence <= 1
        for start, end, what in suggestion.spans:
            assert 0 <= start < end <= article.length
            assert what


def test_another_language_gets_a_reason_instead_of_nonsense() -> None:
    text = "Der Bürgermeister sagte am Montag, die Brücke bleibe bis Juni geschlossen. Die Kosten seien hoch."
    article = make_article(make_project(), text=text, language="de")
    assert suggest.propose_for(article.id) == "none"
    article.refresh_from_db()
    assert "de" in article.suggestions_why
