"""Policies while people act at once: one of two writers wins, states follow, endorsements never outlive an answer."""

from annotations import policing
from annotations.admit import write_policies
from annotations.domain.errors import Conflict
from annotations.domain.vocabulary import MemberRole
from annotations.models import Claim, Endorsement, Policy
from annotations.standing import compared_claims
from tests.databases import CommittedDatabase
from tests.factories import decide, make_article, make_member, make_project, reviewable
from tests.reliability.threads import at_once, errors

EVIDENCE = [{"when": {"verification": ["supported", "refuted"]}, "demand": "evidence"}]


def test_of_two_who_write_policies_at_once_one_is_shown_the_other(committed_db: CommittedDatabase) -> None:
    project = make_project()
    editors = [make_member(project, MemberRole.EDITOR) for _ in range(4)]
    got = at_once(*[lambda by=by: write_policies(project, EVIDENCE, seen_version=0, by=by) for by in editors])
    assert [type(error) for error in errors(got)] == [Conflict] * 3
    assert list(Policy.objects.values_list("version", flat=True)) == [1]


def test_states_follow_when_a_policy_is_written_while_people_decide(committed_db: CommittedDatabase) -> None:
    project = make_project(quorum=2)
    article, editor = make_article(project), make_member(project, MemberRole.EDITOR)
    rules = [{"when": {"priority": [3]}, "demand": "quorum", "people": 3}]
    for claim in reviewable(article)[:4]:
        decide(claim, make_member(project), priority=3)
        others = make_member(project), make_member(project)
        at_once(
            lambda: write_policies(project, rules, by=editor),
            *[lambda claim=claim, other=other: decide(claim, other, priority=3) for other in others],
            lambda: write_policies(project, [], by=editor),
        )
        assert [pk for pk, stored, follows in compared_claims(project) if stored != follows] == []


def test_an_endorsement_and_a_late_answer_at_once_never_let_the_late_one_pass(
    committed_db: CommittedDatabase,
) -> None:
    project = make_project(quorum=2)
    editor, second = (make_member(project, MemberRole.EDITOR) for _ in range(2))
    write_policies(project, [{"demand": "second_editor"}], by=editor)
    article = make_article(project, by=editor)
    for claim in reviewable(article)[:4]:
        one, other = make_member(project), make_member(project)
        decide(claim, one)
        decide(claim, other)
        at_once(
            lambda claim=claim: policing.endorse(article.id, claims=[claim.id], by=second),
            lambda claim=claim, one=one: decide(claim, one, seen_revision=1, note="late"),
        )
        fresh = Claim.objects.select_related("project").get(pk=claim.pk)
        holds = Endorsement.objects.filter(claim=claim, decision=fresh.standing).exists()
        assert bool(policing.unmet_in([fresh], signer=editor)) is not holds
