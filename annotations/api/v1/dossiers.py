"""What is known of one source: its facts, its names, its dossier. Confidential notes are on pages only, never here."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import dossiers, sources
from annotations.access import DECIDERS, EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes_dossiers import (
    ALIAS_SENT,
    DOSSIER,
    LOG_LINE,
    PROPOSALS,
    RELIABILITY_SENT,
    SOURCE_CHANGED,
    WHOLE_SOURCE,
)
from annotations.domain.dossier_words import Reliability
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import SourceKind
from annotations.models import Article, Source
from annotations.queries import scoped
from annotations.queries.dossier import dossier, dossier_form
from annotations.queries.registry import claims_named, source_form, source_with_aliases
from annotations.queries.source_proposals import proposals_for
from annotations.receipts import Answer


class OneSource(Resource):
    """One source of the registry."""

    @documented("One source with its ids elsewhere", answers={200: WHOLE_SOURCE})
    def get(self, request: Request, source_id: UUID) -> Response:
        """As the list has it, and `external_ids`."""
        return Response(_form(scoped.source(self.person, source_id).row))

    @documented(
        "Change a source's kind, parent or external ids", body=SOURCE_CHANGED, answers={200: WHOLE_SOURCE}
    )
    def patch(self, request: Request, source_id: UUID) -> Response:
        """What is left out stays; `"parent": null` takes it out of what it was part of."""
        found = scoped.source(self.person, source_id)
        require_role(found.role, *EDITORS, to="change sources")
        return self.once(lambda: self._change(found.row))

    def _change(self, source: Source) -> Answer:
        read = self.fields("kind", "parent", "external_ids")
        kind, parent = read.word("kind", SourceKind), read.identifier("parent")
        read.finish()
        changed = dossiers.change(
            source,
            kind=kind or SourceKind(source.kind),
            parent=parent if "parent" in read.body else source.parent_id,
            external_ids=read.body.get("external_ids", source.external_ids),
            by=self.person,
        )
        return Answer(200, _form(changed))


class Aliases(Resource):
    """A source's further names."""

    @documented("Add a further name to a source", body=ALIAS_SENT, answers={201: WHOLE_SOURCE})
    def post(self, request: Request, source_id: UUID) -> Response:
        """In the whole project, or in one `article` only. A name that is taken is 409."""
        found = scoped.source(self.person, source_id)
        require_role(found.role, *EDITORS, to="add names to sources")
        return self.once(lambda: self._add(found.row))

    def _add(self, source: Source) -> Answer:
        read = self.fields("text", "article")
        text, article = read.text("text"), read.identifier("article")
        read.finish()
        if article:
            scoped.require_in_project(source.project, article=article)
        within = Article.objects.only("id").get(pk=article) if article else None
        sources.add_alias(source, (text or "")[:300], by=self.person, article=within)
        return Answer(201, _form(source))


class RemoveAlias(Resource):
    """Taking a further name away."""

    @documented("Take a further name from a source", answers={200: WHOLE_SOURCE}, writes=True)
    def post(self, request: Request, source_id: UUID, alias_id: UUID) -> Response:
        """Chains that were written with it stay."""
        found = scoped.source(self.person, source_id)
        require_role(found.role, *EDITORS, to="take names from sources")
        return self.once(lambda: self._remove(found.row, alias_id))

    def _remove(self, source: Source, alias_id: UUID) -> Answer:
        dossiers.remove_alias(source, alias_id, by=self.person)
        return Answer(200, _form(source))


class Dossier(Resource):
    """A source's dossier."""

    @documented("What settled claims say with a source, and its reliability log", answers={200: DOSSIER})
    def get(self, request: Request, source_id: UUID) -> Response:
        """Settled claims only, under whichever merged name; verdicts by month."""
        found = scoped.source(self.person, source_id)
        return Response(dossier_form(found.row, dossier(found.row, viewer=self.person)))


class ReliabilityLog(Resource):
    """A source's reliability log."""

    @documented("Note how reliable a source proved", body=RELIABILITY_SENT, answers={201: LOG_LINE})
    def post(self, request: Request, source_id: UUID) -> Response:
        """The entry is never changed."""
        found = scoped.source(self.person, source_id)
        require_role(found.role, *DECIDERS, to="note how reliable a source proved")
        return self.once(lambda: self._note(found.row))

    def _note(self, source: Source) -> Answer:
        read = self.fields("finding", "reason")
        finding, reason = read.word("finding", Reliability), read.text("reason")
        if finding is None and "finding" not in read.errors:
            read.wrong("finding", "'finding' is missing.")
        read.finish()
        if finding is None:
            raise Invalid({"finding": ["'finding' is missing."]})
        made = dossiers.note_reliability(source, finding, reason=reason or "", by=self.person)
        form = {"id": str(made.id), "finding": str(finding), "reason": made.reason}
        return Answer(201, {**form, "at": made.written_at.isoformat()})


class MergeProposals(Resource):
    """Sources that may be one."""

    @documented("Pairs of sources that may be one, from their names", answers={200: PROPOSALS})
    def get(self, request: Request, slug: str) -> Response:
        """Nothing is merged by it. The pairs that are used most come first, a hundred at most."""
        found = proposals_for(scoped.project(self.person, slug).row)
        listed = [
            {"source": str(one.source.id), "into": str(one.into.id), "reason": one.reason.value}
            for one in found.shown
        ]
        return Response({"total": found.total, "proposals": listed})


def _form(source: Source) -> dict[str, Any]:
    fresh = source_with_aliases(source.id)
    counted = claims_named([fresh]).get(fresh.id, 0)
    return {**source_form(fresh, claims=counted), "external_ids": fresh.external_ids}
