"""Claims by their words or their answers, at a bounded cost whether one is everywhere, nowhere, or only long ago."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from annotations.domain.errors import Invalid
from annotations.models import Claim
from annotations.queries.pages import Key, Page, Place, beside, cut_page, place_of

WALK = 3000
"""Rows looked at in reading order before an index is asked: some three milliseconds' worth for words."""
MAX_WORDS = 300


def page_with_words(
    rows: QuerySet[Claim], q: str, keys: Sequence[Key], *, cursor: str | None, limit: int
) -> Page[Claim]:
    """The page of those `rows` that hold every word of `q`, the last of which may go on.

    A frequent word fills a page within the first rows in order; a rare one is found through the index of words and
    sorted. Neither way can take long, and no statistics are trusted. Raises Invalid for a question too long.
    """
    if len(q) > MAX_WORDS:
        raise Invalid({"q": [f"A search has at most {MAX_WORDS} characters, not {len(q):,}."]})
    wanted = Q(words=_query(q))
    return page_that_meets(rows, wanted, rows.filter(wanted), keys, cursor=cursor, limit=limit)


def page_that_meets(
    rows: QuerySet[Claim],
    condition: Q,
    found: QuerySet[Claim],
    keys: Sequence[Key],
    *,
    cursor: str | None,
    limit: int,
) -> Page[Claim]:
    """The page of those `rows` that meet the condition, which must be cheap to tell of one row.

    `found` are the same rows as an index gives them: cheap where they are few.
    """
    place = place_of(cursor, keys)
    ids = _walked(rows, condition, keys, place, limit + 1)
    if len(ids) <= limit:
        ids = _looked_up(found, keys, place, limit + 1)
    claims = Claim.objects.defer("words").in_bulk(ids)
    return cut_page([claims[pk] for pk in ids if pk in claims], keys, place, limit=limit)


def _query(q: str) -> SearchQuery:
    quoted = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in q.split()]
    return SearchQuery(" & ".join(quoted) + ":*", config="simple", search_type="raw")


def _walked(
    rows: QuerySet[Claim], condition: Q, keys: Sequence[Key], place: Place | None, most: int
) -> list[Any]:
    holds = ExpressionWrapper(condition, output_field=BooleanField())
    walked = beside(rows, keys, place).annotate(holds=holds)
    inner, values = walked.values("id", "holds", *_columns(keys))[:WALK].query.sql_with_params()
    order = _order(keys, place)
    statement = f"select id from ({inner}) as walked where holds order by {order} limit {most}"  # noqa: S608  ours
    return _ids(statement, values)


def _looked_up(found: QuerySet[Claim], keys: Sequence[Key], place: Place | None, most: int) -> list[Any]:
    # Without `materialized` the planner may walk the whole project for a word it takes to be frequent.
    inner, values = (
        beside(found, keys, place).order_by().values("id", *_columns(keys)).query.sql_with_params()
    )
    order = _order(keys, place)
    statement = f"with found as materialized ({inner}) select id from found order by {order} limit {most}"  # noqa: S608
    return _ids(statement, values)


def _ids(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [pk for (pk,) in cursor.fetchall()]


def _columns(keys: Sequence[Key]) -> list[str]:
    return [key.field for key in keys]


def _order(keys: Sequence[Key], place: Place | None) -> str:
    back = place is not None and place.back
    return ", ".join(f'"{key.field}"{" desc" if key.descending != back else ""}' for key in keys)
