"""How a project learns, and suggesters that fall silent: a floor for what they get accepted, and back again."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from annotations import ledger
from annotations.access import EDITORS, require_member
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import Outcome
from annotations.models import LearningRules, Project, SuggesterSwitch, SuggestionOutcome, User

WATCHER: Final = "component:floor/1"
MOST_WINDOW: Final = 10_000
DEFAULT_WINDOW: Final = 50


@dataclass(frozen=True, slots=True)
class Rules:
    """`pools`: whether the project shares its answers. `floor`: the least share accepted of the last `window`."""

    pools: bool = False
    floor: float | None = None
    window: int = DEFAULT_WINDOW

    def require_sound(self) -> None:
        """Raise Invalid with every mistake, field by field."""
        errors: dict[str, list[str]] = {}
        if self.floor is not None and not 0 <= self.floor <= 1:
            errors["floor"] = [f"A floor is a share from 0 to 1, or nothing; not {self.floor}."]
        if not 1 <= self.window <= MOST_WINDOW:
            errors["window"] = [f"A floor looks at 1 to {MOST_WINDOW:,} outcomes, not {self.window}."]
        if errors:
            raise Invalid(errors)


def rules_of(project: Project) -> Rules:
    """The rules in force; without a row nothing is shared and there is no floor."""
    row = LearningRules.objects.filter(project=project).first()
    return Rules() if row is None else Rules(row.pools, row.floor, row.window)


@transaction.atomic
def change_rules(project: Project, rules: Rules, *, by: User) -> Rules:
    """The rules as they are now; the same ones again leave no entry. Raises NotPermitted and Invalid."""
    require_member(project, by, *EDITORS, to="change how the project learns")
    rules.require_sound()
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    before = rules_of(project)
    if before == rules:
        return rules
    LearningRules.objects.update_or_create(
        project=project, defaults={"pools": rules.pools, "floor": rules.floor, "window": rules.window}
    )
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.LEARNING_CHANGED,
        subject=project,
        payload={"before": _written(before), "now": _written(rules)},
    )
    return rules


def watch_floors() -> list[SuggesterSwitch]:
    """Switch off every suggester whose last outcomes lie below its project's floor; those switched off now."""
    found: list[SuggesterSwitch] = []
    for row in LearningRules.objects.exclude(floor=None).select_related("project").order_by("project_id"):
        found += watch(row.project)
    return found


def watch(project: Project) -> list[SuggesterSwitch]:
    """Switch off the project's suggesters whose last `window` answered outcomes lie below the floor.

    Fewer outcomes than that say nothing; those from before a suggester was last switched on do not count.
    """
    rules = rules_of(project)
    if rules.floor is None:
        return []
    names = SuggestionOutcome.objects.filter(decision__project=project).order_by("suggestion__suggester")
    off = [
        _held_against(project, name, rules)
        for name in names.values_list("suggestion__suggester", flat=True).distinct()
    ]
    return [switch for switch in off if switch is not None]


@transaction.atomic
def switch_on(project: Project, suggester: str, *, by: User) -> SuggesterSwitch:
    """Let a suggester speak again, with a fresh start. Raises NotPermitted, and Conflict where it is not silent."""
    require_member(project, by, *EDITORS, to="switch suggesters on")
    switch = (
        SuggesterSwitch.objects.select_for_update()
        .filter(project=project, suggester=suggester, is_off=True)
        .first()
    )
    if switch is None:
        raise Conflict(f"“{suggester[:60]}” is not switched off in this project.", current=None)
    switch.is_off, switch.since, switch.why = False, timezone.now(), ""
    switch.save(update_fields=["is_off", "since", "why"])
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.SUGGESTER_SWITCHED_ON,
        subject=project,
        payload={"suggester": suggester},
    )
    return switch


@transaction.atomic
def _held_against(project: Project, suggester: str, rules: Rules) -> SuggesterSwitch | None:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    switch = SuggesterSwitch.objects.filter(project=project, suggester=suggester).first()
    if rules.floor is None or (switch is not None and switch.is_off):
        return None
    rows = SuggestionOutcome.objects.filter(decision__project=project, suggestion__suggester=suggester)
    if switch is not None:
        rows = rows.filter(decision__decided_at__gt=switch.since)
    newest = rows.exclude(outcome=Outcome.IGNORED).order_by("-decision__decided_at", "-id")
    outcomes = list(newest.values_list("outcome", flat=True)[: rules.window])
    accepted = sum(outcome == Outcome.ACCEPTED for outcome in outcomes)
    if len(outcomes) < rules.window or accepted >= rules.floor * len(outcomes):
        return None
    why = f"{accepted} of the last {len(outcomes)} suggestions were accepted; the floor is {100 * rules.floor:g} %."
    off, _ = SuggesterSwitch.objects.update_or_create(
        project=project,
        suggester=suggester,
        defaults={"is_off": True, "since": timezone.now(), "why": why},
    )
    ledger.append(
        project.id,
        by=WATCHER,
        verb=LedgerVerb.SUGGESTER_SWITCHED_OFF,
        subject=project,
        payload={
            "suggester": suggester,
            "accepted": accepted,
            "of": len(outcomes),
            "floor": repr(rules.floor),
        },
    )
    return off


def _written(rules: Rules) -> dict[str, object]:
    return {
        "pools": rules.pools,
        "floor": None if rules.floor is None else repr(rules.floor),
        "window": rules.window,
    }
