"""The order of earlier checks is learned from matches that were accepted and rejected, and can be taken back."""

import json
import math
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs

from annotations import matching, train
from annotations.domain.earlier_checks import NAME
from annotations.domain.ids import new_id
from annotations.domain.judgements import SeenSuggestion
from annotations.domain.vocabulary import LearnedPart, Outcome
from annotations.learning.matching_rank import SIGNS, Ranking
from annotations.models import (
    ActiveModel,
    ImportedReview,
    LearnedModel,
    LedgerEntry,
    Suggestion,
    TrainingStatus,
    User,
)
from annotations.queries.claims import claim_forms
from annotations.queries.learning import learning_form, learning_page
from annotations.queries.match_outcomes import judged_matches
from annotations.queries.speaking import earlier_checks_for
from annotations.suggest import context_of
from annotations.train.parts import FEWEST_MATCHED_HELD_BACK
from tests.factories import decide, make_article, make_member, make_project, reviewable
from tests.learned import kept_version
from tests.matching.judging import NEW, Desk

pytestmark = pytest.mark.django_db
RANKING = LearnedPart.MATCH_RANKING


def named(matches: list[Suggestion]) -> list[str]:
    return [match.rule for match in matches]


def rules_of(*checks: ImportedReview) -> list[str]:
    return [f"review:{check.id}" for check in checks]


@pytest.fixture
def taught() -> Desk:
    desk = Desk()
    desk.teach(takes_posters=False)
    return desk


def test_what_a_desk_takes_first_is_learned_measured_and_used_and_can_be_taken_back(taught: Desk) -> None:
    poster, report = taught.two_checks()
    before = taught.matches()
    assert named(before)[0] == f"review:{poster.id}", "words alone put the wrong one first"
    assert {one.version for one in before} == {"1"}

    done = taught.learn()

    assert done.words == "Version 1. It suggests from now on."
    model = LearnedModel.objects.get()
    assert model.figures["before"] < 0.6
    assert model.figures["new"] > 0.95
    assert model.counts["held_back"] >= FEWEST_MATCHED_HELD_BACK
    assert model.sha256 == sha256(bytes(model.content)).hexdigest()
    after = taught.matches()
    assert named(after)[0] == f"review:{report.id}"
    assert [(one.version, one.rank) for one in after] == [("1+1", 0), ("1+1", 1)]
    entry = LedgerEntry.objects.filter(project_id=taught.project.id).latest("seq")
    assert entry.actor == f"component:{NAME}/1+1"
    [block] = [
        one for one in learning_form(learning_page(taught.project))["parts"] if one["part"] == "match_ranking"
    ]
    assert (block["active"], block["versions"][0]["sha256"]) == (1, model.sha256)

    assert taught.learn().words == "Version 2. It is no better than what suggests now."
    assert ActiveModel.objects.get().model == model
    train.return_to_shipped(taught.project, RANKING, by=taught.editor)
    assert [(one.version, one.rule, one.confidence) for one in taught.matches()] == [
        (one.version, one.rule, one.confidence) for one in before
    ]


def test_what_is_no_better_than_the_order_that_ships_is_kept_and_not_used() -> None:
    desk = Desk()
    desk.teach(takes_posters=True)

    assert desk.learn().words == "Version 1. It is no better than what suggests now."

    assert not ActiveModel.objects.exists()
    assert LearnedModel.objects.get().figures["before"] == 1
    assert earlier_checks_for(desk.project.id).ranking is None


def a_version(desk: Desk, weight: float, *, broken: bool = False) -> LearnedModel:
    """A kept version that weighs only how long a check is."""
    weights = [0.0] * SIGNS
    weights[14] = weight
    content = Ranking(weights, 0.0, [0.0] * SIGNS, [1.0] * SIGNS).to_bytes()
    return kept_version(
        desk.project,
        RANKING,
        content,
        kept=b"{" if broken else None,
        measure="mean average precision of matches",
        new=0.9,
    )


def test_an_older_version_is_returned_to_and_orders_as_it_did() -> None:
    desk = Desk()
    poster, report = desk.two_checks()
    first = desk.matches()
    short, long = a_version(desk, -1.0), a_version(desk, 1.0)
    train.activate(short.id, by=desk.editor)
    assert named(desk.matches()) == rules_of(report, poster)
    train.activate(long.id, by=desk.editor)
    assert named(desk.matches()) == rules_of(poster, report)

    train.activate(short.id, by=desk.editor)

    again = desk.matches()
    assert sorted(one.confidence for one in again) == sorted(one.confidence for one in first)
    assert named(again) == rules_of(report, poster)
    assert {one.version for one in again} == {"1+1"}
    verbs = LedgerEntry.objects.filter(project_id=desk.project.id, verb="model_returned")
    assert json.loads(verbs.get().payload) == {"part": "match_ranking", "from": 2, "to": 1}


def test_bytes_that_were_changed_are_refused_and_the_order_that_ships_is_used() -> None:
    desk = Desk()
    poster, report = desk.two_checks()
    train.activate(a_version(desk, -1.0, broken=True).id, by=desk.editor)

    with capture_logs() as logs:
        matches = desk.matches()

    assert [(one.version, one.rule) for one in matches] == [("1", rule) for rule in rules_of(poster, report)]
    refused = [line for line in logs if line["event"] == "match ranking refused"]
    assert "not those that were learned" in refused[0]["why"]
    assert "Return to an older version" in refused[0]["why"]


def test_too_few_judged_matches_are_an_end_with_words() -> None:
    desk = Desk()
    done = desk.learn()
    assert done.status == TrainingStatus.TOO_LITTLE
    assert "There are 0 claims with an accepted match" in done.words
    assert "at least 50 and 20" in done.words


def test_the_newest_word_of_a_person_counts_and_a_draw_says_nothing() -> None:
    desk = Desk()
    check = desk.review("Potatoes cost more in March.")
    (claim,) = reviewable(make_article(desk.project, by=desk.editor, text="Potatoes cost more in March.\n"))
    match = desk.shown(claim, check, 0)

    def say(by: User, outcome: Outcome, seen_revision: int = 0) -> None:
        decide(claim, by, seen=(SeenSuggestion(match.id, outcome),), seen_revision=seen_revision)

    say(desk.editor, Outcome.REJECTED)
    say(desk.editor, Outcome.ACCEPTED, 1)
    assert judged_matches([desk.project.id]) == {claim.article_id: {claim.id: {("review", check.id): True}}}
    assert judged_matches([make_project().id]) == {}
    say(make_member(desk.project), Outcome.REJECTED)
    assert judged_matches([desk.project.id]) == {claim.article_id: {claim.id: {}}}


def test_the_desk_and_the_api_show_matches_as_they_were_ranked_and_take_an_accepted_one(
    client: Client,
) -> None:
    desk = Desk()
    poster, report = desk.two_checks()
    train.activate(a_version(desk, -1.0).id, by=desk.editor)
    first, second = desk.matches()
    assert (first.rule, second.rule) == tuple(rules_of(report, poster))
    assert first.confidence < second.confidence
    claim = first.claim
    client.force_login(desk.editor)

    page = client.get(
        f"/p/{desk.project.slug}/articles/{claim.article_id}/?claim={claim.id}"
    ).content.decode()
    told = claim_forms([claim], project=desk.project, viewer=desk.editor)[0]["suggestions"]

    at = [page.index(f'name="outcome-{one.id}" value="accepted"') for one in (first, second)]
    assert at == sorted(at)
    assert [one["id"] for one in told if one["kind"] == "match"] == [str(first.id), str(second.id)]
    client.post(
        f"/p/{desk.project.slug}/claims/{claim.id}/decide/",
        {
            "seen_revision": "0",
            "idempotency_key": str(new_id()),
            "verification": "supported",
            "chain": "own_voice",
            f"outcome-{first.id}": ["ignored", "accepted"],
            f"outcome-{second.id}": ["ignored", "rejected"],
        },
    )
    assert judged_matches([desk.project.id]) == {
        claim.article_id: {claim.id: {("review", report.id): True, ("review", poster.id): False}}
    }


def test_a_ranking_is_told_the_days_of_articles_and_reviews() -> None:
    desk = Desk()
    poster, _ = desk.two_checks()
    day = timezone.now()
    ImportedReview.objects.bulk_create(
        [
            ImportedReview(
                project=desk.project, feed=desk.feed, key=key * 64, text=poster.text, reviewed_on=reviewed_on
            )
            for key, reviewed_on in (("a", day.date()), ("b", day.date() - timedelta(days=900)))
        ]
    )
    article = make_article(desk.project, by=desk.editor, text=f"{NEW}.\n", published_at=day)

    found = matching.candidates_for(article, context_of(article).claims, [desk.project.id])

    assert found is not None
    place = next(place for place, claim in enumerate(found.claims) if claim.text.startswith(NEW))
    rows = {check.said_on: row for row, check in enumerate(found.checks)}
    told = found.told(place, [rows[day.date()], rows[day.date() - timedelta(days=900)]])
    assert told[:, 16] == pytest.approx([0, math.log1p(900)])
    assert told[:, 17].tolist() == [1, 0]
