"""From the words of a source to the source: names, roles, pronouns, artefacts, places, and stubs for the unnamed."""

from collections.abc import Sequence

from annotations.domain.records import Span
from annotations.domain.vocabulary import Identification, Mention, SourceKind
from annotations.suggesters import descriptions, words
from annotations.suggesters.cast import Actor, Cast, Resolved, fold, identified, is_person
from annotations.suggesters.descriptions import is_thing
from annotations.suggesters.mentions import mentioned_again
from annotations.suggesters.names import kind_of_name, run_of_name
from annotations.suggesters.pronouns import SPEAKERS, pronoun
from annotations.suggesters.tokens import Token, tokens

_FRESH = words.listed("a an another one two three four five some several")


class Resolver:
    """Leads the words of sources in one article to its actors; remembers what was met."""

    def __init__(self, cast: Cast, text: str) -> None:
        self.cast = cast
        self.text = text

    def resolve(self, span: Span, *, speaker: Actor | None = None, carrier: bool = False) -> Resolved | None:
        """Whom the words of `span` mean; None for words that mean nobody.

        `speaker` is who speaks where they stand within a quotation; `carrier` says that an outlet is expected.
        """
        part = [token for token in tokens(self.text, *span) if token.kind != "mark" or token.text in ",&-("]
        while part and part[0].kind == "mark":
            part = part[1:]
        if not part:
            return None
        low, at = part[0].low, span[0]
        if len(part) == 1 and low in words.PRONOUNS | words.POSSESSIVES:
            known = pronoun(self.cast, low, at, speaker)
            return known if known or low in SPEAKERS else self._unknown(span)
        return (
            self._place(part)
            or self._named(part, at, carrier=carrier)
            or self._artefact(part, at)
            or mentioned_again(self.cast, part, at)
            or self._stub(part, at)
            or self._unknown(span)
        )

    def _unknown(self, span: Span) -> Resolved:
        """Somebody, by the words that stand there: a source that no rule leads to is a stub all the same."""
        name = f"{fold(self.text[slice(*span)])} (unnamed)"
        unnamed = Identification.UNNAMED_INDIVIDUAL
        actor = self.cast.stub(name, SourceKind.UNSPECIFIED, unnamed, set(), span[0])
        return Resolved(actor, Mention.DESCRIPTOR, "nobody known by these words")

    def _government(self, place: str, at: int) -> Actor:
        named = Identification.NAMED_ORGANISATION
        return self.cast.named(place) or self.cast.stub(place, SourceKind.GOVERNMENT, named, set(), at)

    def _place(self, part: Sequence[Token]) -> Resolved | None:
        name = fold(" ".join(token.text for token in part))
        place = words.PLACES.get(name)
        if place is None or not any(token.capital for token in part):
            return None
        return Resolved(
            self._government(place, part[0].start), Mention.METONYMY, f"'{name}' for its government"
        )

    def _named(self, part: Sequence[Token], at: int, *, carrier: bool) -> Resolved | None:
        """A name at the end of the head ("analyst Ada Holm"), or behind its comma ("The chair, the Rev. Ada Holm")."""
        head = descriptions.head(part)
        if head and head[-1].capital and not (len(head) == 1 and head[-1].low in words.ROLE_NOUNS):
            return self._name(head, at, carrier=carrier)
        comma = next((i for i, token in enumerate(part) if token.text == ","), len(part))
        behind = descriptions.head(part[comma + 1 :]) if comma + 1 < len(part) else []
        if behind and all(token.capital or token.low in words.DETERMINERS for token in behind):
            return self._name(behind, at, carrier=carrier)
        return None

    def _name(self, head: Sequence[Token], at: int, *, carrier: bool) -> Resolved | None:
        run = run_of_name(head)
        if not run:
            return None
        name = " ".join(token.text for token in run)
        titles = head[: len(head) - len(run)]
        actor = self.cast.named(name)
        if actor is None:
            if len(head) == 1 and descriptions.is_common(run[0].low):
                return None
            roles = [token.low for token in titles if token.kind == "word"]
            kind = SourceKind.MEDIA_OUTLET if carrier else kind_of_name(run, roles, None)
            actor = self.cast.stub(name, kind, identified(kind), set(roles), at)
        if actor.kind == SourceKind.UNSPECIFIED and carrier:
            actor.kind = SourceKind.MEDIA_OUTLET
        if actor.kind == SourceKind.UNSPECIFIED and actor.source_id is None and 1 < len(run) < 4:
            actor.kind, actor.identification = SourceKind.PERSON, Identification.NAMED_PERSON
        if is_person(actor):
            actor.roles.update(t.low for t in titles if t.low in words.ROLE_NOUNS | words.PERSON_NOUNS)
        full = fold(name) == fold(actor.name)
        return Resolved(actor, Mention.CANONICAL_NAME if full else Mention.ALIAS, f"'{name}' by name")

    def _artefact(self, part: Sequence[Token], at: int) -> Resolved | None:
        """ "a report by X", "X's report", "its website": the body stands for what it published."""
        head = descriptions.head(part)
        noun = head[-1].low if head else ""
        if noun not in words.ARTEFACTS | words.DOCUMENT_NOUNS:
            return None
        maker = next((i for i in range(len(part) - 1) if _leads_to_maker(part, i)), len(part))
        if noun in words.ARTEFACTS and maker + 1 < len(part):
            inner = self.resolve((part[maker + 1].start, part[-1].end))
            if inner is not None:
                return Resolved(inner.actor, Mention.ARTEFACT, f"'{noun}' of {inner.actor.name}")
        owner, owned = self._owner(head, at)
        if owner is None:
            return None
        if noun in words.ARTEFACTS and owner.kind != SourceKind.PERSON:
            return Resolved(owner, Mention.ARTEFACT, f"'{noun}' of {owner.name}")
        named = Identification.NAMED_ORGANISATION
        stub = self.cast.stub(f"{owner.name} {owned}", SourceKind.DOCUMENT, named, {noun}, at)
        return Resolved(stub, Mention.DESCRIPTOR, f"'{noun}' of {owner.name}")

    def _owner(self, head: Sequence[Token], at: int) -> tuple[Actor | None, str]:
        """The actor that a possessive leads to, and the words it owns."""
        first = head[0].low
        mark = next((i for i, token in enumerate(head) if token.kind == "possessive"), 0)
        actor: Actor | None = None
        if first in ("his", "her"):
            here = next((a for a in self.cast.here if is_person(a)), None)
            actor = here or self.cast.latest(at, is_person)
        elif first in ("its", "their"):
            actor = self.cast.topic(at, is_thing) or self.cast.latest(at, is_thing)
        elif mark:
            resolved = self.resolve((head[0].start, head[mark - 1].end))
            actor = resolved.actor if resolved else None
        owned = " ".join(token.text for token in head[mark + 1 :] if token.low != "own")
        return (actor, owned) if owned else (None, "")

    def _stub(self, part: Sequence[Token], at: int) -> Resolved | None:
        """The article's own source for a description that leads to nobody."""
        head = descriptions.head(part) or list(part)
        noun = head[-1].low
        if noun in words.TIMES or all(t.low in words.DETERMINERS or t.kind != "word" for t in head):
            return None
        owner, owned = self._owner(head, at) if head[0].low in words.POSSESSIVES else (None, "")
        name = descriptions.description(part, head)
        if owner is not None:
            name = f"{owner.name.removesuffix(' (unnamed)')} {owned}"
        identification = descriptions.identification(noun)
        if identification != Identification.NAMED_ORGANISATION and noun not in ("media", "press"):
            name += " (unnamed)"
        roles = {token.low for token in head if token.kind == "word" and token.low not in words.DETERMINERS}
        kind = descriptions.kind(part, noun)
        fresh = head[0].low in _FRESH
        actor = self.cast.stub(name, kind, identification, roles, at, fresh=fresh)
        actor.owner = actor.owner or owner or self._affiliation(part)
        words_here = self.text[part[0].start : part[-1].end]
        return Resolved(actor, Mention.DESCRIPTOR, f"described as '{words_here}'")

    def _affiliation(self, part: Sequence[Token]) -> Actor | None:
        """The government that an unnamed source's country stands for: "a US official"."""
        places = ((words.PLACES.get(token.text.lower()), token) for token in part if token.capital)
        return next((self._government(place, token.start) for place, token in places if place), None)


def _leads_to_maker(part: Sequence[Token], at: int) -> bool:
    """Whether "by" or "from" is followed by who made a document, not by its day."""
    following = part[at + 1].low
    return part[at].low in ("by", "from") and following not in words.TIMES and not following[:1].isdigit()
