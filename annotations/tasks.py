"""What workers run: load by id, call one verb. Every task has the same effect after one, two or five deliveries."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from annotations import outbox, release, suggest
from annotations.models import Heartbeat

log = structlog.get_logger(__name__)

HANDLERS: dict[str, Callable[[UUID], Any]] = {
    outbox.SUGGEST_FOR_ARTICLE: suggest.propose_for,
    outbox.BUILD_RELEASE: release.build,
}
WORKER = "worker"


@shared_task
def run_job(job_id: str) -> None:
    """Do one job of the outbox under its lease; an error puts it back, or gives it up after the third."""
    job = outbox.take(UUID(job_id))
    if job is None:
        return
    try:
        HANDLERS[job.kind](job.subject)
    except Exception as error:  # kept with the job, shown on the administration page
        log.exception("job failed", job=job_id, kind=job.kind, attempts=job.attempts)
        outbox.fail(job, f"{type(error).__name__}: {error}")
    else:
        outbox.finish(job)


@shared_task
def sweep() -> int:
    """Send the jobs whose wake-up was lost; how many."""
    due = outbox.due()
    for job_id in due:
        run_job.delay(str(job_id))
    outbox.note_sent(due)
    return len(due)


def show_life() -> None:
    """Note that this worker lives, so that a page that waits can say when none does.

    Called from the worker's own thread, not through the queue: a long job must not look like a dead worker.
    """
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"seen_at": timezone.now()})
