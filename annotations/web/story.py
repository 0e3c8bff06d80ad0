"""Whom an article rests on: the picture, the table beside it, and the same as CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations import access
from annotations.domain.origins import ClaimOrigin, Followed, Origin, Standing, spoken
from annotations.domain.project_origins import ENOUGH
from annotations.domain.vocabulary import SourceKind
from annotations.models import Article
from annotations.queries.origins import ArticleStory, ClaimLine, article_story
from annotations.queries.story_checks import story_checks
from annotations.web.csv_answer import csv_answer
from annotations.web.scope import MemberRequest, article_of, member_view, page_context
from annotations.web.story_picture import picture_of, short

ELSEWHERE = (
    (Standing.UNSPECIFIED, "Unspecified", "the text does not say who"),
    (Standing.OWN_VOICE, "The article itself", "no source given"),
    (Standing.UNKNOWN, "Not answered yet", "no chain decided or suggested"),
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """An origin as the table shows it, with the sentences that rest on it and whether each is `thin`."""

    name: str
    about: str
    unnamed: bool
    sentences: tuple[ClaimLine, ...]
    thin: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class SaidBySource:
    """That a carrier's claims were followed, and where the article says why."""

    carrier: str
    source: str
    line: ClaimLine
    words: str


@require_GET
@member_view
def origins(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """The article's origins as the signed-in person may know them."""
    return story_answer(request, article_of(request, article_id))


def story_answer(
    request: MemberRequest, article: Article, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The story's page; `problem` says what was refused."""
    found = article_story(article, viewer=request.user, role=request.member_role)
    context = page_context(
        request,
        section="desk",
        article=article,
        found=found,
        picture=picture_of(found),
        rows=tuple(_rows(found)),
        rest=_rest(found),
        followed=tuple(_followed(found)),
        merged=tuple(_merged(found)),
        checks=story_checks(article, found),
        thin=found.thin,
        is_thin=len(found.story.origins) < ENOUGH,
        may_decide=access.can_decide(request.member_role),
        problem=problem,
    )
    return render(request, "annotations/story.html", context, status=status)


@require_GET
@member_view
def origins_csv(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """One claim a row."""
    article = article_of(request, article_id)
    found = article_story(article, viewer=request.user, role=request.member_role)
    head = (
        "sentence",
        "claim",
        "text",
        "verification",
        "standing",
        "origin",
        "voice",
        "through",
        "followed",
        "decided",
        "independent_origins",
    )
    return csv_answer(f"origins-{article.id}.csv", head, (_csv_row(found, one) for one in found.story.claims))


def _csv_row(found: ArticleStory, one: ClaimOrigin) -> list[object]:
    line, names = found.lines[one.claim_id], found.story.names
    return [
        line.number,
        line.id,
        line.text,
        line.verification,
        one.standing.value,
        names.get(one.origin or "", ""),
        names.get(one.voice or "", ""),
        " → ".join(names[key] for key in one.relays),
        found.lines[one.followed.claim_id].number if one.followed else "",
        "yes" if line.decided else "no",
        len(found.backing.get(one.claim_id, ())),
    ]


def _rows(found: ArticleStory) -> Iterable[TableRow]:
    for origin in found.story.origins:
        yield TableRow(
            origin.name.removesuffix(" (unnamed)"),
            _about(found, origin),
            not origin.named,
            _sentences(found, origin),
            frozenset(UUID(pk) for pk in found.thin),
        )
    for standing, name, about in ELSEWHERE:
        lines = tuple(found.lines[one.claim_id] for one in found.story.claims if one.standing is standing)
        if lines:
            thin = frozenset(UUID(pk) for pk in found.thin)
            yield TableRow(name, about, standing is Standing.UNSPECIFIED, lines, thin)


def _about(found: ArticleStory, origin: Origin) -> str:
    carriers = {one.carrier for one in found.story.followed}
    merged = len(origin.voices.keys() - carriers)
    parts = ["unspecified kind" if origin.kind is SourceKind.UNSPECIFIED else origin.kind.label.lower()]
    parts += [f"{merged} voices merged"] if merged > 1 else []
    parts += (
        [f"through {', '.join(found.story.names[key] for key in origin.relays)}"] if origin.relays else []
    )
    return ", ".join(parts)


def _sentences(found: ArticleStory, origin: Origin) -> tuple[ClaimLine, ...]:
    return tuple(sorted((found.lines[pk] for pk in origin.claim_ids), key=lambda line: line.number))


def _rest(found: ArticleStory) -> str:
    """What the heading leaves out, in one line."""
    unnamed = sum(len(one.claim_ids) for one in found.story.origins if not one.named)
    parts = [
        f"{unnamed} on unnamed people" if unnamed else "",
        _counted(found.story.count(Standing.UNSPECIFIED), "on nobody in particular"),
        _counted(found.story.count(Standing.OWN_VOICE), "on the article's own word"),
        _counted(found.story.count(Standing.UNKNOWN), "on nothing known yet"),
    ]
    return ", ".join(part for part in parts if part)


def _counted(number: int, words: str) -> str:
    return f"{number} {words}" if number else ""


def _followed(found: ArticleStory) -> Iterable[SaidBySource]:
    used: dict[str, Followed] = {
        one.followed.carrier: one.followed for one in found.story.claims if one.followed
    }
    for one in used.values():
        yield SaidBySource(
            found.story.names[one.carrier],
            found.story.names[one.source],
            found.lines[one.claim_id],
            short(" ".join(one.words.split()), 160),
        )


def _merged(found: ArticleStory) -> Iterable[tuple[str, str]]:
    """Voices that count as one origin, with the origin: ("US administration, White House", "the US government")."""
    for origin in found.story.origins:
        carriers = {one.carrier for one in found.story.followed}
        others = [found.story.names[key] for key in origin.voices if key not in {origin.key, *carriers}]
        if others:
            yield ", ".join(others), spoken(origin)
