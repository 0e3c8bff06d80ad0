"""Importing the articles of a feed or a table: say which column is what, look, then store."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations import pipeline
from annotations.access import EDITORS, require_role
from annotations.domain.errors import AlreadyThere, Invalid
from annotations.ingest import BATCH, Imported
from annotations.models import Upload
from annotations.queries.import_pages import Coming, ManyPage, MappedColumn
from annotations.queries.page_types import Choice
from annotations.readers import many
from annotations.readers.dividing import Prepared
from annotations.web.imports import waiting
from annotations.web.scope import MemberRequest, member_view, page_context

SHOWN_ROWS, SHOWN_COLUMNS, SHOWN_ARTICLES, SHOWN_LETTERS = 5, 12, 50, 160
MOST_ARTICLES = 2000
LABELS = {
    "text": "Text",
    "title": "Title",
    "url": "Address",
    "outlet": "Outlet",
    "published_at": "Published",
    "language": "Language",
    "article": "Article the row is a sentence of",
    "position": "Place of the sentence",
}


@require_http_methods(["GET", "POST"])
@member_view
def import_many(request: MemberRequest) -> HttpResponse:
    """A file makes a preview with its columns; the preview's form maps anew or stores."""
    require_role(request.member_role, *EDITORS, to="import articles")
    if request.method == "GET":
        return _page(request, ManyPage(largest=settings.ARTICLE_BYTES_MAX))
    upload = None
    try:
        upload = upload_of(request)
        if "store" in request.POST:
            return _store(request, upload, _read(request, upload))
        return _page(request, _looked_at(request, upload))
    except Invalid as error:
        words = [word for told in error.errors.values() for word in told]
        page = ManyPage(problems=words, largest=settings.ARTICLE_BYTES_MAX)
        if upload is not None and "mapping" in error.errors:
            page = _mapping_page(request, upload, words)
        return _page(request, page, status=422)


def upload_of(request: MemberRequest) -> Upload:
    """The file that was sent, kept for the preview, or the one that waits. Raises Invalid."""
    token = request.POST.get("token", "")
    if token:
        return waiting(request, token)
    file = request.FILES.get("file")
    if file is None:
        raise Invalid({"file": ["Choose a file."]})
    if (file.size or 0) > settings.ARTICLE_BYTES_MAX:
        raise Invalid({"file": [f"{file.name} is larger than {settings.ARTICLE_BYTES_MAX // 2**20} MB."]})
    return Upload.objects.create(
        project=request.project, user=request.user, filename=(file.name or "")[:300], content=file.read()
    )


def _format(upload: Upload) -> str:
    found = many.format_of(upload.filename)
    if found is None:
        ends = ", ".join(many.SUFFIXES)
        raise Invalid(
            {"file": [f"'{upload.filename:.80}' is no feed or table by its name; those end in {ends}."]}
        )
    return found


def _mapping(request: MemberRequest) -> dict[str, str]:
    return {name: column for name in many.USUAL if (column := request.POST.get(f"map_{name}", ""))}


def _read(request: MemberRequest, upload: Upload) -> list[Prepared]:
    found = many.read(
        bytes(upload.content),
        format=_format(upload),
        filename=upload.filename,
        mapping=_mapping(request),
        max_bytes=settings.ARTICLE_BYTES_MAX,
    )
    if len(found) > MOST_ARTICLES:
        words = (
            f"The file holds {len(found):,} articles; a page takes {MOST_ARTICLES:,}. "
            "Split it, or use the command import_articles."
        )
        raise Invalid({"file": [words]})
    return found


def _looked_at(request: MemberRequest, upload: Upload) -> ManyPage:
    format = _format(upload)
    found = _read(request, upload)
    table = None
    if format != "rss":
        table = many.table(bytes(upload.content), format=format, mapping=_mapping(request))
    return ManyPage(
        token=str(upload.id),
        file_name=upload.filename,
        format=format,
        columns=_columns(table.columns, table.mapping) if table else (),
        head=table.columns[:SHOWN_COLUMNS] if table else (),
        rows=_first_rows(table) if table else (),
        coming=[_coming(one) for one in found[:SHOWN_ARTICLES]],
        articles=len(found),
    )


def _mapping_page(request: MemberRequest, upload: Upload, problems: Sequence[str]) -> ManyPage:
    """The columns to choose from where the mapping is what is wrong."""
    format = _format(upload)
    rows = many.rows_of(bytes(upload.content), format=format)
    table = many.Table(many.columns_of(rows), rows, _mapping(request), "")
    return ManyPage(
        problems=problems,
        token=str(upload.id),
        file_name=upload.filename,
        format=format,
        columns=_columns(table.columns, table.mapping),
        head=table.columns[:SHOWN_COLUMNS],
        rows=_first_rows(table),
    )


def _columns(there: Sequence[str], mapping: object) -> list[MappedColumn]:
    chosen = dict(mapping) if isinstance(mapping, dict) else {}
    return [
        MappedColumn(
            name,
            LABELS[name],
            [Choice(column, column, chosen.get(name) == column) for column in there],
            is_needed=name == "text",
        )
        for name in many.USUAL
    ]


def _first_rows(table: many.Table) -> list[list[str]]:
    return [
        [str(row.get(column, ""))[:SHOWN_LETTERS] for column in table.columns[:SHOWN_COLUMNS]]
        for row in table.rows[:SHOWN_ROWS]
    ]


def _coming(one: Prepared) -> Coming:
    draft = one.incoming.draft
    return Coming(draft.title or "Untitled", len(one.claims), draft.text[:SHOWN_LETTERS])


def _store(request: MemberRequest, upload: Upload, found: Sequence[Prepared]) -> HttpResponse:
    results: list[Imported] = []
    for at in range(0, len(found), BATCH):
        results += pipeline.import_articles(request.project, found[at : at + BATCH], by=request.user)
    stored = sum(result.error is None for result in results)
    there = sum(isinstance(result.error, AlreadyThere) for result in results)
    messages.success(request, f"{stored:,} articles stored, {there:,} were there already.")
    for result in results:
        if result.error is not None and not isinstance(result.error, AlreadyThere):
            messages.error(request, str(result.error))
    upload.delete()
    return HttpResponseRedirect(f"/p/{request.project.slug}/")


def _page(request: MemberRequest, page: ManyPage, *, status: int = 200) -> HttpResponse:
    context = page_context(request, section="project", page=page)
    return render(request, "annotations/import_many.html", context, status=status)
