"""Who is who in one article: names, abbreviations, roles and pronouns led to one source each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from annotations.domain.records import Context
from annotations.domain.vocabulary import Identification, Mention, SourceKind
from annotations.suggesters import words
from annotations.suggesters.names import name_runs
from annotations.suggesters.tokens import Token, tokens
from annotations.suggesters.words import listed

NAMED = (Mention.CANONICAL_NAME, Mention.ALIAS)
_BODIES = frozenset(SourceKind) - {SourceKind.PERSON, SourceKind.WITNESS, SourceKind.UNSPECIFIED}
_MALE = listed(
    "he him his mr mr. spokesman chairman congressman businessman sir lord king prince father son uncle"
)
_FEMALE = listed(
    "she her mrs mrs. ms ms. spokeswoman chairwoman congresswoman gran mother daughter queen dame lady"
)


@dataclass(slots=True)
class Actor:
    """One source of the article. `roles` are words it can be called by; `where` are offsets of its mentions."""

    name: str
    kind: SourceKind
    identification: Identification
    roles: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    where: list[int] = field(default_factory=list)
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
        self.actors: list[Actor] = []
        self.spoken: list[Actor] = []
        self._by_name: dict[str, Actor] = {}
        for source in context.sources:
            self._register(source.name, source.kind, source.aliases, source.id)
        if context.outlet:
            self._register(context.outlet, SourceKind.MEDIA_OUTLET, (), None)
        self._introduce(list(tokens(context.text, 0, len(context.text))))

    def _register(
        self, name: str, kind: SourceKind, aliases: tuple[str, ...], source_id: UUID | None
    ) -> None:
        actor = self._by_name.get(fold(name)) or self._add(name, kind, _identified(kind))
        actor.source_id = source_id or actor.source_id
        for alias in aliases:
            self._by_name.setdefault(fold(alias), actor)

    def _add(self, name: str, kind: SourceKind, identification: Identification) -> Actor:
        actor = Actor(name, kind, identification)
        self.actors.append(actor)
        self._by_name.setdefault(fold(name), actor)
        return actor

    def _introduce(self, all_tokens: list[Token]) -> None:
        """Note every name of the text with its roles, its abbreviation and where it stands."""
        for run in name_runs(all_tokens):
            actor = self._known(run.name, run.kind)
            if actor is None:
                if run.name.lower() in words.PLACES or (
                    run.kind == SourceKind.UNSPECIFIED
                    and len(run.name.split()) == 1
                    and not run.name.isupper()
                ):
                    continue
                actor = self._add(run.name, run.kind, _identified(run.kind))
            elif len(run.name) > len(actor.name) and actor.source_id is None and not run.name.isupper():
                actor.name = run.name
                self._by_name.setdefault(fold(run.name), actor)
            if (
                run.kind != SourceKind.UNSPECIFIED
                and (run.roles or actor.kind == SourceKind.UNSPECIFIED)
                and actor.source_id is None
            ):
                actor.kind = run.kind
                actor.identification = _identified(run.kind)
            actor.roles.update(run.roles)
            actor.gender = actor.gender or _gender(run.roles)
            actor.where.append(run.start)
            if run.abbreviation:
                self._by_name.setdefault(fold(run.abbreviation), actor)

    def _known(self, name: str, kind: SourceKind = SourceKind.UNSPECIFIED) -> Actor | None:
        """The actor of a name, its surname, its abbreviation, or a part of it."""
        folded = fold(name)
        found = self._by_name.get(folded)
        if found is not None or not folded:
            return found
        parts = folded.split()
        for actor in self.actors:
            whole = fold(actor.name).split()
            if len(parts) == 1 and len(whole) > 1:
                initials = "".join(word[0] for word in whole if word not in ("of", "for", "and", "the"))
                if (name.isupper() and parts[0] == initials) or (parts[0] == whole[-1] and len(parts[0]) > 2):
                    return actor
                if (
                    parts[0] == whole[0]
                    and actor.kind != SourceKind.PERSON
                    and len(parts[0]) > 4
                    and not _is_place(parts[0], actor)
                ):
                    return actor
            elif (
                len(whole) == 1
                and len(parts) > 1
                and (
                    (
                        actor.name.isupper()
                        and actor.name.lower()
                        == "".join(word[0] for word in parts if word not in ("of", "for", "and", "the"))
                    )
                    or (parts[-1] == whole[0] and kind in (actor.kind, SourceKind.PERSON) and actor.where)
                )
            ):
                return actor
        return None

    def named(self, name: str) -> Actor | None:
        """The actor that a name, surname or abbreviation stands for, if the article or the registry knows it."""
        return self._known(name)

    def spoke(self, actor: Actor, at: int) -> None:
        """Note that an actor is the source of a link at offset `at`: pronouns lead to it first."""
        self.spoken.append(actor)
        actor.where.append(at)

    def stub(
        self, name: str, kind: SourceKind, identification: Identification, roles: set[str], at: int
    ) -> Actor:
        """The article's own unnamed source of that description; a new one where none is there yet."""
        known = self._by_name.get(fold(name))
        if known is not None:
            return known
        actor = self._add(name, kind, identification)
        actor.roles |= roles
        actor.gender = _gender(tuple(roles))
        actor.where.append(at)
        return actor

    def latest(self, position: int, fits: Fits) -> Actor | None:
        """The actor that fits and was mentioned last before `position`, sources first; else the next one behind it."""
        for actor in reversed(self.spoken[-12:]):
            if fits(actor) and any(at < position for at in actor.where):
                return actor
        return self.nearest(position, fits)

    def nearest(self, position: int, fits: Fits) -> Actor | None:
        """The actor that fits and is mentioned nearest before `position`, else soonest behind."""
        before = [(at, actor) for actor in self.actors if fits(actor) for at in actor.where if at < position]
        if before:
            return max(before, key=lambda pair: pair[0])[1]
        behind = [(at, actor) for actor in self.actors if fits(actor) for at in actor.where if at >= position]
        return min(behind, key=lambda pair: pair[0])[1] if behind else None


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


def _identified(kind: SourceKind) -> Identification:
    return Identification.NAMED_PERSON if kind == SourceKind.PERSON else Identification.NAMED_ORGANISATION


def _gender(roles: tuple[str, ...]) -> str:
    if any(role in _FEMALE for role in roles):
        return "f"
    return "m" if any(role in _MALE for role in roles) else ""


def _is_place(word: str, actor: Actor) -> bool:
    """Whether the first word of a body's name is likely the place it stands in ("Wexcombe Police")."""
    last = fold(actor.name).split()[-1]
    return last in words.ORGANISATION_NOUNS or last in words.OUTLET_WORDS or word in words.PLACES
