"""The desk's own labels below the six verification words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import labels
from annotations.access import DECIDERS, EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes_labels import (
    CHANGE,
    CHANGES,
    CLAIMS_WITH,
    LABEL,
    LABEL_CHANGE,
    LABEL_SENT,
    LABELLED,
    LABELLED_SENT,
    LABELS,
    MERGE_SENT,
    PARTS,
    SPLIT_SENT,
    WAITING,
)
from annotations.domain.fields import FieldReader
from annotations.domain.vocabulary import Verification
from annotations.labels import Part
from annotations.models import LabelChange, Project
from annotations.queries import scoped
from annotations.queries.answers import timestamp
from annotations.queries.labels import change_form, claims_with, label_form, labels_of, waiting_claims
from annotations.receipts import Answer

CHANGES_SHOWN = 200


class Labels(Resource):
    """A project's labels."""

    @documented("The project's own labels, those no longer in use too", answers={200: LABELS})
    def get(self, request: Request, slug: str) -> Response:
        """By word and name."""
        project = scoped.project(self.person, slug).row
        rows = sorted(
            labels_of(project).values(), key=lambda row: (row.verification, row.folded, str(row.id))
        )
        return Response({"results": [label_form(row) for row in rows]})

    @documented("Make a label below one of the six words", body=LABEL_SENT, answers={201: LABEL})
    def post(self, request: Request, slug: str) -> Response:
        """For editors. A name that is in use is 409, with that label's id."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="change labels")
        return self.once(lambda: self._define(found.row))

    def _define(self, project: Project) -> Answer:
        read = self.fields("verification", "name", "definition")
        word, name = read.word("verification", Verification), required(read, "name")
        definition = read.text("definition")
        if word is None and "verification" not in read.errors:
            read.wrong("verification", "'verification' is missing: one of the six words.")
        read.finish()
        made = labels.define(
            project,
            verification=word or Verification.SUPPORTED,
            name=name,
            definition=definition or "",
            by=self.person,
        )
        return Answer(201, label_form(made))


class OneLabel(Resource):
    """One label."""

    @documented("Give a label another name or definition", body=LABEL_CHANGE, answers={200: LABEL})
    def patch(self, request: Request, label_id: UUID) -> Response:
        """For editors. Data sets of before keep the old name."""
        require_role(scoped.label(self.person, label_id).role, *EDITORS, to="change labels")

        def act() -> Answer:
            read = self.fields("name", "definition")
            name, definition = read.text("name"), read.text("definition")
            read.finish()
            renamed = labels.rename(label_id, name=name, definition=definition, by=self.person)
            return Answer(200, label_form(renamed))

        return self.once(act)


class LabelClaims(Resource):
    """What an act on a label would concern."""

    @documented("The claims that carry a label", answers={200: CLAIMS_WITH}, refusals=(403,))
    def get(self, request: Request, label_id: UUID) -> Response:
        """For editors: how many, and the first fifty."""
        found = scoped.label(self.person, label_id)
        require_role(found.role, *EDITORS, to="change labels")
        count, rows = claims_with(found.row.project, found.row)
        results = [{"id": str(row.id), "article": str(row.article_id), "text": row.text} for row in rows]
        return Response({"count": count, "results": results})


class MergeLabel(Resource):
    """Saying that two labels are one."""

    @documented("Merge a label into another one", body=MERGE_SENT, answers={200: LABEL})
    def post(self, request: Request, label_id: UUID) -> Response:
        """For editors. No answer is rewritten; the label stands for the other one from now on."""
        require_role(scoped.label(self.person, label_id).role, *EDITORS, to="change labels")

        def act() -> Answer:
            read = self.fields("into")
            into = read.identifier("into")
            if into is None and "into" not in read.errors:
                read.wrong("into", "'into' is missing: the id of the label that stays.")
            read.finish()
            return Answer(200, label_form(labels.merge(label_id, into=into or label_id, by=self.person)))

        return self.once(act)


class SplitLabel(Resource):
    """Dividing a label."""

    @documented("Split a label into others", body=SPLIT_SENT, answers={201: PARTS})
    def post(self, request: Request, label_id: UUID) -> Response:
        """For editors. Its claims wait to be labelled anew; see `labels/waiting/`."""
        require_role(scoped.label(self.person, label_id).role, *EDITORS, to="change labels")

        def act() -> Answer:
            read = self.fields("into")
            into = _parts(read)
            read.finish()
            made = labels.split(label_id, into=into, by=self.person)
            return Answer(201, {"results": [label_form(part) for part in made]})

        return self.once(act)


class LabelChanges(Resource):
    """What was done to labels."""

    @documented("What was done to the project's labels, newest first", answers={200: CHANGES})
    def get(self, request: Request, slug: str) -> Response:
        """The newest two hundred acts."""
        project = scoped.project(self.person, slug).row
        rows = LabelChange.objects.filter(project=project).order_by("-id")[:CHANGES_SHOWN]
        return Response({"results": [change_form(row) for row in rows]})


class UndoLabelChange(Resource):
    """Taking an act on labels back."""

    @documented("Take an act on labels back", answers={201: CHANGE})
    def post(self, request: Request, change_id: UUID) -> Response:
        """For editors. 409 where a later act touches the same labels, or answers carry what was made."""
        found = scoped.label_change(self.person, change_id)
        require_role(found.role, *EDITORS, to="change labels")
        return self.once(lambda: Answer(201, change_form(labels.undo(change_id, by=self.person))))


class WaitingForLabel(Resource):
    """The claims of labels that were split."""

    @documented("Claims whose label was split", answers={200: WAITING}, refusals=(403,))
    def get(self, request: Request, slug: str) -> Response:
        """For editors: how many, and the first fifty with the labels they can have."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="label claims of others")
        count, rows = waiting_claims(found.row)
        results = [
            {
                "claim": str(row.claim),
                "article": str(row.article),
                "text": row.text,
                "label": row.old,
                "choices": [{"id": str(one.id), "name": one.name} for one in row.choices],
            }
            for row in rows
        ]
        return Response({"count": count, "results": results})


class ClaimLabel(Resource):
    """The label of the answer that stands on a claim."""

    @documented("Give the standing answer a label, or none", body=LABELLED_SENT, answers={201: LABELLED})
    def post(self, request: Request, claim_id: UUID) -> Response:
        """For reviewers and editors. `label` null takes it away. A sign-off of the claim is void from then on."""
        require_role(scoped.role_for_claim(self.person, claim_id), *DECIDERS, to="label claims")

        def act() -> Answer:
            read = self.fields("label")
            label_id = read.identifier("label")
            if "label" not in read.body:
                read.wrong("label", "'label' is missing: an id, or null for none.")
            read.finish()
            made = labels.relabel(claim_id, label_id=label_id, by=self.person)
            form: dict[str, Any] = {
                "claim": str(claim_id),
                "decision": str(made.decision_id),
                "label": str(made.label_id) if made.label_id else None,
                "at": timestamp(made.at),
            }
            return Answer(201, form)

        return self.once(act)


def required(read: FieldReader, name: str) -> str:
    """The text of a field that must be there."""
    value = read.text(name)
    if value is None and name not in read.errors:
        read.wrong(name, f"'{name}' is missing.")
    return value or ""


def _parts(read: FieldReader) -> Sequence[Part]:
    given = read.body.get("into")
    if not isinstance(given, list):
        read.wrong("into", '\'into\' must be a list of labels: [{"name", "definition"?}].')
        return ()
    parts = []
    for number, item in enumerate(given, start=1):
        inner = FieldReader(item, known=("name", "definition"), prefix=f"Label {number}: ", under="into")
        name, definition = inner.text("name"), inner.text("definition")
        if name is None and not inner.errors:
            inner.wrong("name", "'name' is missing.")
        for field, words in inner.errors.items():
            read.errors.setdefault(field, []).extend(words)
        parts.append(Part(name or "", definition or ""))
    return parts
