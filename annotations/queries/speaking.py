"""Which suggesters speak in a project: the registry's, or the learned versions that are active in their place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import structlog

from annotations.domain.earlier_checks import NAME, VERSION
from annotations.domain.errors import Unreadable
from annotations.domain.vocabulary import LearnedPart
from annotations.learning.attribution import LearnedAttribution
from annotations.learning.calibrating import LearnedCalibration
from annotations.learning.check_worthiness import LearnedCheckWorthiness
from annotations.learning.matching_rank import Ranking
from annotations.learning.suggesting import AttributionLearned, Calibrated, CheckWorthinessLearned
from annotations.models import ActiveModel, LearnedModel, SuggesterSwitch
from annotations.suggesters import SUGGESTERS, Suggester
from annotations.suggesters.attribution import AttributionChains
from annotations.suggesters.check_worthiness import CheckWorthinessRules

log = structlog.get_logger(__name__)
LOADED = 6
"""Models that a worker keeps ready; one of attribution takes up to 30 MB."""
READERS: Final[Mapping[str, Callable[[bytes], Any]]] = {
    LearnedPart.ATTRIBUTION: LearnedAttribution.from_bytes,
    LearnedPart.CHECK_WORTHINESS: LearnedCheckWorthiness.from_bytes,
    LearnedPart.CALIBRATION: LearnedCalibration.from_bytes,
    LearnedPart.MATCH_RANKING: Ranking.from_bytes,
}
IN_PLACE_OF: Final[Mapping[str, tuple[LearnedPart, type[Any]]]] = {
    AttributionChains.name: (LearnedPart.ATTRIBUTION, AttributionLearned),
    CheckWorthinessRules.name: (LearnedPart.CHECK_WORTHINESS, CheckWorthinessLearned),
}


@dataclass(frozen=True, slots=True)
class Active:
    """The version of a part that suggests: its number and its row's id."""

    version: int
    model_id: UUID


def active_models(project_id: UUID) -> dict[str, Active]:
    """What is active in a project, by part; parts that are not named are as they ship."""
    rows = ActiveModel.objects.filter(project_id=project_id).values_list("part", "model__version", "model_id")
    return {part: Active(version, model_id) for part, version, model_id in rows}


@dataclass(frozen=True, slots=True)
class EarlierChecks:
    """The name and version under which matches are suggested; what orders them and corrects their chances.

    None is as they ship.
    """

    version: str = VERSION
    calibration: LearnedCalibration | None = None
    ranking: Ranking | None = None
    name: str = NAME


def earlier_checks_for(project_id: UUID) -> EarlierChecks:
    """Who suggests matches in a project, with the active ranking and calibration if there are any."""
    active = active_models(project_id)
    ranking, version = match_ranking(active), VERSION
    if ranking is not None:
        version += f"+{active[LearnedPart.MATCH_RANKING].version}"
    one = active.get(LearnedPart.CALIBRATION)
    if one is None:
        return EarlierChecks(version, ranking=ranking)
    return EarlierChecks(f"{version}~{one.version}", loaded(one.model_id), ranking)


def match_ranking(active: Mapping[str, Active]) -> Ranking | None:
    """The active ranking of matches; None, and the order that ships, where there is none or its bytes are refused."""
    one = active.get(LearnedPart.MATCH_RANKING)
    if one is None:
        return None
    try:
        ranking: Ranking = loaded(one.model_id)
    except Unreadable as error:
        log.error("match ranking refused", version=one.version, model=str(one.model_id), why=str(error))
        return None
    return ranking


def is_silent(project_id: UUID, suggester: str) -> bool:
    """Whether a suggester is switched off in a project."""
    return SuggesterSwitch.objects.filter(project_id=project_id, suggester=suggester, is_off=True).exists()


def suggesters_for(project_id: UUID, *, without: frozenset[str] = frozenset()) -> tuple[Suggester, ...]:
    """The suggesters that speak in a project, in the order they run, without those that are switched off.

    Learned parts are loaded when they first propose; `without` names parts to take as they ship.
    """
    active = {part: one for part, one in active_models(project_id).items() if part not in without}
    silent = set(
        SuggesterSwitch.objects.filter(project_id=project_id, is_off=True).values_list("suggester", flat=True)
    )
    chosen = [learned_in_place(suggester, active) for suggester in SUGGESTERS]
    return tuple(calibrated(suggester, active) for suggester in chosen if suggester.name not in silent)


def learned_in_place(suggester: Suggester, active: Mapping[str, Active]) -> Suggester:
    """The suggester, or the learned one that is active in its place."""
    part, made = IN_PLACE_OF.get(suggester.name, (None, None))
    one = active.get(part) if part else None
    return suggester if one is None or made is None else made(str(one.version), _loader(one.model_id))


def calibrated(suggester: Suggester, active: Mapping[str, Active]) -> Suggester:
    """The suggester, with the confidences of the active calibration if there is one."""
    one = active.get(LearnedPart.CALIBRATION)
    return suggester if one is None else Calibrated(suggester, str(one.version), _loader(one.model_id))


@lru_cache(maxsize=LOADED)
def loaded(model_id: UUID) -> Any:
    """The model of a row, ready to be asked. Raises Unreadable where its bytes are not those that were stored."""
    row = LearnedModel.objects.get(pk=model_id)
    content = bytes(row.content)
    if sha256(content).hexdigest() != row.sha256:
        raise Unreadable(
            f"The bytes of version {row.version} of {row.part} are not those that were learned. "
            "Return to an older version, or train a new one."
        )
    return READERS[row.part](content)


def _loader(model_id: UUID) -> Callable[[], Any]:
    return lambda: loaded(model_id)
