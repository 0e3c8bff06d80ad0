"""Work to follow, written in the verb's transaction: the row is the truth, a broker's message only a wake-up.

A job is taken under a lease with an attempt token, so that a worker that was thought dead and comes back cannot
finish what another has taken over. After three attempts a job is given up and stands on the administration page.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from annotations.domain.ids import new_id
from annotations.models import Job, JobState

LEASE = timedelta(minutes=10)
GRACE = timedelta(seconds=5)
RESEND = timedelta(seconds=30)
MAX_ATTEMPTS = 3
SWEEP_LIMIT = 500

SUGGEST_FOR_ARTICLE = "suggest_for_article"
BUILD_RELEASE = "build_release"


def post(kind: str, subjects: Sequence[UUID], *, project_id: UUID) -> list[Job]:
    """Queue one job for each subject; to be called inside the verb's transaction."""
    now = timezone.now()
    jobs = [
        Job(id=new_id(), project_id=project_id, kind=kind, subject=subject, created_at=now)
        for subject in subjects
    ]
    return Job.objects.bulk_create(jobs)


def take(job_id: UUID) -> Job | None:
    """The job under a fresh lease, or None where it is done, given up, or another holds it."""
    now = timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    _give_up(Job.objects.filter(free, pk=job_id, attempts__gte=MAX_ATTEMPTS))
    taken = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING, lease_until=now + LEASE, attempt=uuid4(), attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=job_id) if taken else None


def finish(job: Job) -> bool:
    """Mark the job done; False where the lease was lost to another worker meanwhile."""
    return bool(
        Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING).update(
            state=JobState.DONE, done_at=timezone.now(), lease_until=None, error=""
        )
    )


def fail(job: Job, error: str) -> None:
    """Put the job back for another attempt, or give it up after the last; the error is kept either way."""
    last = job.attempts >= MAX_ATTEMPTS
    Job.objects.filter(pk=job.pk, attempt=job.attempt).update(
        state=JobState.DEAD if last else JobState.QUEUED, lease_until=None, error=error[:2000]
    )


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
    _give_up(Job.objects.filter(lost, attempts__gte=MAX_ATTEMPTS))
    found = Job.objects.filter(lost | waiting).order_by("created_at", "id").values_list("pk", flat=True)
    return list(found[:SWEEP_LIMIT])


def note_sent(job_ids: Sequence[UUID]) -> None:
    """Remember that workers were told of these jobs just now."""
    Job.objects.filter(pk__in=job_ids).update(sent_at=timezone.now())


def _give_up(jobs: QuerySet[Job]) -> None:
    jobs.update(state=JobState.DEAD, lease_until=None)
