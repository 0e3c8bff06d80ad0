"""Claims whose answers differ, and one of them with its answers side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr

from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    ClaimState,
    Part,
    QuoteType,
    Stage,
    Verification,
)
from annotations.domain.workflow import disagreement
from annotations.models import Article, Claim, Decision, Project, User
from annotations.queries.answers import links_of
from annotations.queries.chips import chain_in_words, chips_of, short_names
from annotations.queries.desk_types import Chip
from annotations.queries.history import quorum_reached
from annotations.standing import Settled, review_of, reviews_by_claim, settled_claims

LISTED = 100
AROUND = 220
"""Characters of the text shown on either side of the sentence."""
LETTERS = "ABCDEFGHIJKLMNOPQRST"


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A disputed claim in the list. `is_theirs` where the viewer answered it and cannot settle it."""

    id: UUID
    text: str
    article_title: str
    address: str
    people: int
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One reviewer's answer as a column; `letter` stands for the name."""

    id: UUID
    letter: str
    name: str
    decided_at: datetime
    revision: int
    verification: str
    chain_words: str
    is_chain_answered: bool
    note: str

    @property
    def key(self) -> str:
        """The id as words, for the form."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one answer says in one row: a status, chips, words."""

    words: str = ""
    verification: str = ""
    chips: Sequence[Chip] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One row: the same in all answers, or not."""

    label: str
    differs: bool
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One claim with its answers. `revision` is its latest adjudication, 0 before the first.

    `parts` are those in which the answers differ; `agreed` says what all who answered a part agree on, as the form
    sends it; `hidden` where a blind project keeps the answers back until enough people have decided.
    """

    claim: UUID
    text: str
    before: str
    after: str
    article_title: str
    desk: str
    state: str
    state_label: str
    answers: Sequence[Answer]
    fields: Sequence[Field]
    parts: Sequence[str]
    agreed: Mapping[str, str]
    revision: int
    adjudication: Answer | None
    asks: Sequence[str]
    is_theirs: bool
    hidden: bool
    following: UUID | None
    previous: UUID | None
    place: int
    open: int

    @property
    def can_be_settled(self) -> bool:
        """Whether answers differ, or were settled by an editor whose answer can be replaced."""
        return self.state in (ClaimState.DISPUTED, ClaimState.ADJUDICATED) and not self.hidden


def dispute_list(project: Project, *, viewer: User) -> list[DisputeLine]:
    """The project's disputed claims, newest article first; at most a hundred, in two queries."""
    own = Decision.objects.filter(claim=OuterRef("pk"), reviewer=viewer, stage=Stage.REVIEW)
    answers = Decision.objects.filter(claim=OuterRef("pk"), stage=Stage.REVIEW).order_by().values("claim")
    people = Subquery(answers.annotate(number=Count("reviewer", distinct=True)).values("number"))
    claims = list(_disputed(project).defer("words").annotate(is_theirs=Exists(own), people=people)[:LISTED])
    titles = dict(
        Article.objects.filter(pk__in={claim.article_id for claim in claims}).values_list("id", "title")
    )
    return [
        DisputeLine(
            id=claim.id,
            text=claim.text,
            article_title=titles.get(claim.article_id, ""),
            address=f"/p/{project.slug}/adjudication/{claim.id}/",
            people=claim.people,
            is_theirs=claim.is_theirs,
        )
        for claim in claims
    ]


def dispute(claim: Claim, *, viewer: User) -> Dispute:
    """The claim with its answers side by side; `claim` comes with its project and article."""
    reviews = sorted(
        (review for review in reviews_by_claim([claim.id]).get(claim.id, []) if review.complete),
        key=lambda review: (review.decided_at, review.id),
    )[: len(LETTERS)]
    blind = claim.project.blind and not quorum_reached([claim], quorum=claim.project.quorum)
    adjudication = settled_claims([claim.id]).get(claim.id, Settled()).adjudication
    chains = {review.id: links_of(review) if review.chain_answered else None for review in reviews}
    answers = [
        _answer(review, letter, chains[review.id]) for review, letter in zip(reviews, LETTERS, strict=False)
    ]
    asks = claim.project.asks
    parts = disagreement([review_of(review) for review in reviews], asks=asks)
    before, after = _around(claim)
    order = list(_disputed(claim.project).values_list("id", flat=True)[:LISTED])
    place = order.index(claim.id) if claim.id in order else -1
    return Dispute(
        claim=claim.id,
        text=claim.text,
        before=before,
        after=after,
        article_title=claim.article.title,
        desk=f"/p/{claim.project.slug}/articles/{claim.article_id}/?claim={claim.id}#claim-{claim.id}",
        state=claim.state,
        state_label=ClaimState(claim.state).label,
        answers=[] if blind else answers,
        fields=[] if blind else _fields(reviews, chains, parts),
        parts=parts,
        agreed={} if blind else _agreed(reviews, parts),
        revision=adjudication.revision if adjudication else 0,
        adjudication=_answer(adjudication, "", links_of(adjudication)) if adjudication else None,
        asks=asks,
        is_theirs=Decision.objects.filter(claim=claim, reviewer=viewer, stage=Stage.REVIEW).exists(),
        hidden=blind,
        following=_beside(order, place, claim.id, 1),
        previous=_beside(order, place, claim.id, -1),
        place=place + 1,
        open=len(order),
    )


def _disputed(project: Project) -> QuerySet[Claim]:
    return Claim.objects.filter(project=project, state=ClaimState.DISPUTED).reviewable().in_reading_order()


def _beside(order: Sequence[UUID], place: int, claim: UUID, step: int) -> UUID | None:
    if place < 0:
        return order[0] if step > 0 and order else None
    return order[place + step] if 0 <= place + step < len(order) else None


def _around(claim: Claim) -> tuple[str, str]:
    start = max(0, claim.start - AROUND)
    texts = Article.objects.filter(pk=claim.article_id).values_list(
        Substr("text", start + 1, max(1, claim.start - start)), Substr("text", claim.end + 1, AROUND)
    )
    before, after = texts[0]
    before = (f"…{before}" if start else before) if claim.start else ""
    return before, f"{after}…" if len(after) == AROUND else after


def _answer(review: Decision, letter: str, links: Sequence[LinkValue] | None) -> Answer:
    return Answer(
        id=review.id,
        letter=letter,
        name=str(review.reviewer),
        decided_at=review.decided_at,
        revision=review.revision,
        verification=review.verification or "",
        chain_words=chain_in_words(links if review.chain_answered else None),
        is_chain_answered=review.chain_answered,
        note=review.note,
    )


def _fields(
    reviews: Sequence[Decision],
    chains: Mapping[UUID, tuple[LinkValue, ...] | None],
    parts: Sequence[str],
) -> list[Field]:
    ordered = [chains[review.id] for review in reviews]
    fields = [*_links(ordered, differs=Part.CHAIN in parts)]
    status = [Cell(verification=review.verification or "") for review in reviews]
    fields.append(Field("Status", Part.VERIFICATION in parts, status))
    for label, part, words in (
        (
            "Check-worthiness",
            Part.CHECK_WORTHINESS,
            [_word(CheckWorthiness, r.check_worthiness) for r in reviews],
        ),
        ("Priority", Part.PRIORITY, ["" if r.priority is None else str(r.priority) for r in reviews]),
        ("Basis", None, [_word(Basis, r.basis) for r in reviews]),
        ("Note", None, [r.note for r in reviews]),
    ):
        if any(words):
            cells = [Cell(words=word or "not answered") for word in words]
            fields.append(Field(label, part is not None and part in parts, cells))
    return fields


def _links(chains: Sequence[tuple[LinkValue, ...] | None], *, differs: bool) -> list[Field]:
    short = short_names({link.source_id for chain in chains for link in chain or () if link.source_id})
    if not any(chains):
        words = [Cell(words=chain_in_words(chain)) for chain in chains]
        return [Field("Who says so", differs, words)]
    fields = []
    for depth, links in enumerate(zip_longest(*(chain or () for chain in chains)), start=1):
        cells = [
            Cell(words=_about(link), chips=chips_of([link], short))
            if link
            else Cell(words=_missing(chain, depth))
            for link, chain in zip(links, chains, strict=True)
        ]
        known = {link.source_id or link.source_name if link else None for link in links}
        fields.append(Field(f"Link {depth}", differs and len(known) > 1, cells))
    if differs and not any(field.differs for field in fields):
        return [Field(field.label, True, field.cells) for field in fields]
    return fields


def _missing(chain: tuple[LinkValue, ...] | None, depth: int) -> str:
    if chain is None:
        return "not answered"
    return "the article itself" if not chain and depth == 1 else "no further link"


def _about(link: LinkValue) -> str:
    return f"{QuoteType(link.quote_type).label.lower()}, {link.identification.label.lower()}"


def _word(terms: type[Basis] | type[CheckWorthiness], value: str | None) -> str:
    return terms(value).label if value else ""


def _agreed(reviews: Sequence[Decision], parts: Sequence[str]) -> dict[str, str]:
    """What the form has chosen before anybody touches it: the parts in which the answers do not differ."""
    found: dict[str, str] = {}
    for review in reviews:
        if Part.VERIFICATION not in parts and review.verification:
            found["verification"] = Verification(review.verification).value
        if Part.CHAIN not in parts and review.chain_answered:
            found["chain"] = f"answer:{review.id}"
        if Part.CHECK_WORTHINESS not in parts and review.check_worthiness:
            found["check_worthiness"] = review.check_worthiness
        if Part.PRIORITY not in parts and review.priority:
            found["priority"] = str(review.priority)
    return found
