"""Accounts that stand for people of a data set from elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from annotations import ledger
from annotations.domain.errors import Invalid
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import SITE, LedgerVerb
from annotations.models import ImportedPerson, Membership, Project, User

UNUSABLE: Final = "!imported"  # Django takes every password that begins so for unusable
MAX_KNOWN_AS = 300


@dataclass(frozen=True, slots=True)
class StandIns:
    """By name in the data set, the account that stands for the person; `made` are those that are new."""

    by_name: dict[str, User]
    made: list[User]


def stand_ins(
    project: Project,
    names: Iterable[str],
    *,
    origin: str,
    mapped: Mapping[str, User] | None = None,
    are_pseudonyms: bool = False,
) -> StandIns:
    """Who stands for the people of the data set in this project: accounts there were, and those made now.

    `mapped` names people of the project to stand for themselves. A stand-in is inactive and bears no name but a
    number; where the names are pseudonyms of ours it bears that, and data sets of the project repeat it.
    Raises Invalid for somebody mapped who is not in the project.
    """
    wanted = sorted(set(names))
    taken = dict(mapped or {})
    _require_members(project, taken)
    rows = ImportedPerson.objects.filter(project=project, origin=origin, known_as__in=wanted)
    found = {row.known_as: row.user for row in rows.select_related("user")}
    missing = [name for name in wanted if name not in taken and name not in found]
    made = _made(project, missing, origin=origin, are_pseudonyms=are_pseudonyms)
    there = {name: user for name, user in taken.items() if name in wanted}
    return StandIns(found | made | there, list(made.values()))


def note_made(people: StandIns, *, origin: str, by: User) -> None:
    """Say in the site's ledger which accounts were made; last, as everybody's accounts wait for it."""
    said = {"administrator": False, "stands_for": origin}
    ledger.append_many(SITE, [ledger.Line(by, LedgerVerb.USER_CREATED, user, said) for user in people.made])


def _made(project: Project, names: list[str], *, origin: str, are_pseudonyms: bool) -> dict[str, User]:
    before = ImportedPerson.objects.filter(project=project).count()
    made: dict[str, User] = {}
    for number, name in enumerate(names, start=before + 1):
        pk = new_id()
        shown = name if are_pseudonyms else f"Imported person {number}"
        made[name] = User(
            id=pk, username=f"imported-{pk.hex}", name=shown, is_active=False, password=UNUSABLE
        )
    User.objects.bulk_create(made.values())
    ImportedPerson.objects.bulk_create(
        ImportedPerson(
            project=project,
            user=user,
            origin=origin,
            known_as=name[:MAX_KNOWN_AS],
            pseudonym=name if are_pseudonyms else "",
        )
        for name, user in made.items()
    )
    return made


def _require_members(project: Project, mapped: Mapping[str, User]) -> None:
    members = set(Membership.objects.filter(project=project).values_list("user_id", flat=True))
    strangers = sorted(user.username for user in mapped.values() if user.pk not in members)
    if strangers:
        raise Invalid(
            {"people": [f"Not in the project: {', '.join(strangers)}. Add them first, or leave them out."]}
        )
