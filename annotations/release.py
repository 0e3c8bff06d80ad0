"""Releasing: a data set from one snapshot, complete or absent, and the same bytes from the same state."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations import ledger, outbox, verify_ledger
from annotations.access import EDITORS, require_member
from annotations.domain.errors import DomainError
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.licences import licence_from
from annotations.domain.selections import Selection, selection_from
from annotations.models import Project, Release, ReleaseStatus, User
from annotations.policing import require_met_in
from annotations.queries.dataset import Snapshot, require_settled, snapshot
from annotations.queries.releases import folder_of
from annotations.writers import chosen, write
from annotations.writers.desk_labels import write_desk_labels
from annotations.writers.extract import VERIFIERS, put_extract
from annotations.writers.folder import FileEntry, Folder
from annotations.writers.manifest import NAME as MANIFEST
from annotations.writers.native import NativeWriter, write_sources
from annotations.writers.reporting import Progress, reported

log = structlog.get_logger(__name__)

BUILDER = "component:release/1"
EXPORTER = "component:export_dataset/1"


@dataclass(frozen=True, slots=True)
class Built:
    """A data set that was written: its files, how many claims, and the state it shows (`at` in RFC 3339)."""

    files: tuple[FileEntry, ...]
    claims: int
    seq: int
    at: str | None


def request(
    project: Project,
    *,
    formats: Sequence[str],
    by: User,
    selection: dict[str, Any] | None = None,
    allow_open: bool = False,
    with_text: bool = True,
    override: str = "",
    named: bool = False,
    licence: str = "",
) -> Release:
    """Ask for a data set, which a worker builds from the state it then finds.

    Raises NotPermitted, Invalid for formats and selection, and OpenClaims (a Conflict) while a selected claim is
    disputed or reopened or its sign-off is void, unless open ones are allowed; HeldBack (a Conflict) where the
    project's policies hold settled claims back, unless `override` says why they may pass.
    """
    require_member(project, by, *EDITORS, to="release data sets")
    names, choice = chosen(formats, with_text=with_text), selection_from(selection)
    if not allow_open:
        require_settled(project.id, choice)
    asked: dict[str, Any] = {
        "formats": list(names),
        "selection": choice.as_dict(),
        "allow_open": allow_open,
        "with_text": with_text,
        "named": named,
        "licence": licence_from(licence),
    }
    with transaction.atomic():
        require_met_in(project, choice, override=override, by=by)
        release = Release.objects.create(
            id=new_id(), project=project, requested_by=by, requested_at=timezone.now(), **asked
        )
        outbox.post(outbox.BUILD_RELEASE, [release.id], project_id=project.id)
        ledger.append(project.id, by=by, verb=LedgerVerb.RELEASE_REQUESTED, subject=release, payload=asked)
    return release


def build(release_id: UUID) -> Release:
    """Build a release that was asked for; one that is done stays as it is.

    A builder that was killed leaves nothing under the release's name, and the next one starts anew; where only the
    row was left to write, the finished folder is taken as it is. A refusal (open claims) is the release's end and
    is not raised; anything else is, and may be tried again.
    """
    release = Release.objects.select_related("project").get(pk=release_id)
    if release.status == ReleaseStatus.DONE:
        return release
    target = folder_of(release.id)
    try:
        built = _finished(target) or _built(release, target)
    except DomainError as error:
        theirs = _finished(target)  # another worker may have been first
        if theirs is None:
            log.warning("release refused", release=str(release.id), error=str(error))
            return _failed(release, error)
        built = theirs
    except Exception as error:
        _failed(release, error)
        raise
    return _done(release, built)


def give_up(release_id: UUID) -> None:
    """Say that the release will not come: its builder was lost with every attempt."""
    words = "The build was given up after three attempts; an administrator sees why."
    waiting = (ReleaseStatus.QUEUED, ReleaseStatus.BUILDING)
    Release.objects.filter(pk=release_id, status__in=waiting).update(status=ReleaseStatus.FAILED, error=words)


def export(
    project: Project,
    *,
    formats: Sequence[str],
    output: Path,
    allow_open: bool = False,
    with_text: bool = True,
    selection: Selection | None = None,
    override: str = "",
    named: bool = False,
    licence: str = "",
    by: User | str = EXPORTER,
) -> Built:
    """Write a data set into the folder `output`, which must be absent or empty; complete or not at all.

    The ledger says so before the folder has its name: no data set leaves without its entry.
    A person's `override` lets claims pass that policies hold back.
    Raises Invalid, OpenClaims, HeldBack, Conflict where the folder holds something, Unavailable where it
    cannot be written.
    """
    names, choice = chosen(formats, with_text=with_text), selection or Selection()
    asked: dict[str, Any] = {"with_text": with_text, "named": named, "licence": licence_from(licence)}
    if isinstance(by, User):
        require_member(project, by, *EDITORS, to="release data sets")
    with transaction.atomic():
        require_met_in(project, choice, override=override, by=by if isinstance(by, User) else None)
    with Folder(output.absolute()) as folder:
        with snapshot(project.id, choice, formats=names, **asked) as dataset:
            built = _written(folder, dataset, allow_open=allow_open)
        said = {"formats": list(names), **asked, **_evidence(built)}
        with transaction.atomic():
            ledger.append(project.id, by=by, verb=LedgerVerb.DATASET_EXPORTED, subject=project, payload=said)
        folder.publish()
    return built


def _built(release: Release, target: Path) -> Built:
    _note(release, status=ReleaseStatus.BUILDING, progress=0.0, error="")
    choice, names = selection_from(release.selection), chosen(release.formats, with_text=release.with_text)
    require_met_in(release.project, choice)
    with Folder(target) as folder:
        asked = {"with_text": release.with_text, "named": release.named}
        with snapshot(release.project_id, choice, formats=names, licence=release.licence, **asked) as dataset:
            built = _written(
                folder,
                dataset,
                allow_open=release.allow_open,
                progress=lambda share: _note(release, progress=share),
            )
        folder.publish()
    return built


def _written(
    folder: Folder, dataset: Snapshot, *, allow_open: bool, progress: Progress | None = None
) -> Built:
    if not allow_open:
        dataset.require_settled()
    articles = dataset.articles()
    if progress is not None:
        articles = reported(articles, dataset.total, progress)
    files, counts = write(folder, dataset.about, articles, more=lambda into: _beside(into, dataset))
    return Built(tuple(files), counts.claims, dataset.about.seq, dataset.about.at)


def _beside(folder: Folder, dataset: Snapshot) -> None:
    """What goes with the claims: the sources of the native format, and the ledger's proof with what verifies it."""
    put_extract(folder, UUID(dataset.about.project_id), dataset.proofs(), dataset.people)
    for name in VERIFIERS:
        folder.put(name, Path(verify_ledger.__file__).with_name(name).read_bytes())
    if NativeWriter.name in dataset.about.formats:
        write_sources(folder, dataset.sources())
    if own := dataset.desk_labels():
        write_desk_labels(folder, own, dataset.labelled())


def _finished(target: Path) -> Built | None:
    """What a complete folder says of itself; None where there is none."""
    try:
        content = (target / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    manifest = orjson.loads(content)
    own = FileEntry.of(MANIFEST, content)
    files = [FileEntry.from_dict(entry) for entry in manifest["files"]]
    return Built(
        (*files, own),
        manifest["counts"]["claims"],
        manifest["snapshot"]["seq"],
        manifest["snapshot"]["at"],
    )


def _done(release: Release, built: Built) -> Release:
    with transaction.atomic():
        changed = Release.objects.filter(~Q(status=ReleaseStatus.DONE), pk=release.pk).update(
            status=ReleaseStatus.DONE,
            progress=1.0,
            files=[entry.as_dict() for entry in built.files],
            claims=built.claims,
            ledger_seq=built.seq,
            snapshot_at=built.at,
            built_at=timezone.now(),
            error="",
        )
        if changed:
            ledger.append(
                release.project_id,
                by=BUILDER,
                verb=LedgerVerb.RELEASE_BUILT,
                subject=release,
                payload=_evidence(built),
            )
            outbox.post(outbox.NOTIFY_RELEASE_BUILT, [release.id], project_id=release.project_id)
    release.refresh_from_db()
    return release


def _failed(release: Release, error: Exception) -> Release:
    words = str(error) if isinstance(error, DomainError) else f"{type(error).__name__}: {error}"
    _note(release, status=ReleaseStatus.FAILED, error=words[:5000])
    release.refresh_from_db()
    return release


def _note(release: Release, **fields: Any) -> None:
    """Change the row of a release that is not done; a builder that comes late changes nothing any more."""
    Release.objects.filter(~Q(status=ReleaseStatus.DONE), pk=release.pk).update(**fields)


def _evidence(built: Built) -> dict[str, Any]:
    """What the ledger keeps of a data set: the state it shows and the hash of each file."""
    return {
        "claims": built.claims,
        "seq": built.seq,
        "files": {entry.name: entry.sha256 for entry in built.files},
    }
