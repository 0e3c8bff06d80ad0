"""Data sets: asking for one, watching it, fetching its files."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import pipeline
from annotations.access import EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1.shapes_more import RELEASE, RELEASE_SENT, RELEASES
from annotations.domain.errors import NotPermitted
from annotations.models import Project, Release
from annotations.queries import scoped
from annotations.queries.answers import timestamp
from annotations.queries.pages import Key, page_of
from annotations.queries.release_archive import archive_of
from annotations.queries.release_comparison import changes_as_json, folders
from annotations.queries.releases import file_of, may_open
from annotations.receipts import Answer

NEWEST_FIRST = (Key("id", UUID, descending=True),)
WITHHELD = (
    "In this project reviewers do not see each other's answers, and a release holds them; ask an editor."
)


class Releases(Resource):
    """A project's releases."""

    @documented("The project's releases, newest first", answers={200: RELEASES}, query=PAGES)
    def get(self, request: Request, slug: str) -> Response:
        """With their files, once they are done."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked()
        rows = Release.objects.filter(project=project).select_related("requested_by")
        return self.paged(page_of(rows, NEWEST_FIRST, cursor=cursor, limit=limit), release_form)

    @documented("Ask for a data set", body=RELEASE_SENT, answers={202: RELEASE})
    def post(self, request: Request, slug: str) -> Response:
        """For editors. 409 while a selected claim is disputed or reopened, unless `allow_open`."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="release data sets")
        return self.once(lambda: self._ask(found.row))

    def _ask(self, project: Project) -> Answer:
        read = self.fields("formats", "selection", "allow_open", "with_text", "named", "licence", "override")
        formats, selection = read.body.get("formats"), read.body.get("selection")
        if not isinstance(formats, list) or not formats or any(not isinstance(name, str) for name in formats):
            read.wrong("formats", '\'formats\' must be a list of names, such as ["jsonl", "csv"].')
        if selection is not None and not isinstance(selection, dict):
            read.wrong("selection", "'selection' must be an object.")
        allow_open, with_text, named = (read.truth(name) for name in ("allow_open", "with_text", "named"))
        licence, override = read.text("licence"), read.text("override")
        read.finish()
        release = pipeline.request_release(
            project,
            formats=list(formats or ()),
            selection=selection,
            allow_open=bool(allow_open),
            with_text=with_text is not False,
            named=bool(named),
            licence=licence or "",
            override=override or "",
            by=self.person,
        )
        return Answer(202, release_form(release))


class OneRelease(Resource):
    """One release."""

    @documented("A release and its files", answers={200: RELEASE})
    def get(self, request: Request, release_id: UUID) -> Response:
        """`files` are there once it is done."""
        return Response(release_form(scoped.release(self.person, release_id).row))


class ReleaseChanges(Resource):
    """What changed from one release to another."""

    @documented(
        "The claims added, changed and removed from one release to another, a line each",
        answers={200: {"type": "string", "contentMediaType": "application/jsonl"}},
        refusals=(403, 409, 422),
        media_type="application/jsonl",
    )
    def get(self, request: Request, release_id: UUID, newer_id: UUID) -> StreamingHttpResponse:
        """Each line has `change`, `claim`, `article`, `text`, `fields`; the last one `counts` and `manifest`.

        409 while one of the two is not done, 422 where one has no `jsonl`.
        """
        there = folders(release_id, newer_id, by=self.person)
        return StreamingHttpResponse(changes_as_json(*there), content_type="application/jsonl")


class ReleaseFile(Resource):
    """A file of a release."""

    @documented(
        "The bytes of a file, never to be shown inline",
        answers={200: {"type": "string", "contentMediaType": "application/octet-stream"}},
        refusals=(403, 409),
        media_type="application/octet-stream",
    )
    def get(self, request: Request, release_id: UUID, name: str) -> FileResponse:
        """409 until the release is done."""
        found = scoped.release(self.person, release_id)
        if not may_open(found.row.project, found.role):
            raise NotPermitted(WITHHELD)
        file = file_of(release_id, name, by=self.person)
        response = FileResponse(file.path.open("rb"), as_attachment=True, filename=file.name)
        response.headers["Content-Type"] = "application/octet-stream"
        return response


class ReleaseArchive(Resource):
    """A release as one file."""

    @documented(
        "All files of a release as one ZIP archive",
        answers={200: {"type": "string", "contentMediaType": "application/zip"}},
        refusals=(403, 409),
        media_type="application/zip",
    )
    def get(self, request: Request, release_id: UUID) -> StreamingHttpResponse:
        """409 until the release is done. The same archive whenever it is asked for."""
        name, parts = archive_of(release_id, by=self.person)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)


def release_form(release: Release) -> dict[str, Any]:
    """A release in CONTRACT's JSON form."""
    return {
        "id": str(release.id),
        "status": str(release.status),
        "progress": release.progress,
        "files": release.files,
        "error": release.error,
        "formats": release.formats,
        "selection": release.selection,
        "allow_open": release.allow_open,
        "with_text": release.with_text,
        "people": "names" if release.named else "pseudonyms",
        "licence": release.licence or None,
        "claims": release.claims,
        "ledger_seq": release.ledger_seq,
        "snapshot_at": timestamp(release.snapshot_at),
        "requested_by": release.requested_by.username,
        "requested_at": timestamp(release.requested_at),
        "built_at": timestamp(release.built_at),
    }
