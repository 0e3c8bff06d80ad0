"""A project's ledger as its auditors read it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from annotations import ledger
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import MemberRole
from annotations.models import Claim, Project, User
from annotations.queries.answers import timestamp
from annotations.queries.history import quorum_reached

ANSWERS = (
    *(LedgerVerb.DECIDED, LedgerVerb.UNDONE, LedgerVerb.ADJUDICATED, LedgerVerb.IMPORTED),
    *(LedgerVerb.ANSWER_CARRIED, LedgerVerb.CLAIM_LABELLED),
)
"""Verbs whose entries say something of an answer."""


def entry_forms(
    entries: Sequence[ledger.Entry], *, project: Project, viewer: User, role: MemberRole
) -> list[dict[str, Any]]:
    """Entries in CONTRACT's JSON form, with the actor's username beside the id that is hashed.

    `payload` is null where it holds another's answer that an editor of a blind project may not know yet.
    """
    people = _usernames(entries)
    hidden = (
        _hidden_claims(entries, project) if project.blind and role is not MemberRole.SUPERVISOR else set()
    )
    return [
        {
            "seq": entry.seq,
            "at": timestamp(entry.at),
            "actor": entry.actor,
            "actor_name": people.get(entry.actor, entry.actor),
            "verb": entry.verb,
            "subject": entry.subject,
            "payload": None if entry.subject in hidden and entry.actor != str(viewer.pk) else entry.payload,
            "previous": entry.previous,
            "hash": entry.hash,
        }
        for entry in entries
    ]


def actor_named(words: str) -> str:
    """The actor as the ledger writes it: a username's id, else the words as they are."""
    pk = User.objects.filter(username=words).values_list("pk", flat=True).first()
    return str(pk) if pk else words


def _usernames(entries: Sequence[ledger.Entry]) -> dict[str, str]:
    ids = {entry.actor for entry in entries if not entry.actor.startswith(ledger.COMPONENT)}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "username")}


def _hidden_claims(entries: Sequence[ledger.Entry], project: Project) -> set[str]:
    """Subjects of decided claims that have not reached the quorum."""
    subjects = {entry.subject for entry in entries if entry.verb in ANSWERS}
    ids = [UUID(subject.partition(":")[2]) for subject in subjects]
    claims = list(Claim.objects.filter(pk__in=ids, project=project).only("id", "state", "role", "project_id"))
    for claim in claims:
        claim.project = project
    open_to_all = quorum_reached(claims, quorum=project.quorum)
    return {f"claim:{claim.pk}" for claim in claims if claim.pk not in open_to_all}
