"""What workers run: load by id, call one verb. Every task has the same effect after one, two or five deliveries."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from annotations import (
    deliveries,
    evidence,
    matching,
    measuring,
    notices,
    outbox,
    protections,
    release,
    suggest,
    train,
)
from annotations.models import Heartbeat, Job, JobState, Upload

log = structlog.get_logger(__name__)


def _suggest(article_id: UUID) -> None:
    """What the suggesters say is on the page before earlier checks are looked for."""
    suggest.propose_for(article_id)
    matching.match_article(article_id)


HANDLERS: dict[str, Callable[[UUID], Any]] = {
    outbox.SUGGEST_FOR_ARTICLE: _suggest,
    outbox.MATCH_ARTICLE: matching.match_article,
    outbox.READ_REVIEWS: matching.read_reviews,
    outbox.BUILD_RELEASE: release.build,
    outbox.MEASURE_AGREEMENT: measuring.measure,
    outbox.ARCHIVE_EVIDENCE: evidence.archive,
    outbox.DELIVER_WEBHOOK: deliveries.deliver,
    outbox.MAIL_DIGEST: notices.mail_digest,
    outbox.LEARN: train.run,
    **notices.HANDLERS,
}
GIVEN_UP: dict[str, Callable[[UUID], Any]] = {
    outbox.SUGGEST_FOR_ARTICLE: suggest.give_up,
    outbox.BUILD_RELEASE: release.give_up,
    outbox.ARCHIVE_EVIDENCE: evidence.give_up,
    outbox.DELIVER_WEBHOOK: deliveries.give_up,
    outbox.LEARN: train.give_up,
}
"""What becomes of the thing that waits for a job which never will be done."""
WORKER = "worker"
UPLOADS_KEPT = timedelta(days=1)
LONG = frozenset({outbox.LEARN})
LONG_S = 1500
"""Kinds of jobs that may take this long, in seconds: each is a message of its own."""
JOBS_A_MESSAGE = 40
"""A message costs about as much as storing ten sentences; so many articles are also ready well within its time."""


@shared_task
def run_job(job_id: str) -> None:
    """Do one job of the outbox under its lease; an error puts it back, or gives it up after the third."""
    job = outbox.take(UUID(job_id))
    if job is None:
        return
    try:
        with outbox.held(job):
            HANDLERS[job.kind](job.subject)
    except Exception as error:  # kept with the job, shown on the administration page
        log.exception("job failed", job=job_id, kind=job.kind, attempts=job.attempts)
        if outbox.fail(job, f"{type(error).__name__}: {error}"):
            _give_up(job)
    else:
        outbox.finish(job)


@shared_task
def run_jobs(job_ids: list[str]) -> None:
    """Do several jobs, one after the other; one that fails stops none of the others."""
    for job_id in job_ids:
        run_job(job_id)


@shared_task(soft_time_limit=LONG_S, time_limit=LONG_S + 20)
def run_long_job(job_id: str) -> None:
    """Do one job of a kind that takes long. A message delivered again meanwhile finds the lease taken."""
    run_job(job_id)


@shared_task
def learn_by_night() -> int:
    """Ask for everything to be learned anew where answers were settled since; how many parts."""
    return send_of(training.id for training in train.request_by_night())


@shared_task
def watch_floors() -> int:
    """Switch off suggesters below their project's floor; how many."""
    return len(train.watch_floors())


@shared_task
def sweep() -> int:
    """Send the jobs whose wake-up was lost; how many. Gives up those that killed a worker each time."""
    if not protections.stands("sweeper"):
        return 0
    for job in outbox.give_up_lost():
        _give_up(job)
    return send(outbox.due())


@shared_task
def relay() -> int:
    """Tell webhooks what the ledger says since the last look; how many messages workers were told of."""
    return send(deliveries.relay())


@shared_task
def digest() -> int:
    """Have unread notices mailed to those who have an address; how many people."""
    with transaction.atomic():
        return notices.post_digests()


@shared_task
def tidy() -> int:
    """Drop uploads that nobody stored within a day, old messages and sessions that have ended; how many uploads."""
    deliveries.tidy()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    dropped, _ = Upload.objects.filter(created_at__lt=timezone.now() - UPLOADS_KEPT).delete()
    return dropped


@shared_task
def measure_where_due() -> int:
    """Have large projects measured anew that have answers since the last time; how many."""
    return send([job for project in measuring.ask_where_due() for job in outbox.waiting_for(project)])


def send(job_ids: Iterable[UUID]) -> int:
    """Tell the workers of these jobs; how many they were told of before the broker was not reached."""
    waiting = list(job_ids)
    long = set(Job.objects.filter(pk__in=waiting, kind__in=LONG).values_list("pk", flat=True))
    short = [job_id for job_id in waiting if job_id not in long]
    sent: list[UUID] = []
    try:
        while len(sent) < len(short):
            some = short[len(sent) : len(sent) + JOBS_A_MESSAGE]
            run_jobs.delay([str(job_id) for job_id in some])
            sent.extend(some)
        for job_id in sorted(long):
            run_long_job.delay(str(job_id))
            sent.append(job_id)
    except (OperationalError, OSError) as error:
        log.warning("broker not reached; the sweeper will send the job", error=str(error), sent=len(sent))
    outbox.note_sent(sent)
    return len(sent)


def send_of(subjects: Iterable[UUID]) -> int:
    """Tell the workers of the queued jobs about these things."""
    queued = Job.objects.filter(subject__in=list(subjects), state=JobState.QUEUED)
    return send(queued.order_by("created_at", "id").values_list("pk", flat=True))


def _give_up(job: Job) -> None:
    if job.kind in GIVEN_UP:
        GIVEN_UP[job.kind](job.subject)


def show_life() -> None:
    """Note that this worker lives, so that a page that waits can say when none does.

    Called from the worker's own thread, not through the queue: a long job must not look like a dead worker.
    """
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"seen_at": timezone.now()})
