"""Error pages that say whether the work is safe, and the one place where domain errors become statuses."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from annotations import attempts
from annotations.domain import errors
from annotations.models import User

STATUSES: dict[type[errors.DomainError], int] = {
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.Unavailable: 503,
}


class DomainErrorPages:
    """Middleware that turns what a verb refused into a page with its words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a domain error; any other exception goes on."""
        if not isinstance(error, errors.DomainError) or request.path.startswith("/api/"):
            return None
        if isinstance(error, errors.OwnWork) and isinstance(request.user, User):
            attempts.note(error, by=request.user)
        return page(request, status_of(error), str(error))


def status_of(error: errors.DomainError) -> int:
    """The HTTP status of a domain error."""
    return next(status for kind, status in STATUSES.items() if isinstance(error, kind))


def page(request: HttpRequest, status: int, words: str = "") -> HttpResponse:
    """The error page for a status, with words about this case."""
    return render(request, f"{status}.html", {"words": words, "status": status}, status=status)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """404."""
    words = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
    return page(request, 404, words)


def not_permitted(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403."""
    return page(request, 403, str(exception))


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: names what could not be read where the framework says so."""
    return page(request, 400)


def failed(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database, which may be what failed."""
    return page(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where the form's token is missing or old: nothing was saved, the page must be opened anew."""
    return page(
        request,
        403,
        "The form was too old, or came from another page. Nothing was saved: open the page anew.",
    )
