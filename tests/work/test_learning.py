"""Learning from the desk: asked for, measured on held-back articles, put to use only when better, taken back."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations import outbox, suggest, tasks, train
from annotations.domain.errors import Conflict, NotFound, NotPermitted, Unreadable
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import CheckWorthiness, LearnedPart, MemberRole
from annotations.learning.calibrating import GRID, LearnedCalibration, key_of
from annotations.models import (
    ActiveModel,
    Job,
    JobState,
    LearnedModel,
    LedgerEntry,
    Project,
    Suggestion,
    Training,
    TrainingStatus,
    User,
)
from annotations.queries import speaking, training_data
from tests.factories import make_article, make_member, make_project
from tests.learned import kept_version
from tests.work.teaching import make_desk, teach_chains, teach_worth

pytestmark = pytest.mark.django_db
SHORE = "A choir of Belford sang song 7 under the old trees.\n"
CALIBRATION = LearnedPart.CALIBRATION


def ask(project: Project, editor: User, *parts: LearnedPart) -> list[Training]:
    return train.request(project, parts=parts or tuple(LearnedPart), by=editor)


def verbs_of(project: Project) -> list[str]:
    return list(
        LedgerEntry.objects.filter(project_id=project.id).order_by("seq").values_list("verb", flat=True)
    )


def a_version(project: Project, *, share: float = 0.5, content: bytes = b"") -> LearnedModel:
    """A kept version of a calibration that shows `share` for every chain of the rules."""
    table = LearnedCalibration({key_of("attribution-rules", "chain"): [share] * len(GRID)}).to_bytes()
    return kept_version(
        project, CALIBRATION, table, kept=content or None, measure="calibration error", new=0.1
    )


def test_what_a_desk_finds_worth_a_check_is_learned_and_suggested() -> None:
    project, editor = make_desk()
    teach_worth(project, editor)
    [asked] = ask(project, editor, LearnedPart.CHECK_WORTHINESS)
    done = train.run(asked.id)
    assert (done.status, done.words) == (TrainingStatus.DONE, "Version 1. It suggests from now on.")
    model = LearnedModel.objects.get()
    assert model.figures["new"] > model.figures["before"]
    assert model.counts["held_back"] >= 40
    assert model.sha256 == sha256(bytes(model.content)).hexdigest()
    article = make_article(project, by=editor, text=SHORE)
    suggest.propose_for(article.id)
    said = Suggestion.objects.get(claim__article=article, kind="check_worthiness")
    assert (said.suggester, said.version) == ("check-worthiness-learned", "1")
    assert said.value == CheckWorthiness.CHECK_WORTHY
    assert train.run(asked.id).status == TrainingStatus.DONE
    assert LearnedModel.objects.count() == 1, "a job delivered twice learns once"
    [again] = ask(project, editor, LearnedPart.CHECK_WORTHINESS)
    assert train.run(again.id).words == "Version 2. It is no better than what suggests now."
    assert ActiveModel.objects.get().model == model
    assert verbs_of(project)[-4:] == [
        "suggestions_made",
        "suggestions_made",
        "training_requested",
        "model_trained",
    ]


def test_how_a_desk_hears_who_says_so_is_learned_and_suggested() -> None:
    project, editor = make_desk()
    teach_chains(project, editor)
    [asked] = ask(project, editor, LearnedPart.ATTRIBUTION)
    assert train.run(asked.id).status == TrainingStatus.DONE
    assert ActiveModel.objects.get().part == LearnedPart.ATTRIBUTION
    text = "The river rose in Corby.\n\nSo sang Ada Lind softly the bridge of Garton fell 7 years ago.\n"
    article = make_article(project, by=editor, text=text)
    suggest.propose_for(article.id)
    said = Suggestion.objects.filter(claim__article=article, suggester="attribution-learned")
    assert [[link["source"]["name"] for link in one.value] for one in said.order_by("claim__start")] == [
        [],
        ["Ada Lind"],
    ]


def test_too_little_is_an_end_with_words_and_no_error() -> None:
    project, editor = make_desk()
    for asked in ask(project, editor):
        done = train.run(asked.id)
        assert done.status == TrainingStatus.TOO_LITTLE
        assert "There are 0" in done.words
        assert "are needed" in done.words
    assert not LearnedModel.objects.exists()


def test_what_waits_already_is_not_asked_for_twice() -> None:
    project, editor = make_desk()
    assert len(ask(project, editor)) == len(LearnedPart)
    with pytest.raises(Conflict, match="being learned already"):
        ask(project, editor)
    assert Job.objects.filter(kind=outbox.LEARN).count() == len(LearnedPart)


@pytest.mark.parametrize("role", [MemberRole.REVIEWER, MemberRole.SUPERVISOR])
def test_only_editors_ask_activate_and_return(role: MemberRole) -> None:
    project, _ = make_desk()
    person = make_member(project, role)
    model = a_version(project)
    for act in (
        lambda: ask(project, person),
        lambda: train.activate(model.id, by=person),
        lambda: train.return_to_shipped(project, CALIBRATION, by=person),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert not ActiveModel.objects.exists()


def test_another_projects_version_is_not_there() -> None:
    project, _ = make_desk()
    _, stranger = make_desk()
    with pytest.raises(NotFound):
        train.activate(a_version(project).id, by=stranger)


def test_a_version_suggests_an_older_one_is_a_return_and_what_ships_comes_back() -> None:
    project, editor = make_desk()
    first, second = a_version(project, share=0.31), a_version(project, share=0.62)
    train.activate(second.id, by=editor)
    train.activate(first.id, by=editor)
    with pytest.raises(Conflict, match="suggests already"):
        train.activate(first.id, by=editor)
    article = make_article(project, by=editor, text="According to the port authority, two cables broke.\n")
    suggest.propose_for(article.id)
    said = Suggestion.objects.get(claim__article=article, kind="chain")
    assert (said.version.split("~")[1], said.confidence) == ("1", 0.31)
    train.return_to_shipped(project, CALIBRATION, by=editor)
    with pytest.raises(Conflict, match="as it ships already"):
        train.return_to_shipped(project, CALIBRATION, by=editor)
    assert "~" not in speaking.suggesters_for(project.id)[0].version
    verbs = [verb for verb in verbs_of(project) if verb.startswith("model_")]
    assert verbs == [LedgerVerb.MODEL_ACTIVATED, LedgerVerb.MODEL_RETURNED, LedgerVerb.MODEL_RETURNED]


def test_bytes_that_were_changed_suggest_nothing_and_the_failure_is_shown() -> None:
    project, editor = make_desk()
    model = a_version(project, content=b"{}")
    with pytest.raises(Unreadable, match="not those that were learned"):
        speaking.loaded(model.id)
    train.activate(model.id, by=editor)
    article = make_article(project, by=editor, text=SHORE)
    assert suggest.propose_for(article.id) == "failed"


def test_a_worker_that_dies_leaves_the_training_open_and_another_ends_it() -> None:
    project, editor = make_desk()
    [asked] = ask(project, editor, CALIBRATION)
    job = outbox.take(Job.objects.get(subject=asked.id).id)
    assert job is not None
    Training.objects.filter(pk=asked.pk).update(status=TrainingStatus.RUNNING)
    assert outbox.take(job.id) is None, "the lease holds it"
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - outbox.LEASE)
    tasks.run_job(str(job.pk))
    asked.refresh_from_db()
    assert asked.status == TrainingStatus.TOO_LITTLE
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


def test_twin_without_the_lease_two_workers_learn_at_once(settings: Any) -> None:
    project, editor = make_desk()
    [asked] = ask(project, editor, CALIBRATION)
    job_id = Job.objects.get(subject=asked.id).id
    assert outbox.take(job_id) is not None
    settings.PROTECTIONS_OFF = frozenset({"lease"})
    assert outbox.take(job_id) is not None


def test_a_training_given_up_says_so() -> None:
    project, editor = make_desk()
    [asked] = ask(project, editor, CALIBRATION)
    train.give_up(asked.id)
    asked.refresh_from_db()
    assert (asked.status, asked.words[:12]) == (TrainingStatus.FAILED, "The work was")
    assert train.run(asked.id).status == TrainingStatus.FAILED, "what has ended stays"


def test_held_back_articles_are_always_the_same_and_about_a_fifth() -> None:
    ids = [uuid4() for _ in range(2000)]
    share = sum(training_data.held_back(one) for one in ids) / len(ids)
    assert 0.15 < share < 0.25
    assert [training_data.held_back(one) for one in ids] == [training_data.held_back(one) for one in ids]


def test_shared_answers_teach_only_those_who_share() -> None:
    one, editor = make_desk()
    other, other_editor = make_desk()
    apart = make_project()
    with pytest.raises(Conflict, match="does not share"):
        train.request(one, parts=[CALIBRATION], by=editor, pooled=True)
    train.change_rules(one, train.Rules(pools=True), by=editor)
    train.change_rules(other, train.Rules(pools=True), by=other_editor)
    assert training_data.learned_from(one, pooled=True) == sorted([one.id, other.id])
    assert training_data.learned_from(one, pooled=False) == [one.id]
    assert apart.id not in training_data.learned_from(other, pooled=True)


def test_by_night_only_what_has_news_is_learned() -> None:
    project, editor = make_desk()
    teach_worth(project, editor, taught=80, kept=25)
    asked = train.request_by_night()
    assert {training.part for training in asked} == {part.value for part in LearnedPart}
    assert all(training.asked_by is None for training in asked)
    Training.objects.update(status=TrainingStatus.DONE)
    assert train.request_by_night() == []


def test_the_page_asks_as_often_for_thirty_versions_as_for_one(client: Client) -> None:
    project, editor = make_desk()
    client.force_login(editor)
    counts = []
    for more in (1, 29):
        made = [a_version(project) for _ in range(more)]
        if more == 1:
            train.activate(made[0].id, by=editor)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/p/{project.slug}/learning/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "Version 1 suggests." in page, "the active one is shown however old it is"
    assert "Let version 30 suggest" in page
