"""Projects and who belongs to them: their rules, their guideline, their members."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import transaction

from annotations import ledger
from annotations.access import EDITORS, require_administrator, require_role, role_in
from annotations.domain.errors import AlreadyThere, Conflict, Invalid
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.text import refuse_unstorable
from annotations.domain.vocabulary import MemberRole, Part
from annotations.models import Guideline, Membership, Project, User
from annotations.standing import refold_project

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_SLUG, MAX_NAME, MAX_QUORUM, MAX_GUIDELINE = 60, 200, 20, 200_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a project decides by: people a claim, whether answers are hidden, the share without suggestions (0 … 1)."""

    quorum: int = 1
    blind: bool = False
    blind_share: float = 0.1
    asks: tuple[str, ...] = (Part.CHAIN.value, Part.VERIFICATION.value)

    def require_sound(self) -> None:
        """Raise Invalid with every mistake, field by field."""
        errors: dict[str, list[str]] = {}
        if not 1 <= self.quorum <= MAX_QUORUM:
            errors["quorum"] = [f"A quorum is 1 to {MAX_QUORUM} people, not {self.quorum}."]
        if not 0 <= self.blind_share <= 1:
            errors["blind_share"] = [f"A share is 0 to 1, not {self.blind_share}."]
        known = [part.value for part in Part]
        if not self.asks or len(set(self.asks)) < len(self.asks) or not set(self.asks) <= set(known):
            errors["asks"] = [f"Ask for at least one part, each once: {', '.join(known)}."]
        if errors:
            raise Invalid(errors)


def rules_of(project: Project) -> Rules:
    """The rules that hold in a project."""
    return Rules(project.quorum, project.blind, project.blind_share, tuple(project.asks))


@transaction.atomic
def create_project(
    slug: str,
    *,
    name: str,
    editor: User,
    by: User | str,
    rules: Rules = Rules(),
    guideline: str = "",
) -> Project:
    """A new project with its first editor, who from then on adds the others.

    Raises NotPermitted, Invalid, and AlreadyThere for a slug that is taken.
    """
    _require_administrator(by, to="create projects")
    rules.require_sound()
    _require_slug(slug)
    _require_name(name)
    taken = Project.objects.filter(slug=slug).first()
    if taken:
        raise AlreadyThere(f"There is a project '{slug}' already.", current=taken.id)
    project = Project.objects.create(
        slug=slug, name=name.strip(), **{**asdict(rules), "asks": list(rules.asks)}
    )
    Membership.objects.create(project=project, user=editor, role=MemberRole.EDITOR)
    if guideline:
        _write_version(project, guideline, by=by if isinstance(by, User) else editor)
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.PROJECT_CREATED,
        subject=project,
        payload={
            "slug": slug,
            "editor": str(editor.id),
            "rules": _written(asdict(rules)),
            "guideline": bool(guideline),
        },
    )
    return project


@transaction.atomic
def change_project(
    project: Project, *, by: User, name: str | None = None, rules: Rules | None = None
) -> Project:
    """The project with another name or other rules; the state of every claim follows the new rules.

    What a project asks for is fixed once somebody has decided: answers given under other questions cannot be
    counted anew. Raises NotPermitted, Invalid and Conflict.
    """
    project = _held(project, by, to="change the project")
    changed: dict[str, Any] = {} if rules is None else _differences(project, rules)
    if name is not None:
        _require_name(name)
        if name.strip() != project.name:
            changed["name"] = name.strip()
    if "asks" in changed and project.claims.filter(decisions_count__gt=0).exists():
        raise Conflict(
            "Claims were decided under what this project asks for. Create another project to ask for more or less.",
            current=None,
        )
    if not changed:
        return project
    before = {field: getattr(project, field) for field in changed}
    for field, value in changed.items():
        setattr(project, field, value)
    project.save(update_fields=list(changed))
    if "quorum" in changed:
        refold_project(project)
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.PROJECT_CHANGED,
        subject=project,
        payload={field: [_plain(before[field]), _plain(value)] for field, value in changed.items()},
    )
    return project


@transaction.atomic
def write_guideline(project: Project, text: str, *, seen_version: int | None = None, by: User) -> Guideline:
    """A further version of the guideline; the earlier ones stay.

    `seen_version` is the version that was on the screen, 0 before the first. Raises NotPermitted, Invalid, and
    Conflict where another version was written since.
    """
    project = _held(project, by, to="write the guideline")
    if seen_version not in (None, project.guideline_version):
        raise Conflict(
            f"The guideline was changed since (version {project.guideline_version}). Compare and save once more.",
            current={"version": project.guideline_version},
        )
    guideline = _write_version(project, text, by=by)
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.GUIDELINE_CHANGED,
        subject=project,
        payload={"version": guideline.version, "characters": len(text)},
    )
    return guideline


@transaction.atomic
def add_member(project: Project, user: User, *, role: MemberRole, by: User) -> Membership:
    """The person in the project with this role; whoever is in it already gets the role instead of theirs.

    Raises NotPermitted, Invalid for a closed account, and Conflict where the project would lose its last editor.
    """
    _held(project, by, to="add members", or_administrator=True)
    if not user.is_active:
        raise Invalid(
            {"username": [f"The account {user.username} is closed; an administrator can open it again."]}
        )
    membership = Membership.objects.filter(project=project, user=user).first()
    before = membership.role if membership else None
    if membership is None:
        membership = Membership.objects.create(project=project, user=user, role=role)
    elif before != role:
        _require_another_editor(project, membership)
        membership.role = role
        membership.save(update_fields=["role"])
    _note_member(project, user, LedgerVerb.MEMBER_ADDED, by, role=str(role), before=before)
    return membership


@transaction.atomic
def remove_member(project: Project, user: User, *, by: User) -> None:
    """Take the person out of the project; what they decided stays.

    Raises NotPermitted, Invalid for somebody who is not in it, and Conflict for the last editor.
    """
    _held(project, by, to="remove members", or_administrator=True)
    membership = Membership.objects.filter(project=project, user=user).first()
    if membership is None:
        raise Invalid({"username": [f"{user.username} is not in this project."]})
    _require_another_editor(project, membership)
    membership.delete()
    _note_member(project, user, LedgerVerb.MEMBER_REMOVED, by, before=membership.role)


def _held(project: Project, by: User, *, to: str, or_administrator: bool = False) -> Project:
    """The project, which nobody else changes until the transaction ends, if the person may change it."""
    if not (or_administrator and by.is_staff):
        require_role(role_in(project, by), *EDITORS, to=to)
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _require_administrator(by: User | str, *, to: str) -> None:
    if isinstance(by, User):
        require_administrator(by, to=to)


def _require_another_editor(project: Project, leaving: Membership) -> None:
    if leaving.role != MemberRole.EDITOR:
        return
    others = Membership.objects.filter(project=project, role=MemberRole.EDITOR, user__is_active=True)
    if not others.exclude(pk=leaving.pk).exists():
        raise Conflict(
            "This is the project's last editor. Make another person an editor first.", current=None
        )


def _note_member(project: Project, user: User, verb: LedgerVerb, by: User, **said: str | None) -> None:
    ledger.append(project.id, by=by, verb=verb, subject=user, payload=said)


def _write_version(project: Project, text: str, *, by: User) -> Guideline:
    refuse_unstorable(text, field="guideline")
    if len(text) > MAX_GUIDELINE:
        raise Invalid(
            {"guideline": [f"A guideline has at most {MAX_GUIDELINE:,} characters, not {len(text):,}."]}
        )
    project.guideline_version += 1
    project.save(update_fields=["guideline_version"])
    return Guideline.objects.create(
        project=project, version=project.guideline_version, text=text, written_by=by
    )


def _require_slug(slug: str) -> None:
    if len(slug) > MAX_SLUG or not SLUG.fullmatch(slug):
        words = f"'{slug[:80]}' is no slug: small letters, digits and single hyphens between them, at most {MAX_SLUG}."
        raise Invalid({"slug": [words]})


def _require_name(name: str) -> None:
    refuse_unstorable(name, field="name")
    if not name.strip() or len(name) > MAX_NAME:
        raise Invalid({"name": [f"A name has 1 to {MAX_NAME} characters, not {len(name.strip()):,}."]})


def _differences(project: Project, rules: Rules) -> dict[str, Any]:
    rules.require_sound()
    wanted = {**asdict(rules), "asks": list(rules.asks)}
    return {field: value for field, value in wanted.items() if getattr(project, field) != value}


def _written(rules: Mapping[str, Any]) -> dict[str, Any]:
    return {field: _plain(value) for field, value in rules.items()}


def _plain(value: Any) -> Any:
    """A ledger holds no floats: they could be written in more than one way."""
    if isinstance(value, tuple):
        return list(value)
    return repr(value) if isinstance(value, float) else value
