"""Administration: people, tokens, projects, jobs that were given up. For anybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from annotations import admit, ledger, pipeline
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.vocabulary import MemberRole
from annotations.models import ApiToken, Job, JobState, Project, User
from annotations.queries.administration import administration_page, given_up


def administrator_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for administrators; for anybody else the address does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not cast(User, request.user).is_staff:
            raise Http404("There is no such page.")
        with ledger.signed_in(cast(User, request.user)):
            return view(request, *args, **kwargs)

    return guarded


@require_GET
@administrator_view
def administration(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _page(request)


@require_POST
@administrator_view
def add_person(request: HttpRequest) -> HttpResponse:
    """An account with a first password, which is shown once."""
    try:
        user, password = admit.invite_user(
            request.POST.get("username", "").strip(),
            by=_me(request),
            name=request.POST.get("name", "").strip(),
            administrator=request.POST.get("is_administrator") == "on",
        )
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    return _page(request, secret=(f"First password of {user.username}:", password))


@require_POST
@administrator_view
def change_person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Reset a password, close an account, or open it again."""
    user = get_object_or_404(User, pk=user_id)
    act = request.POST.get("do", "")
    try:
        if act == "reset-password":
            password = admit.reset_password(user, by=_me(request))
            return _page(request, secret=(f"New password of {user.username}:", password))
        if act == "deactivate":
            admit.deactivate_user(user, by=_me(request))
        elif act == "activate":
            admit.change_user(user, by=_me(request), active=True)
        else:
            raise Invalid({"do": [f"'{act:.40}' is none of reset-password, deactivate, activate."]})
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    messages.success(request, f"{user} was {act}d." if act.endswith("e") else "Done.")
    return redirect("administration")


@require_POST
@administrator_view
def give_role(request: HttpRequest) -> HttpResponse:
    """Make a person a member of a project, or give them another role there."""
    project = get_object_or_404(Project, slug=request.POST.get("project", ""))
    user = get_object_or_404(User, username=request.POST.get("username", ""))
    try:
        read = FieldReader({"role": request.POST.get("role")}, known=("role",))
        role = read.word("role", MemberRole)
        read.finish()
        admit.add_member(project, user, role=role or MemberRole.REVIEWER, by=_me(request))
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    messages.success(request, f"{user} has the role in {project.name} now.")
    return redirect("administration")


@require_POST
@administrator_view
def create_project(request: HttpRequest) -> HttpResponse:
    """A project with its first editor."""
    editor = get_object_or_404(User, username=request.POST.get("editor", ""))
    try:
        slug, name = request.POST.get("slug", "").strip(), request.POST.get("name", "").strip()
        project = admit.create_project(slug, name=name, editor=editor, by=_me(request))
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    messages.success(request, f"{project.name} is there; {editor} edits it.")
    return redirect("administration")


@require_POST
@administrator_view
def issue_token(request: HttpRequest) -> HttpResponse:
    """A token that acts as a person; its secret is shown once."""
    user = get_object_or_404(User, username=request.POST.get("username", ""))
    try:
        _, secret = admit.issue_token(user, name=request.POST.get("name", "").strip(), by=_me(request))
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    return _page(request, secret=(f"Token of {user.username}:", secret))


@require_POST
@administrator_view
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Make a token void."""
    admit.revoke_token(get_object_or_404(ApiToken, pk=token_id), by=_me(request))
    messages.success(request, "The token is void.")
    return redirect("administration")


@require_POST
@administrator_view
def retry_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Give a job that was given up another three attempts."""
    pipeline.retry(get_object_or_404(Job, pk=job_id, state=JobState.DEAD))
    messages.success(request, "The job is tried again.")
    return redirect("administration")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _refused(request: HttpRequest, error: Invalid | Conflict) -> HttpResponse:
    if isinstance(error, Invalid):
        problems = [(field, word) for field, words in error.errors.items() for word in words]
        return _page(request, problems=problems, status=422)
    return _page(request, problems=[("", str(error))], status=409)


def _page(request: HttpRequest, *, status: int = 200, **page: Any) -> HttpResponse:
    context = {"page": administration_page(**page), "section": "administration", "given_up": given_up()}
    return render(request, "annotations/administration.html", context, status=status)
