"""Lines of a release made rows again, each with the id it had."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from annotations.domain.ids import new_id
from annotations.domain.records import LinkValue, Span
from annotations.domain.submission import moment_from
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    Fidelity,
    Identification,
    Mention,
    Outcome,
    QuoteType,
    RecordStatus,
    RejectionReason,
    SourceKind,
    Stage,
    SuggestionKind,
    Verification,
)
from annotations.intake.answers import Given, new_decision
from annotations.models import ForeignRecord, Suggestion, SuggestionOutcome, User

Form = Mapping[str, Any]
ELSEWHERE = "The words stand where the data set was made."


@dataclass(frozen=True, slots=True)
class Restored:
    """What a claim's line holds besides the claim."""

    answers: list[Given] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    outcomes: list[SuggestionOutcome] = field(default_factory=list)
    foreign: list[ForeignRecord] = field(default_factory=list)


def restored(project_id: UUID, claim: Form, people: Mapping[str, User]) -> Restored:
    """Answers, suggestions with what became of them, and foreign records of a claim's line.

    Raises KeyError and ValueError for what a release of ours does not hold.
    """
    claim_id = UUID(claim["id"])
    answers = [
        _answer(project_id, claim_id, form, people, Stage.REVIEW)
        for review in claim["reviews"]
        for form in (*review["earlier"], review)
    ]
    answers += [
        _answer(project_id, claim_id, form, people, Stage.ADJUDICATION) for form in claim["adjudications"]
    ]
    return Restored(
        answers,
        [_suggestion(project_id, claim_id, form) for form in claim["suggestions"]],
        [one for form in claim["suggestions"] for one in _outcomes(form)],
        [_foreign(project_id, claim_id, form, people) for form in claim["foreign"]],
    )


def people_of(claim: Form) -> Iterator[str]:
    """What the people are called of whom a claim's line says something."""
    for review in (*claim["reviews"], *claim["adjudications"]):
        yield review["reviewer"]
    yield from (one["added_by"] for one in claim["evidence"])
    yield from (one["by"] for one in (*claim["sign_offs"], *claim["reopenings"]))
    yield from (one["voided_by"] for one in claim["sign_offs"] if one["voided_by"])
    yield from (one["by"] for one in claim["foreign"] if one["by"] is not None)


def answers_in(claim: Form) -> int:
    """How many answers a claim's line holds: every revision of every reviewer, and adjudications."""
    return sum(1 + len(review["earlier"]) for review in claim["reviews"]) + len(claim["adjudications"])


def moment(text: str | None) -> datetime | None:
    """A time as a release writes it; None stays None."""
    return None if text is None else moment_from(text)


def given(form: Any, word: Callable[[Any], Any]) -> Any:
    """The word, or None for null. Raises ValueError for a word nobody knows."""
    return None if form is None else word(form)


def _answer(project_id: UUID, claim_id: UUID, form: Form, people: Mapping[str, User], stage: Stage) -> Given:
    decision = new_decision(
        id=UUID(form["id"]),
        project_id=project_id,
        claim_id=claim_id,
        reviewer_id=people[form["reviewer"]].pk,
        stage=stage,
        revision=form["revision"],
        undoes=form["undoes"],
        decided_at=moment_from(form["decided_at"]),
        complete=form["complete"],
        chain_answered=form["chain"] is not None,
        verification=given(form["verification"], Verification),
        basis=given(form["basis"], Basis),
        as_of=moment(form["as_of"]),
        revisit_on=given(form["revisit_on"], date.fromisoformat),
        check_worthiness=given(form["check_worthiness"], CheckWorthiness),
        priority=form["priority"],
        flag=form["flag"],
        seconds=form["seconds"],
        guideline_version=form["guideline_version"],
        suggestions_shown=form["suggestions_shown"],
        others_hidden=form["others_hidden"],
    )
    return Given(decision, tuple(_link(link) for link in form["chain"] or ()))


def _link(form: Form) -> LinkValue:
    source = form["source"]
    return LinkValue(
        depth=form["depth"],
        source_id=UUID(source["id"]) if source else None,
        source_name=source["name"] if source else "",
        source_kind=SourceKind(source["kind"]) if source else SourceKind.UNSPECIFIED,
        source_span=_span(form["source_span"]),
        cue_span=_span(form["cue_span"]),
        content_spans=tuple((start, end) for start, end in form["content_spans"]),
        quote_type=QuoteType(form["quote_type"]),
        identification=Identification(form["identification"]),
        record=RecordStatus(form["record"]),
        mention=given(form["mention"], Mention),
        fidelity=given(form["fidelity"], Fidelity),
    )


def _span(form: Any) -> Span | None:
    return None if form is None else (form[0], form[1])


def _suggestion(project_id: UUID, claim_id: UUID, form: Form) -> Suggestion:
    kind = SuggestionKind(form["kind"])
    value = {SuggestionKind.CHAIN: form["chain"], SuggestionKind.MATCH: form["match"]}.get(
        kind, form["value"]
    )
    return Suggestion(
        id=UUID(form["id"]),
        project_id=project_id,
        claim_id=claim_id,
        suggester=form["suggester"],
        version=form["version"],
        kind=kind,
        rank=form["rank"],
        value=value,
        confidence=form["confidence"],
        explanation=form["explanation"] or "",
        rule=form["rule"],
        spans=[[span["start"], span["end"], span["what"]] for span in form["spans"]],
        created_at=moment_from(form["created_at"]),
    )


def _outcomes(form: Form) -> Iterator[SuggestionOutcome]:
    for outcome in form["outcomes"]:
        yield SuggestionOutcome(
            id=new_id(),
            decision_id=UUID(outcome["review"]),
            suggestion_id=UUID(form["id"]),
            outcome=Outcome(outcome["outcome"]),
            reason=given(outcome["reason"], RejectionReason),
        )


def _foreign(project_id: UUID, claim_id: UUID, form: Form, people: Mapping[str, User]) -> ForeignRecord:
    return ForeignRecord(
        id=UUID(form["id"]),
        project_id=project_id,
        claim_id=claim_id,
        by=None if form["by"] is None else people[form["by"]],
        made_at=moment(form["made_at"]),
        **{
            name: form[name]
            for name in ("origin", "kind", "key", "labels", "regions", "relations", "details")
        },
    )
