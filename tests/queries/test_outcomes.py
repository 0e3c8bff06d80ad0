"""What became of suggestions, counted as people answered."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations import suggest
from annotations.domain.judgements import SeenSuggestion
from annotations.domain.vocabulary import MemberRole, Outcome, RejectionReason
from annotations.models import Article, Suggestion
from annotations.queries.outcomes import outcomes_page
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    article = make_article(make_project(quorum=3))
    suggest.propose_for(article.id)
    reviewer = make_member(article.project)
    fates = (Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.REJECTED, Outcome.IGNORED)
    for claim, outcome in zip(reviewable(article), fates, strict=False):
        chain = Suggestion.objects.get(claim=claim, kind="chain")
        reason = RejectionReason.WRONG_SOURCE if outcome is Outcome.REJECTED else None
        decide(claim, reviewer, seen=(SeenSuggestion(chain.id, outcome, reason),), seconds=0.5)
    return article


def test_outcomes_are_counted_by_suggester(article: Article) -> None:
    page = outcomes_page(article.project)
    line = page.suggesters[0]
    assert (line.shown, line.accepted, line.rejected, line.ignored, line.fast) == (4, 2, 1, 1, 2)
    assert line.precision == 67
    assert line.calibration_error is not None
    assert page.reasons == [("wrong_source", 1)]
    assert page.weeks[0].answered == 3
    assert page.anchoring.with_suggestions == 4
    assert page.anchoring.attributed_without is None


def test_the_page_is_for_editors_and_supervisors_and_asks_a_constant_number_of_queries(
    article: Article,
) -> None:
    counts = []
    client = Client()
    client.force_login(make_member(article.project, MemberRole.SUPERVISOR))
    place = f"/p/{article.project.slug}/outcomes/"
    for _ in range(2):
        client.get(place)
        with CaptureQueriesContext(connection) as asked:
            assert "67 %" in client.get(place).content.decode() or counts
        counts.append(len(asked))
        reviewer = make_member(article.project)
        for claim in reviewable(article):
            chain = Suggestion.objects.get(claim=claim, kind="chain")
            decide(claim, reviewer, seen=(SeenSuggestion(chain.id, Outcome.EDITED),))
    assert counts[0] == counts[1]
    client.force_login(make_member(article.project))
    assert client.get(place).status_code == 403
