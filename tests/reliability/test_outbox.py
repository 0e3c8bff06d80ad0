"""R-OUTBOX: what a verb has promised is done, once, whatever dies on the way."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from annotations import ledger, outbox, pipeline, tasks
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.records import Draft
from annotations.domain.vocabulary import MemberRole
from annotations.ingest import Incoming
from annotations.models import (
    Article,
    Job,
    JobState,
    Project,
    Suggestion,
    SuggestionRun,
    SuggestionsState,
    User,
)
from annotations.queries.desk import worker_note
from annotations.suggesters import SUGGESTERS
from tests.databases import CommittedDatabase
from tests.factories import TEXT, make_member, make_project, make_user, reviewable
from tests.reliability.conftest import Broker, recover
from tests.reliability.threads import at_once, errors
from tests.stack import ROOT
from workbench.celery import app
from workbench.services.addresses import BROKER_ANSWERS_WITHIN_S

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _short_waits(committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "GRACE", timedelta(0))
    monkeypatch.setattr(outbox, "RESEND", timedelta(seconds=0.2))


@pytest.fixture
def project() -> Project:
    return make_project("press")


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


@pytest.fixture
def counted() -> Iterator[str]:
    """A kind of job that leaves a ledger entry each time that it is done, however often that is."""

    def note(subject: UUID) -> None:
        with transaction.atomic():
            ledger.append(
                subject,
                by="component:test/1",
                verb=LedgerVerb.PROJECT_CHANGED,
                subject=f"project:{subject}",
                payload={},
            )

    tasks.HANDLERS["counted"] = note
    yield "counted"
    del tasks.HANDLERS["counted"]


def take_in(project: Project, editor: User, number: int = 0) -> Article:
    text = f"{TEXT}\nThe report has the number {number}.\n"
    return pipeline.import_article(
        project, Incoming(text.encode(), Draft(text=text, language="en")), by=editor
    )


def assert_suggested_once(article: Article) -> None:
    article.refresh_from_db()
    assert article.suggestions == SuggestionsState.DONE
    runs = SuggestionRun.objects.filter(article=article)
    assert Counter(run.suggester for run in runs) == Counter(suggester.name for suggester in SUGGESTERS)
    entries = ledger.entries(article.project_id, verb="suggestions_made", subject=f"article:{article.id}")
    assert len(entries) == len(SUGGESTERS)
    made = Suggestion.objects.filter(claim__article=article)
    assert made.count() == sum(run.made for run in runs)
    chains = Counter(made.filter(kind="chain", rank=0).values_list("claim_id", "suggester"))
    assert set(chains.values()) == {1}
    assert {claim for claim, _ in chains} == {claim.id for claim in reviewable(article)}


def import_and_die(database: CommittedDatabase, project: Project, editor: User) -> Article:
    command = [sys.executable, "-m", "tests.reliability.importer", project.slug, editor.username]
    environment = database.environment | {"DJANGO_SETTINGS_MODULE": "workbench.settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    return Article.objects.get()


def test_killed_between_commit_and_publish_the_sweeper_sends_it(
    committed_db: CommittedDatabase, broker: Broker, project: Project, editor: User
) -> None:
    article = import_and_die(committed_db, project, editor)
    assert broker.messages() == []
    recover(broker)
    assert_suggested_once(article)


def test_twin_without_a_sweeper_the_work_is_lost(
    committed_db: CommittedDatabase, broker: Broker, project: Project, editor: User
) -> None:
    article = import_and_die(committed_db, project, editor)
    with override_settings(PROTECTIONS_OFF=frozenset({"sweeper"})):
        recover(broker)
    article.refresh_from_db()
    assert article.suggestions == SuggestionsState.PENDING
    assert not Suggestion.objects.exists()


def test_with_the_broker_down_imports_go_on_and_are_made_up_for(
    broker: Broker, project: Project, editor: User
) -> None:
    broker.kill()
    articles = [take_in(project, editor, number) for number in range(3)]
    note = worker_note(articles[0], seen=None)
    assert note is not None
    assert "No suggestion worker is running" in note.news
    broker.start()
    recover(broker)
    for article in articles:
        assert_suggested_once(article)


def test_a_broker_that_never_answers_holds_an_import_up_for_seconds_only(
    broker: Broker, project: Project, editor: User
) -> None:
    take_in(project, editor)
    broker.freeze()
    begun = time.monotonic()
    article = take_in(project, editor, 1)
    assert time.monotonic() - begun < 15
    broker.kill()
    broker.start()
    recover(broker)
    assert_suggested_once(article)


def test_twin_without_time_limits_it_holds_whoever_sends_for_good(broker: Broker) -> None:
    with app.connection_for_write() as endless:
        endless.transport_options = {}
        tasks.run_job.apply_async([str(new_id())], connection=endless)
        broker.freeze()

        def send() -> None:
            with contextlib.suppress(OperationalError):
                tasks.run_job.apply_async([str(new_id())], connection=endless)

        sending = threading.Thread(target=send)
        sending.start()
        sending.join(2 * BROKER_ANSWERS_WITHIN_S)
        assert sending.is_alive()
        broker.kill()
        sending.join(30)
        assert not sending.is_alive()


def test_messages_lost_with_the_broker_are_sent_again(broker: Broker, project: Project, editor: User) -> None:
    article = take_in(project, editor)
    assert len(broker.messages()) == 1  # taken, and never done
    assert Job.objects.get().sent_at is not None
    time.sleep(0.3)
    recover(broker)
    assert_suggested_once(article)


def test_two_sweepers_at_once_have_one_effect(broker: Broker, project: Project, counted: str) -> None:
    with transaction.atomic():
        jobs = outbox.post(counted, [project.id] * 5, project_id=project.id)
    assert not errors(at_once(tasks.sweep, tasks.sweep))
    assert set(broker.work()) == {str(job.id) for job in jobs}
    assert len(ledger.entries(project.id)) == 5


def deliver_five_times_at_once(project: Project, kind: str) -> int:
    """How often the job was done."""
    with transaction.atomic():
        (job,) = outbox.post(kind, [project.id], project_id=project.id)
    assert not errors(at_once(*[lambda: tasks.run_job(str(job.id))] * 5))
    for _ in range(5):
        tasks.run_job(str(job.id))
    return len(ledger.entries(project.id))


def test_five_deliveries_have_one_effect(project: Project, counted: str) -> None:
    assert deliver_five_times_at_once(project, counted) == 1


def test_twin_without_the_lease_each_delivery_has_its_own(project: Project, counted: str) -> None:
    with override_settings(PROTECTIONS_OFF=frozenset({"lease"})):
        assert deliver_five_times_at_once(project, counted) > 1


@pytest.mark.parametrize("deliveries", [1, 2, 5])
def test_suggestions_are_the_same_after_any_number_of_deliveries(
    project: Project, editor: User, broker: Broker, deliveries: int
) -> None:
    article = take_in(project, editor)
    (job,) = broker.messages()
    for _ in range(deliveries):
        tasks.run_job(job)
    assert_suggested_once(article)


def test_poison_is_given_up_after_three_attempts_and_shown(broker: Broker, project: Project) -> None:
    with transaction.atomic():
        outbox.post("no such kind", [new_id()], project_id=project.id)
    attempts = 0
    for _ in range(5):
        time.sleep(0.25)
        tasks.sweep()
        attempts += len(broker.work())
    job = Job.objects.get()
    assert (attempts, job.state) == (3, JobState.DEAD)
    client = Client()
    client.force_login(make_user(is_staff=True))
    page = client.get("/administration/").content.decode()
    assert "no such kind" in page
    pipeline.retry(job)
    assert broker.messages() == [str(job.id)]


def lapse(job_id: UUID) -> None:
    """As if the worker that holds it had been silent for a lease's time."""
    Job.objects.filter(pk=job_id).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_that_kills_its_worker_each_time_is_given_up(
    broker: Broker, project: Project, editor: User
) -> None:
    article = take_in(project, editor)
    (message,) = broker.messages()
    for _ in range(outbox.MAX_ATTEMPTS):
        assert outbox.take(UUID(message)) is not None
        lapse(UUID(message))
    assert tasks.sweep() == 0
    job = Job.objects.get()
    assert (job.state, job.error) == (JobState.DEAD, outbox.NEVER_CAME_BACK)
    article.refresh_from_db()
    assert article.suggestions == SuggestionsState.FAILED
    assert "given up" in article.suggestions_why


def take_over(project: Project, kind: str) -> tuple[bool, Job]:
    """A worker that was thought dead comes back after another has begun; whether its end counted, and the job then."""
    with transaction.atomic():
        (posted,) = outbox.post(kind, [project.id], project_id=project.id)
    slow = outbox.take(posted.id)
    lapse(posted.id)
    other = outbox.take(posted.id)
    assert slow is not None and other is not None  # noqa: PT018
    counted = outbox.finish(slow)
    return counted, Job.objects.get(pk=posted.id)


def test_a_worker_that_lost_its_lease_cannot_finish_what_another_does(project: Project, counted: str) -> None:
    ended, job = take_over(project, counted)
    assert (ended, job.state) == (False, JobState.RUNNING)


def test_twin_without_the_token_it_ends_what_the_other_still_does(project: Project, counted: str) -> None:
    with override_settings(PROTECTIONS_OFF=frozenset({"attempt token"})):
        ended, job = take_over(project, counted)
    assert (ended, job.state) == (True, JobState.DONE)


def test_a_long_job_keeps_its_lease(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=0.6))
    with transaction.atomic():
        (posted,) = outbox.post("long", [project.id], project_id=project.id)
    job = outbox.take(posted.id)
    assert job is not None
    with outbox.held(job):
        time.sleep(1.5)
        assert outbox.take(job.id) is None
    time.sleep(0.8)
    assert outbox.take(job.id) is not None
    assert outbox.finish(job) is False
