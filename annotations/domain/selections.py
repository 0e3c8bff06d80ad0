"""Which claims a data set holds: a frozen choice that travels as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.terms import Term
from annotations.domain.vocabulary import ClaimRole, ClaimState, Verification

WordT = TypeVar("WordT", bound=Term)


@dataclass(frozen=True, slots=True)
class Selection:
    """The claims of these articles, states, roles and verifications; an empty part chooses all."""

    articles: tuple[UUID, ...] = ()
    states: tuple[ClaimState, ...] = ()
    roles: tuple[ClaimRole, ...] = ()
    verifications: tuple[Verification, ...] = ()

    def as_dict(self) -> dict[str, list[str]]:
        """The parts that choose, each in one order, so that equal choices are equal text."""
        parts: dict[str, Sequence[UUID | Term]] = {
            "articles": self.articles,
            "states": self.states,
            "roles": self.roles,
            "verifications": self.verifications,
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
    unknown = sorted(set(value) - {"articles", "states", "roles", "verifications"})
    if unknown:
        errors.append(
            f"A selection has no {', '.join(map(repr, unknown))}; it has articles, states, roles and verifications."
        )
    found = Selection(
        articles=_articles(value.get("articles"), errors),
        states=_words(value.get("states"), ClaimState, "states", errors),
        roles=_words(value.get("roles"), ClaimRole, "roles", errors),
        verifications=_words(value.get("verifications"), Verification, "verifications", errors),
    )
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


def _articles(value: Any, errors: list[str]) -> tuple[UUID, ...]:
    found = []
    for item in _listed(value, "articles", errors):
        try:
            found.append(UUID(item))
        except ValueError:
            errors.append(f"'{item:.80}' is no article's id.")
    return tuple(found)


def _words(value: Any, terms: type[WordT], name: str, errors: list[str]) -> tuple[WordT, ...]:
    known = {term.value: term for term in terms}
    found = []
    for item in _listed(value, name, errors):
        if item in known:
            found.append(known[item])
        else:
            errors.append(f"'{item:.80}' is none of the {name}: {', '.join(term.value for term in terms)}.")
    return tuple(found)
