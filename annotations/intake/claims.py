"""What a foreign data set says about its items, made rows: decisions, suggestions, comments, and all of it verbatim."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.utils import timezone

from annotations.domain.claim_lines import ClaimLines
from annotations.domain.ids import new_id
from annotations.domain.judgements import Judgement
from annotations.domain.records import LinkValue
from annotations.domain.submission import link_as_dict
from annotations.domain.vocabulary import SourceKind, Stage, SuggestionKind
from annotations.intake.answers import AT_ONCE, Given, new_decision
from annotations.intake.answers import write as write_answers
from annotations.models import Comment, ForeignKind, ForeignRecord, Project, Source, Suggestion, User
from annotations.models.bulk import ArticleRow
from annotations.readers.foreign import Answer, Item
from annotations.readers.foreign.mapping import Meaning, meaning_of
from annotations.sources import name_key

MAX_SOURCE, MAX_MODEL = 300, 40
NO_MODEL = "unnamed"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Stored:
    """What was written: the decisions with their chains, and how many of the rest."""

    decisions: list[Given] = field(default_factory=list)
    suggestions: int = 0
    records: int = 0
    comments: int = 0


def write(
    project: Project, origin: str, pairs: Sequence[tuple[Item, ArticleRow]], people: Mapping[str, User]
) -> Stored:
    """Write what the items say about the one claim of each article."""
    stored, now = Stored(), timezone.now()
    for at in range(0, len(pairs), AT_ONCE):
        batch = pairs[at : at + AT_ONCE]
        stubs: list[Source] = []
        given: list[Given] = []
        suggested: list[Suggestion] = []
        for item, row in batch:
            made = _Said(project, origin, item, row, people, now)
            given += made.decisions()
            suggested += made.suggestions()
            stubs += made.stubs.values()
        records = [one for item, row in batch for one in _records(project, origin, item, row, people)]
        comments = [one for item, row in batch for one in _comments(item, row, people, now)]
        Source.objects.bulk_create(stubs, batch_size=AT_ONCE)
        write_answers(given)
        Suggestion.objects.bulk_create(suggested, batch_size=AT_ONCE)
        ForeignRecord.objects.bulk_create(records, batch_size=AT_ONCE)
        Comment.objects.bulk_create(comments, batch_size=AT_ONCE)
        stored.decisions += given
        stored.suggestions += len(suggested)
        stored.records += len(records)
        stored.comments += len(comments)
    return stored


class _Said:
    """What was said about one item, in our words. Sources are stubs of the article: their strings name nobody."""

    def __init__(
        self,
        project: Project,
        origin: str,
        item: Item,
        row: ArticleRow,
        people: Mapping[str, User],
        now: datetime,
    ) -> None:
        self.project, self.origin, self.item, self.row = project, origin, item, row
        self.people, self.now = people, now
        self.stubs: dict[str, Source] = {}

    def decisions(self) -> list[Given]:
        """Each person's answers in order of time, as revisions 1, 2, 3 …; those without a word of ours are none."""
        by_person: dict[UUID, list[tuple[Answer, Meaning]]] = defaultdict(list)
        for answer in sorted(self.item.answers, key=lambda one: one.made_at or EPOCH):
            meaning = meaning_of(answer, self.item)
            if answer.kind == "answer" and not answer.is_cancelled and meaning.says_something:
                by_person[self.people[answer.by].pk].append((answer, meaning))
        return [
            self._given(person, number, answer, meaning)
            for person, own in by_person.items()
            for number, (answer, meaning) in enumerate(own, start=1)
        ]

    def suggestions(self) -> Iterator[Suggestion]:
        """The parts of each prediction that have a word of ours."""
        ranks: dict[tuple[str, SuggestionKind], int] = defaultdict(int)
        for answer in self.item.answers:
            if answer.kind != "prediction":
                continue
            meaning = meaning_of(answer, self.item)
            version = (answer.model or NO_MODEL)[:MAX_MODEL]
            for kind, value in self._parts(meaning):
                rank = ranks[version, kind]
                ranks[version, kind] += 1
                yield self._suggestion(answer, version, kind, value, rank)

    def _parts(self, meaning: Meaning) -> Iterator[tuple[SuggestionKind, Any]]:
        if meaning.verification is not None:
            yield SuggestionKind.VERIFICATION, meaning.verification.value
        if meaning.check_worthiness is not None:
            yield SuggestionKind.CHECK_WORTHINESS, meaning.check_worthiness.value
        if meaning.chain is not None:
            yield SuggestionKind.CHAIN, [link_as_dict(link) for link in meaning.chain]

    def _suggestion(
        self, answer: Answer, version: str, kind: SuggestionKind, value: Any, rank: int
    ) -> Suggestion:
        is_share = answer.score is not None and 0 <= answer.score <= 1
        without = "" if is_share else " The file gives it no score between 0 and 1."
        return Suggestion(
            id=new_id(),
            project_id=self.project.id,
            claim_id=_claim_id(self.row),
            suggester=self.origin,
            version=version,
            kind=kind,
            rank=rank,
            value=value,
            confidence=answer.score if is_share and answer.score is not None else 0.0,
            explanation=f"Predicted by {answer.model or 'a model without a name'} in {self.origin}.{without}",
            created_at=answer.made_at or self.now,
        )

    def _given(self, person: UUID, number: int, answer: Answer, meaning: Meaning) -> Given:
        chain = tuple(self._registered(link) for link in meaning.chain or ())
        judgement = Judgement(
            verification=meaning.verification,
            chain=None if meaning.chain is None else chain,
            check_worthiness=meaning.check_worthiness,
        )
        decision = new_decision(
            id=new_id(),
            project_id=self.project.id,
            claim_id=_claim_id(self.row),
            reviewer_id=person,
            stage=Stage.REVIEW,
            revision=number,
            complete=judgement.is_complete(self.project.asks),
            verification=meaning.verification,
            chain_answered=meaning.chain is not None,
            check_worthiness=meaning.check_worthiness,
            note="\n".join(answer.notes),
            seconds=answer.seconds if answer.seconds is None or answer.seconds >= 0 else None,
            decided_at=answer.made_at or self.now,
        )
        return Given(decision, chain)

    def _registered(self, link: LinkValue) -> LinkValue:
        if not link.source_name:
            return link
        name = link.source_name[:MAX_SOURCE]
        stub = self.stubs.get(name_key(name))
        if stub is None:
            stub = Source(
                id=new_id(),
                project_id=self.project.id,
                article_id=self.row.id,
                name=name,
                folded=name_key(name),
                kind=SourceKind.UNSPECIFIED,
            )
            self.stubs[stub.folded] = stub
        return replace(link, source_id=stub.id, source_name=stub.name)


def _records(
    project: Project, origin: str, item: Item, row: ArticleRow, people: Mapping[str, User]
) -> Iterator[ForeignRecord]:
    """One row for the item with its columns and the JSON it came as, one for each thing said about it."""
    claim_id = _claim_id(row)
    common: dict[str, Any] = {"project_id": project.id, "claim_id": claim_id, "origin": origin}
    yield ForeignRecord(
        id=new_id(),
        kind=ForeignKind.ITEM,
        key=item.key,
        details={"data": dict(item.data)},
        original=row.content.decode() if row.content else "",
        **common,
    )
    for answer in item.answers:
        person = None if answer.kind == "prediction" else people[answer.by]
        yield ForeignRecord(
            id=new_id(),
            kind=answer.kind,
            key=answer.key[:MAX_SOURCE],
            by=person,
            made_at=answer.made_at,
            labels=[{"field": name, "label": label} for name, label in answer.labels],
            regions=[
                {
                    "id": region.id,
                    "start": region.start,
                    "end": region.end,
                    "labels": list(region.labels),
                    "field": region.field,
                }
                for region in answer.regions
            ],
            relations=[
                {"from_id": one.from_id, "to_id": one.to_id, "labels": list(one.labels)}
                for one in answer.relations
            ],
            details=orjson.loads(orjson.dumps({**answer.details, **_told(answer)})),
            **common,
        )


def _told(answer: Answer) -> dict[str, Any]:
    """What a row has no column for, where the answer has it."""
    told = {
        "model": answer.model,
        "score": answer.score,
        "seconds": answer.seconds,
        "cancelled": answer.is_cancelled,
    }
    return {name: value for name, value in told.items() if value not in ("", None, False)}


def _claim_id(row: ArticleRow) -> UUID:
    """The one claim of an item's article."""
    if isinstance(row.claims, ClaimLines):
        raise TypeError("the claims of this article are lines already")
    return row.claims[0].id


def _comments(item: Item, row: ArticleRow, people: Mapping[str, User], now: datetime) -> Iterator[Comment]:
    for by, text in item.comments:
        if text.strip():
            yield Comment(id=new_id(), claim_id=_claim_id(row), author=people[by], written_at=now, text=text)
