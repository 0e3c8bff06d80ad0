"""The desk's own labels on pages: made, renamed, merged, split, taken back, and given to claims."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import labels
from annotations.access import DECIDERS, EDITORS, require_role
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.vocabulary import Verification
from annotations.labels import Part
from annotations.models import DeskLabel, LabelChange
from annotations.queries.labels import (
    choices_below,
    claims_with,
    label_of,
    labels_page,
    standing_answer,
    waiting_claims,
)
from annotations.web.scope import MemberRequest, claim_of, member_view, page_context


@require_http_methods(["GET", "POST"])
@member_view
def label_list(request: MemberRequest) -> HttpResponse:
    """The labels below each word and what was done to them; a POST makes one."""
    require_role(request.member_role, *EDITORS, to="change labels")
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        problems, status = _tried(lambda: _define(request))
        if not problems:
            return HttpResponseRedirect(request.path)
    context = page_context(
        request, section="project", page=labels_page(request.project), problems=problems, sent=request.POST
    )
    return render(request, "annotations/labels.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_view
def one_label(request: MemberRequest, label_id: UUID) -> HttpResponse:
    """A label with the claims an act on it would concern; a POST renames, merges or splits it."""
    label = _label_of(request, label_id)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        problems, status = _tried(lambda: _act(request, label))
        if not problems:
            return HttpResponseRedirect(f"/p/{request.project.slug}/labels/")
    count, rows = claims_with(request.project, label)
    others = [one for one in choices_below(request.project, label.verification) if one.id != label.id]
    context = page_context(
        request,
        section="project",
        label=label,
        count=count,
        claims=rows,
        others=others,
        problems=problems,
    )
    return render(request, "annotations/label.html", context, status=status)


@require_GET
@member_view
def waiting(request: MemberRequest) -> HttpResponse:
    """Claims whose label was split, each with the labels it can have now."""
    require_role(request.member_role, *EDITORS, to="label claims of others")
    count, rows = waiting_claims(request.project)
    context = page_context(request, section="project", count=count, rows=rows)
    return render(request, "annotations/labels_waiting.html", context)


@require_POST
@member_view
def undo(request: MemberRequest, change_id: UUID) -> HttpResponse:
    """Take an act on labels back."""
    if not LabelChange.objects.filter(project=request.project, pk=change_id).exists():
        raise Http404("There is no such change in this project.")
    problems, _ = _tried(lambda: labels.undo(change_id, by=request.user))
    if problems:
        messages.error(request, f"{problems[0]} Nothing was changed.")
    else:
        messages.success(request, "Taken back.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/labels/")


@require_http_methods(["GET", "POST"])
@member_view
def claim_label(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """The label of the answer that stands on a claim, with those it can have; a POST gives one, or none."""
    claim = claim_of(request, claim_id)
    require_role(request.member_role, *DECIDERS, to="label claims")
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        problems, status = _tried(lambda: _relabel(request, claim.id))
        if not problems:
            messages.success(request, "Labelled.")
            return HttpResponseRedirect(_back(request, claim.article_id, claim.id))
    standing = standing_answer(claim, viewer=request.user)
    current = label_of(standing) if standing is not None else None
    context = page_context(
        request,
        section="desk",
        claim=claim,
        standing=standing,
        choices=choices_below(request.project, standing.verification or "") if standing else (),
        current=current.id if current else None,
        problems=problems,
    )
    return render(request, "annotations/claim_label.html", context, status=status)


def _tried(act: Callable[[], Any]) -> tuple[list[str], int]:
    """What went wrong in words, with the status that says so; nothing and 200 where it was done."""
    try:
        act()
    except Invalid as error:
        return [str(error)], 422
    except Conflict as error:
        return [str(error)], 409
    return [], 200


def _define(request: MemberRequest) -> None:
    read = FieldReader({"verification": request.POST.get("verification")}, known=("verification",))
    word = read.word("verification", Verification)
    read.finish()
    made = labels.define(
        request.project,
        verification=word or Verification.SUPPORTED,
        name=request.POST.get("name", ""),
        definition=request.POST.get("definition", ""),
        by=request.user,
    )
    messages.success(request, f"“{made.name}” can be given now.")


def _act(request: MemberRequest, label: DeskLabel) -> None:
    act, form = request.POST.get("do", ""), request.POST
    if act == "rename":
        labels.rename(
            label.id, name=form.get("name", ""), definition=form.get("definition", ""), by=request.user
        )
        messages.success(request, "Renamed. Data sets of before keep the old name.")
    elif act == "merge":
        other = labels.merge(label.id, into=_id(form.get("into", "")), by=request.user)
        messages.success(request, f"Merged into “{other.name}”.")
    elif act == "split":
        definitions = form.getlist("definition")
        parts = [
            Part(name, definitions[place] if place < len(definitions) else "")
            for place, name in enumerate(form.getlist("name"))
            if name.strip()
        ]
        labels.split(label.id, into=parts, by=request.user)
        messages.success(request, "Split. Its claims wait to be labelled anew.")
    else:
        raise Invalid({"do": [f"'{act:.40}' is none of rename, merge, split."]})


def _relabel(request: MemberRequest, claim_id: UUID) -> None:
    chosen = request.POST.get("label", "")
    labels.relabel(claim_id, label_id=_id(chosen) if chosen else None, by=request.user)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"label": [f"'{text:.60}' is no id of a label."]}) from None


def _label_of(request: MemberRequest, label_id: UUID) -> DeskLabel:
    found = DeskLabel.objects.filter(project=request.project, pk=label_id).first()
    if found is None:
        raise Http404("There is no such label in this project.")
    require_role(request.member_role, *EDITORS, to="change labels")
    return found


def _back(request: MemberRequest, article_id: UUID, claim_id: UUID) -> str:
    if request.POST.get("back") == "waiting":
        return f"/p/{request.project.slug}/labels/waiting/"
    return f"/p/{request.project.slug}/articles/{article_id}/?claim={claim_id}#claim-{claim_id}"
