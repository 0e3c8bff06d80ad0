"""What an article's claims may be matched with."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from annotations.domain.earlier_checks import EarlierCheck
from annotations.domain.text import folded
from annotations.domain.vocabulary import Verification
from annotations.learning.matching_words import stems
from annotations.models import Claim, ImportedReview, Membership
from annotations.models.rows import fetch
from annotations.queries.match_scope import SETTLED

BY_WORDS = 12
"""Candidates of a claim that its words find, of settled claims and of reviews each."""
WORDS = 8
"""Words of a claim that are looked up: names, numbers and long ones first."""

CLAIMS_BY_WORDS = """
select q.place, found.id from unnest(%(places)s::int[], %(words)s::text[]) as q(place, words)
cross join lateral (
    select c.id from annotations_claim c
    where c.words @@ to_tsquery('simple', q.words) and c.project_id = any(%(projects)s) and c.state = any(%(settled)s)
        and c.retired_at is null and c.duplicate_of_id is null and c.article_id <> %(article)s
    order by ts_rank(c.words, to_tsquery('simple', q.words)) desc, c.id limit %(most)s) found
"""
REVIEWS_BY_WORDS = """
select q.place, found.id from unnest(%(places)s::int[], %(words)s::text[]) as q(place, words)
cross join lateral (
    select r.id from annotations_importedreview r
    where r.words @@ to_tsquery('simple', q.words) and r.project_id = %(project)s
    order by ts_rank(r.words, to_tsquery('simple', q.words)) desc, r.id limit %(most)s) found
"""
VECTORS = """
select v.claim_id, v.review_id, v.vector from annotations_checkedvector v
left join annotations_claim c on c.id = v.claim_id
where v.project_id = any(%(projects)s)
    and (v.review_id is null or v.project_id = %(project)s)
    and (v.claim_id is null or (c.state = any(%(settled)s) and c.retired_at is null and c.article_id <> %(article)s))
order by v.id desc limit %(most)s
"""
MOST_VECTORS = 50_000
"""Of a project's and its neighbours' checks the newest so many are compared by meaning; older ones by their words."""


def neighbours(project_id: UUID) -> list[UUID]:
    """The project and every other that one of its people is in: what may be shown to somebody."""
    people = Membership.objects.filter(project=project_id).values("user")
    found = Membership.objects.filter(user__in=people).values_list("project_id", flat=True)
    return sorted({project_id, *found})


def asked_words(text: str) -> str:
    """A question for full text search: any of the words that say most, "" where there are none."""
    seen = dict.fromkeys(stems(text))
    names = {folded(word.strip(".,;:!?\"'()“”‘’")) for word in text.split()[1:] if word[:1].isupper()}
    said: list[str] = sorted(
        seen, key=lambda word: (not any(c.isdigit() for c in word) and word not in names, -len(word))
    )
    kept = [word.strip(".,").replace("'", "") for word in said[:WORDS]]
    return " | ".join(f"'{word}':*" if word.isalpha() else f"'{word}'" for word in kept if word)


def by_words(
    texts: Sequence[str], *, project_id: UUID, projects: Sequence[UUID], article_id: UUID
) -> list[tuple[int, str, UUID]]:
    """(index of the text, "claim" or "review", id) for what shares words with each text."""
    asked = [(place, words) for place, text in enumerate(texts) if (words := asked_words(text))]
    values: dict[str, Any] = {
        "places": [place for place, _ in asked],
        "words": [words for _, words in asked],
        "projects": list(projects),
        "project": project_id,
        "settled": SETTLED,
        "article": article_id,
        "most": BY_WORDS,
    }
    return [
        (place, kind, pk)
        for kind, statement in (("claim", CLAIMS_BY_WORDS), ("review", REVIEWS_BY_WORDS))
        for place, pk in fetch(statement, values)
    ]


def vectors(
    *, project_id: UUID, projects: Sequence[UUID], article_id: UUID
) -> list[tuple[UUID | None, UUID | None, bytes]]:
    """(claim, review, vector) of all that the article's claims may be compared with, newest first."""
    asked = {
        "projects": list(projects),
        "project": project_id,
        "settled": SETTLED,
        "article": article_id,
        "most": MOST_VECTORS,
    }
    return [(claim, review, bytes(vector)) for claim, review, vector in fetch(VECTORS, asked)]


def without_vectors(projects: Sequence[UUID], *, most: int) -> list[tuple[UUID, UUID, str]]:
    """(project, claim, text) of settled claims that have no vector yet, newest first."""
    rows = Claim.objects.filter(
        project__in=projects, state__in=SETTLED, vector=None, retired_at=None, duplicate_of=None
    )
    return list(rows.order_by("-id").values_list("project_id", "id", "text")[:most])


def checks_of(claims: Iterable[UUID], reviews: Iterable[UUID]) -> list[EarlierCheck]:
    """What was found of these settled claims, and what these reviews say."""
    rows = Claim.objects.filter(pk__in=set(claims), state__in=SETTLED, standing__verification__isnull=False)
    known = rows.values_list(
        "id",
        "project_id",
        "text",
        "standing__verification",
        "article__title",
        "project__name",
        "article__published_at",
    )
    found = [
        EarlierCheck(
            text=text,
            place=f"{desk} (“{title or 'untitled'}”)",
            desk=project,
            claim=pk,
            verification=Verification(str(status)),
            said_on=published.date() if published else None,
        )
        for pk, project, text, status, title, desk, published in known
    ]
    return found + [
        _reviewed(review) for review in ImportedReview.objects.filter(pk__in=set(reviews)).defer("words")
    ]


def _reviewed(review: ImportedReview) -> EarlierCheck:
    return EarlierCheck(
        text=review.text,
        title=review.title,
        place=f"{review.publisher or 'another publisher'}{_on(review.reviewed_on)}",
        desk=review.project_id,
        review=review.id,
        rating=review.rating,
        verification=Verification(review.verification) if review.verification else None,
        said_on=review.reviewed_on,
    )


def _on(day: date | None) -> str:
    return f" on {day.day} {day:%B %Y}" if day else ""


def is_any_checked(project_id: UUID, projects: Sequence[UUID], *, article_id: UUID) -> bool:
    """Whether there is anything at all that the article's claims could be matched with."""
    if ImportedReview.objects.filter(project=project_id).exists():
        return True
    settled = Claim.objects.filter(Q(project__in=projects), state__in=SETTLED, retired_at=None)
    return settled.exclude(article=article_id).exists()
