"""A project's policies, in versions."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations import ledger
from annotations.access import EDITORS, require_role, role_in
from annotations.demands import rules_of
from annotations.domain.errors import Conflict
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.policies import Rule, rules_from
from annotations.domain.vocabulary import Demand
from annotations.models import Policy, Project, User
from annotations.policing import require_words
from annotations.standing import refold_project


@transaction.atomic
def write_policies(
    project: Project, rules: Any, *, note: str = "", seen_version: int | None = None, by: User
) -> Policy:
    """A further version of the project's policies; the state of every claim follows, the earlier versions stay.

    `rules` is a list in the form of `domain/policies.py`; `seen_version` the version that was on the screen, 0 before
    the first. Raises NotPermitted, Invalid, and Conflict where another version was written since.
    """
    require_role(role_in(project, by), *EDITORS, to="write policies")
    read = rules_from(rules)
    require_words("note", note)
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if seen_version not in (None, project.policy_version):
        raise Conflict(
            f"The policies were changed since (version {project.policy_version}). Look at them and save once more.",
            current={"version": project.policy_version, "rules": project.policies},
        )
    counts = _ask_for_people(rules_of(project)) != _ask_for_people(read)
    project.policies, project.policy_version = [rule.as_dict() for rule in read], project.policy_version + 1
    project.save(update_fields=["policies", "policy_version"])
    written = Policy.objects.create(
        project=project,
        version=project.policy_version,
        rules=project.policies,
        note=note.strip(),
        written_by=by,
        written_at=timezone.now(),
    )
    if counts:
        refold_project(project)
        # An answer that was being kept meanwhile may have read the earlier rules.
        transaction.on_commit(lambda: _refold_again(project), robust=True)
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.POLICIES_CHANGED,
        subject=project,
        payload={"version": written.version, "rules": [rule.words for rule in read]},
    )
    return written


def _ask_for_people(rules: Iterable[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.demand is Demand.QUORUM]


def _refold_again(project: Project) -> None:
    with transaction.atomic():
        refold_project(project)
