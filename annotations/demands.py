"""What a project's policies ask of a claim, by its answers. A project without policies costs no query."""

from collections.abc import Iterable

from annotations import protections
from annotations.domain.errors import Invalid
from annotations.domain.judgements import Judgement
from annotations.domain.origins import UNNAMED
from annotations.domain.policies import Backing, Facts, Rule, quorum_of, rules_from, sample_number, unmet
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    ClaimRole,
    Demand,
    Identification,
    Verification,
)
from annotations.models import Claim, Decision, Evidence, Link, Project, SearchLog


def rules_of(project: Project) -> tuple[Rule, ...]:
    """The rules in force; none in a project without policies."""
    return rules_from(project.policies) if project.policies else ()


def quorum_for(claim: Claim, decisions: Iterable[Decision]) -> int:
    """How many people the claim needs, by the project and by its policies; `claim` comes with its project.

    It follows from the answers alone, so that nothing but an answer changes it.
    """
    rules = [rule for rule in rules_of(claim.project) if rule.demand is Demand.QUORUM]
    if not rules:
        return claim.project.quorum
    facts = [facts_of(claim, decision, rules) for decision in decisions if decision.complete]
    return quorum_of(rules, facts or [bare_facts(claim)], otherwise=claim.project.quorum)


def facts_of(claim: Claim, decision: Decision, rules: Iterable[Rule]) -> Facts:
    """What conditions are about, of a stored answer; its chain is read only where a rule asks for it."""
    innermost = None
    if decision.chain_answered and any(rule.reads_chains for rule in rules):
        innermost = max(decision.links.all(), key=lambda link: link.depth, default=None)
    return _facts(
        claim,
        priority=decision.priority,
        verification=Verification(decision.verification) if decision.verification else None,
        check_worthiness=CheckWorthiness(decision.check_worthiness) if decision.check_worthiness else None,
        basis=Basis(decision.basis) if decision.basis else None,
        identification=_identification(innermost),
        has_origin=innermost is not None and innermost.source_id is not None,
    )


def bare_facts(claim: Claim) -> Facts:
    """What conditions are about, of a claim that nobody answered."""
    return Facts(ClaimRole(claim.role), sample_number(claim.id))


def require_evidence(claim: Claim, judgement: Judgement) -> None:
    """Raise Invalid where a policy asks for evidence behind this answer and none stands on the claim."""
    rules = [rule for rule in rules_of(claim.project) if rule.demand is Demand.EVIDENCE]
    if not rules or judgement.verification is None or not protections.stands("policies"):
        return
    innermost = judgement.chain[-1] if judgement.chain else None
    facts = _facts(
        claim,
        priority=judgement.priority,
        verification=judgement.verification,
        check_worthiness=judgement.check_worthiness,
        basis=judgement.basis,
        identification=innermost.identification if innermost else None,
        has_origin=innermost is not None and bool(innermost.source_id or innermost.source_name),
    )
    if not any(rule.holds(facts) for rule in rules):
        return
    backing = Backing(
        evidence=Evidence.objects.filter(claim=claim, withdrawal=None).count(),
        searches=SearchLog.objects.filter(claim=claim).count(),
    )
    if missing := unmet(rules, facts, backing):
        raise Invalid({"verification": [_no_evidence(missing[0], judgement.verification)]})


def _no_evidence(rule: Rule, verification: Verification) -> str:
    way_out = "Add evidence to the claim first"
    if verification is Verification.NOT_ENOUGH_EVIDENCE:
        way_out = "Note where you looked, or add evidence, first"
    return f"“{verification.label}” is not kept without evidence here ({rule.words}). {way_out}, then save again."


def _facts(
    claim: Claim,
    *,
    priority: int | None,
    verification: Verification | None,
    check_worthiness: CheckWorthiness | None,
    basis: Basis | None,
    identification: Identification | None,
    has_origin: bool,
) -> Facts:
    """An answer rests on a single origin where it says so, or names an origin and no better basis."""
    return Facts(
        role=ClaimRole(claim.role),
        sample=sample_number(claim.id),
        priority=priority,
        verification=verification,
        check_worthiness=check_worthiness,
        basis=basis,
        unnamed_origin=identification in UNNAMED,
        single_origin=basis is Basis.SINGLE_ORIGIN or (basis is None and has_origin),
    )


def _identification(link: Link | None) -> Identification | None:
    return Identification(link.identification) if link is not None else None
