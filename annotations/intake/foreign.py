"""Exports of other programs taken in: an item is an article of one claim, an answer with words of ours a decision.

Everything that was said stands beside it word for word (ForeignRecord), whether it has a word of ours or not.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils import timezone

from annotations import ledger, outbox
from annotations.access import EDITORS, require_member
from annotations.domain.errors import AlreadyThere, Invalid
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.text import gaps, hidden_characters
from annotations.domain.vocabulary import ClaimRole
from annotations.ingest import BATCH, require_whole
from annotations.intake import answers, claims
from annotations.intake.people import note_made, stand_ins
from annotations.models import Article, Project, SuggestionsState, User
from annotations.models.bulk import ArticleRow, ClaimRow, write_articles
from annotations.readers.dividing import MAX_LANGUAGE, MAX_TITLE, MAX_URL
from annotations.readers.foreign import Dataset, Item
from annotations.readers.foreign.values import moment

MAX_KEY = 300


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import brought: how many of each, and its articles."""

    articles: Sequence[UUID]
    claims: int
    decisions: int
    suggestions: int
    records: int
    comments: int
    people: int


@transaction.atomic
def import_foreign(
    project: Project, dataset: Dataset, *, by: User, people: Mapping[str, User] | None = None
) -> Taken:
    """Take the whole data set in, in one transaction.

    `people` names members of the project whom people of the other program are; everybody else becomes an account
    without a name. Raises NotPermitted, AlreadyThere naming the first item that is there, and Invalid.
    """
    require_member(project, by, *EDITORS, to="import data sets")
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    _require_sound(dataset)
    said = [answer.by for item in dataset.items for answer in item.answers if answer.kind != "prediction"]
    names = {*said, *(name for item in dataset.items for name, _ in item.comments)}
    rows = [_article(project, dataset.format, item, by) for item in dataset.items]
    _refuse_there(project, dataset.items, rows)
    accounts = stand_ins(project, names, origin=dataset.format, mapped=people)
    for at in range(0, len(rows), BATCH):
        write_articles(rows[at : at + BATCH])
    pairs = list(zip(dataset.items, rows, strict=True))
    stored = claims.write(project, dataset.format, pairs, accounts.by_name)
    answers.fold({given.decision.claim_id for given in stored.decisions})
    outbox.post(outbox.SUGGEST_FOR_ARTICLE, [row.id for row in rows], project_id=project.id)
    ledger.append_many(
        project.id,
        [
            *(_imported(row, by) for row in rows),
            *answers.lines(stored.decisions, origin=dataset.format, by=by),
            ledger.Line(by, LedgerVerb.DATASET_IMPORTED, project, _summary(dataset, stored)),
        ],
    )
    note_made(accounts, origin=dataset.format, by=by)
    return Taken(
        articles=[row.id for row in rows],
        claims=len(rows),
        decisions=len(stored.decisions),
        suggestions=stored.suggestions,
        records=stored.records,
        comments=stored.comments,
        people=len(accounts.by_name),
    )


def _require_sound(dataset: Dataset) -> None:
    long = [item.key for item in dataset.items if len(item.key) > MAX_KEY]
    if long:
        raise Invalid({"file": [f"Item {long[0]:.60}… has a number of more than {MAX_KEY} characters."]})


def _article(project: Project, origin: str, item: Item, by: User) -> ArticleRow:
    """The item's text as an article of one claim: all of it but the white space at its edges."""
    text = item.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    between = gaps(text, [(start, end)])
    require_whole(text, [(start, end)], between)
    content = orjson.dumps([{"file": file, "item": form} for file, form in item.originals])
    claim = ClaimRow(new_id(), 1, start, end, text[start:end], ClaimRole.BODY.value, None)
    return ArticleRow(
        id=new_id(),
        project_id=project.id,
        title=_short(item.data.get("title"), MAX_TITLE) or text[start:end][:120],
        outlet_id=None,
        url=_short(item.data.get("url"), MAX_URL),
        published_at=moment(item.data.get("published_at")),
        language=_short(item.data.get("language"), MAX_LANGUAGE),
        deadline=None,
        replaces_id=None,
        text=text,
        gaps=between,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        media_type="application/json",
        encoding="utf-8",
        filename=f"{origin} {item.key}"[:300],
        coverage=1.0,
        left_out=(),
        hidden=hidden_characters(text),
        notes=(),
        imported_by_id=by.id,
        imported_at=timezone.now(),
        suggestions=SuggestionsState.PENDING,
        claims=[claim],
    )


def _short(value: Any, most: int) -> str:
    """A column's words where they fit; what does not fit stays in the item's own columns."""
    return value if isinstance(value, str) and len(value) <= most else ""


def _refuse_there(project: Project, items: Sequence[Item], rows: Sequence[ArticleRow]) -> None:
    """Raise AlreadyThere for an item that was imported before, as it is now."""
    by_digest = {row.sha256: item for item, row in zip(items, rows, strict=True)}
    there = Article.objects.filter(project=project, sha256__in=by_digest).values_list("sha256", "id").first()
    if there is not None:
        raise AlreadyThere(
            f"Item {by_digest[there[0]].key} is already there, as article {there[1]}; nothing was imported.",
            current=there[1],
        )


def _imported(row: ArticleRow, by: User) -> ledger.Line:
    return ledger.Line(
        by=by,
        verb=LedgerVerb.ARTICLE_IMPORTED,
        subject=f"article:{row.id}",
        payload={
            "sha256": row.sha256,
            "characters": len(row.text),
            "claims": len(row.claims),
            "outlet": None,
            "replaces": None,
            "media_type": row.media_type,
        },
    )


def _summary(dataset: Dataset, stored: claims.Stored) -> dict[str, Any]:
    return {
        "format": dataset.format,
        "offsets": dataset.unit,
        "articles": len(dataset.items),
        "decisions": len(stored.decisions),
        "suggestions": stored.suggestions,
        "comments": stored.comments,
    }
