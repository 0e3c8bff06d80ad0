"""Whom a story rests on: the origin of each claim, and how many of them know it independently.

The origin of a claim is the innermost source of its chain, followed through merges and parents, and through what
the article itself says about its sources: "This information, as reported by the newspaper, originates from
representatives of the US administration" leads the newspaper's other claims to the administration.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from annotations.domain import chains
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Identification, SourceKind

UNNAMED = frozenset(
    {Identification.UNNAMED_INDIVIDUAL, Identification.UNNAMED_GROUP, Identification.UNNAMED_COLLECTIVE}
)
_COMES_FROM = re.compile(
    r"\b(?:originat\w*|com(?:es?|ing)|came|stem\w*|deriv\w*|trac\w*(?: back)?|obtained|received|sourced|supplied"
    r"|provided|(?:is|are|was|were) based|rel(?:y|ies|ied)|rest(?:s|ed)?)\s+(?:from|on|by|to|with)\b",
    re.I,
)
_INFORMATION = re.compile(
    r"(?:(?:this|that|these|those|the|its|his|her|their|all|all of)\s+)*(?:same\s+)?"
    r"(?:information|reports?|reporting|account|story|article|data|figures?|numbers?|details|findings|claims?"
    r"|knowledge|allegations?)",
    re.I,
)
_BODY = re.compile(
    "administration|agency|army|authority|bank|board|bureau|cabinet|commission|committee|council|court|department"
    "|forces?|government|house|institute|ministry|navy|office|organi[sz]ation|parliament|party|police|presidency"
    "|secretariat|senate|services?|states|union"
)


class Standing(StrEnum):
    """What is known of where a claim comes from."""

    SOURCE = "source"
    OWN_VOICE = "own_voice"
    UNSPECIFIED = "unspecified"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KnownOrigin:
    """A source as far as origins go; `parent` and `merged_into` are keys of other sources (chains.source_key)."""

    name: str
    kind: SourceKind = SourceKind.UNSPECIFIED
    parent: str | None = None
    merged_into: str | None = None
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class VoicedClaim:
    """A claim with its chain, outermost first; None where nobody, person or machine, has said anything.

    `start` is where its text begins in the article, in code points. `decided` tells a person's chain from a
    machine's.
    """

    id: str
    text: str
    start: int
    chain: tuple[LinkValue, ...] | None
    decided: bool = True


@dataclass(frozen=True, slots=True)
class Followed:
    """That the article says where a carrier has its information from; `claim_id` and `words` are where it says so."""

    carrier: str
    source: str
    claim_id: str
    words: str


@dataclass(frozen=True, slots=True)
class ClaimOrigin:
    """Where one claim comes from. `voice` is the innermost source of the chain itself, `origin` what it leads to.

    `relays` are the sources that pass the claim on, outermost first; `followed` is set where the article's own
    word about its sources was needed.
    """

    claim_id: str
    standing: Standing
    origin: str | None = None
    voice: str | None = None
    relays: tuple[str, ...] = ()
    followed: Followed | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent origin: the claims that rest on it, and the voices that were merged into it."""

    key: str
    name: str
    kind: SourceKind
    named: bool
    claim_ids: tuple[str, ...]
    voices: Mapping[str, int]
    relays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Whom a set of claims rests on. `origins` are the independent ones, most claims first."""

    claims: tuple[ClaimOrigin, ...]
    origins: tuple[Origin, ...]
    names: Mapping[str, str]
    followed: tuple[Followed, ...] = field(default=())

    def count(self, standing: Standing) -> int:
        """How many claims stand so."""
        return sum(claim.standing is standing for claim in self.claims)

    @property
    def sentence(self) -> str:
        """The finding in one sentence."""
        return _sentence(self)


def story(claims: Sequence[VoicedClaim], known: Mapping[str, KnownOrigin]) -> Story:
    """Whom the claims of one article rest on. `known` tells of sources by key; others are as their links say."""
    sources = {**_named_in(claims), **known}
    followed = followed_relations(claims)
    carriers = by_carrier(followed, sources)
    found = tuple(_origin_of(claim, sources, carriers) for claim in claims)
    names = {key: source.name for key, source in sources.items()}
    return Story(found, _gathered(found, sources), names, tuple(followed))


def followed_relations(claims: Iterable[VoicedClaim]) -> list[Followed]:
    """What the chains say about where carriers have their information from, in order.

    Read from a claim whose chain has a link with a cue such as "originates from" that reports nothing but the
    information itself ("This information"), inside the link of the carrier that is to be followed.
    """
    found = []
    for claim in claims:
        for outer, inner in zip(claim.chain or (), (claim.chain or ())[1:], strict=False):
            carrier, source = chains.source_key(outer), chains.source_key(inner)
            if carrier and source and carrier != source and _tells_provenance(claim, inner):
                found.append(Followed(carrier, source, claim.id, claim.text))
    return found


def root_of(key: str, known: Mapping[str, KnownOrigin]) -> str:
    """The topmost parent of a source, after merging; a circle ends where it began."""
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        key = _merged(key, known)
        source = known.get(key)
        if source is None or source.parent is None or source.parent in seen:
            return key
        key = source.parent
    return key


def _origin_of(
    claim: VoicedClaim, known: Mapping[str, KnownOrigin], followed: Mapping[str, Followed]
) -> ClaimOrigin:
    if claim.chain is None:
        return ClaimOrigin(claim.id, Standing.UNKNOWN)
    links = sorted(claim.chain, key=lambda link: link.depth)
    return origin_of(claim.id, [chains.source_key(link) for link in links], known, followed)


def origin_of(
    claim_id: str, chain: Sequence[str], known: Mapping[str, KnownOrigin], followed: Mapping[str, Followed]
) -> ClaimOrigin:
    """Where a claim comes from whose chain names these sources, outermost first, "" for nobody in particular.

    `followed` says of merged carriers where the article has it that their information is from (`by_carrier`).
    """
    keys = [_merged(key, known) for key in chain]
    if not keys:
        return ClaimOrigin(claim_id, Standing.OWN_VOICE)
    if not keys[-1]:
        relays = tuple(dict.fromkeys(key for key in keys if key))
        return ClaimOrigin(claim_id, Standing.UNSPECIFIED, relays=relays)
    voice, because, passed = keys[-1], None, keys[:-1]
    innermost, seen = voice, {voice}
    while (step := followed.get(innermost)) and _merged(step.source, known) not in seen:
        because = because or step
        passed = [*passed, innermost]
        innermost = _merged(step.source, known)
        seen.add(innermost)
    origin = root_of(innermost, known)
    relays = tuple(dict.fromkeys(key for key in passed if key and root_of(key, known) != origin))
    return ClaimOrigin(claim_id, Standing.SOURCE, origin, voice, relays, because)


def by_carrier(followed: Sequence[Followed], known: Mapping[str, KnownOrigin]) -> dict[str, Followed]:
    """What is followed, by the merged key of its carrier; the first word of the article about one counts."""
    return {_merged(one.carrier, known): one for one in reversed(followed)}


def _gathered(claims: Iterable[ClaimOrigin], known: Mapping[str, KnownOrigin]) -> tuple[Origin, ...]:
    grouped: dict[str, list[ClaimOrigin]] = {}
    for claim in claims:
        if claim.origin is not None:
            grouped.setdefault(claim.origin, []).append(claim)
    origins = [_origin(key, rest, known) for key, rest in grouped.items()]
    return tuple(sorted(origins, key=lambda one: -len(one.claim_ids)))


def _origin(key: str, claims: Sequence[ClaimOrigin], known: Mapping[str, KnownOrigin]) -> Origin:
    source, voices = known[key], dict[str, int]()
    for claim in claims:
        voices[claim.voice or key] = voices.get(claim.voice or key, 0) + 1
    relays = dict.fromkeys(relay for claim in claims for relay in claim.relays)
    ids = tuple(claim.claim_id for claim in claims)
    return Origin(key, source.name, source.kind, not source.unnamed, ids, voices, tuple(relays))


def _named_in(claims: Iterable[VoicedClaim]) -> dict[str, KnownOrigin]:
    """The sources as their links call them, the first time they are named."""
    found: dict[str, KnownOrigin] = {}
    for link in (link for claim in claims for link in claim.chain or ()):
        key = chains.source_key(link)
        if key:
            unnamed = link.identification in UNNAMED
            found.setdefault(key, KnownOrigin(link.source_name, link.source_kind, unnamed=unnamed))
    return found


def _merged(key: str, known: Mapping[str, KnownOrigin]) -> str:
    seen: set[str] = set()
    while key not in seen and (source := known.get(key)) is not None and source.merged_into is not None:
        seen.add(key)
        key = source.merged_into
    return key


def _tells_provenance(claim: VoicedClaim, link: LinkValue) -> bool:
    """Whether the link says where information as such comes from: by its cue, and by what it is about."""
    if link.cue_span is None or not link.content_spans:
        return False
    cue = _words(claim, link.cue_span)
    about = [_words(claim, span).strip(" ,.;:–-\"'“”") for span in link.content_spans]
    return _COMES_FROM.search(cue) is not None and all(_INFORMATION.fullmatch(words) for words in about)


def _words(claim: VoicedClaim, span: tuple[int, int]) -> str:
    return claim.text[max(0, span[0] - claim.start) : max(0, span[1] - claim.start)]


def _sentence(found: Story) -> str:
    total = len(found.claims)
    if not total:
        return "There is no claim to ask about"
    if not found.origins:
        return f"No source is named for any of {_claims(total)}"
    first, *others = found.origins
    most = len(first.claim_ids)
    if others and len(others[0].claim_ids) == most:
        rest = sum(len(one.claim_ids) for one in found.origins)
        return f"{rest} of {_claims(total)} rest on {len(found.origins)} independent origins"
    if most == total:
        return f"{'All ' if total > 1 else ''}{_claims(total)} {_rest(most)} on one origin: {spoken(first)}"
    return f"{most} of {_claims(total)} {_rest(most)} on one origin: {spoken(first)}"


def spoken(origin: Origin) -> str:
    """The origin's name inside a sentence: bodies take their article, as "the United States government"."""
    words = origin.name.casefold().split()
    takes = _BODY.fullmatch(words[-1]) or _BODY.fullmatch(words[0])
    return f"the {origin.name}" if takes and words[0] != "the" else origin.name


def _claims(number: int) -> str:
    return f"{number} claim{'' if number == 1 else 's'}"


def _rest(number: int) -> str:
    return "rests" if number == 1 else "rest"
