"""Roles: silent where the text's own division agrees, a proposal where a format said something else."""

from annotations.domain.ids import new_id
from annotations.domain.records import ClaimView, Context
from annotations.domain.segments import divide
from annotations.domain.vocabulary import ClaimRole
from annotations.suggesters.roles import RolesByDivision

TEXT = "Pier to close in May\n\nThe pier at Orrin will close in May, the council said.\n\nPhoto: Ada Holm\n"


def context(*, forced: dict[int, ClaimRole] | None = None) -> Context:
    claims = [
        ClaimView(new_id(), s.start, s.end, TEXT[s.start : s.end], (forced or {}).get(i, s.role))
        for i, s in enumerate(divide(TEXT))
    ]
    return Context(TEXT, claims)


def test_the_imported_roles_get_no_second_word() -> None:
    assert list(RolesByDivision().propose(context())) == []


def test_a_role_that_the_words_contradict_gets_another_one_proposed() -> None:
    given = context(forced={2: ClaimRole.BODY})
    (proposal,) = RolesByDivision().propose(given)
    assert proposal.claim_id == given.claims[2].id
    assert proposal.value == ClaimRole.CREDIT
    assert "not body" in proposal.explanation
