"""Releases as pages and the API show them, and the way to their files."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import F

from annotations.domain.errors import Conflict, NotFound, NotPermitted
from annotations.domain.vocabulary import MemberRole
from annotations.models import Project, Release, ReleaseStatus, User
from annotations.writers.datapackage import media_type


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a finished release, to be sent as an attachment and never inline."""

    path: Path
    name: str
    bytes: int
    sha256: str
    media_type: str


def folder_of(release_id: UUID) -> Path:
    """Where the files of a release lie; the folder is there once it is complete."""
    return Path(settings.MEDIA_ROOT) / "releases" / str(release_id)


def releases_of(project: Project, *, limit: int = 100) -> list[Release]:
    """The project's releases with who asked for them, newest first."""
    return list(
        Release.objects.filter(project=project)
        .select_related("requested_by")
        .order_by("-requested_at", "id")[:limit]
    )


def release_of(release_id: UUID, *, by: User) -> Release:
    """One release with its project and who asked for it. Raises NotFound for a stranger."""
    found = (
        Release.objects.visible_to(by)
        .filter(pk=release_id)
        .select_related("project", "requested_by")
        .annotate(by_role=F("project__membership__role"))
        .first()
    )
    if found is None:
        raise NotFound(f"There is no release {release_id} in your projects.")
    return found


def may_open(project: Project, role: str | None) -> bool:
    """Whether a member may read files that hold everybody's answers: reviewers of a blind project may not."""
    return role is not None and not (project.blind and role == MemberRole.REVIEWER)


def file_of(release_id: UUID, name: str, *, by: User) -> ReleaseFile:
    """A file of a finished release by the name in its manifest.

    Raises NotFound for a stranger and for a name that is not listed, NotPermitted for a reviewer of a blind
    project, Conflict while the release is not done.
    """
    release = _opened(release_id, by)
    for entry in release.files:
        if entry["name"] == name:
            return _file(release.id, entry)
    raise NotFound(f"Release {release.id} has no file '{name:.80}'.")


def files_of(release_id: UUID, *, by: User) -> list[ReleaseFile]:
    """All files of a finished release. Raises as `file_of`."""
    release = _opened(release_id, by)
    return [_file(release.id, entry) for entry in release.files]


def _opened(release_id: UUID, by: User) -> Release:
    release = release_of(release_id, by=by)
    if not may_open(release.project, release.by_role):  # type: ignore[attr-defined]
        raise NotPermitted(
            "In this project reviewers do not see each other's answers, and a release holds them; ask an editor."
        )
    if release.status != ReleaseStatus.DONE:
        raise Conflict(f"Release {release.id} is {release.status}; its files are there once it is done.")
    return release


def losses_of(release: Release) -> list[tuple[str, str, int]]:
    """What each format of a finished release could not hold: format, field, and how many values."""
    path = folder_of(release.id) / "losses.json"
    if release.status != ReleaseStatus.DONE or not path.is_file():
        return []
    formats = orjson.loads(path.read_bytes())["formats"]
    return [(name, field, count) for name, lost in formats.items() for field, count in lost.items()]


def _file(release_id: UUID, entry: dict[str, object]) -> ReleaseFile:
    name = str(entry["name"])
    path = folder_of(release_id) / name
    if not path.is_file():
        raise NotFound(f"The file '{name}' of release {release_id} is not on this server's disk.")
    kind = media_type(name)
    return ReleaseFile(
        path=path,
        name=name,
        bytes=int(str(entry["bytes"])),
        sha256=str(entry["sha256"]),
        media_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
    )
