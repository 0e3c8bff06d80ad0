"""Two releases of a project side by side, read from their files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from annotations.domain.comparing import Comparison
from annotations.domain.errors import Invalid, NotFound
from annotations.models import Project, User
from annotations.queries.releases import file_of, release_of

CLAIMS, MANIFEST = "claims.jsonl", "manifest.json"
TOLD = (
    "schema_version",
    "label_set_version",
    "guideline_version",
    "selection",
    "with_text",
    "people",
    "licence",
)
"""Of the manifest, what makes two data sets differ although nobody answered anything anew."""


@contextmanager
def compared_folders(older: Path, newer: Path) -> Iterator[Comparison]:
    """The claims that differ between two data sets' folders, to be read inside the block.

    Raises Invalid where one has no claims.jsonl.
    """
    require_comparable(older, newer)
    with (older / CLAIMS).open("rb") as was, (newer / CLAIMS).open("rb") as now:
        yield Comparison(was, now)


def told_apart(older: Path, newer: Path) -> dict[str, list[Any]]:
    """What the two manifests say differently, as [older, newer]: another selection or people by name, say."""
    was, now = (orjson.loads((folder / MANIFEST).read_bytes()) for folder in (older, newer))
    return {name: [was.get(name), now.get(name)] for name in TOLD if was.get(name) != now.get(name)}


def changes_as_json(older: Path, newer: Path) -> Iterator[bytes]:
    """Each change as a line of JSON, then a line with the counts and what the manifests say differently."""
    with compared_folders(older, newer) as comparison:
        for change in comparison:
            yield orjson.dumps(change.as_dict(), option=orjson.OPT_APPEND_NEWLINE)
        last = {"counts": dict(comparison.counts), "manifest": told_apart(older, newer)}
        yield orjson.dumps(last, option=orjson.OPT_APPEND_NEWLINE)


def require_comparable(*there: Path) -> None:
    """Raise Invalid where one of the folders has no claims.jsonl."""
    for folder in there:
        if not (folder / CLAIMS).is_file():
            raise Invalid(
                {"releases": [f"{folder.name} has no {CLAIMS}: only data sets with jsonl are compared."]}
            )


def folders(older: UUID, newer: UUID, *, by: User, project: Project | None = None) -> tuple[Path, Path]:
    """Where the files of two releases lie, once it is known that the person may read them.

    Raises NotFound for a stranger and for releases of different projects, NotPermitted for a reviewer of a blind
    project, Conflict while one of them is not done, Invalid where one was made without the native format.
    """
    first, second = (_folder(one, by, project) for one in _same_project(older, newer, by))
    require_comparable(first, second)
    return first, second


def _same_project(older: UUID, newer: UUID, by: User) -> tuple[UUID, UUID]:
    first, second = release_of(older, by=by), release_of(newer, by=by)
    if first.project_id != second.project_id:
        raise NotFound(f"Release {newer} is none of the project of release {older}.")
    return first.id, second.id


def _folder(release_id: UUID, by: User, project: Project | None) -> Path:
    if project is not None and release_of(release_id, by=by).project_id != project.id:
        raise NotFound(f"There is no release {release_id} in this project.")
    return file_of(release_id, MANIFEST, by=by).path.parent
