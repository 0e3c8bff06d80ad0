"""The registry of sources."""

from typing import Any
from uuid import UUID

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import merging, sources
from annotations.access import EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1.shapes_more import MERGE_SENT, SOURCE, SOURCE_SENT, SOURCES
from annotations.domain.errors import Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.vocabulary import SourceKind
from annotations.models import Article, Project, Source
from annotations.queries import scoped
from annotations.queries.registry import claims_named, source_form, source_with_aliases, sources_of
from annotations.receipts import Answer

MAX_NAME, MAX_ALIASES = 300, 100


class Sources(Resource):
    """A project's sources."""

    @documented("The project's sources by name", answers={200: SOURCES}, query=PAGES)
    def get(self, request: Request, slug: str) -> Response:
        """Those of one article only, and merged ones, too."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked()
        page = sources_of(project, cursor=cursor, limit=limit)
        counted = claims_named(page.rows)
        return self.paged(page, lambda source: source_form(source, claims=counted.get(source.id, 0)))

    @documented("Add a source with its other names", body=SOURCE_SENT, answers={201: SOURCE})
    def post(self, request: Request, slug: str) -> Response:
        """A name that the registry has already is 409, with that source's id."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="add sources by hand")
        return self.once(lambda: self._create(found.row))

    @transaction.atomic
    def _create(self, project: Project) -> Answer:
        read = self.fields("name", "kind", "parent", "aliases")
        name, kind = _name(read, "name"), read.word("kind", SourceKind)
        parent, aliases = read.identifier("parent"), _aliases(read)
        if kind is None and "kind" not in read.errors:
            read.wrong("kind", "'kind' is missing.")
        read.finish()
        if kind is None or name is None:
            raise Invalid({"": ["A source needs a name and a kind."]})
        if parent:
            scoped.require_in_project(project, source=parent)
        everywhere = [text for text, article in aliases if article is None]
        source = sources.create(
            project,
            name=name,
            kind=kind,
            by=self.person,
            parent=Source.objects.get(pk=parent) if parent else None,
            aliases=everywhere,
        )
        for text, article in aliases:
            if article is not None:
                scoped.require_in_project(project, article=article)
                within = Article.objects.only("id").get(pk=article)
                sources.add_alias(source, text, by=self.person, article=within)
        return Answer(201, source_form(source_with_aliases(source.id), claims=0))


class Merge(Resource):
    """Saying that two sources are one."""

    @documented("Merge a source into another one", body=MERGE_SENT, answers={200: SOURCE})
    def post(self, request: Request, source_id: UUID) -> Response:
        """Chains keep the source they were written with; names and counts follow the other one."""
        found = scoped.source(self.person, source_id)
        require_role(found.role, *EDITORS, to="merge sources")
        return self.once(lambda: self._merge(found.row))

    def _merge(self, source: Source) -> Answer:
        read = self.fields("into")
        into = read.identifier("into")
        if into is None and not read.errors:
            read.wrong("into", "'into' is missing: the id of the source that stays.")
        read.finish()
        return _form(merging.merge(source, into=into or source.id, by=self.person))


class Unmerge(Resource):
    """Taking a merge back."""

    @documented("Take a merge back", answers={200: SOURCE}, writes=True)
    def post(self, request: Request, source_id: UUID) -> Response:
        """The source stands for itself again, with those that were merged into it before."""
        found = scoped.source(self.person, source_id)
        require_role(found.role, *EDITORS, to="take merges back")
        return self.once(lambda: _form(merging.unmerge(found.row, by=self.person)))


def _form(source: Source) -> Answer:
    fresh = source_with_aliases(source.id)
    return Answer(200, source_form(fresh, claims=claims_named([fresh]).get(fresh.id, 0)))


def _name(read: FieldReader, field: str) -> str | None:
    name = read.text(field)
    if name is None:
        if field not in read.errors:
            read.wrong(field, f"'{field}' is missing.")
    elif not name.strip() or len(name) > MAX_NAME:
        read.wrong(field, f"A name has 1 to {MAX_NAME} characters, not {len(name.strip()):,}.")
    return name


def _aliases(read: FieldReader) -> list[tuple[str, UUID | None]]:
    given: Any = read.body.get("aliases") or []
    if not isinstance(given, list) or len(given) > MAX_ALIASES:
        read.wrong("aliases", f'must be a list of at most {MAX_ALIASES} names: [{{"text", "article"?}}].')
        return []
    found = []
    for number, item in enumerate(given, start=1):
        inner = FieldReader(item, known=("text", "article"), prefix=f"Name {number}: ", under="aliases")
        text, article = _name(inner, "text"), inner.identifier("article")
        for field, words in inner.errors.items():
            read.errors.setdefault(field, []).extend(words)
        if text is not None:
            found.append((text, article))
    return found
