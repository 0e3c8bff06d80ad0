"""What policies demand: quorum, blindness, release, override."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from annotations import policing, release
from annotations.admit import write_policies
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import (
    ClaimState,
    MemberRole,
    Verification,
)
from annotations.evidence import withdraw
from annotations.models import (
    Article,
    Claim,
    PolicyOverride,
    Project,
    Release,
    ReleaseStatus,
    User,
)
from annotations.queries.desk import claim_row
from annotations.queries.history import quorum_reached
from annotations.signing import sign_off
from annotations.standing import compared_claims
from tests.databases import CommittedDatabase
from tests.factories import decide, make_article, make_member, make_project, reviewable
from tests.settling.given_policies import (
    EVIDENCE,
    agree,
    with_projects,
)


@pytest.mark.django_db
def test_a_policy_raises_the_quorum_and_states_follow(project: Project, editor: User, claim: Claim) -> None:
    agree([claim], priority=3)
    claim.refresh_from_db()
    assert claim.state == ClaimState.AGREED
    write_policies(project, [{"when": {"priority": [3]}, "demand": "quorum", "people": 3}], by=editor)
    claim.refresh_from_db()
    assert claim.state == ClaimState.IN_REVIEW
    assert decide(claim, make_member(project), priority=3).claim.state == ClaimState.AGREED
    assert [pk for pk, stored, follows in compared_claims(project) if stored != follows] == []
    write_policies(project, [], by=editor)
    assert [pk for pk, stored, follows in compared_claims(project) if stored != follows] == []


@pytest.mark.django_db
def test_the_desk_counts_readings_by_the_policys_quorum(project: Project, editor: User) -> None:
    plain, risky = reviewable(make_article(project))[:2]
    write_policies(project, [{"when": {"priority": [3]}, "demand": "quorum", "people": 3}], by=editor)
    decide(plain, editor, priority=1)
    agree([risky], priority=3)
    assert standing_words(plain, editor) == "in review 1 of 2"
    assert standing_words(risky, editor) == "in review 2 of 3"
    write_policies(project, [], by=editor)
    assert standing_words(risky, editor) == "agreed"


@pytest.mark.django_db
def test_how_many_readings_are_needed_does_not_betray_a_hidden_answer() -> None:
    project = make_project(quorum=2, blind=True)
    editor, reader = make_member(project, MemberRole.EDITOR), make_member(project)
    claim = reviewable(make_article(project))[0]
    write_policies(
        project, [{"when": {"verification": ["refuted"]}, "demand": "quorum", "people": 3}], by=editor
    )
    decide(claim, reader, verification=Verification.REFUTED)
    assert standing_words(claim, reader) == "in review 1 of 3"
    assert standing_words(claim, editor) == "in review 1 of 2"


def standing_words(claim: Claim, viewer: User) -> str:
    """What the desk says of the claim's state to this person."""
    role = claim.project.membership_set.get(user=viewer).role
    article = Article.objects.select_related("project").get(pk=claim.article_id)
    return claim_row(article, claim.id, viewer, role=MemberRole(role))[0].standing


@pytest.mark.django_db
def test_a_blind_project_stays_blind_until_the_policys_quorum() -> None:
    project = make_project(quorum=2, blind=True)
    claim = reviewable(make_article(project))[0]
    write_policies(project, [{"demand": "quorum", "people": 3}], by=make_member(project, MemberRole.EDITOR))
    agree([claim])
    (fresh,) = with_projects([claim])
    assert quorum_reached([fresh], quorum=2) == set()
    decide(claim, make_member(project))
    (fresh,) = with_projects([claim])
    assert quorum_reached([fresh], quorum=2) == {claim.pk}


@pytest.mark.django_db
def test_policies_are_checked_again_at_release(project: Project, editor: User, claim: Claim) -> None:
    claims = reviewable(claim.article)
    agree(claims)
    sign_off(claim.article_id, by=editor)
    write_policies(project, EVIDENCE, by=editor)
    with pytest.raises(policing.HeldBack):
        release.request(project, formats=["jsonl"], by=editor)
    assert not Release.objects.exists()
    asked = release.request(project, formats=["jsonl"], override="Read before the policy.", by=editor)
    assert PolicyOverride.objects.count() == len(claims)
    assert asked.status == ReleaseStatus.QUEUED


@pytest.mark.django_db
def test_a_release_whose_claims_lost_their_evidence_meanwhile_is_refused(
    project: Project, editor: User, claim: Claim
) -> None:
    write_policies(project, EVIDENCE, by=editor)
    agree([claim], evidence=True)
    asked = release.request(project, formats=["jsonl"], by=editor)
    withdraw(claim.evidence.get().id, reason="Forged.", by=editor)
    built = release.build(asked.id)
    assert built.status == ReleaseStatus.FAILED
    assert "policies hold this back" in built.error


def test_the_command_line_names_what_is_held_back(committed_db: CommittedDatabase, tmp_path: Any) -> None:
    project = make_project(quorum=2)
    editor, claim = make_member(project, MemberRole.EDITOR), reviewable(make_article(project))[0]
    agree([claim])
    write_policies(project, EVIDENCE, by=editor)
    place = ["--project", project.slug, "--format", "jsonl", "--output", str(tmp_path / "out")]
    with pytest.raises(CommandError, match="policies hold this back"):
        call_command("export_dataset", *place)
    call_command("export_dataset", *place, "--override", "For the audit.", "--as", editor.username)
    assert PolicyOverride.objects.get().reason == "For the audit."


@pytest.mark.django_db
def test_an_override_needs_a_reason_and_ends_with_the_answer(
    project: Project, editor: User, claim: Claim
) -> None:
    agree([claim])
    write_policies(project, EVIDENCE, by=editor)
    with pytest.raises(policing.HeldBack):
        sign_off(claim.article_id, claims=[claim.id], override="  ", by=editor)
    with pytest.raises(Invalid, match="at most 10,000"):
        sign_off(claim.article_id, claims=[claim.id], override="x" * 10_001, by=editor)
    sign_off(claim.article_id, claims=[claim.id], override="Seen.", by=editor)
    assert policing.unmet_in(with_projects([claim])) == []
    reviewer = claim.decisions.order_by("decided_at").first().reviewer
    with override_settings(PROTECTIONS_OFF=frozenset({"policies"})):
        decide(claim, reviewer, seen_revision=1, note="again")
    assert len(policing.unmet_in(with_projects([claim]))) == 1
    assert timezone.now() > PolicyOverride.objects.get().overridden_at
