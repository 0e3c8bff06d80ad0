"""The desk's own labels as people and programs read them, and the claims that carry them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from annotations.domain.label_changes import LabelAct, LabelState, standing_label
from annotations.domain.vocabulary import Verification
from annotations.models import Claim, Decision, DeskLabel, LabelChange, Labelling, Project, User
from annotations.queries.history import quorum_reached

SHOWN = 50
# The label that each standing answer carries: the newest given to it, unless its split was taken back.
GIVEN_LATER = """
    select l.id, l.label_id from annotations_labelling l
    where l.decision_id = d.id
        and not exists (select from annotations_labelchange u where u.undoes_id = l.change_id)
    order by l.id desc limit 1"""
CARRIED = f"""
select c.id, case when g.id is null then d.label_id else g.label_id end
from annotations_claim c
join annotations_decision d on d.id = c.standing_id
left join lateral ({GIVEN_LATER}) g on true
where c.project_id = %(project)s and c.retired_at is null and (d.label_id is not null or g.id is not null)
"""  # noqa: S608 – put together from constants


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label that is in use, with the number of claims whose answer carries it."""

    id: UUID
    name: str
    definition: str
    claims: int


@dataclass(frozen=True, slots=True)
class Below:
    """One of the six words with the desk's labels below it."""

    verification: str
    labels: Sequence[LabelLine]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """An act on labels, newest first; `may_be_undone` unless it was taken back or takes one back."""

    id: UUID
    at: datetime
    by: str
    words: str
    is_undone: bool
    may_be_undone: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim whose answer carries a label that was split, with the labels it can have now."""

    claim: UUID
    article: UUID
    text: str
    old: str
    choices: Sequence[LabelLine]


@dataclass(frozen=True, slots=True)
class LabelsPage:
    """The page's values; `waiting` counts claims whose label was split."""

    below: Sequence[Below]
    changes: Sequence[ChangeLine]
    waiting: int


def labels_of(project: Project) -> dict[UUID, DeskLabel]:
    """All labels the project ever had, by id."""
    return {label.id: label for label in DeskLabel.objects.filter(project=project)}


def label_of(decision: Decision) -> LabelState | None:
    """The label that counts now for an answer, None without one; at most two small queries where it has one."""
    given = (
        Labelling.objects.filter(decision=decision)
        .filter(change__undone_by=None)
        .order_by("-id")
        .values_list("label", flat=True)
    )
    newest = list(given[:1])
    label_id = newest[0] if newest else decision.label_id
    if label_id is None:
        return None
    rows = DeskLabel.objects.filter(project_id=decision.project_id)
    return standing_label(label_id, states({row.id: row for row in rows}))


def standing_answer(claim: Claim, *, viewer: User) -> Decision | None:
    """The answer that counts now and can have a label, None where there is none or the viewer may not know it yet."""
    if claim.standing_id is None:
        return None
    standing = Decision.objects.filter(pk=claim.standing_id).exclude(verification=None).first()
    if standing is None or standing.reviewer_id == viewer.pk or not claim.project.blind:
        return standing
    return standing if quorum_reached([claim], quorum=claim.project.quorum) else None


def states(labels: Mapping[UUID, DeskLabel]) -> dict[UUID, LabelState]:
    """What following labels needs to know of them."""
    return {pk: LabelState(pk, row.merged_into_id, row.is_split) for pk, row in labels.items()}


def carried_labels(project: Project, labels: Mapping[UUID, DeskLabel]) -> dict[UUID, UUID]:
    """For each claim whose standing answer has a label, the label that counts now; merged ones are followed."""
    known = states(labels)
    with connection.cursor() as cursor:
        cursor.execute(CARRIED, {"project": project.id})
        rows = [
            (UUID(str(claim)), UUID(str(label))) for claim, label in cursor.fetchall() if label is not None
        ]
    return {claim: standing_label(label, known).id for claim, label in rows}


def labels_page(project: Project) -> LabelsPage:
    """The labels in use below each word, what was done to labels, and how many claims wait."""
    labels = labels_of(project)
    counted = Counter(carried_labels(project, labels).values())
    return LabelsPage(
        below=[_below(word, labels, counted) for word in Verification],
        changes=_changes(project, labels),
        waiting=sum(count for pk, count in counted.items() if labels[pk].is_split),
    )


def claims_with(project: Project, label: DeskLabel) -> tuple[int, list[Claim]]:
    """How many claims carry the label, and the first fifty in reading order: what an act on it would concern."""
    carried = carried_labels(project, labels_of(project))
    ids = [claim for claim, pk in carried.items() if pk == label.id]
    rows = Claim.objects.filter(project=project, pk__in=ids).defer("words").in_reading_order()
    return len(ids), list(rows[:SHOWN])


def choices_below(project: Project, verification: str) -> list[LabelLine]:
    """The labels in use below one of the six words, by name."""
    return _lines(verification, labels_of(project), Counter())


def labels_in_use(project: Project) -> list[Below]:
    """The labels that can be given, below the words that have any."""
    labels = labels_of(project)
    return [below for word in Verification if (below := _below(word, labels, Counter())).labels]


def waiting_claims(project: Project) -> tuple[int, list[Waiting]]:
    """How many claims wait to be labelled anew because their label was split, and the first fifty."""
    labels = labels_of(project)
    carried = carried_labels(project, labels)
    old = {claim: labels[pk] for claim, pk in carried.items() if labels[pk].is_split}
    rows = Claim.objects.filter(project=project, pk__in=list(old)).defer("words").in_reading_order()
    return len(old), [
        Waiting(
            claim=row.id,
            article=row.article_id,
            text=row.text,
            old=old[row.id].name,
            choices=_lines(old[row.id].verification, labels, Counter()),
        )
        for row in rows[:SHOWN]
    ]


def label_form(label: DeskLabel) -> dict[str, Any]:
    """A label in JSON."""
    return {
        "id": str(label.id),
        "verification": label.verification,
        "name": label.name,
        "definition": label.definition,
        "in_use": label.retired_at is None,
        "merged_into": str(label.merged_into_id) if label.merged_into_id else None,
        "part_of": str(label.part_of_id) if label.part_of_id else None,
        "split": label.is_split,
    }


def change_form(change: LabelChange) -> dict[str, Any]:
    """An act on labels in JSON."""
    return {
        "id": str(change.id),
        "act": change.act,
        "labels": change.labels,
        "before": change.before,
        "after": change.after,
        "undoes": str(change.undoes_id) if change.undoes_id else None,
    }


def _below(word: Verification, labels: Mapping[UUID, DeskLabel], counted: Mapping[UUID, int]) -> Below:
    return Below(word.value, _lines(word.value, labels, counted))


def _lines(word: str, labels: Mapping[UUID, DeskLabel], counted: Mapping[UUID, int]) -> list[LabelLine]:
    own = [label for label in labels.values() if label.verification == word and label.retired_at is None]
    ordered = sorted(own, key=lambda label: (label.folded, label.id))
    return [LabelLine(label.id, label.name, label.definition, counted.get(label.id, 0)) for label in ordered]


def _changes(project: Project, labels: Mapping[UUID, DeskLabel]) -> list[ChangeLine]:
    rows = list(LabelChange.objects.filter(project=project).select_related("by").order_by("-id")[:SHOWN])
    undone = {row.undoes_id for row in rows}
    return [
        ChangeLine(
            id=row.id,
            at=row.at,
            by=str(row.by),
            words=_words(row, [labels[UUID(pk)].name for pk in row.labels if UUID(pk) in labels]),
            is_undone=row.id in undone,
            may_be_undone=row.id not in undone and row.act != LabelAct.UNDONE,
        )
        for row in rows
    ]


def _words(change: LabelChange, names: Sequence[str]) -> str:
    first, rest = (names[0], names[1:]) if names else ("", [])
    quoted = ", ".join(f"“{name}”" for name in rest)
    return {
        LabelAct.DEFINED: f"made “{change.after.get('name', first)}”",
        LabelAct.RENAMED: f"called “{change.before.get('name')}” “{change.after.get('name')}”",
        LabelAct.MERGED: f"merged “{first}” into {quoted}",
        LabelAct.SPLIT: f"split “{first}” into {quoted}",
        LabelAct.UNDONE: f"took a change of “{first}” back",
    }[LabelAct(change.act)]
