"""Learning one part from settled answers, and measuring it beside what suggests now on articles held back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from annotations.domain.vocabulary import LearnedPart
from annotations.learning import calibrating, check_worthiness_fitting, fitting, matching_rank
from annotations.learning.calibrating import LearnedCalibration
from annotations.learning.check_worthiness import LearnedCheckWorthiness
from annotations.learning.suggesting import AttributionLearned, Suggesting
from annotations.models import Article, Project
from annotations.queries import training_data
from annotations.queries.speaking import (
    active_models,
    earlier_checks_for,
    learned_in_place,
    loaded,
    match_ranking,
    suggesters_for,
)
from annotations.queries.training_data import SettledArticle
from annotations.suggest import context_of
from annotations.suggesters.attribution import AttributionChains
from annotations.suggesters.check_worthiness import CHECK_WORTHY, score
from annotations.train.chain_agreement import Said, chains_by_start, link_f1
from annotations.train.match_order import is_telling, judged_claims, mean_precision

FEWEST_HELD_BACK = 8
"""Articles held back below which a difference says nothing."""
FEWEST_SENTENCES_HELD_BACK = 40
FEWEST_OUTCOMES_HELD_BACK = 20
FEWEST_MATCHED_HELD_BACK = 20
Figures = dict[str, float | int | bool | str]


class TooLittle(Exception):
    """There is too little to learn from; the words say what there is and what is needed."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of learning a part. `figures` are on articles held back; `counts` say from how much."""

    content: bytes
    counts: dict[str, int]
    figures: Figures
    is_better: bool


def learn(part: LearnedPart, project: Project, projects: Sequence[UUID]) -> Learned:
    """The part learned from the settled answers of `projects`, measured for `project`. Raises TooLittle."""
    return _BY_PART[part](project, projects)


def _attribution(project: Project, projects: Sequence[UUID]) -> Learned:
    taught: list[SettledArticle] = []
    kept: list[SettledArticle] = []
    for article in training_data.settled_articles(projects):
        (kept if article.is_held_back else taught).append(article)
    _require("articles with settled chains", len(taught), fitting.FEWEST, len(kept), FEWEST_HELD_BACK)
    model = fitting.fit(article.reviewed for article in taught)
    if model is None:
        raise TooLittle(f"{len(taught)} articles are too few to learn attribution from.")
    now = learned_in_place(AttributionChains(), active_models(project.id))
    new = AttributionLearned("new", lambda: model)
    before, after = (_links_right(suggester, kept) for suggester in (now, new))
    return Learned(
        model.to_bytes(),
        {
            "articles": len(taught),
            "examples": sum(len(flats) for one in taught for flats in one.reviewed.attributions),
            "held_back": len(kept),
        },
        _figures("F1 of links with the right source", before, after),
        after > before,
    )


def _links_right(suggester: Suggesting, kept: Sequence[SettledArticle]) -> float:
    said: list[Said] = []
    for settled in kept:
        context = context_of(Article.objects.select_related("outlet").get(pk=settled.article_id))
        starts = {claim.id: claim.start for claim in context.claims}
        said.append((settled.chains, chains_by_start(suggester.propose(context), starts)))
    return link_f1(said)


def _check_worthiness(project: Project, projects: Sequence[UUID]) -> Learned:
    judged = training_data.judged_sentences(projects)
    taught = [one for one, article in judged if not training_data.held_back(article)]
    kept = [one for one, article in judged if training_data.held_back(article)]
    _require(
        "sentences with a settled check-worthiness",
        len(taught),
        check_worthiness_fitting.FEWEST,
        len(kept),
        FEWEST_SENTENCES_HELD_BACK,
    )
    model = check_worthiness_fitting.fit(taught)
    if model is None:
        raise TooLittle(
            f"Of {len(taught)} settled sentences at least {check_worthiness_fitting.FEWEST_OF_EACH} must be "
            f"check-worthy and as many not, from {check_worthiness_fitting.FEWEST_GROUPS} articles."
        )
    truth = [one.is_check_worthy for one in kept]
    texts = [one.text for one in kept]
    before, after = _f1(_said_now(project, texts), truth), _f1(_said(model, texts), truth)
    return Learned(
        model.to_bytes(),
        {"articles": len({one.group for one in taught}), "examples": len(taught), "held_back": len(kept)},
        _figures("F1 of check-worthy sentences", before, after),
        after > before,
    )


def _said(model: LearnedCheckWorthiness, texts: Sequence[str]) -> list[bool]:
    return [chance >= model.threshold for chance in model.chances(texts)]


def _said_now(project: Project, texts: Sequence[str]) -> list[bool]:
    one = active_models(project.id).get(LearnedPart.CHECK_WORTHINESS)
    if one is not None:
        return _said(loaded(one.model_id), texts)
    return [score(text)[0] >= CHECK_WORTHY for text in texts]


def _f1(said: Sequence[bool], truth: Sequence[bool]) -> float:
    hits = sum(one and other for one, other in zip(said, truth, strict=True))
    return 2 * hits / (sum(said) + sum(truth)) if hits else 0.0


def _calibration(project: Project, projects: Sequence[UUID]) -> Learned:
    versions = {one.name: one.version for one in suggesters_for(project.id)}
    matches = earlier_checks_for(project.id)
    versions[matches.name] = matches.version
    taught, kept = training_data.taken_suggestions(projects, versions)
    most = max((len(pairs) for pairs in taught.values()), default=0)
    _require(
        "answered suggestions of the version that suggests now",
        most,
        calibrating.FEWEST,
        sum(len(kept.get(name, ())) for name, pairs in taught.items() if len(pairs) >= calibrating.FEWEST),
        FEWEST_OUTCOMES_HELD_BACK,
    )
    step = calibrating.fit(taught)
    if step is None:
        raise TooLittle("No suggester has enough answered suggestions.")
    measured = {name: kept.get(name, []) for name in step.tables}
    before = calibrating.error_of(measured, None) or 0.0
    after = calibrating.error_of(measured, step) or 0.0
    one = active_models(project.id).get(LearnedPart.CALIBRATION)
    earlier: LearnedCalibration | None = loaded(one.model_id) if one else None
    return Learned(
        step.behind(earlier).to_bytes(),
        {
            "examples": sum(len(pairs) for pairs in taught.values()),
            "held_back": sum(len(pairs) for pairs in measured.values()),
        },
        _figures("calibration error", before, after, higher_is_better=False),
        after < before,
    )


def _match_ranking(project: Project, projects: Sequence[UUID]) -> Learned:
    taught, kept = judged_claims(projects)
    measured = [one for one in kept if is_telling(one)]
    matched = sum(any(one.is_right) for one in taught)
    if matched < matching_rank.FEWEST or len(measured) < FEWEST_MATCHED_HELD_BACK:
        raise TooLittle(
            f"There are {matched} claims with an accepted match to learn from, and {len(measured)} held back of "
            f"which one match was accepted and another rejected; at least {matching_rank.FEWEST} and "
            f"{FEWEST_MATCHED_HELD_BACK} are needed. Accept and reject matches, or learn with the projects that "
            "share their answers."
        )
    ranking = matching_rank.fit_judged(taught)
    if ranking is None:
        raise TooLittle(
            "Every match was accepted: nothing says which comes first. Reject those that say else."
        )
    now = match_ranking(active_models(project.id))
    before, after = (mean_precision(measured, one) for one in (now, ranking))
    return Learned(
        ranking.to_bytes(),
        {"examples": sum(len(one.is_right) for one in taught), "held_back": len(measured)},
        _figures("mean average precision of matches", before, after),
        after > before,
    )


def _figures(measure: str, before: float, after: float, *, higher_is_better: bool = True) -> Figures:
    return {
        "measure": measure,
        "higher_is_better": higher_is_better,
        "before": round(before, 4),
        "new": round(after, 4),
    }


def _require(what: str, taught: int, least: int, kept: int, least_kept: int) -> None:
    if taught < least or kept < least_kept:
        raise TooLittle(
            f"There are {taught} {what} to learn from and {kept} held back for measuring; "
            f"at least {least} and {least_kept} are needed. Settle more, or learn with the projects that share theirs."
        )


_BY_PART: Final[Mapping[LearnedPart, Callable[[Project, Sequence[UUID]], Learned]]] = {
    LearnedPart.ATTRIBUTION: _attribution,
    LearnedPart.CHECK_WORTHINESS: _check_worthiness,
    LearnedPart.CALIBRATION: _calibration,
    LearnedPart.MATCH_RANKING: _match_ranking,
}
