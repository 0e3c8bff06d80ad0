"""Learning from the desk on a page: versions with their figures, what is being learned, who is silent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from annotations import pipeline, train
from annotations.access import EDITORS, can_edit, require_role
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.vocabulary import LearnedPart
from annotations.models import LearnedModel
from annotations.queries.learning import learning_page
from annotations.web.scope import MemberRequest, member_view, page_context


@require_http_methods(["GET", "POST"])
@member_view
def learning(request: MemberRequest) -> HttpResponse:
    """The page; a POST of an editor trains, changes the rules, returns to what ships or switches a suggester on."""
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        require_role(request.member_role, *EDITORS, to="change how the project learns")
        try:
            messages.success(request, _done(request))
            return HttpResponseRedirect(request.path)
        except (Invalid, Conflict) as error:
            problems, status = [str(error)], 422 if isinstance(error, Invalid) else 409
    context = page_context(
        request,
        section="learning",
        page=learning_page(request.project),
        may_change=can_edit(request.member_role),
        parts=list(LearnedPart),
        problems=problems,
    )
    return render(request, "annotations/learning.html", context, status=status)


@require_POST
@member_view
def activate(request: MemberRequest, model_id: UUID) -> HttpResponse:
    """Let a version suggest from now on."""
    if not LearnedModel.objects.filter(project=request.project, pk=model_id).exists():
        raise Http404("There is no such version in this project.")
    try:
        model = train.activate(model_id, by=request.user)
        messages.success(request, f"Version {model.version} suggests for articles that come in from now on.")
    except Conflict as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/learning/")


def _done(request: MemberRequest) -> str:
    """Do what the form asks for; the sentence that says so."""
    sent = request.POST
    act = sent.get("do", "")
    if act == "train":
        parts = [_part(word) for word in sent.getlist("parts")]
        if not parts:
            raise Invalid({"parts": ["Choose at least one part to learn."]})
        asked = pipeline.learn(request.project, parts=parts, by=request.user)
        return f"{len(asked)} of {len(parts)} are being learned. You can leave this page."
    if act == "rules":
        train.change_rules(request.project, _rules(request), by=request.user)
        return "Changed."
    if act == "return":
        part = _part(sent.get("part", ""))
        train.return_to_shipped(request.project, part, by=request.user)
        return f"{part.label} suggests as it ships, for articles that come in from now on."
    if act == "switch-on":
        train.switch_on(request.project, sent.get("suggester", ""), by=request.user)
        return "It suggests again, for articles that come in from now on."
    raise Invalid({"do": [f"'{act:.40}' is none of train, rules, return, switch-on."]})


def _part(word: str) -> LearnedPart:
    try:
        return LearnedPart(word)
    except ValueError:
        legal = ", ".join(part.value for part in LearnedPart)
        raise Invalid({"part": [f"'{word:.40}' is not learned; what is: {legal}."]}) from None


def _rules(request: MemberRequest) -> train.Rules:
    percent, window = request.POST.get("floor", "").strip(), request.POST.get("window", "").strip()
    try:
        floor = float(percent.replace(",", ".")) / 100 if percent else None
    except ValueError:
        raise Invalid(
            {"floor": [f"A floor is a number of percent, or nothing; not '{percent:.40}'."]}
        ) from None
    if not window.isdecimal() or len(window) > 6:
        raise Invalid({"window": [f"How many outcomes? A whole number, not '{window:.40}'."]})
    return train.Rules(pools=request.POST.get("pools") == "on", floor=floor, window=int(window))
