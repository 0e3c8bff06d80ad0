"""A project's settings as its editors see them: guideline in versions, policies in versions, what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from annotations.access import DECIDERS
from annotations.demands import rules_of
from annotations.domain.guidelines import Change, changed_paragraphs
from annotations.domain.submission import moment_from
from annotations.domain.terms import Term
from annotations.domain.vocabulary import Basis, CheckWorthiness, Verification
from annotations.models import Article, Claim, Guideline, Membership, Policy, PolicyOverride, Project
from annotations.queries.answers import timestamp
from annotations.queries.pages import Key, Page, page_of, whole

FIELDS: dict[type[Term], str] = {
    Verification: "verification",
    CheckWorthiness: "check_worthiness",
    Basis: "basis",
}
NEWEST_VERSION_FIRST = (Key("version", whole, descending=True),)
NEWEST_OVERRIDE_FIRST = (Key("overridden_at", moment_from, descending=True), Key("id", UUID, descending=True))
CLAIMS_A_PAGE = 30
CHANGES_SHOWN = 50
OVERRIDES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a new project needs, whether it is there, and where it is done."""

    label: str
    is_done: bool
    address: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a guideline or of policies in a list."""

    number: int
    at: datetime
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A changed paragraph; `claims` counts those decided under an earlier version with a word it names, or all."""

    number: int
    change: Change
    words: Sequence[str]
    claims: int


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A version of the guideline against the one before, and the claims that one chosen change is about."""

    version: Version
    text: str
    before: int
    changes: Sequence[ParagraphChange]
    chosen: ParagraphChange | None
    claims: Page[Claim] | None


def checklist(project: Project) -> list[Step]:
    """The four steps of a new project; empty once all are done. Two queries at most."""
    here = f"/p/{project.slug}/"
    deciders = Membership.objects.filter(project=project, role__in=DECIDERS, user__is_active=True).count()
    people = f"People: at least {project.quorum} who decide"
    steps = [
        Step("Guideline", project.guideline_version > 0, f"{here}settings/guideline/"),
        Step(people, deciders >= max(project.quorum, 2), f"{here}settings/#members"),
        Step("Articles", Article.objects.filter(project=project).exists(), f"{here}import/"),
        Step(
            "Policies, or the word that there are none",
            project.policy_version > 0,
            f"{here}settings/policies/",
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps


def guideline_versions(project: Project) -> list[Version]:
    """All versions of the guideline, newest first."""
    rows = Guideline.objects.filter(project=project).select_related("written_by").defer("text")
    return [Version(row.version, row.written_at, str(row.written_by)) for row in rows.order_by("-version")]


def guideline_text(project: Project) -> str:
    """The newest guideline, "" where none was written."""
    row = Guideline.objects.filter(project=project, version=project.guideline_version).first()
    return row.text if row else ""


def version_page(project: Project, number: int, *, chosen: int, cursor: str | None) -> VersionPage | None:
    """A version against the one before it; None where there is no such version. Five queries at most.

    The claims are those of the `chosen` change, counted from 1; of the first one where there is no such change.
    """
    rows = Guideline.objects.filter(project=project, version__in=(number, number - 1))
    found = {row.version: row for row in rows.select_related("written_by")}
    if number not in found:
        return None
    this, before = found[number], found.get(number - 1)
    changes = changed_paragraphs(before.text if before else "", this.text)[:CHANGES_SHOWN]
    counts: list[Any] = list(
        _decided_before(project, number)
        .order_by()
        .values("standing__verification", "standing__check_worthiness", "standing__basis")
        .annotate(claims=Count("pk"))
    )
    shown = [_change(index, change, counts) for index, change in enumerate(changes, start=1)]
    one = next((change for change in shown if change.number == chosen), shown[0] if shown else None)
    return VersionPage(
        version=Version(number, this.written_at, str(this.written_by)),
        text=this.text,
        before=number - 1 if before else 0,
        changes=shown,
        chosen=one,
        claims=_claims(project, number, one.change, cursor) if one and one.claims else None,
    )


def guideline_page(project: Project, *, cursor: str | None, limit: int) -> Page[Guideline]:
    """A page of the guideline's versions with their texts, newest first."""
    rows = Guideline.objects.filter(project=project).select_related("written_by")
    return page_of(rows, NEWEST_VERSION_FIRST, cursor=cursor, limit=limit)


def guideline_form(row: Guideline) -> dict[str, Any]:
    """A version of the guideline in JSON."""
    return {
        "version": row.version,
        "text": row.text,
        "written_by": row.written_by.username,
        "written_at": timestamp(row.written_at),
    }


def policy_rules(project: Project) -> list[str]:
    """The rules in force as sentences, in their order."""
    return [rule.words for rule in rules_of(project)]


def policy_versions(project: Project) -> list[Version]:
    """All versions of the policies, newest first."""
    rows = Policy.objects.filter(project=project).select_related("written_by").order_by("-version")
    return [Version(row.version, row.written_at, str(row.written_by), row.note) for row in rows]


def policy_page(project: Project, *, cursor: str | None, limit: int) -> Page[Policy]:
    """A page of the policies' versions, newest first."""
    rows = Policy.objects.filter(project=project).select_related("written_by")
    return page_of(rows, NEWEST_VERSION_FIRST, cursor=cursor, limit=limit)


def policy_form(row: Policy) -> dict[str, Any]:
    """A version of the policies in JSON."""
    return {
        "version": row.version,
        "rules": row.rules,
        "note": row.note,
        "written_by": row.written_by.username,
        "written_at": timestamp(row.written_at),
    }


def overrides_of(project: Project) -> QuerySet[PolicyOverride]:
    """What was let pass against policies, newest first, with the claim and the person."""
    rows = PolicyOverride.objects.filter(project=project).select_related("claim", "overridden_by")
    return rows.defer("claim__words").order_by("-overridden_at", "-id")


def override_page(project: Project, *, cursor: str | None, limit: int) -> Page[PolicyOverride]:
    """A page of what was let pass, newest first."""
    return page_of(overrides_of(project), NEWEST_OVERRIDE_FIRST, cursor=cursor, limit=limit)


def override_form(row: PolicyOverride) -> dict[str, Any]:
    """An override in JSON."""
    return {
        "id": str(row.id),
        "claim": str(row.claim_id),
        "decision": str(row.decision_id),
        "demand": row.demand,
        "rule": row.rule,
        "policy_version": row.policy_version,
        "reason": row.reason,
        "overridden_by": row.overridden_by.username,
        "overridden_at": timestamp(row.overridden_at),
    }


def _decided_before(project: Project, version: int) -> QuerySet[Claim]:
    """Claims whose standing answer was given under an earlier version of the guideline."""
    rows = Claim.objects.filter(
        project=project, standing__isnull=False, standing__guideline_version__lt=version
    )
    return rows.reviewable()


def _change(number: int, change: Change, counts: Sequence[dict[str, Any]]) -> ParagraphChange:
    wanted = {(FIELDS[type(term)], term.value) for term in change.terms}
    about = [
        row["claims"]
        for row in counts
        if not wanted or any(row[f"standing__{field}"] == value for field, value in wanted)
    ]
    return ParagraphChange(number, change, [term.label for term in change.terms], sum(about))


def _claims(project: Project, version: int, change: Change, cursor: str | None) -> Page[Claim]:
    rows = _decided_before(project, version).select_related("standing").defer("words")
    condition = Q()
    for term in change.terms:
        condition |= Q(**{f"standing__{FIELDS[type(term)]}": term.value})
    return page_of(rows.filter(condition), (Key("id", UUID),), cursor=cursor, limit=CLAIMS_A_PAGE)
