"""Articles: taking one in, listing them, reading one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import pipeline, readers
from annotations.access import EDITORS, require_role
from annotations.api.parsing import FormBody, JSONBody
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1.shapes_more import ARTICLE_FORM, ARTICLE_SENT, ARTICLE_TAKEN, ARTICLES, WHOLE_ARTICLE
from annotations.domain.errors import AlreadyThere, Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.records import Draft
from annotations.domain.submission import moment_from
from annotations.ingest import BATCH, Imported, Incoming, fetched
from annotations.models import Project
from annotations.queries import scoped
from annotations.queries.articles import (
    article_form,
    articles_of,
    claims_in,
    forms_of,
    whole_article_form,
)
from annotations.readers import docx, many, pdf
from annotations.receipts import Answer

ABOUT = ("title", "url", "outlet", "published_at", "language", "deadline", "replaces")
ORIGINS = ("text", "html", "fetch_url")
MOST_AT_ONCE = BATCH
SPOKEN_FOR = ("text/plain", "text/html", *docx.media_types, *pdf.media_types)


class Articles(Resource):
    """A project's articles."""

    parser_classes = (JSONBody, FormBody)
    body_max = settings.ARTICLE_BYTES_MAX * 2

    @documented("The project's articles, newest first", answers={200: ARTICLES}, query=PAGES)
    def get(self, request: Request, slug: str) -> Response:
        """Without their texts."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked()
        page = articles_of(project, cursor=cursor, limit=limit)
        return self.paged(page, lambda row: article_form(row, claims=row.claims_count))  # type: ignore[attr-defined]

    @documented(
        "Take an article in: a file, a text, a page's HTML or its address",
        body=ARTICLE_SENT,
        form=ARTICLE_FORM,
        answers={201: ARTICLE_TAKEN},
    )
    def post(self, request: Request, slug: str) -> Response:
        """The same bytes with the same outlet and url are one article: 409 with its id.

        A file whose name ends as those of feeds and tables do (RSS, Atom, JSONL, CSV) holds many: then the answer is
        `{"articles": […], "refused": […]}`, and `mapping` says which column is what: `text=body,article=doc`.
        """
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="import articles")
        return self.once(lambda: self._import(found.row))

    def _import(self, project: Project) -> Answer:
        file = self.request.FILES.get("file")
        if file is not None and many.format_of(file.name or ""):
            return self._import_many(project, file)
        read = self.fields("file", "encoding", *ABOUT) if file else self.fields("encoding", *ORIGINS, *ABOUT)
        about = _about(read)
        origins = {name: read.text(name) for name in ORIGINS}
        _require_one_origin(read, origins, has_file=bool(file))
        read.finish()
        if about.replaces:
            scoped.require_in_project(project, article=about.replaces)
        content, draft = _from_file(file, read.text("encoding")) if file else _from_body(origins)
        incoming = Incoming(
            content,
            about.on(draft),
            filename=file.name if file else "",
            deadline=about.deadline,
            replaces=about.replaces,
        )
        article = pipeline.import_article(project, incoming, by=self.person)
        return Answer(201, article_form(article, claims=claims_in(article)))

    def _import_many(self, project: Project, file: Any) -> Answer:
        """Every item of a feed, row of a table or group of rows an article; a file that is wrong leaves nothing."""
        read = self.fields("file", "encoding", "mapping")
        encoding, mapping = read.text("encoding"), read.text("mapping") or ""
        read.finish()
        found = many.read(
            file.read(),
            format=many.format_of(file.name) or "",
            filename=file.name,
            encoding=encoding or None,
            mapping=many.mapping_of(pair for pair in mapping.split(",") if pair.strip()),
        )
        if len(found) > MOST_AT_ONCE:
            words = (
                f"The file holds {len(found):,} articles; at most {MOST_AT_ONCE} are taken at once. Split it."
            )
            raise Invalid({"file": [words]})
        results = pipeline.import_articles(project, found, by=self.person)
        return Answer(
            201,
            {
                "articles": forms_of([one.article_id for one in results if one.article_id]),
                "refused": _refused(results),
            },
        )


class OneArticle(Resource):
    """One article."""

    @documented("An article with its text", answers={200: WHOLE_ARTICLE})
    def get(self, request: Request, article_id: UUID) -> Response:
        """The text is as it was imported, letter for letter."""
        article = scoped.article(self.person, article_id, with_text=True).row
        return Response(whole_article_form(article, claims=claims_in(article)))


def _refused(results: Sequence[Imported]) -> list[dict[str, Any]]:
    """Which articles of the file, counted from 1, did not come in, with the id of the one that is there already."""
    return [
        {
            "number": number,
            "why": str(result.error),
            "current": str(result.error.current) if isinstance(result.error, AlreadyThere) else None,
        }
        for number, result in enumerate(results, start=1)
        if result.error is not None
    ]


@dataclass(frozen=True, slots=True)
class About:
    """What a person says about an article; what they say goes before what its file says."""

    stated: Mapping[str, Any]
    deadline: datetime | None
    replaces: UUID | None

    def on(self, draft: Draft) -> Draft:
        """The draft with what was stated."""
        return replace(draft, **self.stated)


def _about(read: FieldReader) -> About:
    moment = "an RFC 3339 time such as 2024-01-04T18:36:00Z"
    texts = {name: read.text(name) for name in ("title", "url", "outlet", "language")}
    url = texts["url"]
    if url and not url.startswith(("http://", "https://")):
        read.wrong("url", f"'{url:.80}' is no address of a page; it begins with https:// or http://.")
    stated: dict[str, Any] = {name: value.strip() for name, value in texts.items() if value and value.strip()}
    published_at = read.parsed("published_at", moment_from, moment)
    if published_at:
        stated["published_at"] = published_at
    return About(stated, read.parsed("deadline", moment_from, moment), read.identifier("replaces"))


def _require_one_origin(read: FieldReader, origins: Mapping[str, str | None], *, has_file: bool) -> None:
    given = [name for name, value in origins.items() if value is not None]
    if len(given) + has_file != 1 and not read.errors:
        read.wrong("", "Send one of: a multipart file, 'text', 'html', or 'fetch_url'.")


def _from_file(file: Any, encoding: str | None) -> tuple[bytes, Draft]:
    content = file.read()
    file.seek(0)
    return content, readers.read(
        content, media_type=_stated_type(file), filename=file.name, encoding=encoding or None
    )


def _from_body(origins: Mapping[str, str | None]) -> tuple[bytes, Draft]:
    text, html, address = origins["text"], origins["html"], origins["fetch_url"]
    if address is not None:
        came, draft = fetched(address, field="fetch_url")
        return came.content, draft
    if text is not None:
        draft = readers.read_text(text)
        return text.encode(), draft
    if html is None:
        raise Invalid({"": ["Send one of: a multipart file, 'text', 'html', or 'fetch_url'."]})
    draft = readers.read_html(html)
    return html.encode(), draft


def _stated_type(file: Any) -> str | None:
    """The sender's word, where it says more than "some bytes"."""
    return file.content_type if file.content_type in SPOKEN_FOR else None
