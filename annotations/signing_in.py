"""Whose a cookie or a token is: what every request looks up first, by statements that stand ready."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone

from annotations.models import ApiToken, User
from annotations.models.rows import Columns, fetch

SESSION, PERSON = Columns(Session, "s"), Columns(User, "u")
THIS_SESSION = f"select {SESSION.sql} from django_session s where s.session_key = %s and s.expire_date > %s"  # noqa: S608
THIS_PERSON = f"select {PERSON.sql} from annotations_user u where u.id = %s and u.is_active"  # noqa: S608


TOKEN = Columns(ApiToken, "t")
THIS_TOKEN = f"""
select {TOKEN.sql}, {PERSON.sql} from annotations_apitoken t join annotations_user u on u.id = t.user_id
where t.digest = %s and t.revoked_at is null and u.is_active
"""  # noqa: S608


def bearer_of(secret: str) -> ApiToken | None:
    """The token whose secret this is, with its person, unless it was revoked or the account closed."""
    found = fetch(THIS_TOKEN, [ApiToken.digest_of(secret)])
    if not found:
        return None
    token = TOKEN.row(found[0])
    token.user = PERSON.row(found[0][len(TOKEN) :])
    return token


class SessionStore(DatabaseSessions):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = fetch(THIS_SESSION, [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return None
        return SESSION.row(found[0])


class People(ModelBackend):
    """Django's passwords, and the person of a session."""

    def get_user(self, user_id: Any) -> User | None:
        """The person; None where nobody has that id or the account is closed."""
        try:
            found = fetch(THIS_PERSON, [User._meta.pk.to_python(user_id)])
        except ValidationError:
            return None
        return PERSON.row(found[0]) if found else None
