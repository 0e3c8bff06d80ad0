"""Whom a project rests on: the origins of many articles' claims taken together.

Where several outlets tell what comes from one origin, their agreement says nothing: circular reporting.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.domain.origins import (
    Followed,
    KnownOrigin,
    Standing,
    by_carrier,
    origin_of,
    root_of,
)
from annotations.domain.vocabulary import SourceKind

ENOUGH = 2
"""Independent origins that a fact should have (the two-source rule)."""


@dataclass(frozen=True, slots=True)
class Told:
    """That `claims` claims of an article have this chain of source keys, outermost first, "" for nobody particular."""

    article: str
    chain: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published an article: the outlet's root source, or the article itself where no outlet is known."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectOrigin:
    """One independent origin: how many claims rest on it, in which articles, by which outlets, through which relays."""

    key: str
    name: str
    kind: SourceKind
    named: bool
    claims: int
    articles: Mapping[str, int]
    outlets: Mapping[str, int]
    relays: Mapping[str, int]

    @property
    def is_circular(self) -> bool:
        """Whether several outlets tell what comes from this one origin."""
        return len(self.outlets) > 1


@dataclass(frozen=True, slots=True)
class Flow:
    """That `claims` claims go from an origin through a relay ("" for none) to an outlet; all three are keys."""

    origin: str
    relay: str
    outlet: str
    claims: int


@dataclass(frozen=True, slots=True)
class ProjectStory:
    """Whom a project rests on. `origins` most claims first; `names` by key; `thin` are articles with too few origins.

    `counts` says how many claims stand how; `thin` maps the article to its number of independent origins.
    """

    claims: int
    origins: tuple[ProjectOrigin, ...]
    flows: tuple[Flow, ...]
    names: Mapping[str, str]
    counts: Mapping[Standing, int]
    thin: Mapping[str, int] = field(default_factory=dict)

    @property
    def circular(self) -> tuple[ProjectOrigin, ...]:
        """Origins behind several outlets, those behind most outlets first."""
        found = [origin for origin in self.origins if origin.is_circular]
        return tuple(sorted(found, key=lambda one: (-len(one.outlets), -one.claims, one.name)))

    @property
    def sentence(self) -> str:
        """The finding in one sentence."""
        if not self.origins:
            return "No decided claim names a source yet" if not self.claims else "No claim names a source"
        first, number, several = self.origins[0], len(self.origins), len(self.circular)
        resting = sum(one.claims for one in self.origins)
        origins = "one origin" if number == 1 else f"{number:,} independent origins"
        largest = f", {first.claims:,} of them on {first.name}" if number > 1 else f": {first.name}"
        behind = f"; {several:,} of these behind several outlets" if several and number > 1 else ""
        claims = "1 claim rests" if resting == 1 else f"{resting:,} claims rest"
        return f"{claims} on {origins}{largest}{behind}"


def project_story(
    told: Sequence[Told],
    known: Mapping[str, KnownOrigin],
    *,
    outlets: Mapping[str, Outlet],
    followed: Mapping[str, Sequence[Followed]],
) -> ProjectStory:
    """Whom the articles rest on together; `outlets` and `followed` are by article."""
    counts: Counter[Standing] = Counter()
    flows: Counter[tuple[str, str, str]] = Counter()
    articles: dict[str, Counter[str]] = {}
    through: dict[str, Counter[str]] = {}
    carriers = {article: by_carrier(one, known) for article, one in followed.items()}
    for one in told:
        found = origin_of("", one.chain, known, carriers.get(one.article, {}))
        counts[found.standing] += one.claims
        if found.origin is None:
            articles.setdefault(one.article, Counter())
            continue
        articles.setdefault(one.article, Counter())[found.origin] += one.claims
        relays = [root_of(key, known) for key in found.relays]
        flows[found.origin, relays[0] if relays else "", outlets[one.article].key] += one.claims
        through.setdefault(found.origin, Counter()).update(dict.fromkeys(relays, one.claims))
    origins = _origins(articles, through, known, outlets)
    names = {key: source.name for key, source in known.items()} | {o.key: o.name for o in outlets.values()}
    return ProjectStory(
        sum(counts.values()),
        origins,
        tuple(Flow(*key, number) for key, number in flows.most_common()),
        names,
        dict(counts),
        {article: len(found) for article, found in articles.items() if len(found) < ENOUGH},
    )


def _origins(
    articles: Mapping[str, Mapping[str, int]],
    through: Mapping[str, Mapping[str, int]],
    known: Mapping[str, KnownOrigin],
    outlets: Mapping[str, Outlet],
) -> tuple[ProjectOrigin, ...]:
    by_origin: dict[str, dict[str, int]] = {}
    for article, found in articles.items():
        for origin, number in found.items():
            by_origin.setdefault(origin, {})[article] = number
    listed = [_origin(key, own, through.get(key, {}), known[key], outlets) for key, own in by_origin.items()]
    return tuple(sorted(listed, key=lambda one: (-one.claims, one.name, one.key)))


def _origin(
    key: str,
    articles: Mapping[str, int],
    relays: Mapping[str, int],
    source: KnownOrigin,
    outlets: Mapping[str, Outlet],
) -> ProjectOrigin:
    told_by: Counter[str] = Counter()
    for article, number in articles.items():
        told_by[outlets[article].key] += number
    return ProjectOrigin(
        key, source.name, source.kind, not source.unnamed, sum(articles.values()),
        _ordered(articles), _ordered(told_by), _ordered(relays),
    )  # fmt: skip


def _ordered(counts: Mapping[str, int]) -> dict[str, int]:
    rows: Iterable[tuple[str, int]] = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return dict(rows)
