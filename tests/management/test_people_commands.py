"""People, tokens and projects from the command line."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from annotations.domain.ledger_verbs import SITE
from annotations.models import LedgerEntry, Membership, User


def said(*words: str, **options: Any) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_an_account_is_made_with_a_first_password_that_works() -> None:
    name, password = said("create_user", "mira", "--admin").split("\t")
    user = User.objects.get(username="mira")
    assert (name, user.is_staff, user.is_superuser) == ("mira", True, False)
    assert user.check_password(password)
    assert LedgerEntry.objects.get(project_id=SITE).verb == "user_created"
    with pytest.raises(CommandError, match="already"):
        said("create_user", "Mira")


@pytest.mark.django_db
def test_a_token_is_printed_once_and_opens_the_interface() -> None:
    said("create_user", "mira")
    secret = said("create_token", "mira")
    response = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me/")
    assert response.json()["username"] == "mira"
    assert secret not in str(LedgerEntry.objects.values_list("payload", flat=True))
    with pytest.raises(CommandError, match="no active person"):
        said("create_token", "nobody")


@pytest.mark.django_db
def test_a_project_is_made_with_its_first_editor() -> None:
    said("create_user", "mira")
    said("create_project", "desk", "--name", "Desk", "--editor", "mira")
    assert Membership.objects.get(project__slug="desk").role == "editor"
    with pytest.raises(CommandError, match="already"):
        said("create_project", "desk", "--name", "Desk", "--editor", "mira")
    with pytest.raises(CommandError, match="slug"):
        said("create_project", "No Slug", "--name", "Desk", "--editor", "mira")
