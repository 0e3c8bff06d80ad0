"""A draft made ready to be stored: divided, and proved to give its text back.

It needs no database, so that another process can do it while the database stores what came before.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from annotations.domain.claim_lines import ClaimLines, claim_lines, claim_rows
from annotations.domain.errors import DomainError, Invalid
from annotations.domain.ids import new_id
from annotations.domain.records import Draft, Stretch
from annotations.domain.segments import divide
from annotations.domain.text import gaps, gives_back, refuse_unstorable

MAX_TITLE, MAX_OUTLET, MAX_URL, MAX_LANGUAGE = 1000, 300, 2000, 35
NO_CLAIMS = ClaimLines(0, "")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article as it comes in: its bytes, what a reader made of them, and what the person said about it."""

    content: bytes
    draft: Draft
    filename: str = ""
    deadline: datetime | None = None
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An incoming article divided and proved, or the reason why it is refused; nothing of it is stored yet.

    It has the id that it will be stored under; `begins` is what stands for a title where there is none.
    """

    incoming: Incoming
    sha256: str
    article_id: UUID
    begins: str = ""
    claims: ClaimLines = NO_CLAIMS
    gaps: Sequence[tuple[int, int]] = ()
    error: DomainError | None = None


def prepare(incoming: Incoming) -> Prepared:
    """Divide an article and prove the division; what is wrong with it is kept, not raised."""
    draft = incoming.draft
    return _prepared(incoming, lambda: divide(draft.text, roles=draft.roles, title=draft.title))


def prepared_as(incoming: Incoming, stretches: Sequence[Stretch]) -> Prepared:
    """An article that was divided elsewhere, proved as it is; what is wrong with it is kept, not raised."""
    return _prepared(incoming, lambda: stretches)


def _prepared(incoming: Incoming, division: Callable[[], Sequence[Stretch]]) -> Prepared:
    digest, article_id = hashlib.sha256(incoming.content).hexdigest(), new_id()
    text = incoming.draft.text
    try:
        _require_sound(incoming.draft)
        stretches = division()
        spans = [(stretch.start, stretch.end) for stretch in stretches]
        between = gaps(text, spans)
        require_whole(text, spans, between)
    except DomainError as error:
        return Prepared(incoming, digest, article_id, error=error)
    lines = claim_lines(article_id, claim_rows(text, stretches))
    return Prepared(incoming, digest, article_id, _beginning(text, stretches), lines, between)


def _beginning(text: str, stretches: Sequence[Stretch]) -> str:
    """The headline, else the first words."""
    for stretch in stretches:
        if stretch.role == "headline" and stretch.duplicate_of is None:
            return text[stretch.start : stretch.end][:MAX_TITLE]
    return text[stretches[0].start : stretches[0].end][:120]


def require_whole(text: str, spans: Sequence[tuple[int, int]], between: Sequence[tuple[int, int]]) -> None:
    """Raise Invalid unless claims and gaps give the text back letter for letter and gaps hold only white space."""
    pieces = [(start, end, text[start:end]) for start, end in (*spans, *between)]
    letters_lost = any(not text[start:end].isspace() for start, end in between)
    if letters_lost or not gives_back(text, pieces):
        raise Invalid(
            {"text": ["The division does not give the text back letter for letter; nothing was stored."]}
        )


def _require_sound(draft: Draft) -> None:
    errors: dict[str, list[str]] = {}
    if not draft.text.strip():
        errors["text"] = ["The article holds no text. Check that this is the right file, and its encoding."]
    for name, value, most in (
        ("title", draft.title, MAX_TITLE),
        ("outlet", draft.outlet, MAX_OUTLET),
        ("url", draft.url, MAX_URL),
        ("language", draft.language, MAX_LANGUAGE),
    ):
        if len(value) > most:
            errors[name] = [f"The {name} has {len(value):,} characters; at most {most:,} are kept."]
        refuse_unstorable(value, field=name)
    if errors:
        raise Invalid(errors)
    refuse_unstorable(draft.text)
