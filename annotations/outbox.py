"""Work to follow, written in the verb's transaction: the row is the truth, a broker's message only a wake-up.

A job is taken under a lease with an attempt token, so that a worker that was thought dead and comes back cannot
finish what another has taken over. The lease is short and renewed while the work goes on, so that a killed worker's
job is taken up again within a minute. After three attempts a job is given up and stands on the administration page.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.db import DatabaseError, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from annotations import protections
from annotations.domain.ids import new_id
from annotations.models import Job, JobState

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
RENEWALS_A_LEASE = 3
GRACE = timedelta(seconds=5)
RESEND = timedelta(seconds=30)
MAX_ATTEMPTS = 3
SWEEP_LIMIT = 500
NEVER_CAME_BACK = (
    f"The worker ended without a word at each of {MAX_ATTEMPTS} attempts; perhaps it lacked memory."
)

SUGGEST_FOR_ARTICLE = "suggest_for_article"
BUILD_RELEASE = "build_release"
MEASURE_AGREEMENT = "measure_agreement"
ARCHIVE_EVIDENCE = "archive_evidence"
READ_REVIEWS = "read_reviews"
MATCH_ARTICLE = "match_article"
LEARN = "learn"
DELIVER_WEBHOOK = "deliver_webhook"
NOTIFY_MENTIONED = "notify_mentioned"
NOTIFY_ASSIGNED = "notify_assigned"
NOTIFY_RETURNED = "notify_returned"
NOTIFY_SENT_BACK = "notify_sent_back"
NOTIFY_SETTLED = "notify_settled"
NOTIFY_SIGNATURE_VOID = "notify_signature_void"
NOTIFY_RELEASE_BUILT = "notify_release_built"
MAIL_DIGEST = "mail_digest"


def post(kind: str, subjects: Sequence[UUID], *, project_id: UUID | None) -> list[Job]:
    """Queue one job for each subject; to be called inside the verb's transaction."""
    now = timezone.now()
    jobs = [
        Job(id=new_id(), project_id=project_id, kind=kind, subject=subject, created_at=now)
        for subject in subjects
    ]
    return Job.objects.bulk_create(jobs)


def waiting_for(subject: UUID) -> list[UUID]:
    """The queued jobs about a thing, oldest first."""
    rows = Job.objects.filter(subject=subject, state=JobState.QUEUED).order_by("created_at", "id")
    return list(rows.values_list("pk", flat=True))


def take(job_id: UUID) -> Job | None:
    """The job under a fresh lease, or None where it is done, given up, or another holds it."""
    now = timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    if not protections.stands("lease"):
        free = Q()
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
        state=JobState.RUNNING, lease_until=now + LEASE, attempt=uuid4(), attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=job_id) if taken else None


@contextmanager
def held(job: Job) -> Iterator[None]:
    """Inside, the job's lease is renewed by a thread of its own, until it is lost to another worker."""
    done = threading.Event()
    keeper = threading.Thread(target=_keep, args=(job, done), name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _keep(job: Job, done: threading.Event) -> None:
    every_s = LEASE.total_seconds() / RENEWALS_A_LEASE
    try:
        while not done.wait(every_s) and _renew(job):
            pass
    finally:
        connection.close()  # this thread's own


def _renew(job: Job) -> bool:
    try:
        return bool(_mine(job).update(lease_until=timezone.now() + LEASE))
    except DatabaseError as error:
        log.warning("a lease could not be renewed", job=str(job.pk), error=str(error).strip())
        connection.close()
        return True


def finish(job: Job) -> bool:
    """Mark the job done; False where the lease was lost to another worker meanwhile."""
    return bool(_mine(job).update(state=JobState.DONE, done_at=timezone.now(), lease_until=None, error=""))


def fail(job: Job, error: str) -> bool:
    """Put the job back for another attempt, or give it up after the last, which is True; the error is kept."""
    last = job.attempts >= MAX_ATTEMPTS
    changed = _mine(job).update(
        state=JobState.DEAD if last else JobState.QUEUED, lease_until=None, error=error[:2000]
    )
    return last and bool(changed)


def _mine(job: Job) -> QuerySet[Job]:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
    return mine.filter(attempt=job.attempt) if protections.stands("attempt token") else mine


def revive(job: Job) -> None:
    """Give a job that was given up three more attempts."""
    Job.objects.filter(pk=job.pk, state=JobState.DEAD).update(
        state=JobState.QUEUED, attempts=0, lease_until=None
    )


def due() -> list[UUID]:
    """Jobs whose wake-up was lost: queued for a while, or running on a lease that has passed; oldest first.

    A message may be lost with the broker, so that a job is sent again until a worker has taken it.
    """
    now = timezone.now()
    lost = Q(state=JobState.RUNNING, lease_until__lt=now)
    unsent = Q(sent_at=None, created_at__lt=now - GRACE)
    waiting = Q(state=JobState.QUEUED) & (unsent | Q(sent_at__lt=now - RESEND))
    found = (
        Job.objects.filter(lost | waiting, attempts__lt=MAX_ATTEMPTS)
        .order_by("created_at", "id")
        .values_list("pk", flat=True)
    )
    return list(found[:SWEEP_LIMIT])


def give_up_lost() -> list[Job]:
    """Give up the jobs whose last attempt never came back: the worker was killed at each of them."""
    lost = Job.objects.filter(
        state=JobState.RUNNING, lease_until__lt=timezone.now(), attempts__gte=MAX_ATTEMPTS
    )
    return [job for job in lost.order_by("created_at", "id")[:SWEEP_LIMIT] if fail(job, NEVER_CAME_BACK)]


def note_sent(job_ids: Sequence[UUID]) -> None:
    """Remember that workers were told of these jobs just now."""
    Job.objects.filter(pk__in=job_ids).update(sent_at=timezone.now())
