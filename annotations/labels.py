"""The desk's own labels: made, renamed, merged, split and taken back; answers are never rewritten.

An answer keeps the label it was given. A merged label leads to another one; the claims of a split label wait to be
labelled anew; what a release said stays as it was, in its files.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import keeping, ledger
from annotations.access import DECIDERS, EDITORS, require_member
from annotations.domain.errors import AlreadyThere, Conflict, Invalid, NotFound
from annotations.domain.ids import new_id
from annotations.domain.label_changes import PARTS_AT_MOST, LabelAct, sound_definition, sound_name
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.text import folded
from annotations.domain.vocabulary import Verification
from annotations.models import Decision, DeskLabel, LabelChange, Labelling, Project, User
from annotations.queries.labels import label_of, standing_answer
from annotations.standing import fold_claim, void_signatures

VERBS: Mapping[LabelAct, LedgerVerb] = {
    LabelAct.DEFINED: LedgerVerb.LABEL_DEFINED,
    LabelAct.RENAMED: LedgerVerb.LABEL_RENAMED,
    LabelAct.MERGED: LedgerVerb.LABELS_MERGED,
    LabelAct.SPLIT: LedgerVerb.LABEL_SPLIT,
    LabelAct.UNDONE: LedgerVerb.LABEL_CHANGE_UNDONE,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the labels that a label is split into."""

    name: str
    definition: str = ""


@transaction.atomic
def define(
    project: Project, *, verification: Verification, name: str, definition: str = "", by: User
) -> DeskLabel:
    """A label below one of the six words. Raises NotPermitted, Invalid, and AlreadyThere for a name that is taken."""
    _hold(project, by)
    label = _made(project, verification, Part(name, definition))
    after = {"name": label.name, "definition": label.definition, "verification": str(verification)}
    _note(project, LabelAct.DEFINED, [label], by=by, after=after)
    return label


@transaction.atomic
def rename(label_id: UUID, *, by: User, name: str | None = None, definition: str | None = None) -> DeskLabel:
    """Give a label another name or definition; what is None stays. Data sets of before keep the old ones.

    Raises NotFound, NotPermitted, Invalid, Conflict for a label that is no longer in use, and AlreadyThere.
    """
    label = _current(label_id, by)
    before = {"name": label.name, "definition": label.definition}
    if name is not None:
        label.name = sound_name(name)
        _require_free(label.project, label.name, but=label.id)
        label.folded = folded(label.name)
    if definition is not None:
        label.definition = sound_definition(definition)
    after = {"name": label.name, "definition": label.definition}
    if after == before:
        raise Invalid({"name": ["The label has this name and definition already."]})
    label.save(update_fields=["name", "folded", "definition"])
    _note(label.project, LabelAct.RENAMED, [label], by=by, before=before, after=after)
    return label


@transaction.atomic
def merge(label_id: UUID, *, into: UUID, by: User) -> DeskLabel:
    """Say that a label is another one below the same word; answers with it count as the other's.

    Raises NotFound, NotPermitted, Invalid for itself or another word's label, Conflict for one no longer in use.
    """
    label, other = _current(label_id, by), _current(into, by)
    if label.project_id != other.project_id:
        raise NotFound(f"There is no label {into} in this project.")
    if label.id == other.id:
        raise Invalid({"into": ["A label cannot be merged into itself."]})
    if label.verification != other.verification:
        words = (
            f"'{label.name}' stands below {label.verification}, '{other.name}' below {other.verification}."
        )
        raise Invalid({"into": [f"{words} Only labels below the same word can be one."]})
    label.merged_into, label.retired_at = other, timezone.now()
    label.save(update_fields=["merged_into", "retired_at"])
    _note(label.project, LabelAct.MERGED, [label, other], by=by)
    return other


@transaction.atomic
def split(label_id: UUID, *, into: Sequence[Part], by: User) -> list[DeskLabel]:
    """Divide a label into two or more; its claims wait to be labelled anew.

    The new ones may have its name. Raises NotFound, NotPermitted, Invalid, Conflict and AlreadyThere.
    """
    label = _current(label_id, by)
    if not 2 <= len(into) <= PARTS_AT_MOST:
        raise Invalid({"into": [f"A label is split into 2 to {PARTS_AT_MOST}, not {len(into)}."]})
    label.is_split, label.retired_at = True, timezone.now()
    label.save(update_fields=["is_split", "retired_at"])
    parts = [_made(label.project, Verification(label.verification), part, part_of=label) for part in into]
    _note(label.project, LabelAct.SPLIT, [label, *parts], by=by)
    return parts


@transaction.atomic
def undo(change_id: UUID, *, by: User) -> LabelChange:
    """Take an act on labels back; answers that were labelled anew because of a split count as before.

    Raises NotFound, NotPermitted, and Conflict where it was taken back already, where a later act touches the same
    labels (take that one back first), where the old name is taken, and where answers carry what was made.
    """
    change = (
        LabelChange.objects.filter(pk=change_id, project__membership__user=by)
        .select_related("project")
        .first()
    )
    if change is None:
        raise NotFound(f"There is no change of labels {change_id} in your projects.")
    _hold(change.project, by)
    if change.act == LabelAct.UNDONE or LabelChange.objects.filter(undoes=change).exists():
        raise Conflict("This change was taken back already, or takes one back itself.")
    _require_newest(change)
    labels = list(DeskLabel.objects.select_for_update().filter(pk__in=change.labels))
    _taken_back(change, {label.id: label for label in labels})
    return _note(change.project, LabelAct.UNDONE, labels, by=by, undoes=change)


@transaction.atomic
def relabel(claim_id: UUID, *, label_id: UUID | None, by: User) -> Labelling:
    """Give the answer that stands on a claim a label, or none; its sign-off is void, for nobody signed this.

    Raises NotFound, NotPermitted, Invalid for a label below another word, Conflict where no answer stands.
    """
    claim = keeping.locked(claim_id, by, *DECIDERS, to="label claims")
    keeping.require_answerable(claim)
    standing = standing_answer(claim, viewer=by)
    if standing is None:
        raise Conflict("No answer stands on this claim that could have a label; decide it first.")
    label = keeping.require_label(claim.project_id, label_id, verification=standing.verification)
    made = Labelling.objects.create(
        decision=standing, label=label, change=_split_that_asks(standing), by=by, at=timezone.now()
    )
    if void_signatures([claim.id], by=str(by.pk), because=LedgerVerb.CLAIM_LABELLED.value):
        fold_claim(claim)
    ledger.append(
        claim.project_id,
        by=by,
        verb=LedgerVerb.CLAIM_LABELLED,
        subject=f"claim:{claim.id}",
        payload={"decision": str(standing.id), "label": str(label.id) if label else None},
    )
    return made


def _hold(project: Project, by: User) -> None:
    """Changes of a project's labels come one after the other."""
    require_member(project, by, *EDITORS, to="change labels")
    Project.objects.select_for_update(no_key=True).filter(pk=project.pk).values_list("pk").get()


def _current(label_id: UUID, by: User) -> DeskLabel:
    label = DeskLabel.objects.visible_to(by).filter(pk=label_id).select_related("project").first()
    if label is None:
        raise NotFound(f"There is no label {label_id} in your projects.")
    _hold(label.project, by)
    label.refresh_from_db(fields=["name", "folded", "definition", "retired_at", "merged_into", "is_split"])
    if label.retired_at is not None:
        raise Conflict(f"The label '{label.name}' is no longer in use; it was merged, split or taken back.")
    return label


def _made(
    project: Project, verification: Verification, part: Part, *, part_of: DeskLabel | None = None
) -> DeskLabel:
    name = sound_name(part.name)
    _require_free(project, name)
    return DeskLabel.objects.create(
        id=new_id(),
        project=project,
        verification=verification,
        name=name,
        folded=folded(name),
        definition=sound_definition(part.definition),
        part_of=part_of,
    )


def _require_free(project: Project, name: str, *, but: UUID | None = None) -> None:
    taken = DeskLabel.objects.current().filter(project=project, folded=folded(name)).first()
    if taken is not None and taken.id != but:
        raise AlreadyThere(f"'{taken.name}' is a label of this project already.", current=taken.id)


def _require_newest(change: LabelChange) -> None:
    later = LabelChange.objects.filter(project_id=change.project_id, id__gt=change.id, undone_by=None)
    for other in later.exclude(act=LabelAct.UNDONE).order_by("id"):
        if set(other.labels) & set(change.labels):
            raise Conflict(
                f"The same labels were {other.act} later; take that change back first.", current=str(other.id)
            )


def _taken_back(change: LabelChange, labels: Mapping[UUID, DeskLabel]) -> None:
    first = labels[UUID(change.labels[0])]
    now = timezone.now()
    if change.act == LabelAct.DEFINED:
        _require_unused([first])
        first.retired_at = now
    elif change.act == LabelAct.RENAMED:
        _require_free(change.project, change.before["name"], but=first.id)
        first.name, first.definition = change.before["name"], change.before["definition"]
        first.folded = folded(first.name)
    else:
        parts = [labels[UUID(pk)] for pk in change.labels[1:]] if change.act == LabelAct.SPLIT else []
        _require_unused(parts, but_for=change)
        for part in parts:
            part.retired_at = now
            part.save(update_fields=["retired_at"])
        _require_free(change.project, first.name)
        first.merged_into, first.is_split, first.retired_at = None, False, None
    first.save(update_fields=["name", "folded", "definition", "merged_into", "is_split", "retired_at"])


def _split_that_asks(decision: Decision) -> LabelChange | None:
    """The split because of which the answer waits for a label; None where it does not."""
    found = label_of(decision)
    if found is None or not found.is_split:
        return None
    splits = LabelChange.objects.filter(act=LabelAct.SPLIT, labels__0=str(found.id), undone_by=None)
    return splits.order_by("-id").first()


def _require_unused(labels: Iterable[DeskLabel], *, but_for: LabelChange | None = None) -> None:
    """Raise Conflict where answers carry one of the labels, other than because of the split `but_for`."""
    ids = [label.id for label in labels]
    later = Labelling.objects.filter(label__in=ids)
    if but_for is not None:
        later = later.exclude(change=but_for)
    given = Decision.objects.filter(label__in=ids).count() + later.count()
    if given:
        answers = "1 answer carries" if given == 1 else f"{given:,} answers carry"
        raise Conflict(f"{answers} what was made by this change; merge the label into another one instead.")


def _note(
    project: Project,
    act: LabelAct,
    labels: Sequence[DeskLabel],
    *,
    by: User,
    undoes: LabelChange | None = None,
    **what: Any,
) -> LabelChange:
    named = [str(label.id) for label in labels]
    change = LabelChange.objects.create(
        id=new_id(), project=project, act=act, labels=named, undoes=undoes, by=by, at=timezone.now(), **what
    )
    ledger.append(
        project.id,
        by=by,
        verb=VERBS[act],
        subject=f"label:{named[0]}" if named else f"project:{project.id}",
        payload={
            "change": str(change.id),
            "labels": named,
            "undoes": str(undoes.id) if undoes else None,
            **what,
        },
    )
    return change
