"""Notes on confidential sources: for a named group only. Who is in it, who wrote and who opened stands in the ledger.

The words of a note are in no ledger entry, no data set and no answer of the interface; a page of this project shows
them to a member of the group, one at a time, after the opening was written down.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import ledger, protections
from annotations.access import EDITORS, require_member, role_in
from annotations.domain.errors import AlreadyThere, Invalid, NotFound
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import Confidant, Confidence, ConfidentialNote, Project, Source, User

MAX_WORDS = 10_000


@transaction.atomic
def create(project: Project, name: str, *, by: User) -> Confidence:
    """A group without members. Raises NotPermitted, Invalid, and AlreadyThere for a name that is taken."""
    require_member(project, by, *EDITORS, to="make groups for confidential notes")
    words = name.strip()
    if not words or len(words) > 100:
        raise Invalid({"name": ["A group's name has 1 to 100 characters."]})
    taken = Confidence.objects.filter(project=project, name=words).first()
    if taken is not None:
        raise AlreadyThere(f"There is a group '{words}' already.", current=taken.id)
    made = Confidence.objects.create(project=project, name=words, created_at=timezone.now())
    _changed(made, by, {"act": "made"})
    return made


@transaction.atomic
def admit(confidence: Confidence, person: User, *, by: User) -> Confidant:
    """Take a member of the project into the group. Raises NotPermitted, Invalid, and AlreadyThere."""
    require_member(confidence.project, by, *EDITORS, to="say who opens confidential notes")
    if role_in(confidence.project, person) is None:
        raise Invalid({"user": [f"{person} is not in this project."]})
    made, is_new = Confidant.objects.get_or_create(
        confidence=confidence, user=person, defaults={"since": timezone.now()}
    )
    if not is_new:
        raise AlreadyThere(f"{person} is in '{confidence.name}' already.", current=made.id)
    _changed(confidence, by, {"act": "admitted", "user": str(person.pk)})
    return made


@transaction.atomic
def dismiss(confidence: Confidence, person: User, *, by: User) -> None:
    """Take a person out of the group. Raises NotPermitted, and NotFound for somebody who is not in it."""
    require_member(confidence.project, by, *EDITORS, to="say who opens confidential notes")
    gone, _ = Confidant.objects.filter(confidence=confidence, user=person).delete()
    if not gone:
        raise NotFound(f"{person} is not in '{confidence.name}'.")
    _changed(confidence, by, {"act": "dismissed", "user": str(person.pk)})


@transaction.atomic
def keep_note(source: Source, confidence_id: UUID, text: str, *, by: User) -> ConfidentialNote:
    """Write a note on the source for a group that the person is in.

    Raises NotFound for a group that they are not in, and Invalid for no words or too many.
    """
    confidence = _mine(source.project, by, confidence_id)
    words = text.strip()
    if not words:
        raise Invalid({"text": ["'text' is missing: a note says something."]})
    if len(words) > MAX_WORDS:
        raise Invalid({"text": [f"The note has {len(words):,} characters; at most {MAX_WORDS:,} are kept."]})
    made = ConfidentialNote.objects.create(
        source=source, confidence=confidence, text=words, written_by=by, written_at=timezone.now()
    )
    _noted(made, by, LedgerVerb.NOTE_KEPT)
    return made


@transaction.atomic
def open_note(source: Source, note_id: UUID, *, by: User) -> ConfidentialNote:
    """The note with its words, after its opening was written into the ledger. Raises NotFound outside its group."""
    found = ConfidentialNote.objects.filter(pk=note_id, source=source, source__project__membership__user=by)
    if protections.stands("confidences"):
        found = found.filter(confidence__confidants__user=by)
    note = found.select_related("source", "confidence", "written_by").first()
    if note is None:
        raise NotFound("There is no such note, or not for you.")
    _noted(note, by, LedgerVerb.NOTE_OPENED)
    return note


def _mine(project: Project, person: User, confidence_id: UUID) -> Confidence:
    found = Confidence.objects.filter(
        pk=confidence_id, project=project, confidants__user=person, project__membership__user=person
    ).first()
    if found is None:
        raise NotFound("There is no such group among yours; an editor says who is in it.")
    return found


def _changed(confidence: Confidence, by: User, payload: Mapping[str, Any]) -> None:
    ledger.append(
        confidence.project_id,
        by=by,
        verb=LedgerVerb.CONFIDANTS_CHANGED,
        subject=f"confidence:{confidence.id}",
        payload=payload,
    )


def _noted(note: ConfidentialNote, by: User, verb: LedgerVerb) -> None:
    ledger.append(
        note.source.project_id,
        by=by,
        verb=verb,
        subject=f"source:{note.source_id}",
        payload={"note": str(note.id), "confidence": str(note.confidence_id)},
    )
