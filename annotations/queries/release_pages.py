"""Releases as their pages show them."""

from collections.abc import Sequence

from annotations import access, writers
from annotations.domain.vocabulary import MemberRole
from annotations.models import Project, Release, ReleaseStatus
from annotations.queries.page_types import Choice
from annotations.queries.record_types import ReleaseFileLine, ReleaseLine, ReleaseList, ReleasePage
from annotations.queries.releases import may_open, releases_of


def release_list(project: Project, *, role: MemberRole, problems: Sequence[str] = ()) -> ReleaseList:
    """All releases, newest first, and the formats that can be asked for."""
    found = releases_of(project)
    numbers = {release.id: len(found) - index for index, release in enumerate(found)}
    return ReleaseList(
        releases=[_line(project, release, numbers[release.id]) for release in found],
        formats=[Choice(name, name, chosen=True) for name in writers.WRITERS],
        may_build=access.can_edit(role),
        problems=problems,
    )


def release_page(release: Release, *, role: MemberRole) -> ReleasePage:
    """One release with its files and what it is; `release` comes with its project and who asked."""
    older = Release.objects.filter(project=release.project, requested_at__lte=release.requested_at).count()
    line = _line(release.project, release, older)
    ran = release.built_at - release.requested_at if release.built_at else None
    return ReleasePage(
        line=line,
        built_by=str(release.requested_by),
        files=[_file(line, entry) for entry in release.files],
        facts=_facts(release),
        seconds=ran.total_seconds() if ran is not None else None,
        may_open=may_open(release.project, role),
    )


def _line(project: Project, release: Release, number: int) -> ReleaseLine:
    return ReleaseLine(
        id=release.id,
        title=f"Release {number}",
        address=f"/p/{project.slug}/releases/{release.id}/",
        status=ReleaseStatus(release.status).value,  # type: ignore[arg-type]
        built_at=release.built_at,
        holds="" if release.claims is None else f"{release.claims:,} claims",
        formats=", ".join(release.formats),
        ledger_head=release.ledger_seq,
        progress=round(100 * release.progress),
        trouble=release.error,
    )


def _file(line: ReleaseLine, entry: dict[str, object]) -> ReleaseFileLine:
    rows = entry.get("rows")
    return ReleaseFileLine(
        name=str(entry["name"]),
        bytes=int(str(entry["bytes"])),
        sha256=str(entry["sha256"]),
        address=f"{line.address}files/{entry['name']}",
        rows=rows if isinstance(rows, int) else None,
    )


def _facts(release: Release) -> list[tuple[str, str]]:
    selection = ", ".join(f"{name}: {value}" for name, value in release.selection.items()) or "every claim"
    snapshot = f"{release.snapshot_at:%Y-%m-%d %H:%M:%S} UTC" if release.snapshot_at else "not taken yet"
    return [
        ("Id", str(release.id)),
        ("Selection", selection),
        ("Article texts", "included" if release.with_text else "left out"),
        ("Open disputes", "allowed" if release.allow_open else "refused"),
        ("Snapshot", snapshot),
        ("Ledger entry", "" if release.ledger_seq is None else str(release.ledger_seq)),
        ("People", "pseudonyms"),
    ]
