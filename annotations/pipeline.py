"""What follows what: verbs whose work goes on in the background. The only module that hands work to the queue.

The job's row stands in the database before the broker hears of it; where the broker is down, the sweeper sends
the job later, and nothing but time is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from annotations import divide, evidence, feeds, ingest, intake, measuring, outbox, release, train
from annotations.domain.vocabulary import ClaimRole, LearnedPart, Stance
from annotations.evidence import EvidenceFile
from annotations.feeds import ImportedFeed
from annotations.ingest import Imported, Incoming
from annotations.intake import Taken
from annotations.models import Article, Claim, Evidence, Job, JobState, Project, Release, Training, User
from annotations.readers.dividing import Prepared
from annotations.readers.foreign import Dataset
from annotations.tasks import send


def import_article(project: Project, incoming: Incoming, *, by: User) -> Article:
    """Take an article in and have its suggestions made. Raises as `ingest.import_article`."""
    article = ingest.import_article(project, incoming, by=by)
    wake([article.id])
    return article


def import_articles(project: Project, batch: Sequence[Incoming | Prepared], *, by: User) -> list[Imported]:
    """Take up to 200 articles in and have their suggestions made. Raises as `ingest.import_articles`."""
    results = ingest.import_articles(project, batch, by=by)
    wake([result.article_id for result in results if result.article_id])
    return results


def import_foreign(
    project: Project, dataset: Dataset, *, by: User, people: Mapping[str, User] | None = None
) -> Taken:
    """Take another program's data set in and have suggestions made. Raises as `intake.import_foreign`."""
    taken = intake.import_foreign(project, dataset, by=by, people=people)
    wake(taken.articles)
    return taken


def split(claim_id: UUID, *, at: Sequence[int], by: User) -> list[Claim]:
    """Divide a claim and have suggestions made for its successors. Raises as `divide.split`."""
    return _suggested_anew(divide.split(claim_id, at=at, by=by))


def merge_next(claim_id: UUID, *, by: User) -> list[Claim]:
    """Join a claim with the next and have suggestions made. Raises as `divide.merge_next`."""
    return _suggested_anew(divide.merge_next(claim_id, by=by))


def change_role(claim_id: UUID, *, role: ClaimRole, by: User) -> list[Claim]:
    """Change a claim's role and have suggestions made. Raises as `divide.change_role`."""
    return _suggested_anew(divide.change_role(claim_id, role=role, by=by))


def request_release(
    project: Project,
    *,
    formats: Sequence[str],
    by: User,
    selection: dict[str, object] | None = None,
    allow_open: bool = False,
    with_text: bool = True,
    override: str = "",
    named: bool = False,
    licence: str = "",
) -> Release:
    """Ask for a data set and have it built. Raises as `release.request`."""
    asked = release.request(
        project,
        formats=formats,
        selection=selection or {},
        allow_open=allow_open,
        with_text=with_text,
        override=override,
        named=named,
        licence=licence,
        by=by,
    )
    wake([asked.id])
    return asked


def add_evidence(
    claim_id: UUID,
    *,
    stance: Stance,
    by: User,
    url: str = "",
    file: EvidenceFile | None = None,
    quote: str = "",
    published_at: datetime | None = None,
    origin: UUID | None = None,
) -> Evidence:
    """Bring up evidence and have its page archived. Raises as `evidence.add`."""
    added = evidence.add(
        claim_id,
        stance=stance,
        by=by,
        url=url,
        file=file,
        quote=quote,
        published_at=published_at,
        origin=origin,
    )
    wake([added.id])
    return added


def learn(
    project: Project, *, parts: Sequence[LearnedPart], by: User, pooled: bool | None = None
) -> list[Training]:
    """Ask for parts to be learned anew and have it done. Raises as `train.request`."""
    asked = train.request(project, parts=parts, by=by, pooled=pooled)
    wake([training.id for training in asked])
    return asked


def import_reviews(project: Project, content: bytes, *, name: str, by: User) -> ImportedFeed:
    """Take in reviews of others and have claims matched with them. Raises as `feeds.import_reviews`."""
    taken = feeds.import_reviews(project, content, name=name, by=by)
    wake([taken.feed.id])
    return taken


def fetch_reviews(project: Project, url: str, *, by: User) -> ImportedFeed:
    """The same for reviews at an address. Raises as `feeds.fetched_reviews`."""
    taken = feeds.fetched_reviews(project, url, by=by)
    wake([taken.feed.id])
    return taken


def measure_agreement(project: Project, *, by: User) -> Job:
    """Have agreement over all claims measured in the background. Raises as `measuring.ask`."""
    job = measuring.ask(project, by=by)
    wake([project.id])
    return job


def retry(job: Job) -> None:
    """Give a job that was given up another three attempts."""
    outbox.revive(job)
    transaction.on_commit(lambda: send([job.pk]), robust=True)


def wake(subjects: Iterable[UUID]) -> None:
    """Tell the workers, after the commit, of the queued jobs about these things.

    Whatever goes wrong there is logged, never raised: what is committed must not look like a failure.
    """
    named = list(subjects)
    transaction.on_commit(lambda: send(_queued(named)), robust=True)


def _queued(subjects: Sequence[UUID]) -> list[UUID]:
    jobs = Job.objects.filter(subject__in=subjects, state=JobState.QUEUED).order_by("created_at", "id")
    return list(jobs.values_list("pk", flat=True))


def _suggested_anew(successors: list[Claim]) -> list[Claim]:
    wake({claim.article_id for claim in successors})
    return successors
