"""Nobody signs with another's name: the database refuses it while a person is signed in."""

import pytest
from django.db import ProgrammingError, transaction

from annotations import ledger
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.web import scope
from tests.factories import make_member, make_project

pytestmark = pytest.mark.django_db


def sign(project_id: object, by: object) -> None:
    with transaction.atomic():
        ledger.append(project_id, by=by, verb=LedgerVerb.DECIDED, subject="claim:x", payload={})  # type: ignore[arg-type]


def test_pages_sign_with_the_name_of_who_is_signed_in(rf: object) -> None:
    project = make_project()
    one, other = make_member(project), make_member(project)
    view = scope.member_view(lambda request: sign(project.id, other))  # type: ignore[arg-type,return-value]
    request = rf.post("/")  # type: ignore[attr-defined]
    request.user = one
    with pytest.raises(ProgrammingError):
        view(request, slug=project.slug)


def test_twin_without_a_signed_in_person_any_name_is_taken() -> None:
    project = make_project()
    sign(project.id, make_member(project))
    assert len(ledger.entries(project.id)) == 1
