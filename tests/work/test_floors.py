"""A suggester below the project's floor falls silent, says so, and speaks again when an editor says so."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from annotations import suggest, train
from annotations.domain.errors import Conflict, Invalid, NotPermitted
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import LearnedPart, MemberRole, Outcome
from annotations.learning import calibrating
from annotations.learning.calibrating import LearnedCalibration, key_of
from annotations.models import (
    Article,
    Decision,
    LearnedModel,
    LedgerEntry,
    Project,
    SuggesterSwitch,
    Suggestion,
    SuggestionOutcome,
    User,
)
from annotations.queries import speaking
from annotations.queries.training_data import held_back
from tests.factories import NUMBERS, decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db
RULES = "attribution-rules"


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


def an_article(project: Project, editor: User) -> Article:
    """An article like no other."""
    text = f"The harbour bridge was closed on day {next(NUMBERS)}. Traffic is being diverted.\n"
    return make_article(project, by=editor, text=text)


def answered(project: Project, editor: User, *outcomes: Outcome, confidence: float = 0.9) -> None:
    """One suggestion with this outcome each, on an article of its own, newest last."""
    article = an_article(project, editor)
    decision = decide(reviewable(article)[0], make_member(project)).decision
    add_outcomes(article, decision, outcomes, confidence=confidence)


def add_outcomes(
    article: Article, decision: Decision, outcomes: Sequence[Outcome], *, confidence: float
) -> None:
    version = next(one.version for one in speaking.suggesters_for(article.project_id) if one.name == RULES)
    for rank, outcome in enumerate(outcomes):
        suggestion = Suggestion.objects.create(
            project_id=article.project_id,
            claim_id=decision.claim_id,
            suggester=RULES,
            version=version,
            kind="chain",
            rank=rank,
            value=[],
            confidence=confidence,
            created_at=timezone.now(),
        )
        SuggestionOutcome.objects.create(decision=decision, suggestion=suggestion, outcome=outcome)


def silent(project: Project) -> list[str]:
    return list(
        SuggesterSwitch.objects.filter(project=project, is_off=True).values_list("suggester", flat=True)
    )


def names(project: Project) -> list[str]:
    return [suggester.name for suggester in speaking.suggesters_for(project.id)]


def test_without_a_floor_nothing_falls_silent(project: Project, editor: User) -> None:
    answered(project, editor, *[Outcome.REJECTED] * 60)
    assert train.watch_floors() == []
    assert RULES in names(project)


def test_below_the_floor_it_falls_silent_and_the_ledger_says_why(project: Project, editor: User) -> None:
    train.change_rules(project, train.Rules(floor=0.5, window=4), by=editor)
    answered(project, editor, Outcome.ACCEPTED, Outcome.REJECTED, Outcome.EDITED, Outcome.REJECTED)
    [switch] = train.watch_floors()
    assert switch.why == "1 of the last 4 suggestions were accepted; the floor is 50 %."
    assert RULES not in names(project)
    entry = LedgerEntry.objects.filter(project_id=project.id).latest("seq")
    assert (entry.verb, entry.actor) == (LedgerVerb.SUGGESTER_SWITCHED_OFF, "component:floor/1")
    assert train.watch_floors() == [], "once is enough"
    article = an_article(project, editor)
    suggest.propose_for(article.id)
    assert not Suggestion.objects.filter(claim__article=article, suggester=RULES).exists()


@pytest.mark.parametrize(
    "outcomes",
    [
        [Outcome.REJECTED] * 3,
        [Outcome.REJECTED, Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.REJECTED],
        [Outcome.IGNORED] * 9,
    ],
    ids=["too few", "at the floor", "ignored ones say nothing"],
)
def test_at_the_floor_or_with_too_few_answers_it_goes_on(
    project: Project, editor: User, outcomes: list[Outcome]
) -> None:
    train.change_rules(project, train.Rules(floor=0.5, window=4), by=editor)
    answered(project, editor, *outcomes)
    assert train.watch_floors() == []


def test_switched_on_again_it_starts_afresh(project: Project, editor: User) -> None:
    train.change_rules(project, train.Rules(floor=0.5, window=2), by=editor)
    answered(project, editor, Outcome.REJECTED, Outcome.REJECTED)
    train.watch(project)
    train.switch_on(project, RULES, by=editor)
    assert RULES in names(project)
    assert train.watch(project) == [], "what was answered before does not count"
    with pytest.raises(Conflict, match="not switched off"):
        train.switch_on(project, RULES, by=editor)
    SuggesterSwitch.objects.update(since=timezone.now() - timedelta(days=1))
    assert len(train.watch(project)) == 1, (
        "twin: counted from further back, the old answers would silence it again"
    )


def test_only_editors_change_rules_and_mistakes_are_named(project: Project, editor: User) -> None:
    with pytest.raises(NotPermitted):
        train.change_rules(project, train.Rules(pools=True), by=make_member(project))
    with pytest.raises(Invalid) as refused:
        train.change_rules(project, train.Rules(floor=1.5, window=0), by=editor)
    assert set(refused.value.errors) == {"floor", "window"}
    before = LedgerEntry.objects.count()
    train.change_rules(project, train.Rules(), by=editor)
    assert LedgerEntry.objects.count() == before, "the same rules again leave no entry"


def test_the_page_says_who_is_silent_and_a_plain_form_lets_it_speak(project: Project, editor: User) -> None:
    train.change_rules(project, train.Rules(floor=0.5, window=2), by=editor)
    answered(project, editor, Outcome.REJECTED, Outcome.REJECTED)
    train.watch(project)
    client = Client()
    client.force_login(editor)
    for page in ("learning/", "outcomes/"):
        assert "switched itself off" in client.get(f"/p/{project.slug}/{page}").content.decode()
    sent = client.post(f"/p/{project.slug}/learning/", {"do": "switch-on", "suggester": RULES})
    assert sent.status_code == 302
    assert silent(project) == []


def test_the_page_trains_changes_rules_and_refuses_in_words(project: Project, editor: User) -> None:
    client, place = Client(), f"/p/{project.slug}/learning/"
    client.force_login(editor)
    assert client.post(place, {"do": "train", "parts": ["calibration"]}).status_code == 302
    again = client.post(place, {"do": "train", "parts": ["calibration"]})
    assert again.status_code == 409
    assert "being learned already" in again.content.decode()
    for wrong in (
        {"do": "x"},
        {"do": "train"},
        {"do": "train", "parts": ["x"]},
        {"do": "rules", "floor": "a"},
    ):
        assert client.post(place, wrong).status_code == 422
    assert (
        client.post(place, {"do": "rules", "floor": "12,5", "window": "30", "pools": "on"}).status_code == 302
    )
    assert train.rules_of(project) == train.Rules(pools=True, floor=0.125, window=30)
    assert 'value="12' in client.get(place).content.decode()
    reviewer = Client()
    reviewer.force_login(make_member(project))
    assert reviewer.get(place).status_code == 200
    assert "Learn now" not in reviewer.get(place).content.decode()
    assert reviewer.post(place, {"do": "train", "parts": ["calibration"]}).status_code == 403


def test_confidences_learn_how_often_they_were_right(project: Project, editor: User) -> None:
    taken = [Outcome.ACCEPTED, Outcome.REJECTED]
    kept = {False: 0, True: 0}
    while kept[False] < calibrating.FEWEST or kept[True] < 20:
        article = an_article(project, editor)
        decision = decide(reviewable(article)[0], editor).decision
        add_outcomes(article, decision, taken * 10, confidence=0.9)
        kept[held_back(article.id)] += 20
    [asked] = train.request(project, parts=[LearnedPart.CALIBRATION], by=editor)
    assert train.run(asked.id).words == "Version 1. It suggests from now on."
    figures = LearnedModel.objects.get().figures
    assert figures["before"] == pytest.approx(0.4, abs=0.01)
    assert figures["new"] < 0.06
    model = LearnedCalibration.from_bytes(bytes(LearnedModel.objects.get().content))
    assert model.confidence(RULES, "chain", 0.9) == pytest.approx(0.5, abs=0.06)
    assert model.confidence("another", "chain", 0.9) == 0.9


def test_a_second_step_corrects_the_first() -> None:
    name = key_of("a", "chain")
    first = calibrating.fit({name: [(0.8, k % 2 == 0) for k in range(400)]})
    second = calibrating.fit({name: [(0.5, k % 4 == 0) for k in range(400)]})
    assert first is not None
    assert second is not None
    assert second.behind(first).confidence("a", "chain", 0.8) == pytest.approx(0.25, abs=0.05)
    assert calibrating.fit({name: [(0.8, True)] * (calibrating.FEWEST - 1)}) is None
