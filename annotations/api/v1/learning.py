"""Learning from the desk: versions and their figures, training, putting to use, returning."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import pipeline, train
from annotations.access import EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes_learning import (
    LEARNING,
    PART_SENT,
    RULES_SENT,
    SUGGESTER_SENT,
    TRAINING_SENT,
    TRAININGS,
)
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import LearnedPart
from annotations.models import Project
from annotations.queries import scoped
from annotations.queries.learning import learning_form, learning_page, training_form, training_line
from annotations.receipts import Answer


def _form(project: Project) -> Answer:
    return Answer(200, learning_form(learning_page(project)))


class Learning(Resource):
    """What a project has learned, and by which rules."""

    @documented("Learned versions with their figures, trainings, silent suggesters", answers={200: LEARNING})
    def get(self, request: Request, slug: str) -> Response:
        """For every member."""
        return Response(_form(scoped.project(self.person, slug).row).body)

    @documented("Change how a project learns", body=RULES_SENT, answers={200: LEARNING})
    def patch(self, request: Request, slug: str) -> Response:
        """For editors. `floor` null means that no suggester switches itself off."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="change how the project learns")
        return self.once(lambda: self._change(found.row))

    def _change(self, project: Project) -> Answer:
        read, before = self.fields("pools", "floor", "window"), train.rules_of(project)
        pools, floor, window = read.truth("pools"), read.number("floor"), read.whole("window")
        read.finish()
        rules = train.Rules(
            before.pools if pools is None else pools,
            floor if "floor" in read.body else before.floor,
            before.window if window is None else window,
        )
        train.change_rules(project, rules, by=self.person)
        return _form(project)


class Trainings(Resource):
    """Asking for parts to be learned."""

    @documented("Have parts learned from settled answers", body=TRAINING_SENT, answers={202: TRAININGS})
    def post(self, request: Request, slug: str) -> Response:
        """For editors. A worker does it; 409 while the same parts are being learned. Without `parts` all are."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="have suggestions learned")
        return self.once(lambda: self._ask(found.row))

    def _ask(self, project: Project) -> Answer:
        read = self.fields("parts", "pooled")
        words, pooled = read.body.get("parts"), read.truth("pooled")
        parts = tuple(LearnedPart)
        if words is not None:
            known = [part.value for part in LearnedPart]
            if not isinstance(words, list) or not words or any(word not in known for word in words):
                read.wrong("parts", f"'parts' must be a list of one or more of {', '.join(known)}.")
            else:
                parts = tuple(LearnedPart(word) for word in words)
        read.finish()
        asked = pipeline.learn(project, parts=parts, by=self.person, pooled=pooled)
        return Answer(202, {"trainings": [training_form(training_line(row)) for row in asked]})


class ReturnToShipped(Resource):
    """Taking a learned part back."""

    @documented("Let what ships suggest again", body=PART_SENT, answers={200: LEARNING})
    def post(self, request: Request, slug: str) -> Response:
        """For editors. 409 where no learned version suggests."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="say which version suggests")
        return self.once(lambda: self._return(found.row))

    def _return(self, project: Project) -> Answer:
        read = self.fields("part")
        part = read.word("part", LearnedPart)
        if part is None and not read.errors:
            read.wrong("part", "'part' is missing.")
        read.finish()
        if part is None:
            raise Invalid({"part": ["'part' is missing."]})
        train.return_to_shipped(project, part, by=self.person)
        return _form(project)


class SwitchOn(Resource):
    """Letting a silent suggester speak again."""

    @documented("Switch a suggester on again", body=SUGGESTER_SENT, answers={200: LEARNING})
    def post(self, request: Request, slug: str) -> Response:
        """For editors. 409 where it is not switched off."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="switch suggesters on")
        return self.once(lambda: self._switch(found.row))

    def _switch(self, project: Project) -> Answer:
        read = self.fields("suggester")
        suggester = read.text("suggester")
        if suggester is None and not read.errors:
            read.wrong("suggester", "'suggester' is missing.")
        read.finish()
        train.switch_on(project, suggester or "", by=self.person)
        return _form(project)


class Activate(Resource):
    """Putting a version to use."""

    @documented("Let a learned version suggest from now on", answers={200: LEARNING}, writes=True)
    def post(self, request: Request, model_id: UUID) -> Response:
        """For editors. An older version than the active one is a return; 409 where it suggests already."""
        found = scoped.learned_model(self.person, model_id)
        require_role(found.role, *EDITORS, to="say which version suggests")
        return self.once(lambda: self._activate(model_id))

    def _activate(self, model_id: UUID) -> Answer:
        self.fields().finish()
        return _form(train.activate(model_id, by=self.person).project)
