"""The first page: what this person does next, by their role."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from annotations.domain.vocabulary import MemberRole
from annotations.models import Membership, User
from annotations.queries.assignments import my_assignments
from annotations.queries.homes import editor_home, reviewer_home, supervisor_home
from annotations.queries.notices import UNREAD

HOMES = {
    MemberRole.REVIEWER: (reviewer_home, "annotations/home_reviewer.html"),
    MemberRole.EDITOR: (editor_home, "annotations/home_editor.html"),
    MemberRole.SUPERVISOR: (supervisor_home, "annotations/home_supervisor.html"),
}


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The home of the project named by `?project=`, else of the one joined first."""
    user = cast(User, request.user)
    memberships = Membership.objects.filter(user=user).select_related("project").order_by("since", "id")
    memberships = memberships.annotate(unread=UNREAD)
    wanted = request.GET.get("project", "")
    chosen = (memberships.filter(project__slug=wanted).first() if wanted else None) or memberships.first()
    if chosen is None:
        if user.is_staff:
            return redirect("administration")
        return render(request, "annotations/no_projects.html")
    role = MemberRole(chosen.role)
    read, template = HOMES[role]
    context = {
        "project": chosen.project,
        "role": role.value,
        "section": "home",
        "home": read(chosen.project, user),
        "assignments": my_assignments(chosen.project, user),
        "unread": chosen.unread or 0,  # type: ignore[attr-defined]
    }
    return render(request, template, context)
