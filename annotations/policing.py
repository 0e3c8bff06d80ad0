"""Policies at work: what they hold back at sign-off and release, endorsing it, and letting it pass with a reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import ledger, protections
from annotations.access import EDITORS, require_role
from annotations.demands import facts_of, rules_of
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.policies import Backing, Rule, unmet
from annotations.domain.selections import Selection
from annotations.domain.text import refuse_unstorable
from annotations.domain.vocabulary import ClaimState, Demand, Stage
from annotations.models import (
    Article,
    Claim,
    Decision,
    Endorsement,
    Evidence,
    PolicyOverride,
    Project,
    SearchLog,
    SignedClaim,
    User,
)
from annotations.standing import reviews_by_claim

SETTLED = (ClaimState.AGREED, ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)
MAX_WORDS = 10_000
NAMED_AT_MOST = 50
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Unmet:
    """A settled claim and a rule whose demand does not stand behind its answer."""

    claim: Claim
    rule: Rule


class HeldBack(Conflict):
    """A policy holds claims back. `current` names each claim with the rule."""

    def __init__(self, missing: Sequence[Unmet]) -> None:
        shown = missing[:NAMED_AT_MOST]
        listed = "; ".join(f"sentence {one.claim.position} ({one.rule.words})" for one in shown)
        more = f"; and {len(missing) - len(shown):,} more" if len(missing) > len(shown) else ""
        super().__init__(
            f"The project's policies hold this back: {listed}{more}. Give what is missing, or override with a reason.",
            current={"policies": [_named(one) for one in missing]},
        )


@transaction.atomic
def endorse(article_id: UUID, *, claims: Sequence[UUID] | None = None, by: User) -> list[Endorsement]:
    """Stand by the settled answers of an article's claims as a second editor, for those answers only.

    Without `claims`, by all that wait for a second editor. Raises NotFound, NotPermitted, and Conflict where
    nothing waits for this editor.
    """
    article = _article(article_id, by)
    rows = _settled(article.project).filter(article=article).order_by("start")
    if claims is None:
        waiting = [one.claim for one in unmet_in(list(rows)) if one.rule.demand is Demand.SECOND_EDITOR]
        chosen = {claim.pk: claim for claim in waiting}
    else:
        chosen = {claim.pk: claim for claim in rows.filter(pk__in=claims)}
        if unknown := [pk for pk in claims if pk not in chosen]:
            raise NotFound(f"There is no settled claim {unknown[0]} in this article.")
    mine = set(Endorsement.objects.filter(claim__in=chosen, editor=by).values_list("claim", "decision"))
    new = [claim for claim in chosen.values() if (claim.pk, claim.standing_id) not in mine]
    if not new:
        raise Conflict("No settled claim here waits for your endorsement.", current=None)
    now = timezone.now()
    made = Endorsement.objects.bulk_create(
        Endorsement(claim=claim, decision=claim.standing, editor=by, endorsed_at=now) for claim in new
    )
    ledger.append(
        article.project_id,
        by=by,
        verb=LedgerVerb.ENDORSED,
        subject=f"article:{article.id}",
        payload={"claims": {str(claim.id): str(claim.standing_id) for claim in new}},
    )
    return made


def require_met(claims: Sequence[Claim], *, override: str, by: User) -> None:
    """Let settled claims be signed by this editor, or with the reason for an override; else raise HeldBack.

    To be called inside the verb's transaction. `claims` come with their project. Raises Invalid for a reason
    that is too long.
    """
    missing = unmet_in(claims, signer=by)
    if missing and not override.strip():
        raise HeldBack(missing)
    let_pass(missing, reason=override, by=by)


def require_met_in(
    project: Project, selection: Selection, *, override: str = "", by: User | None = None
) -> None:
    """The same for all settled claims of a data set: HeldBack, unless a person gives the reason for an override."""
    missing = [one for batch in _selected(project, selection) for one in unmet_in(batch)]
    if missing and (by is None or not override.strip()):
        raise HeldBack(missing)
    if by is not None:
        let_pass(missing, reason=override, by=by)


def let_pass(missing: Sequence[Unmet], *, reason: str, by: User) -> list[PolicyOverride]:
    """Keep that these claims pass against their rules, and why; the answers that stand now, and no others.

    Raises Invalid without a reason.
    """
    if not missing:
        return []
    if not reason.strip():
        raise Invalid({"override": ["'override' is missing: say why, for those who look at it later."]})
    require_words("override", reason)
    now, project = timezone.now(), missing[0].claim.project
    made = PolicyOverride.objects.bulk_create(
        (_override(one, reason=reason.strip(), by=by, at=now) for one in missing), batch_size=AT_ONCE
    )
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.POLICY_OVERRIDDEN,
        subject=project,
        payload={"version": project.policy_version, "claims": [_named(one) for one in missing]},
    )
    return made


def unmet_in(claims: Sequence[Claim], *, signer: User | None = None) -> list[Unmet]:
    """What policies hold back among settled claims of one project; no query without policies, else eight at most.

    Each claim comes with its project. `signer` counts as an editor behind each answer. What was overridden for
    the answer that stands is let pass.
    """
    settled = [claim for claim in claims if claim.state in SETTLED and claim.standing_id is not None]
    rules = rules_of(settled[0].project) if settled and protections.stands("policies") else ()
    if not rules:
        return []
    ids = [claim.id for claim in settled]
    answers = _answers(settled)
    behind = _backings(settled, answers, rules, signer)
    passed = set(PolicyOverride.objects.filter(claim__in=ids).values_list("claim", "decision", "demand"))
    return [
        Unmet(claim, rule)
        for claim in settled
        for rule in unmet(rules, facts_of(claim, answers[claim.id], rules), behind[claim.id])
        if (claim.id, claim.standing_id, rule.demand.value) not in passed
    ]


def _answers(claims: Sequence[Claim]) -> dict[UUID, Decision]:
    found = Decision.objects.filter(pk__in=[claim.standing_id for claim in claims]).prefetch_related("links")
    return {decision.claim_id: decision for decision in found}


def _backings(
    claims: Sequence[Claim], answers: Mapping[UUID, Decision], rules: Sequence[Rule], signer: User | None
) -> dict[UUID, Backing]:
    ids = [claim.id for claim in claims]
    evidence = Counter(
        Evidence.objects.filter(claim__in=ids, withdrawal=None).values_list("claim", flat=True)
    )
    searches = Counter(SearchLog.objects.filter(claim__in=ids).values_list("claim", flat=True))
    editors = _editors(claims, answers, signer)
    counts = any(rule.demand is Demand.QUORUM for rule in rules)
    reviews = reviews_by_claim(ids) if counts else {}
    return {
        claim.id: Backing(
            evidence=evidence[claim.id],
            searches=searches[claim.id],
            editors=frozenset(editors[claim.id]),
            people=sum(review.complete for review in reviews.get(claim.id, [])),
            adjudicated=answers[claim.id].stage == Stage.ADJUDICATION,
        )
        for claim in claims
    }


def _editors(
    claims: Sequence[Claim], answers: Mapping[UUID, Decision], signer: User | None
) -> dict[UUID, set[UUID]]:
    """Who stands behind each answer as an editor: who adjudicated, endorsed or signed it, and who signs now."""
    ids = [claim.id for claim in claims]
    found: dict[UUID, set[UUID]] = {claim.id: {signer.pk} if signer else set() for claim in claims}
    for claim_id, answer in answers.items():
        if answer.stage == Stage.ADJUDICATION:
            found[claim_id].add(answer.reviewer_id)
    endorsed = Endorsement.objects.filter(claim__in=ids).values_list("claim", "decision", "editor")
    for claim_id, decision_id, editor_id in endorsed:
        if decision_id == answers[claim_id].id:
            found[claim_id].add(editor_id)
    signed = SignedClaim.objects.filter(claim__in=ids, voiding=None)
    for claim_id, editor_id in signed.values_list("claim", "sign_off__editor"):
        found[claim_id].add(editor_id)
    return found


def _settled(project: Project) -> Any:
    rows = Claim.objects.filter(project=project, state__in=SETTLED, standing__isnull=False).reviewable()
    return rows.select_related("project", "standing").defer("words")


def _selected(project: Project, selection: Selection) -> Iterator[list[Claim]]:
    """The settled claims of a data set, some at a time; none in a project without policies."""
    if not Project.objects.filter(pk=project.pk).exclude(policies=[]).exists():
        return
    wanted: dict[str, Iterable[Any]] = {
        "article__in": selection.articles,
        "state__in": selection.states,
        "role__in": selection.roles,
        "standing__verification__in": selection.verifications,
    }
    rows = _settled(project).filter(**{name: list(values) for name, values in wanted.items() if values})
    last: UUID | None = None
    while batch := list((rows.filter(pk__gt=last) if last else rows).order_by("pk")[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


def _article(article_id: UUID, by: User) -> Article:
    found = Article.objects.filter(pk=article_id, project__membership__user=by)
    role = found.values_list("project__membership__role", flat=True).first()
    if role is None:
        raise NotFound(f"There is no article {article_id} in your projects.")
    require_role(role, *EDITORS, to="endorse answers")
    return (
        Article.objects.select_related("project")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=article_id)
    )


def _override(one: Unmet, *, reason: str, by: User, at: Any) -> PolicyOverride:
    return PolicyOverride(
        project_id=one.claim.project_id,
        claim=one.claim,
        decision_id=one.claim.standing_id,  # type: ignore[misc]  # settled claims have one
        demand=one.rule.demand,
        policy_version=one.claim.project.policy_version,
        rule=one.rule.words,
        reason=reason,
        overridden_by=by,
        overridden_at=at,
    )


def _named(one: Unmet) -> dict[str, Any]:
    return {"claim": str(one.claim.id), "demand": one.rule.demand.value, "rule": one.rule.words}


def require_words(field: str, words: str) -> None:
    """Raise Invalid for words that cannot be stored, or too many of them."""
    refuse_unstorable(words, field=field)
    if len(words) > MAX_WORDS:
        raise Invalid({field: [f"'{field}' has {len(words):,} characters; at most {MAX_WORDS:,} are kept."]})
