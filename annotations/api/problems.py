"""Every error as an RFC 9457 problem: one table from what went wrong to status and body."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from psycopg.errors import UniqueViolation
from rest_framework import exceptions
from rest_framework.response import Response

from annotations import attempts
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted, OwnWork, Unavailable
from annotations.models import User

PROBLEM = "application/problem+json"
RETRY_AFTER_S = 5
log = structlog.get_logger(__name__)


class TooLarge(exceptions.APIException):
    """The body is larger than this address takes."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any
) -> Response:
    """An answer that says what went wrong; `members` are "current" or "errors"."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        **members,
    }
    return Response(body, status=status, headers=dict(headers or {}), content_type=PROBLEM)


def answer_to(error: Exception, context: Mapping[str, Any]) -> Response:
    """The problem that an exception of a view means; what nobody foresaw is logged and is a 500."""
    if isinstance(error, OwnWork) and isinstance(person := context["request"].user, User):
        attempts.note(error, by=person)
    for kind, respond in RESPONSES:
        if isinstance(error, kind):
            return respond(error)
    view = type(context.get("view")).__name__
    log.error("unforeseen error", view=view, exc_info=error)
    return problem(500, "Something went wrong on our side. What was saved before is safe; try again.")


def _invalid(error: Any) -> Response:
    return problem(422, str(error), errors=error.errors)


def _conflict(error: Any) -> Response:
    current = error.current
    return problem(409, str(error), current=current if isinstance(current, dict | None) else str(current))


def _twice(error: Any) -> Response:
    if not isinstance(error.__cause__, UniqueViolation):
        raise error
    return problem(
        409,
        "The same thing was made by another request just now. Look again before you repeat.",
        current=None,
    )


def _unavailable(error: Any) -> Response:
    said = str(error) if isinstance(error, Unavailable) else "The database does not answer; try again soon."
    if not isinstance(error, Unavailable):
        log.error("the database does not answer", exc_info=error)
    return problem(503, said, headers={"Retry-After": str(RETRY_AFTER_S)})


def _api(error: Any) -> Response:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    return problem(error.status_code, str(error.detail), headers=headers)


RESPONSES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Any], ...] = (
    (Invalid, _invalid),
    (Conflict, _conflict),
    (NotFound, lambda error: problem(404, str(error))),
    (NotPermitted, lambda error: problem(403, str(error))),
    ((Unavailable, OperationalError), _unavailable),
    (IntegrityError, _twice),
    (Http404, lambda error: problem(404, "There is nothing at this address, or not for you.")),
    (PermissionDenied, lambda error: problem(403, "You may not do this.")),
    (RequestDataTooBig, lambda error: problem(413, "The body is larger than this address takes.")),
    (exceptions.APIException, _api),
    (MultiPartParserError, lambda error: problem(400, f"The form cannot be read: {error}.")),
    ((UnreadablePostError, SuspiciousOperation), lambda error: problem(400, "The request cannot be read.")),
)
