"""Who calls: a person's token in the Authorization header, or the session of a browser with its CSRF token."""

from typing import Any

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from annotations.models import ApiToken, User
from annotations.signing_in import bearer_of


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer TOKEN`. Revoked tokens and those of closed accounts are no tokens."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The token's person, None without the header. Raises AuthenticationFailed (401)."""
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return None
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip().isascii():
            raise AuthenticationFailed("Send the token as 'Authorization: Bearer TOKEN'.")
        token = bearer_of(secret.strip())
        if token is None:
            raise AuthenticationFailed("This token is not known, or was revoked. Issue a new one.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="api"'


class Session(SessionAuthentication):
    """The signed-in browser; DRF demands the CSRF token for whatever is not safe."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The session's person, None where nobody is signed in."""
        return super().authenticate(request)
