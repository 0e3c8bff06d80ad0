"""Policies at work: what they hold back at decision, sign-off and release, and what lets it pass."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from annotations import policing
from annotations.admit import write_policies
from annotations.domain.errors import Conflict, Invalid, NotPermitted
from annotations.domain.vocabulary import (
    MemberRole,
    Verification,
)
from annotations.evidence import log_search, withdraw
from annotations.models import (
    Claim,
    Endorsement,
    LedgerEntry,
    Policy,
    PolicyOverride,
    Project,
    SignOff,
    User,
)
from annotations.signing import sign_off
from tests.factories import decide, dispute, make_article, make_member, reviewable, settle
from tests.settling.given_policies import (
    EVIDENCE,
    LOGGED,
    SECOND,
    UNNAMED_OFFICIAL,
    agree,
    bring,
    second_editor_wanted,
    with_projects,
)


@pytest.mark.django_db
def test_a_version_is_kept_as_a_row_and_in_the_ledger(project: Project, editor: User) -> None:
    first = write_policies(project, EVIDENCE, note="From the desk's meeting.", by=editor)
    second = write_policies(project, EVIDENCE + SECOND, by=editor)
    assert (first.version, second.version) == (1, 2)
    assert list(Policy.objects.order_by("version").values_list("rules", flat=True)) == [
        EVIDENCE,
        EVIDENCE + SECOND,
    ]
    project.refresh_from_db()
    assert (project.policies, project.policy_version) == (EVIDENCE + SECOND, 2)
    entry = LedgerEntry.objects.filter(verb="policies_changed").order_by("-seq").first()
    assert entry is not None
    assert "Supported or refuted: needs evidence" in entry.payload
    for role in (MemberRole.REVIEWER, MemberRole.SUPERVISOR):
        with pytest.raises(NotPermitted):
            write_policies(project, [], by=make_member(project, role))


@pytest.mark.django_db
def test_wrong_rules_change_nothing(project: Project, editor: User) -> None:
    with pytest.raises(Invalid, match="Rule 1 demands one of"):
        write_policies(project, [{"demand": "tea"}], by=editor)
    assert not Policy.objects.exists()


@pytest.mark.django_db
def test_supported_is_not_kept_without_evidence_and_says_what_to_do(
    project: Project, editor: User, claim: Claim
) -> None:
    write_policies(project, EVIDENCE, by=editor)
    reviewer = make_member(project)
    with pytest.raises(Invalid) as refused:
        decide(claim, reviewer)
    (words,) = refused.value.errors["verification"]
    assert words.startswith("“Supported” is not kept without evidence here (Supported or refuted")
    assert "Add evidence to the claim first" in words
    decide(claim, reviewer, verification=Verification.MISLEADING)
    piece = bring(claim, reviewer)
    assert decide(claim, reviewer, seen_revision=1).decision.verification == "supported"
    withdraw(piece.id, reason="Another bridge.", by=reviewer)
    with pytest.raises(Invalid):
        decide(claim, reviewer, seen_revision=2, note="again")


@pytest.mark.django_db
def test_an_adjudication_needs_evidence_too(project: Project, editor: User, claim: Claim) -> None:
    dispute(claim)
    write_policies(project, EVIDENCE, by=editor)
    with pytest.raises(Invalid, match="not kept without evidence"):
        settle(claim, editor)
    bring(claim, make_member(project))
    settle(claim, editor)


@pytest.mark.django_db
def test_not_enough_evidence_accepts_a_search_log(project: Project, editor: User, claim: Claim) -> None:
    write_policies(project, LOGGED, by=editor)
    reviewer, answer = make_member(project), Verification.NOT_ENOUGH_EVIDENCE
    with pytest.raises(Invalid, match="Note where you looked"):
        decide(claim, reviewer, verification=answer)
    log_search(claim.id, place="Port register", words="cables", by=reviewer)
    decide(claim, reviewer, verification=answer)


@pytest.mark.django_db
def test_twin_without_the_protection_an_answer_stands_on_nothing(
    project: Project, editor: User, claim: Claim
) -> None:
    write_policies(project, EVIDENCE, by=editor)
    with override_settings(PROTECTIONS_OFF=frozenset({"policies"})):
        agree(reviewable(claim.article))
        sign_off(claim.article_id, by=editor)
    assert SignOff.objects.exists()
    claims = reviewable(claim.article)
    assert len(policing.unmet_in(with_projects(claims))) == len(claims)


@pytest.mark.django_db
def test_a_project_without_policies_asks_the_database_nothing_more(project: Project, editor: User) -> None:
    """The decision path: as many statements with no policies as before there were any."""
    claims = reviewable(make_article(project))
    reviewer, other = make_member(project), make_member(project)
    with CaptureQueriesContext(connection) as without:
        decide(claims[0], reviewer)
    assert not [
        row["sql"] for row in without if "evidence" in row["sql"] or "annotations_policy" in row["sql"]
    ]
    write_policies(project, EVIDENCE, by=editor)
    with CaptureQueriesContext(connection) as untouched:
        decide(claims[1], other, verification=Verification.MISLEADING)
    assert len(untouched) == len(without)


@pytest.mark.django_db
def test_evidence_withdrawn_later_holds_the_signature_back(
    project: Project, editor: User, claim: Claim
) -> None:
    write_policies(project, EVIDENCE, by=editor)
    claims = reviewable(claim.article)
    agree(claims, evidence=True)
    piece = claim.evidence.get()
    withdraw(piece.id, reason="Forged.", by=editor)
    with pytest.raises(policing.HeldBack, match="needs evidence") as held:
        sign_off(claim.article_id, by=editor)
    assert [one["claim"] for one in held.value.current["policies"]] == [str(claim.id)]
    assert sign_off(claim.article_id, override="The log was read on site.", by=editor)
    kept = PolicyOverride.objects.get()
    assert (kept.claim, kept.demand, kept.overridden_by) == (claim, "evidence", editor)
    assert LedgerEntry.objects.filter(verb="policy_overridden").count() == 1


@pytest.mark.django_db
def test_priority_3_unnamed_and_single_origin_needs_a_second_editor(
    project: Project, editor: User, claim: Claim
) -> None:
    second_editor_wanted(project, editor, claim)
    with pytest.raises(policing.HeldBack, match="needs a second editor"):
        sign_off(claim.article_id, by=editor)
    policing.endorse(claim.article_id, by=editor)
    with pytest.raises(policing.HeldBack):
        sign_off(claim.article_id, by=editor)
    other = make_member(project, MemberRole.EDITOR)
    made = policing.endorse(claim.article_id, by=other)
    assert [endorsement.claim_id for endorsement in made] == [claim.id]
    assert sign_off(claim.article_id, by=editor).claims.count() == len(reviewable(claim.article))


@pytest.mark.django_db
def test_an_endorsement_holds_for_the_answer_it_was_given_for(
    project: Project, editor: User, claim: Claim
) -> None:
    second_editor_wanted(project, editor, claim)
    policing.endorse(claim.article_id, by=make_member(project, MemberRole.EDITOR))
    reviewer = claim.decisions.order_by("decided_at").first().reviewer
    decide(claim, reviewer, seen_revision=1, priority=3, chain=UNNAMED_OFFICIAL, note="read again")
    with pytest.raises(policing.HeldBack):
        sign_off(claim.article_id, by=editor)


@pytest.mark.django_db
def test_who_may_endorse(project: Project, editor: User, claim: Claim) -> None:
    second_editor_wanted(project, editor, claim)
    with pytest.raises(NotPermitted):
        policing.endorse(claim.article_id, by=make_member(project))
    policing.endorse(claim.article_id, by=editor)
    with pytest.raises(Conflict, match="waits for your endorsement"):
        policing.endorse(claim.article_id, by=editor)
    assert Endorsement.objects.count() == 1
