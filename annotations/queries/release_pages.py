"""Releases as their pages show them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from annotations import access, writers
from annotations.domain.comparing import ClaimChange
from annotations.domain.licences import LICENCES
from annotations.domain.terms import Term
from annotations.domain.vocabulary import ClaimRole, ClaimState, MemberRole, Verification
from annotations.models import Article, Project, Release, ReleaseStatus, Source
from annotations.queries.page_types import Choice
from annotations.queries.record_types import (
    ChangeLine,
    ComparisonPage,
    ReleaseFileLine,
    ReleaseLine,
    ReleaseList,
    ReleasePage,
)
from annotations.queries.release_comparison import told_apart
from annotations.queries.releases import losses_of, may_open, releases_of
from annotations.writers.manifest import NAME as MANIFEST

LISTED_AT_MOST = 200


def _choices(terms: type[Term]) -> list[Choice]:
    return [Choice(term.value, term.label or term.value) for term in terms]


PARTS = (
    ("states", "In these states", _choices(ClaimState)),
    ("verifications", "With these answers", _choices(Verification)),
    ("roles", "With these roles", _choices(ClaimRole)),
)
"""The words that claims may be chosen by, on the page."""


def release_list(project: Project, *, role: MemberRole, problems: Sequence[str] = ()) -> ReleaseList:
    """All releases, newest first, and the formats that can be asked for."""
    found = releases_of(project)
    numbers = {release.id: len(found) - index for index, release in enumerate(found)}
    lines = [_line(project, release, numbers[release.id]) for release in found]
    may_build = access.can_edit(role)
    return ReleaseList(
        releases=lines,
        formats=[Choice(name, name, chosen=True) for name in writers.WRITERS],
        may_build=may_build,
        problems=problems,
        parts=PARTS,
        articles=_articles(project) if may_build else (),
        sources=_sources(project) if may_build else (),
        licences=[Choice(name, name) for name in LICENCES],
        comparable=[Choice(str(line.id), line.title) for line in lines if line.status == "done"],
    )


def _articles(project: Project) -> list[Choice]:
    rows = Article.objects.filter(project=project).order_by("-id").values_list("id", "title")
    return [Choice(str(pk), title) for pk, title in rows[:LISTED_AT_MOST]]


def _sources(project: Project) -> list[Choice]:
    rows = Source.objects.filter(project=project, article=None, merged_into=None)
    named = rows.order_by("name", "id").values_list("id", "name")
    return [Choice(str(pk), name) for pk, name in named[:LISTED_AT_MOST]]


def release_page(release: Release, *, role: MemberRole) -> ReleasePage:
    """One release with its files and what it is; `release` comes with its project and who asked."""
    line = _titled(release)
    ran = release.built_at - release.requested_at if release.built_at else None
    return ReleasePage(
        line=line,
        built_by=str(release.requested_by),
        files=[_file(line, entry) for entry in release.files],
        facts=_facts(release),
        seconds=ran.total_seconds() if ran is not None else None,
        may_open=may_open(release.project, role),
        losses=losses_of(release),
    )


def release_comparison(
    older: Release,
    newer: Release,
    there: tuple[Path, Path],
    shown: Sequence[ClaimChange],
    counts: Mapping[str, int],
) -> ComparisonPage:
    """What changed from one release to the other: the first changes, and how many there are."""
    changes = [_change(newer.project, change) for change in shown]
    total = sum(count for kind, count in counts.items() if kind != "same")
    return ComparisonPage(
        older=_titled(older),
        newer=_titled(newer),
        counts=[(kind, count) for kind, count in counts.items()],
        changes=changes,
        more=total - len(changes),
        told=[(name, str(was), str(now)) for name, (was, now) in told_apart(*there).items()],
        file_address=f"?older={older.id}&newer={newer.id}&format=jsonl",
    )


def _titled(release: Release) -> ReleaseLine:
    number = Release.objects.filter(
        project=release.project_id, requested_at__lte=release.requested_at
    ).count()
    return _line(release.project, release, number)


def _change(project: Project, change: ClaimChange) -> ChangeLine:
    return ChangeLine(
        kind=str(change.difference),
        text=change.text or f"claim {change.claim}",
        address=f"/p/{project.slug}/articles/{change.article}/?claim={change.claim}",
        fields=[(name, _brief(was), _brief(now)) for name, (was, now) in change.fields.items()],
    )


def _brief(value: object) -> str:
    """A value in a few words: a list by how much it holds, an object by its words."""
    if value is None:
        return "nothing"
    if (
        isinstance(value, list)
        and value
        and all(isinstance(link, dict) and "source" in link for link in value)
    ):
        return " > ".join((link["source"] or {}).get("name", "unspecified") for link in value)
    if isinstance(value, list):
        return f"{len(value)} entries" if len(value) != 1 else "1 entry"
    words = value.get("kind") or value.get("id") if isinstance(value, dict) else value
    return f"{words}"[:200]


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
        asked_by=str(release.requested_by),
        hash=next((entry["sha256"] for entry in release.files if entry["name"] == MANIFEST), ""),
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
    chosen = (f"{name}: {', '.join(values)}" for name, values in release.selection.items())
    selection = "; ".join(chosen) or "every claim"
    snapshot = f"{release.snapshot_at:%Y-%m-%d %H:%M:%S} UTC" if release.snapshot_at else "not taken yet"
    return [
        ("Id", str(release.id)),
        ("Selection", selection),
        ("Article texts", "included" if release.with_text else "left out"),
        ("Open disputes", "allowed" if release.allow_open else "refused"),
        ("Snapshot", snapshot),
        ("Ledger entry", "" if release.ledger_seq is None else str(release.ledger_seq)),
        ("People", "by name" if release.named else "pseudonyms"),
        ("Licence", release.licence or "none stated"),
        ("Asked for by", str(release.requested_by)),
        ("Asked for", f"{release.requested_at:%Y-%m-%d %H:%M:%S} UTC"),
    ]
