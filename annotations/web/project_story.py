"""Whom a project rests on: the picture, the tables beside it, and the same as CSV."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.domain.origins import Standing
from annotations.domain.project_origins import ProjectOrigin, ProjectStory
from annotations.queries.project_origins import project_origins, titles_of
from annotations.web.csv_answer import csv_answer
from annotations.web.project_story_picture import flow_picture
from annotations.web.scope import MemberRequest, member_view, page_context

SHOWN, ARTICLES_SHOWN, CIRCULAR_SHOWN, THIN_SHOWN = 50, 8, 20, 50
HEAD = ("origin", "kind", "named", "claims", "articles", "outlets", "through", "several_outlets")


@require_GET
@member_view
def origins(request: MemberRequest) -> HttpResponse:
    """The page; reviewers of a blind project are told of settled claims only."""
    found = project_origins(request.project, role=request.member_role)
    circular = found.circular[:CIRCULAR_SHOWN]
    thin = list(found.thin.items())
    wanted = {pk for one in circular for pk in list(one.articles)[:ARTICLES_SHOWN]}
    titles = titles_of(wanted | {pk for pk, _ in thin[:THIN_SHOWN]})
    context = page_context(
        request,
        section="sources",
        found=found,
        picture=flow_picture(found),
        rows=[_row(found, one) for one in found.origins[:SHOWN]],
        circular=[_circular(found, one, titles) for one in circular],
        thin=[(pk, titles[pk], number) for pk, number in thin[:THIN_SHOWN]],
        thin_total=len(thin),
        own_voice=found.counts.get(Standing.OWN_VOICE, 0),
        unspecified=found.counts.get(Standing.UNSPECIFIED, 0),
    )
    return render(request, "annotations/project_origins.html", context)


@require_GET
@member_view
def origins_csv(request: MemberRequest) -> HttpResponse:
    """One origin a row."""
    found = project_origins(request.project, role=request.member_role)
    rows = (
        [
            one.name,
            one.kind.value,
            "yes" if one.named else "no",
            one.claims,
            len(one.articles),
            "; ".join(found.names[key] for key in one.outlets),
            "; ".join(found.names[key] for key in one.relays),
            "yes" if one.is_circular else "no",
        ]
        for one in found.origins
    )
    return csv_answer(f"origins-{request.project.slug}.csv", HEAD, rows)


def _row(found: ProjectStory, one: ProjectOrigin) -> dict[str, object]:
    return {
        "key": "" if one.key.startswith("name:") else one.key,
        "name": one.name.removesuffix(" (unnamed)"),
        "kind": one.kind.label,
        "unnamed": not one.named,
        "claims": one.claims,
        "articles": len(one.articles),
        "outlets": len(one.outlets),
        "through": ", ".join(found.names[key] for key in list(one.relays)[:3]),
    }


def _circular(found: ProjectStory, one: ProjectOrigin, titles: dict[str, str]) -> dict[str, object]:
    articles = list(one.articles)[:ARTICLES_SHOWN]
    return {
        "name": one.name.removesuffix(" (unnamed)"),
        "outlets": [(found.names[key], number) for key, number in one.outlets.items()],
        "articles": [(pk, titles[pk], one.articles[pk]) for pk in articles],
        "more": len(one.articles) - len(articles),
    }
