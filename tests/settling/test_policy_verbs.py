"""Policies at work: what they hold back at decision, sign-off and release, and what lets it pass."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations import policing, release
from annotations.admit import write_policies
from annotations.domain.errors import Conflict, Invalid, NotPermitted
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import (
    ClaimState,
    Identification,
    MemberRole,
    QuoteType,
    SourceKind,
    Stance,
    Verification,
)
from annotations.evidence import add, log_search, withdraw
from annotations.models import (
    Claim,
    Endorsement,
    LedgerEntry,
    Policy,
    PolicyOverride,
    Project,
    Release,
    ReleaseStatus,
    SignOff,
    User,
)
from annotations.queries.history import quorum_reached
from annotations.signing import sign_off
from annotations.standing import compared_claims
from tests.databases import CommittedDatabase
from tests.factories import decide, dispute, make_article, make_member, make_project, reviewable, settle

EVIDENCE = [{"when": {"verification": ["supported", "refuted"]}, "demand": "evidence"}]
LOGGED = [{"when": {"verification": ["not_enough_evidence"]}, "demand": "evidence"}]
SECOND = [
    {"when": {"priority": [3], "unnamed_origin": True, "single_origin": True}, "demand": "second_editor"}
]
UNNAMED_OFFICIAL = (
    LinkValue(
        depth=1,
        source_name="a port official",
        source_kind=SourceKind.PERSON,
        source_span=(0, 3),
        quote_type=QuoteType.INDIRECT,
        identification=Identification.UNNAMED_INDIVIDUAL,
    ),
)


@pytest.fixture
def project() -> Project:
    return make_project(quorum=2)


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


@pytest.fixture
def claim(project: Project) -> Claim:
    return reviewable(make_article(project))[0]


def agree(claims: list[Claim], *, evidence: bool = False, **answer: Any) -> None:
    people = [make_member(claims[0].project) for _ in range(2)]
    for claim in claims:
        if evidence:
            bring(claim, people[0])
        for person in people:
            decide(claim, person, **answer)


def bring(claim: Claim, by: User) -> Any:
    return add(claim.id, stance=Stance.SUPPORTS, url="https://example.org/log", quote="closed", by=by)


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


def with_projects(claims: list[Claim]) -> list[Claim]:
    return list(Claim.objects.filter(pk__in=[claim.pk for claim in claims]).select_related("project"))


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


def second_editor_wanted(project: Project, editor: User, claim: Claim) -> list[Claim]:
    write_policies(project, SECOND, by=editor)
    agree([claim], priority=3, chain=UNNAMED_OFFICIAL)
    others = reviewable(claim.article)[1:]
    agree(others)
    return others


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
