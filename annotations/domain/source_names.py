"""Which sources may be one: proposals from their names alone, each with its reason. Nothing is merged here."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from annotations.domain.text import folded
from annotations.domain.vocabulary import SourceKind

_LEGAL = re.compile(
    r"\b(?:ltd|limited|inc|incorporated|corp|corporation|co|company|plc|llc|gmbh|ag|sa|nv|bv|ab|oy)\b"
)
_SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "a",
        "an",
        "in",
        "on",
        "de",
        "la",
        "le",
        "du",
        "des",
        "der",
        "die",
        "das",
        "und",
        "et",
    ]
)
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "president",
        "senator",
        "minister",
        "judge",
        "general",
    ]
    + ["captain", "colonel", "sir", "lord", "lady"]
)
_TOO_MANY = 20
"""Sources that bear one name in this sense; beyond them the name says nothing."""


class MergeReason(StrEnum):
    """Why two sources may be one, in words for people."""

    SAME_NAME = "the same name but for accents, punctuation or legal form"
    ALIAS = "a further name of one is a name of the other"
    ABBREVIATION = "one is the initials of the other"
    SURNAME = "a surname alone, and one full name that ends in it"


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source of the registry with its names in the whole project, and how often chains name it."""

    id: UUID
    name: str
    kind: SourceKind
    aliases: tuple[str, ...] = ()
    uses: int = 0


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """That `source` may be the same as `into`, which is named more often."""

    source: NamedSource
    into: NamedSource
    reason: MergeReason


def merge_proposals(sources: Sequence[NamedSource]) -> list[MergeProposal]:
    """Pairs that may be one, those with the most uses first, each once, with its strongest reason.

    Takes time in proportion to the names: no two sources are compared that share nothing.
    """
    found: dict[frozenset[UUID], MergeProposal] = {}
    for reason, one, other in (
        *_pairs(MergeReason.SAME_NAME, ((bare(source.name), source) for source in sources)),
        *_pairs(MergeReason.ALIAS, _called(sources)),
        *_across(MergeReason.ABBREVIATION, _short(sources), _initials(sources)),
        *_across(MergeReason.SURNAME, _surnames(sources), _full_names(sources), only_one=True),
    ):
        if one.id != other.id:
            less, more = sorted(
                (one, other), key=lambda source: (source.uses, len(source.name), str(source.id))
            )
            found.setdefault(frozenset((one.id, other.id)), MergeProposal(less, more, reason))
    return sorted(
        found.values(), key=lambda one: (-one.source.uses - one.into.uses, one.source.name, one.into.name)
    )


def bare(name: str) -> str:
    """The name without accents, punctuation, a leading article and legal forms."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(letter)
    )
    words = re.sub(r"[^\w\s]", "", plain.replace("&", " and ").replace("-", " ")).split()
    kept = words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words
    return " ".join(_LEGAL.sub(" ", " ".join(kept)).split()) or " ".join(kept)


def initials(name: str) -> set[str]:
    """How the name may be abbreviated: the initials of all words, and without small words; none for one word."""
    words = bare(name).split()
    forms = ([word[0] for word in words], [word[0] for word in words if word not in _SMALL])
    return {"".join(form) for form in forms if len(form) > 1}


def _called(sources: Iterable[NamedSource]) -> Iterator[tuple[str, NamedSource]]:
    for source in sources:
        yield from ((key, source) for key in {bare(name) for name in (source.name, *source.aliases)})


def _short(sources: Iterable[NamedSource]) -> Iterator[tuple[str, NamedSource]]:
    for source in sources:
        letters = re.sub(r"[^\w]", "", source.name)
        if 2 <= len(letters) <= 6 and letters.isupper() and " " not in source.name.strip():
            yield letters.casefold(), source


def _initials(sources: Iterable[NamedSource]) -> Iterator[tuple[str, NamedSource]]:
    for source in sources:
        yield from ((letters, source) for letters in initials(source.name))


def _surnames(sources: Iterable[NamedSource]) -> Iterator[tuple[str, NamedSource]]:
    for source in sources:
        words = [word for word in bare(source.name).split() if word not in _TITLES]
        if _may_be_a_person(source) and len(words) == 1 and len(words[0]) > 2:
            yield words[0], source


def _full_names(sources: Iterable[NamedSource]) -> Iterator[tuple[str, NamedSource]]:
    for source in sources:
        words = [word for word in bare(source.name).split() if word not in _TITLES]
        if source.kind is SourceKind.PERSON and 2 <= len(words) <= 5:
            yield words[-1], source


def _may_be_a_person(source: NamedSource) -> bool:
    return source.kind in (SourceKind.PERSON, SourceKind.UNSPECIFIED)


Pair = tuple[MergeReason, NamedSource, NamedSource]


def _grouped(named: Iterable[tuple[str, NamedSource]]) -> dict[str, dict[UUID, NamedSource]]:
    groups: dict[str, dict[UUID, NamedSource]] = {}
    for key, source in named:
        if key:
            groups.setdefault(key, {})[source.id] = source
    return groups


def _pairs(reason: MergeReason, named: Iterable[tuple[str, NamedSource]]) -> Iterator[Pair]:
    for group in _grouped(named).values():
        if len(group) <= _TOO_MANY:
            yield from ((reason, one, other) for one, other in combinations(group.values(), 2))


def _across(
    reason: MergeReason,
    short: Iterable[tuple[str, NamedSource]],
    long: Iterable[tuple[str, NamedSource]],
    *,
    only_one: bool = False,
) -> Iterator[Pair]:
    """Each short name with the long ones it may stand for; `only_one` where several leave it open which."""
    longer = _grouped(long)
    for key, source in short:
        group = longer.get(key, {})
        if len(group) <= (1 if only_one else _TOO_MANY):
            yield from ((reason, source, other) for other in group.values())
