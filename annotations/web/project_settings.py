"""A project's settings: its rules, members, guideline in versions, and policies in versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import admit
from annotations.access import AUDITORS, EDITORS, can_edit, require_role
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.vocabulary import MemberRole
from annotations.models import Membership, User
from annotations.queries.project_settings import (
    OVERRIDES_SHOWN,
    checklist,
    guideline_text,
    guideline_versions,
    overrides_of,
    policy_rules,
    policy_versions,
    version_page,
)
from annotations.web.scope import MemberRequest, member_view, page_context

LISTS = ("verification", "check_worthiness", "basis", "role")
TRUTHS = {"yes": True, "no": False}


@require_http_methods(["GET", "POST"])
@member_view
def settings(request: MemberRequest) -> HttpResponse:
    """Name, quorum, blindness and asks; a POST changes them. The page leads to all other settings."""
    require_role(request.member_role, *EDITORS, to="change the project")
    problems, status = [], 200
    if request.method == "POST":
        try:
            rules = _rules(request.POST)
            admit.change_project(
                request.project, name=request.POST.get("name", ""), rules=rules, by=request.user
            )
            messages.success(request, "The settings are changed; every claim's state follows them.")
            return HttpResponseRedirect(request.path)
        except (Invalid, Conflict) as error:
            problems, status = _said(error), _status(error)
    members = Membership.objects.filter(project=request.project).select_related("user")
    context = page_context(
        request,
        section="project",
        steps=checklist(request.project),
        members=members.order_by("user__username"),
        problems=problems,
        sent=request.POST if problems else None,
        share_percent=f"{request.project.blind_share * 100:.6g}",
        asked=request.POST.getlist("asks") if problems else request.project.asks,
    )
    return render(request, "annotations/project_settings.html", context, status=status)


@require_POST
@member_view
def members(request: MemberRequest) -> HttpResponse:
    """Give somebody a role, or take them out; what they decided stays."""
    require_role(request.member_role, *EDITORS, to="change members")
    name = request.POST.get("username", "").strip()
    try:
        person = User.objects.filter(username=name, is_active=True).first()
        if request.POST.get("do") == "remove":
            person = User.objects.filter(username=name, membership__project=request.project).first()
        if person is None:
            raise Invalid(
                {"username": [f"There is no such person '{name:.80}'. An administrator adds people."]}
            )
        if request.POST.get("do") == "remove":
            admit.remove_member(request.project, person, by=request.user)
            messages.success(request, f"{person} left the project; what they decided stays.")
        else:
            read = FieldReader({"role": request.POST.get("role")}, known=("role",))
            role = read.word("role", MemberRole) or MemberRole.REVIEWER
            read.finish()
            admit.add_member(request.project, person, role=role, by=request.user)
            messages.success(request, f"{person} is {role.label.lower()} now.")
    except (Invalid, Conflict) as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/settings/#members")


@require_http_methods(["GET", "POST"])
@member_view
def guideline(request: MemberRequest) -> HttpResponse:
    """The guideline and its versions; a POST by an editor writes a further version."""
    problems, status = [], 200
    text = guideline_text(request.project)
    if request.method == "POST":
        text = request.POST.get("guideline", "")
        try:
            made = admit.write_guideline(
                request.project, text, seen_version=_seen(request.POST), by=request.user
            )
            messages.success(request, f"Version {made.version} holds from now on.")
            return HttpResponseRedirect(f"{request.path}{made.version}/")
        except (Invalid, Conflict) as error:
            problems, status = _said(error), _status(error)
            request.project.refresh_from_db()
    context = page_context(
        request,
        section="project",
        versions=guideline_versions(request.project),
        text=text,
        problems=problems,
        may_write=can_edit(request.member_role),
    )
    return render(request, "annotations/project_guideline.html", context, status=status)


@require_GET
@member_view
def guideline_version(request: MemberRequest, version: int) -> HttpResponse:
    """One version against the one before, each changed paragraph with the claims decided under an earlier one."""
    chosen = request.GET.get("change", "")
    page = version_page(
        request.project,
        version,
        chosen=int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 6 else 0,
        cursor=request.GET.get("cursor"),
    )
    if page is None:
        raise Http404("There is no such version of the guideline.")
    return render(
        request,
        "annotations/guideline_version.html",
        page_context(request, section="project", page=page),
    )


@require_http_methods(["GET", "POST"])
@member_view
def policies(request: MemberRequest) -> HttpResponse:
    """The policies and their versions; a POST by an editor adds or removes a rule as a further version."""
    problems, status = [], 200
    if request.method == "POST":
        require_role(request.member_role, *EDITORS, to="write policies")
        try:
            admit.write_policies(
                request.project,
                _policies(request),
                note=request.POST.get("note", ""),
                seen_version=_seen(request.POST),
                by=request.user,
            )
            messages.success(request, "The policies are changed; what they ask holds from now on.")
            return HttpResponseRedirect(request.path)
        except (Invalid, Conflict) as error:
            problems, status = _said(error), _status(error)
            request.project.refresh_from_db()
    context = page_context(
        request,
        section="project",
        rules=policy_rules(request.project),
        versions=policy_versions(request.project),
        problems=problems,
        may_write=can_edit(request.member_role),
    )
    return render(request, "annotations/project_policies.html", context, status=status)


@require_GET
@member_view
def overrides(request: MemberRequest) -> HttpResponse:
    """What editors let pass against policies, and why."""
    require_role(request.member_role, *AUDITORS, to="see what was let pass")
    lines = overrides_of(request.project)[:OVERRIDES_SHOWN]
    context = page_context(request, section="audit", overrides=lines)
    return render(request, "annotations/overrides.html", context)


def _rules(form: QueryDict) -> admit.Rules:
    """The rules that the form states. Raises Invalid."""
    errors: dict[str, list[str]] = {}
    try:
        quorum = int(form.get("quorum", ""))
    except ValueError:
        quorum, errors["quorum"] = 1, ["A quorum is a whole number of people."]
    try:
        share = float(form.get("blind_share", "").replace(",", ".")) / 100
    except ValueError:
        share, errors["blind_share"] = 0.0, ["The share is a number of percent, 0 to 100."]
    if errors:
        raise Invalid(errors)
    return admit.Rules(quorum, form.get("blind") == "on", share, tuple(form.getlist("asks")))


def _policies(request: MemberRequest) -> list[Any]:
    """The rules as the form leaves them: with one more, or without one. Raises Invalid."""
    form, rules = request.POST, list(request.project.policies)
    act = form.get("do", "")
    if act == "keep":
        return rules
    if act.startswith("remove:"):
        number = act.removeprefix("remove:")
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= len(rules):
            raise Invalid({"do": ["There is no such rule any more. Open the page anew."]})
        return rules[: int(number) - 1] + rules[int(number) :]
    return [*rules, _rule(form)]


def _rule(form: QueryDict) -> dict[str, Any]:
    when: dict[str, Any] = {name: form.getlist(name) for name in LISTS if form.getlist(name)}
    if form.getlist("priority"):
        when["priority"] = [
            int(word) if word in ("1", "2", "3") else word for word in form.getlist("priority")
        ]
    for name in ("unnamed_origin", "single_origin"):
        if (word := form.get(name, "")) in TRUTHS:
            when[name] = TRUTHS[word]
    if sample := form.get("sample", "").strip():
        when["sample"] = _percent(sample)
    rule: dict[str, Any] = {"when": when, "demand": form.get("demand", "")}
    if rule["demand"] == "quorum":
        people = form.get("people", "")
        rule["people"] = int(people) if people.isascii() and people.isdigit() and len(people) < 4 else people
    return rule


def _percent(words: str) -> Any:
    try:
        return float(words.replace(",", ".")) / 100
    except ValueError:
        return words


def _seen(form: QueryDict) -> int | None:
    words = form.get("seen_version", "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def _said(error: Invalid | Conflict) -> list[str]:
    if isinstance(error, Invalid):
        return [word for words in error.errors.values() for word in words]
    return [str(error)]


def _status(error: Invalid | Conflict) -> int:
    return 422 if isinstance(error, Invalid) else 409
