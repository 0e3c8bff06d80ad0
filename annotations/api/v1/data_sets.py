"""Data sets made elsewhere: a look at what would come in, and taking it in."""

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import intake, pipeline
from annotations.access import EDITORS, require_role
from annotations.api.parsing import FormBody, JSONBody
from annotations.api.resource import Resource
from annotations.api.schema import documented, parameter
from annotations.api.v1.shapes_data_sets import DATASET_FILE_SENT, DATASET_SEEN, DATASET_SENT, DATASET_TAKEN
from annotations.domain.errors import Invalid
from annotations.domain.fields import FieldReader
from annotations.models import Membership, Project, User
from annotations.queries import scoped
from annotations.readers import foreign
from annotations.readers.foreign.reading import Named, unpacked
from annotations.readers.native import unpack_release
from annotations.receipts import Answer

RELEASE = "jsonl"
PREVIEW = parameter("preview", "`yes` to be told what would come in; nothing is stored then.")


class DataSets(Resource):
    """A project's way in for data sets: releases of this workbench, exports of Label Studio and doccano."""

    parser_classes = (JSONBody, FormBody)
    body_max = settings.ARTICLE_BYTES_MAX * 2

    @documented(
        "Take a data set in: all of it or nothing",
        body=DATASET_SENT,
        form=DATASET_FILE_SENT,
        answers={201: DATASET_TAKEN, 200: DATASET_SEEN},
        query=(PREVIEW,),
    )
    def post(self, request: Request, slug: str) -> Response:
        """With `?preview=yes` nothing is stored, and the answer says what would come in.

        A release goes as a ZIP into an empty project and keeps its ids; 409 where one of them is taken.
        """
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="import data sets")
        looks = self.asked("preview").text("preview") in ("yes", "true", "1")
        return self.once(lambda: self._take(found.row, looks=looks))

    def _take(self, project: Project, *, looks: bool) -> Answer:
        file = self.request.FILES.get("file")
        read = self.fields("format", "offsets", *(("file",) if file else ("text", "people")))
        format, unit = read.text("format") or "", read.text("offsets")
        if file and format == RELEASE:
            read.finish()
            return self._release(project, file.read(), looks=looks)
        if format not in foreign.FORMATS:
            read.wrong("format", f"Send a file of 'jsonl', or one of: {', '.join(foreign.FORMATS)}.")
        if unit is not None and unit not in foreign.UNITS:
            read.wrong("offsets", f"Offsets count one of: {', '.join(foreign.UNITS)}.")
        files = unpacked(file.name or "file", file.read()) if file else _from_text(read, format)
        people = {} if file else _people(project, read)
        read.finish()
        dataset = foreign.read(files, format=format, unit=unit)
        if looks:
            return Answer(200, {"format": format, **asdict(foreign.preview(dataset))})
        taken = asdict(pipeline.import_foreign(project, dataset, by=self.person, people=people))
        return Answer(201, {"format": format, "sources": 0, **taken, "articles": len(taken["articles"])})

    def _release(self, project: Project, content: bytes, *, looks: bool) -> Answer:
        with TemporaryDirectory() as folder:
            release = unpack_release(content, Path(folder))
            if looks:
                seen = intake.look_at_release(project, release, by=self.person)
                return Answer(200, {"format": RELEASE, **asdict(seen)})
            counted = intake.import_release(project, release, by=self.person)
        return Answer(201, {"format": RELEASE, **asdict(counted), "comments": 0, "records": 0})


def _from_text(read: FieldReader, format: str) -> list[Named]:
    text = read.text("text")
    if not text:
        read.wrong("text", "Send a file, or its content as 'text'.")
        return []
    whole = text.lstrip().startswith("[") or format == "label-studio"
    return [("sent.json" if whole else "sent.jsonl", text.encode("utf-8", "surrogatepass"))]


def _people(project: Project, read: FieldReader) -> dict[str, User]:
    """Who of the data set is which member."""
    named: Any = read.body.get("people") or {}
    if not isinstance(named, dict) or any(not isinstance(name, str) for name in named.values()):
        read.wrong("people", "'people' must be an object: their name, and the account of a member.")
        return {}
    rows = Membership.objects.filter(project=project, user__username__in=set(named.values()))
    members = {row.user.username: row.user for row in rows.select_related("user")}
    if missing := sorted(set(named.values()) - set(members)):
        raise Invalid({"people": [f"No member of this project is called {', '.join(missing)}."]})
    return {theirs: members[ours] for theirs, ours in named.items()}
