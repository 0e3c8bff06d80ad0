"""Confidences of matches are learned from what the desk made of them, and matches can be switched off."""

import pytest
from django.utils import timezone

from annotations import matching, train
from annotations.domain.earlier_checks import NAME
from annotations.domain.vocabulary import LearnedPart, MemberRole, Outcome, SuggestionKind
from annotations.learning import calibrating
from annotations.models import (
    ActiveModel,
    Decision,
    LearnedModel,
    LedgerEntry,
    Project,
    SuggesterSwitch,
    Suggestion,
    SuggestionOutcome,
    User,
)
from annotations.queries.speaking import earlier_checks_for
from annotations.queries.training_data import held_back
from tests.factories import decide, make_article, make_member, make_project, reviewable
from tests.matching.test_matching import AGAIN, checked, suggested

pytestmark = pytest.mark.django_db


def answered(
    project: Project, decision: Decision, outcome: Outcome, *, rank: int, version: str = "1"
) -> None:
    """A match of confidence .9 that was shown with the answer, and what became of it."""
    suggestion = Suggestion.objects.create(
        project=project,
        claim=decision.claim,
        suggester=NAME,
        version=version,
        kind=SuggestionKind.MATCH,
        rank=rank,
        value={"review": "r", "score": 0.9, "verification": None},
        confidence=0.9,
        created_at=timezone.now(),
    )
    SuggestionOutcome.objects.create(decision=decision, suggestion=suggestion, outcome=outcome)


def teach_matches(project: Project, editor: User) -> None:
    """A desk that takes every second match of confidence .9; enough to learn from, and enough held back."""
    counts = {False: 0, True: 0}
    while counts[False] < calibrating.FEWEST or counts[True] < 20:
        article = make_article(
            project, by=editor, text=f"Potatoes cost {sum(counts.values())} more in March.\n"
        )
        decision = decide(reviewable(article)[0], editor).decision
        for rank in range(20):
            answered(project, decision, (Outcome.ACCEPTED, Outcome.REJECTED)[rank % 2], rank=rank)
        counts[held_back(article.id)] += 20


def test_a_match_shows_the_share_that_the_desk_took_and_what_ships_comes_back() -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    checked(project)
    before = suggested(project)[0]
    teach_matches(project, editor)
    [asked] = train.request(project, parts=[LearnedPart.CALIBRATION], by=editor)

    assert train.run(asked.id).words == "Version 1. It suggests from now on."

    learned = LearnedModel.objects.get()
    assert learned.figures["before"] == pytest.approx(0.4, abs=0.01)
    assert learned.figures["new"] < 0.06
    after = suggested(project, AGAIN + "\nSnow fell in May.\n")[0]
    assert (before.version, after.version) == ("1", "1~1")
    assert after.confidence == pytest.approx(0.5, abs=0.07)
    assert after.confidence < before.confidence
    assert after.value == {**before.value, "score": after.confidence}
    entry = LedgerEntry.objects.filter(project_id=project.id).latest("seq")
    assert entry.actor == f"component:{NAME}/1~1"
    train.return_to_shipped(project, LearnedPart.CALIBRATION, by=editor)
    again = suggested(project, AGAIN + "\nSnow fell in June.\n")[0]
    assert (again.version, again.confidence) == ("1", before.confidence)


def test_a_new_calibration_does_not_match_a_claim_twice() -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    checked(project)
    article = make_article(project, text=AGAIN.splitlines()[0] + "\n")
    assert matching.match_article(article.id) > 0
    teach_matches(project, editor)
    [asked] = train.request(project, parts=[LearnedPart.CALIBRATION], by=editor)
    train.run(asked.id)
    assert ActiveModel.objects.filter(project=project).exists()
    assert earlier_checks_for(project.id).version == "1~1"

    assert matching.match_article(article.id) == 0


def test_matches_that_are_switched_off_are_not_made() -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    checked(project)
    train.change_rules(project, train.Rules(floor=0.5, window=4), by=editor)
    decision = decide(reviewable(make_article(project, text="Snow fell in May.\n"))[0], editor).decision
    for rank in range(4):
        answered(project, decision, Outcome.REJECTED, rank=rank)
    [switch] = train.watch(project)
    assert switch.suggester == NAME

    assert suggested(project) == []

    train.switch_on(project, NAME, by=editor)
    assert not SuggesterSwitch.objects.get(project=project).is_off
    assert [one.kind for one in suggested(project, AGAIN + "\nRain fell.\n")][:1] == [SuggestionKind.MATCH]
