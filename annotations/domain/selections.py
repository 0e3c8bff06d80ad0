"""Which claims a data set holds: a frozen choice that travels as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.terms import Term
from annotations.domain.vocabulary import ClaimRole, ClaimState, Verification

PARTS = ("articles", "states", "roles", "verifications", "sources", "since", "until")

WordT = TypeVar("WordT", bound=Term)


@dataclass(frozen=True, slots=True)
class Selection:
    """The claims of these articles, states, roles, verifications and sources; an empty part chooses all.

    A claim is a source's when the standing chain names it, or one that was merged into it. `since` and `until` are
    days (UTC) on which the article was published, both included; an article without a time is then left out.
    """

    articles: tuple[UUID, ...] = ()
    states: tuple[ClaimState, ...] = ()
    roles: tuple[ClaimRole, ...] = ()
    verifications: tuple[Verification, ...] = ()
    sources: tuple[UUID, ...] = ()
    since: date | None = None
    until: date | None = None

    def as_dict(self) -> dict[str, list[str]]:
        """The parts that choose, each in one order, so that equal choices are equal text."""
        parts: dict[str, Sequence[UUID | Term | str]] = {
            "articles": self.articles,
            "states": self.states,
            "roles": self.roles,
            "verifications": self.verifications,
            "sources": self.sources,
            "since": [self.since.isoformat()] if self.since else [],
            "until": [self.until.isoformat()] if self.until else [],
        }
        return {name: sorted({str(value) for value in values}) for name, values in parts.items() if values}


def selection_from(value: Any) -> Selection:
    """The choice that a JSON object states, null or {} for all claims.

    Raises Invalid with one sentence a mistake; an unknown part is a mistake, since it would choose too much.
    """
    if value is None:
        return Selection()
    if not isinstance(value, Mapping):
        raise Invalid(
            {"selection": [f"A selection is an object such as {{'states': […]}}, not {value!r:.80}."]}
        )
    errors: list[str] = []
    unknown = sorted(set(value) - set(PARTS))
    if unknown:
        errors.append(f"A selection has no {', '.join(map(repr, unknown))}; it has {', '.join(PARTS)}.")
    found = Selection(
        articles=_ids(value.get("articles"), "articles", errors),
        states=_words(value.get("states"), ClaimState, "states", errors),
        roles=_words(value.get("roles"), ClaimRole, "roles", errors),
        verifications=_words(value.get("verifications"), Verification, "verifications", errors),
        sources=_ids(value.get("sources"), "sources", errors),
        since=_day(value.get("since"), "since", errors),
        until=_day(value.get("until"), "until", errors),
    )
    if found.since and found.until and found.since > found.until:
        errors.append(f"'since' {found.since} comes after 'until' {found.until}; no article can be between.")
    if errors:
        raise Invalid({"selection": errors})
    return found


def _listed(value: Any, name: str, errors: list[str]) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    errors.append(f"'{name}' is a list of words, not {value!r:.80}.")
    return []


def _ids(value: Any, name: str, errors: list[str]) -> tuple[UUID, ...]:
    found = []
    for item in _listed(value, name, errors):
        try:
            found.append(UUID(item))
        except ValueError:
            errors.append(f"'{item:.80}' is no id of {name}.")
    return tuple(found)


def _day(value: Any, name: str, errors: list[str]) -> date | None:
    """A day as a text, or as the only text of a list, which is how a selection is kept."""
    if value is None or value in ("", []):
        return None
    text = value[0] if isinstance(value, list) and len(value) == 1 else value
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        errors.append(f"'{name}' is a day such as 2026-01-31, not {value!r:.80}.")
        return None


def _words(value: Any, terms: type[WordT], name: str, errors: list[str]) -> tuple[WordT, ...]:
    known = {term.value: term for term in terms}
    found = []
    for item in _listed(value, name, errors):
        if item in known:
            found.append(known[item])
        else:
            errors.append(f"'{item:.80}' is none of the {name}: {', '.join(term.value for term in terms)}.")
    return tuple(found)
