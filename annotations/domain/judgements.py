"""One person's answer about one claim, before it is stored: what it may hold, and what is wrong with it in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.records import LinkValue, Span
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    Identification,
    Outcome,
    Part,
    RejectionReason,
    Verification,
)

MAX_DEPTH = 12
MAX_NOTE = 10_000
MAX_SECONDS = 366 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class SeenSuggestion:
    """A suggestion that was on the screen, and what became of it."""

    suggestion_id: UUID
    outcome: Outcome
    reason: RejectionReason | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """An answer. Every part may be unanswered (None); an empty `chain` is an answer: the article's own voice.

    `label` is one of the desk's own below the verification. `seconds` is the time the claim was on the screen.
    Spans are code points of the article's text.
    """

    verification: Verification | None = None
    chain: tuple[LinkValue, ...] | None = None
    check_worthiness: CheckWorthiness | None = None
    priority: int | None = None
    basis: Basis | None = None
    as_of: datetime | None = None
    revisit_on: date | None = None
    note: str = ""
    flag: bool = False
    seen: tuple[SeenSuggestion, ...] = field(default=())
    seconds: float | None = None
    label: UUID | None = None

    @property
    def answers_anything(self) -> bool:
        """Whether there is something to keep: an answered part, a note or a flag."""
        parts = (self.verification, self.chain, self.check_worthiness, self.priority)
        return any(part is not None for part in parts) or bool(self.note) or self.flag

    def is_complete(self, asks: Iterable[str]) -> bool:
        """Whether every part the project asks for is answered; what is non-factual needs no chain."""
        answered = {
            Part.CHAIN: self.chain is not None or self.check_worthiness is CheckWorthiness.NON_FACTUAL,
            Part.VERIFICATION: self.verification is not None,
            Part.CHECK_WORTHINESS: self.check_worthiness is not None,
            Part.PRIORITY: self.priority is not None,
        }
        return all(answered[Part(part)] for part in asks)

    def require_sound(self, *, text_length: int) -> None:
        """Raise Invalid with every problem, field by field, unless the answer can be kept."""
        problems = self.problems(text_length=text_length)
        if problems:
            raise Invalid(problems)

    def problems(self, *, text_length: int) -> dict[str, list[str]]:
        """What is wrong, in words, by field; empty when the answer can be kept."""
        found: dict[str, list[str]] = {}
        if not self.answers_anything:
            found[""] = ["Answer at least one part: verification, chain, check_worthiness or priority."]
        if self.priority is not None and self.priority not in (1, 2, 3):
            found["priority"] = [f"Priority {self.priority} is not 1, 2 or 3."]
        if len(self.note) > MAX_NOTE:
            found["note"] = [f"The note has {len(self.note):,} characters; at most {MAX_NOTE:,} are kept."]
        if self.seconds is not None and not 0 <= self.seconds <= MAX_SECONDS:
            found["seconds"] = [
                f"{self.seconds:g} seconds on the screen are not between 0 and {MAX_SECONDS:,}."
            ]
        chain = chain_problems(self.chain or (), text_length=text_length)
        if chain:
            found["chain"] = chain
        return found


def chain_problems(chain: Sequence[LinkValue], *, text_length: int) -> list[str]:
    """What is wrong with a chain, one sentence a problem; spans must lie in 0 … `text_length`."""
    if len(chain) > MAX_DEPTH:
        return [f"A chain of {len(chain)} links is longer than the {MAX_DEPTH} that are kept."]
    depths = [link.depth for link in chain]
    if depths != list(range(1, len(chain) + 1)):
        return [f"Depths must count 1, 2, 3 … outermost first, without a gap; these are {depths}."]
    return [problem for link in chain for problem in _link_problems(link, text_length)]


def _link_problems(link: LinkValue, text_length: int) -> Iterable[str]:
    for name, span in _spans_of(link):
        if not 0 <= span[0] < span[1] <= text_length:
            yield (
                f"Link {link.depth}: {name} {list(span)} lies outside the article's text; "
                f"spans are [start, end) in code points, 0 to {text_length}."
            )
    nobody = link.source_id is None and not link.source_name
    if nobody and link.identification is not Identification.UNSPECIFIED:
        yield (
            f"Link {link.depth}: without a source its identification must be 'unspecified', "
            f"not '{link.identification}'."
        )
    if nobody and link.mention is not None:
        yield f"Link {link.depth}: without a source its mention must be null, not '{link.mention}'."


def _spans_of(link: LinkValue) -> Iterable[tuple[str, Span]]:
    if link.source_span is not None:
        yield "source_span", link.source_span
    if link.cue_span is not None:
        yield "cue_span", link.cue_span
    for span in link.content_spans:
        yield "content_spans", span


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What of an answer is compared between people: for each asked part its value, None where unanswered.

    A chain is compared by its sources in order: each a (root source id or None, article stub spans) pair.
    """

    parts: Mapping[str, Any]


def differ(one: Standpoint, other: Standpoint, *, asks: Iterable[str]) -> tuple[str, ...]:
    """The asked parts in which two answers differ; a part that is null on one side is not compared."""
    found = []
    for part in asks:
        left, right = one.parts.get(part), other.parts.get(part)
        if left is None or right is None:
            continue
        same = same_chain(left, right) if part == Part.CHAIN else left == right
        if not same:
            found.append(part)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a link, as far as disputes go: the source after merging, and the words if it is a stub."""

    root_id: UUID | None
    stub_of: UUID | None = None
    span: Span | None = None


def same_chain(left: Sequence[Holder], right: Sequence[Holder]) -> bool:
    """Whether two chains name the same sources in the same order; spans, cues and types never dispute."""
    return len(left) == len(right) and all(map(_same_holder, left, right))


def _same_holder(one: Holder, other: Holder) -> bool:
    if one.root_id == other.root_id:
        return True
    stubs_of_one_article = one.stub_of is not None and one.stub_of == other.stub_of
    return (
        stubs_of_one_article
        and one.span is not None
        and other.span is not None
        and _overlap(one.span, other.span)
    )


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
