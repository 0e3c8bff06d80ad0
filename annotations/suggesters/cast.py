"""Who is who in one article: names, abbreviations, roles and pronouns led to one source each."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from annotations.domain.records import Context
from annotations.domain.vocabulary import Identification, Mention, SourceKind
from annotations.suggesters import words
from annotations.suggesters.names import NameRun, name_runs
from annotations.suggesters.tokens import tokens
from annotations.suggesters.words import listed

NAMED = (Mention.CANONICAL_NAME, Mention.ALIAS)
_SMALL = listed("of for and the")
_CANDIDATES = 12
_REACH = 80
_BODIES = frozenset(SourceKind) - {SourceKind.PERSON, SourceKind.WITNESS, SourceKind.UNSPECIFIED}
_MALE = listed(
    "he him his mr mr. spokesman chairman congressman businessman sir lord king prince father son uncle"
)
_FEMALE = listed(
    "she her mrs mrs. ms ms. spokeswoman chairwoman congresswoman gran mother daughter queen dame lady"
)


@dataclass(slots=True)
class Actor:
    """One source of the article. `roles` are words it can be called by; `owner` is the body it speaks for."""

    name: str
    kind: SourceKind
    identification: Identification
    roles: set[str] = field(default_factory=set)
    source_id: UUID | None = None
    gender: str = ""
    owner: "Actor | None" = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom a mention means, in which form, and in words by what."""

    actor: Actor
    mention: Mention
    by: str


Fits = Callable[[Actor], bool]


def fold(text: str) -> str:
    """A name for comparing: no articles, quotation marks, possessives; one space; folded case."""
    kept = "".join(" " if c in "\u00a0\n" else c for c in text if c not in "\"“”‘«»'’")
    parts = kept.casefold().split()
    while parts and parts[0] in ("the", "a", "an", "this", "that"):
        parts = parts[1:]
    return " ".join(parts).strip(" ,.")


class Cast:
    """The sources of one article, in the order they come up. Asking for a mention may add one."""

    def __init__(self, context: Context) -> None:
        self.text = context.text
        self.spoken: list[Actor] = []
        self.here: list[Actor] = []
        self._mentions: list[tuple[int, int, Actor]] = []
        self._by_name: dict[str, Actor] = {}
        self._by_part: dict[str, list[Actor]] = {}
        self._read = [(claim.start, claim.end) for claim in context.claims if claim.role.is_reviewed]
        for source in context.sources:
            self._register(source.name, source.kind, source.aliases, source.id)
        if context.outlet:
            self._register(context.outlet, SourceKind.MEDIA_OUTLET, (), None)
        for run in name_runs(list(tokens(context.text, 0, len(context.text)))):
            self._introduce(run)

    def _register(
        self, name: str, kind: SourceKind, aliases: tuple[str, ...], source_id: UUID | None
    ) -> None:
        actor = self._by_name.get(fold(name)) or self._add(name, kind, identified(kind))
        actor.source_id = source_id or actor.source_id
        for alias in aliases:
            self._by_name.setdefault(fold(alias), actor)

    def _add(self, name: str, kind: SourceKind, identification: Identification) -> Actor:
        actor = Actor(name, kind, identification)
        self._index(name, actor)
        return actor

    def _index(self, name: str, actor: Actor) -> None:
        """Make an actor known by a name, and by the first word, last word and initials of it."""
        folded = fold(name)
        self._by_name.setdefault(folded, actor)
        parts = [part for part in folded.split() if part not in _SMALL]
        initials = "".join(part[0] for part in parts)
        for part in {*parts[:1], *parts[-1:], initials}:
            self._by_part.setdefault(part, []).append(actor)

    def _introduce(self, run: NameRun) -> None:
        """Note a name of the text with its roles, its abbreviation and where it stands."""
        unknown = run.kind == SourceKind.UNSPECIFIED
        actor = self.named(run.name)
        if actor is None:
            if run.name.lower() in words.PLACES or (
                unknown and " " not in run.name and not run.name.isupper()
            ):
                return
            actor = self._add(run.name, run.kind, identified(run.kind))
        elif len(run.name) > len(actor.name) and actor.source_id is None and not run.name.isupper():
            actor.name = run.name
            self._index(run.name, actor)
        if actor.source_id is None and not unknown and (run.roles or actor.kind == SourceKind.UNSPECIFIED):
            actor.kind, actor.identification = run.kind, identified(run.kind)
        actor.roles.update(run.roles)
        actor.gender = actor.gender or gender_of(run.roles)
        if self.sentence(run.start) is not None:
            self.mention(actor, run.start)
        if run.abbreviation:
            self._by_name.setdefault(fold(run.abbreviation), actor)

    def roles(self) -> dict[str, set[str]]:
        """What the people with each surname are called."""
        found: dict[str, set[str]] = {}
        for actor in self._by_name.values():
            if actor.roles and is_person(actor):
                found.setdefault(fold(actor.name).split()[-1], set()).update(actor.roles)
        return found

    def sentence(self, at: int) -> int | None:
        """Index of the reviewed claim that `at` lies in: an outlet of a picture credit is nobody's antecedent."""
        i = bisect_right(self._read, (at, len(self.text))) - 1
        return i if i >= 0 and self._read[i][1] > at else None

    def named(self, name: str) -> Actor | None:
        """The actor that a name, surname, abbreviation, or the first word of a body's name stands for."""
        folded = fold(name)
        found = self._by_name.get(folded)
        if found is not None or not folded:
            return found
        parts = folded.split()
        if len(parts) == 1:
            return next((actor for actor in self._alike(folded) if _short_for(name, folded, actor)), None)
        initials = "".join(part[0] for part in parts if part not in _SMALL)
        for actor in self._alike(initials) + self._alike(parts[-1]):
            whole = fold(actor.name)
            abbreviated = whole == initials and actor.name.isupper()
            if abbreviated or (whole == parts[-1] and is_person(actor)):
                return actor
        return None

    def _alike(self, part: str) -> list[Actor]:
        """The first actors whose name begins or ends with that word, or has these initials."""
        return self._by_part.get(part, [])[:_CANDIDATES]

    def mention(self, actor: Actor, at: int) -> None:
        """Note that an actor is spoken of at offset `at`."""
        entry = (at, len(self._mentions), actor)
        if not self._mentions or self._mentions[-1][0] <= at:
            self._mentions.append(entry)
        else:
            insort(self._mentions, entry)

    def spoke(self, actor: Actor, at: int) -> None:
        """Note that an actor is the source of a link at offset `at`: pronouns lead to it first."""
        self.spoken.append(actor)
        self.mention(actor, at)

    def stub(
        self,
        name: str,
        kind: SourceKind,
        identification: Identification,
        roles: set[str],
        at: int,
        *,
        fresh: bool = False,
    ) -> Actor:
        """The article's own source of that description; a new one where none is there yet, or if it must be `fresh`."""
        known = self._by_name.get(fold(name))
        if known is not None and not fresh:
            return known
        actor = Actor(name, kind, identification, roles=set(roles), gender=gender_of(tuple(roles)))
        self._by_name[fold(name)] = actor
        self.mention(actor, at)
        return actor

    def latest(self, position: int, fits: Fits) -> Actor | None:
        """The actor that fits and spoke last before; else the one mentioned nearest, before rather than behind."""
        found = next((actor for actor in reversed(self.spoken[-_CANDIDATES:]) if fits(actor)), None)
        return found or self.nearest(position, fits)

    def before(self, position: int, fits: Fits) -> Actor | None:
        """The actor that fits and is mentioned last before `position`."""
        i = bisect_left(self._mentions, (position,))
        return next(
            (actor for _, _, actor in self._mentions[max(0, i - _REACH) : i][::-1] if fits(actor)), None
        )

    def nearest(self, position: int, fits: Fits) -> Actor | None:
        """The actor that fits and is mentioned last before `position`, else soonest behind."""
        i = bisect_left(self._mentions, (position,))
        behind = (actor for _, _, actor in self._mentions[i : i + _REACH] if fits(actor))
        return self.before(position, fits) or next(behind, None)

    def topic(self, position: int, fits: Fits) -> Actor | None:
        """The actor that fits and is mentioned first in the same claim before `position`, else in the claim before."""
        sentence = self.sentence(position)
        for index in () if sentence is None else (sentence, sentence - 1):
            if index >= 0:
                start, end = self._read[index][0], min(self._read[index][1], position)
                i = bisect_left(self._mentions, (start,))
                j = bisect_left(self._mentions, (end,))
                found = next(
                    (actor for _, _, actor in self._mentions[i : min(j, i + _REACH)] if fits(actor)), None
                )
                if found is not None:
                    return found
        return None


def _short_for(name: str, folded: str, actor: Actor) -> bool:
    """Whether one word is an actor's surname, initials, or the first word of its name."""
    whole = [part for part in fold(actor.name).split() if part not in _SMALL]
    if len(whole) < 2:
        return False
    if name.isupper() and folded == "".join(part[0] for part in whole):
        return True
    if folded == whole[-1] and len(folded) > 2:
        return True
    return folded == whole[0] and not is_person(actor) and len(folded) > 4 and not _is_place(folded, actor)


def is_person(actor: Actor) -> bool:
    """Whether an actor is one human being."""
    if actor.identification == Identification.NAMED_PERSON:
        return True
    return actor.identification == Identification.UNNAMED_INDIVIDUAL


def is_body(actor: Actor) -> bool:
    """Whether an actor is an organisation, a document or another thing that "it" can mean."""
    return actor.kind in _BODIES and not is_person(actor)


def is_outlet(actor: Actor) -> bool:
    """Whether an actor is a medium."""
    return actor.kind == SourceKind.MEDIA_OUTLET


def identified(kind: SourceKind) -> Identification:
    """How the reader meets a named source of that kind."""
    return Identification.NAMED_PERSON if kind == SourceKind.PERSON else Identification.NAMED_ORGANISATION


def gender_of(roles: tuple[str, ...]) -> str:
    """ "f", "m" or "" by the words for a source."""
    if any(role in _FEMALE for role in roles):
        return "f"
    return "m" if any(role in _MALE for role in roles) else ""


def _is_place(word: str, actor: Actor) -> bool:
    """Whether the first word of a body's name is likely the place it stands in ("Wexcombe Police")."""
    last = fold(actor.name).split()[-1]
    return last in words.ORGANISATION_NOUNS or last in words.OUTLET_WORDS or word in words.PLACES
