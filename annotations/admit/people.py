"""Accounts and tokens. Their entries stand in the site's own ledger, and say nobody's name."""

import re
import secrets
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from annotations import ledger
from annotations.access import require_administrator
from annotations.domain.errors import AlreadyThere, Conflict, Invalid, NotPermitted
from annotations.domain.ledger_verbs import SITE, LedgerVerb
from annotations.domain.text import refuse_unstorable
from annotations.models import ApiToken, User

USERNAME: Final = re.compile(r"[A-Za-z0-9_.@+-]{1,150}")
MAX_NAME, MAX_TOKEN_NAME = 200, 100


@transaction.atomic
def create_user(
    username: str, *, by: User | str, name: str = "", password: str | None = None, administrator: bool = False
) -> User:
    """A new account; without a password nobody can sign in until one is set.

    `by` is an administrator or a component of ours. Raises NotPermitted, Invalid (also for a weak password), and
    AlreadyThere where the username is taken, whatever its case.
    """
    _require_administrator(by, to="create accounts")
    if not USERNAME.fullmatch(username):
        raise Invalid({"username": ["A username has 1 to 150 letters (A–Z), digits and _ . @ + -."]})
    refuse_unstorable(name, field="name")
    if len(name) > MAX_NAME:
        raise Invalid({"name": [f"A name has at most {MAX_NAME} characters, not {len(name):,}."]})
    taken = User.objects.filter(username__iexact=username).first()
    if taken:
        raise AlreadyThere(f"There is an account '{taken.username}' already.", current=taken.id)
    user = User(username=username, name=name.strip(), is_staff=administrator)
    if password is None:
        user.set_unusable_password()
    else:
        _set_password(user, password)
    user.save(force_insert=True)
    _note(user, LedgerVerb.USER_CREATED, by, administrator=administrator)
    return user


@transaction.atomic
def invite_user(
    username: str, *, by: User | str, name: str = "", administrator: bool = False
) -> tuple[User, str]:
    """A new account and its first password, which is shown this once. Raises as `create_user` does."""
    password = first_password()
    return create_user(username, by=by, name=name, password=password, administrator=administrator), password


@transaction.atomic
def change_user(
    user: User, *, by: User, administrator: bool | None = None, active: bool | None = None
) -> User:
    """Give or take an administrator's rights, or open a closed account again.

    Closing is `deactivate_user`. Raises NotPermitted, and Conflict for taking one's own rights.
    """
    _require_administrator(by, to="change accounts")
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if administrator is False and user == by:
        raise Conflict("You cannot take your own rights; let another administrator do it.", current=None)
    said = {}
    if administrator is not None and administrator != user.is_staff:
        user.is_staff = said["administrator"] = administrator
    if active and not user.is_active:
        user.is_active = said["active"] = True
    if said:
        user.save(update_fields=["is_staff", "is_active"])
        _note(user, LedgerVerb.USER_CHANGED, by, **said)
    return user


@transaction.atomic
def deactivate_user(user: User, *, by: User) -> User:
    """Close an account: it can no longer sign in and its tokens are void; what it decided stays.

    Raises NotPermitted, and Conflict for one's own account.
    """
    _require_administrator(by, to="close accounts")
    if user == by:
        raise Conflict("You cannot close your own account; let another administrator do it.", current=None)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        void = ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
        _note(user, LedgerVerb.USER_DEACTIVATED, by, tokens_void=void)
    return user


@transaction.atomic
def reset_password(user: User, *, by: User) -> str:
    """A new first password, shown this once; whoever is signed in with the old one is signed out.

    Raises NotPermitted.
    """
    _require_administrator(by, to="reset passwords")
    password = first_password()
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    _note(user, LedgerVerb.PASSWORD_RESET, by)
    return password


@transaction.atomic
def change_own_password(user: User, password: str) -> User:
    """The person with a password of their own choice. Raises Invalid for a weak one."""
    _set_password(user, password)
    user.save(update_fields=["password"])
    _note(user, LedgerVerb.PASSWORD_CHANGED, user)
    return user


@transaction.atomic
def change_own_address(user: User, email: str) -> User:
    """The person with another mail address for notices, or with none; the ledger never says which.

    Raises Invalid for what is no address.
    """
    address = email.strip()
    refuse_unstorable(address, field="email")
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise Invalid({"email": [f"'{address:.80}' is no mail address."]}) from error
    if address != user.email:
        user.email = address
        user.save(update_fields=["email"])
        _note(user, LedgerVerb.USER_CHANGED, user, mail=bool(address))
    return user


@transaction.atomic
def issue_token(user: User, *, name: str, by: User | str) -> tuple[ApiToken, str]:
    """A token and its secret, which is shown this once. People may issue their own, administrators anybody's.

    Raises NotPermitted and Invalid.
    """
    if by != user:
        _require_administrator(by, to="issue tokens for others")
    refuse_unstorable(name, field="name")
    if not name.strip() or len(name) > MAX_TOKEN_NAME:
        raise Invalid({"name": [f"Name the token with 1 to {MAX_TOKEN_NAME} characters, to know it again."]})
    if not user.is_active:
        raise Invalid({"username": [f"The account {user.username} is closed; open it again first."]})
    secret = ApiToken.new_secret()
    token = ApiToken.objects.create(
        user=user, name=name.strip(), prefix=secret[:8], digest=ApiToken.digest_of(secret)
    )
    _note(user, LedgerVerb.TOKEN_ISSUED, by, token=str(token.id))
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """Make a token void; a second time changes nothing. Raises NotPermitted for another's token."""
    if token.user_id != by.pk and not by.is_staff:
        raise NotPermitted("Only administrators can revoke the tokens of others.")
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        _note(token.user, LedgerVerb.TOKEN_REVOKED, by, token=str(token.id))


def first_password() -> str:
    """A password of 96 random bits for somebody's first sign-in."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def _set_password(user: User, password: str) -> None:
    refuse_unstorable(password, field="password")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": list(error.messages)}) from error
    user.set_password(password)


def _require_administrator(by: User | str, *, to: str) -> None:
    if isinstance(by, User):
        require_administrator(by, to=to)


def _note(user: User, verb: LedgerVerb, by: User | str, **said: object) -> None:
    ledger.append(SITE, by=by, verb=verb, subject=user, payload=said)
