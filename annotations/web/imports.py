"""Importing an article in two steps: look at what would be stored, then store it."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations import pipeline, readers
from annotations.access import EDITORS, require_role
from annotations.domain.errors import AlreadyThere, Conflict, Invalid
from annotations.domain.records import Draft
from annotations.domain.submission import moment_from
from annotations.ingest import Incoming, fetched
from annotations.models import Article, Upload
from annotations.queries.import_preview import import_preview
from annotations.queries.page_types import ImportPage, ImportPreview
from annotations.web.scope import MemberRequest, article_of, member_view, page_context

LONGEST_ADDRESS = 300


@require_http_methods(["GET", "POST"])
@member_view
def import_page(request: MemberRequest) -> HttpResponse:
    """The empty form; a file or pasted text makes a preview; the preview's own form reads again or stores."""
    require_role(request.member_role, *EDITORS, to="import articles")
    if request.method == "GET":
        return _page(request)
    upload = None
    try:
        upload = _upload(request)
        draft = _draft(upload, request.POST)
        if "store" in request.POST:
            return _store(request, upload, draft)
        return _page(request, preview=_preview(request, upload, draft))
    except Invalid as error:
        return _refused(request, upload, error)


def _refused(request: MemberRequest, upload: Upload | None, error: Invalid) -> HttpResponse:
    """The words of the refusal, over the preview if the file can be read at all; the upload is kept."""
    problems = [(field, word) for field, words in error.errors.items() for word in words]
    preview = None
    if upload is not None and "token" in request.POST:
        try:
            preview = _preview(request, upload, _read(upload, None))
        except Invalid:
            preview = None
    pasted = request.POST.get("pasted", "")
    address = request.POST.get("fetch_url", "")
    return _page(request, preview=preview, problems=problems, pasted=pasted, address=address, status=422)


def _upload(request: MemberRequest) -> Upload:
    token = request.POST.get("token", "")
    if token:
        return waiting(request, token)
    if "fetch_url" in request.POST:
        return _fetched(request)
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > settings.ARTICLE_BYTES_MAX:
            raise Invalid({"file": [f"{file.name} is larger than {settings.ARTICLE_BYTES_MAX // 2**20} MB."]})
        name, media_type, content = (file.name or "")[:300], "", file.read()
    else:
        name, media_type, content = "", "pasted", _pasted(request.POST.get("pasted", ""))
    return Upload.objects.create(
        project=request.project, user=request.user, filename=name, media_type=media_type, content=content
    )


def _fetched(request: MemberRequest) -> Upload:
    """The page at an address; the upload bears where it was at last for a name, which no file from a browser can."""
    came, _ = fetched(request.POST["fetch_url"], field="fetch_url")
    if len(came.final_url) > LONGEST_ADDRESS:
        words = f"The page's address is longer than {LONGEST_ADDRESS} characters. Save the page and choose the file."
        raise Invalid({"fetch_url": [words]})
    return Upload.objects.create(
        project=request.project,
        user=request.user,
        filename=came.final_url,
        media_type=came.content_type[:100],
        content=came.content,
    )


def _pasted(text: str) -> bytes:
    if not text.strip():
        raise Invalid({"pasted": ["Choose a file, or paste the article's text."]})
    return text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")


def waiting(request: MemberRequest, token: str) -> Upload:
    """The upload that waits for the person's look at its preview. Raises Invalid where it is gone."""
    try:
        found = Upload.objects.filter(pk=UUID(token), project=request.project, user=request.user).first()
    except ValueError:
        found = None
    if found is None:
        raise Invalid(
            {"token": ["The upload is no longer there; it is kept for a day. Choose the file again."]}
        )
    return found


def _draft(upload: Upload, form: QueryDict) -> Draft:
    """What a reader makes of the bytes, with what the person wrote over it; binding only from the preview's form."""
    if "token" not in form:
        return _read(upload, None)
    draft = _read(upload, form.get("encoding") or None)
    if "store" not in form:
        return draft
    return replace(
        draft,
        title=form.get("title", "").strip(),
        outlet=form.get("outlet", "").strip(),
        url=form.get("url", "").strip(),
        language=form.get("language", "").strip(),
        published_at=_moment(form, "published_at"),
    )


def _read(upload: Upload, encoding: str | None) -> Draft:
    content = bytes(upload.content)
    if upload.media_type == "pasted":
        return readers.read_text(
            content.decode("utf-8", "surrogatepass"), max_bytes=settings.ARTICLE_BYTES_MAX
        )
    if _is_fetched(upload):
        draft = readers.read(content, media_type=upload.media_type, encoding=encoding)
        return replace(draft, url=upload.filename)
    return readers.read(
        content, filename=upload.filename, encoding=encoding, max_bytes=settings.ARTICLE_BYTES_MAX
    )


def _is_fetched(upload: Upload) -> bool:
    return upload.filename.startswith(("http://", "https://"))


def _moment(form: QueryDict, field: str) -> datetime | None:
    value = form.get(field, "").strip()
    if not value:
        return None
    try:
        return moment_from(value)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        words = f"'{value:.60}' is not a time such as 2024-01-04T13:36:00-05:00 or 2024-01-04."
        raise Invalid({field: [words]}) from None


def _store(request: MemberRequest, upload: Upload, draft: Draft) -> HttpResponse:
    name = "" if _is_fetched(upload) else upload.filename
    older = _older(request)
    incoming = Incoming(
        bytes(upload.content),
        draft,
        filename=name,
        deadline=_moment(request.POST, "deadline"),
        replaces=older.id if older else None,
    )
    try:
        article_id = pipeline.import_article(request.project, incoming, by=request.user).id
    except AlreadyThere as error:
        messages.info(request, str(error))
        article_id = error.current
    except Conflict as error:
        messages.error(request, f"{error} Nothing was stored.")
        return HttpResponseRedirect(f"/p/{request.project.slug}/articles/{error.current}/versions/")
    upload.delete()
    page = "versions/" if older and article_id != older.id else ""
    return HttpResponseRedirect(f"/p/{request.project.slug}/articles/{article_id}/{page}")


def _older(request: MemberRequest) -> Article | None:
    """The article that the import is to replace, where one is named; 404 for what is none of this project."""
    named = request.POST.get("replaces") or request.GET.get("replaces", "")
    if not named:
        return None
    try:
        return article_of(request, UUID(named))
    except ValueError:
        raise Invalid({"replaces": [f"'{named:.60}' is no id of an article."]}) from None


def _like(older: Article | None, draft: Draft) -> Draft:
    """The draft with what the older version says about itself, where the new one is silent."""
    if older is None:
        return draft
    outlet = older.outlet.name if older.outlet else ""
    return replace(
        draft,
        outlet=draft.outlet or outlet,
        url=draft.url or older.url,
        language=draft.language or older.language,
    )


def _preview(request: MemberRequest, upload: Upload, draft: Draft) -> ImportPreview:
    digest = hashlib.sha256(bytes(upload.content)).hexdigest()
    return import_preview(request.project, upload, _like(_older(request), draft), sha256=digest)


def _page(request: MemberRequest, *, status: int = 200, **page: Any) -> HttpResponse:
    older = _older(request)
    shown = ImportPage(
        largest=settings.ARTICLE_BYTES_MAX,
        replaces=str(older.id) if older else "",
        replaces_title=older.title if older else "",
        **page,
    )
    return render(
        request,
        "annotations/import.html",
        page_context(request, section="project", page=shown),
        status=status,
    )
