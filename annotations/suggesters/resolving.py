"""From the words of a source to the source: names, roles, pronouns, artefacts, places, and stubs for the unnamed."""

from collections.abc import Sequence

from annotations.domain.records import Span
from annotations.domain.vocabulary import Identification, Mention, SourceKind
from annotations.suggesters import words
from annotations.suggesters.cast import Actor, Cast, Resolved, fold, is_body, is_outlet, is_person
from annotations.suggesters.descriptions import (
    description,
    is_called,
    is_common,
    is_people,
    is_several,
    is_thing,
)
from annotations.suggesters.descriptions import head as head_of
from annotations.suggesters.names import kind_of_name
from annotations.suggesters.tokens import Token, tokens
from annotations.suggesters.words import listed

_COMPANY_NOUNS = listed(
    "company group firm corporation operator manufacturer maker bank airline retailer management owner"
)


_KINDS: tuple[tuple[frozenset[str], SourceKind], ...] = (
    (listed("intelligence spy"), SourceKind.INTELLIGENCE),
    (listed("military army navy soldiers troops commander general admiral"), SourceKind.MILITARY),
    (
        listed("police prosecutors prosecutor court investigators coastguard guard authorities detective"),
        SourceKind.GOVERNMENT_AGENCY,
    ),
    (
        listed(
            "administration government minister ministry official officials diplomats diplomat secretary cabinet governor spokesperson"
        ),
        SourceKind.GOVERNMENT,
    ),
    (
        listed("scientists researchers professor scientist researcher academics historian historians"),
        SourceKind.ACADEMIC,
    ),
    (listed("union party charity campaigners activists diocese campaign"), SourceKind.NGO),
)


class Resolver:
    """Leads the words of sources in one article to its actors; remembers what was met."""

    def __init__(self, cast: Cast, text: str) -> None:
        self.cast = cast
        self.text = text

    def resolve(self, span: Span, *, speaker: Actor | None = None, carrier: bool = False) -> Resolved | None:
        """Whom the words of `span` mean; `speaker` is who speaks where they stand within a quotation."""
        part = [token for token in tokens(self.text, *span) if token.kind != "mark" or token.text in ",&-("]
        while part and part[0].kind == "mark":
            part = part[1:]
        if not part:
            return None
        low = part[0].low
        if len(part) == 1 and low in words.PRONOUNS:
            known = self._pronoun(low, span[0], speaker)
            return known if known or low in ("i", "we", "you", "who", "me", "us") else self._unknown(span)
        place = self._place(part)
        if place is not None:
            return place
        named = self._named(part, span[0], carrier=carrier)
        if named is not None:
            return named
        owned = self._artefact_of(part, span[0])
        if owned is not None:
            return owned
        again = self._again(part, span[0])
        if again is not None:
            return again
        return self._stub(part, span[0]) or self._unknown(span)

    def _unknown(self, span: Span) -> Resolved:
        """Somebody, by the words that stand there: a source that no rule leads to is a stub all the same."""
        name = f"{fold(self.text[slice(*span)])} (unnamed)"
        actor = self.cast.stub(
            name, SourceKind.UNSPECIFIED, Identification.UNNAMED_INDIVIDUAL, set(), span[0]
        )
        return Resolved(actor, Mention.DESCRIPTOR, "nobody known by these words")

    def _pronoun(self, low: str, at: int, speaker: Actor | None) -> Resolved | None:
        cast = self.cast
        actor: Actor | None
        if low in ("i", "me") and speaker is not None:
            return Resolved(speaker, Mention.PRONOUN, f"'{low}' in the words of {speaker.name}")
        if low in ("we", "us"):
            if speaker is None:
                return None
            actor = speaker.owner or self.cast.stub(
                f"{speaker.name.removesuffix(' (unnamed)')}'s side",
                SourceKind.UNSPECIFIED,
                Identification.UNNAMED_COLLECTIVE,
                set(),
                at,
            )
            return Resolved(actor, Mention.PRONOUN, f"'we' in the words of {speaker.name}")
        if low in ("he", "she", "him", "her"):
            gender = "m" if low in ("he", "him") else "f"

            def fits(a: Actor) -> bool:
                return is_person(a) and a.gender in ("", gender)

            actor = next((a for a in cast.here if fits(a)), None) or cast.latest(at, fits)
            if actor is not None:
                actor.gender = gender
        elif low == "it":
            actor = next((a for a in cast.here if is_body(a)), None) or cast.latest(at, is_body)
        elif low in ("they", "them"):
            actor = next((a for a in cast.here if is_several(a)), None) or cast.latest(at, is_several)
        else:
            name = {"who": "", "someone": "", "somebody": ""}.get(low, low)
            return (
                Resolved(
                    cast.stub(
                        f"{name} (unnamed)",
                        SourceKind.UNSPECIFIED,
                        Identification.UNNAMED_COLLECTIVE,
                        set(),
                        at,
                    ),
                    Mention.DESCRIPTOR,
                    "indefinite",
                )
                if name in ("some", "many", "others")
                else None
            )
        return Resolved(actor, Mention.PRONOUN, f"'{low}' to the last that fits") if actor else None

    def _place(self, part: Sequence[Token]) -> Resolved | None:
        name = fold(" ".join(token.text for token in part))
        place = words.PLACES.get(name)
        if place is None or not any(token.capital for token in part):
            return None
        actor = self.cast.named(place) or self.cast.stub(
            place, SourceKind.GOVERNMENT, Identification.NAMED_ORGANISATION, set(), part[0].start
        )
        return Resolved(actor, Mention.METONYMY, f"'{name}' for its government")

    def _named(self, part: Sequence[Token], at: int, *, carrier: bool) -> Resolved | None:
        """A name at the end of the head ("analyst Jens Aukrust"), or behind the first comma ("The chair, the Rev. X")."""
        head = head_of(part)
        if (
            head
            and head[-1].kind == "word"
            and head[-1].capital
            and not (len(head) == 1 and head[-1].low in words.ROLE_NOUNS)
        ):
            return self._name(head, part, at, carrier=carrier)
        comma = next((i for i, token in enumerate(part) if token.text == ","), None)
        if comma is not None and comma + 1 < len(part):
            behind = head_of(part[comma + 1 :])
            if (
                behind
                and behind[-1].capital
                and len([t for t in behind if t.capital])
                == len([t for t in behind if t.low not in words.DETERMINERS])
            ):
                return self._name(behind, part, at, carrier=carrier)
        return None

    def _name(
        self, head: Sequence[Token], part: Sequence[Token], at: int, *, carrier: bool
    ) -> Resolved | None:
        start = len(head)
        while start > 0 and (
            head[start - 1].capital or head[start - 1].low in ("of", "for", "and", "&", "de", "van", "von")
        ):
            start -= 1
        run = list(head[start:])
        while run and not run[0].capital:
            run = run[1:]
        for j in range(len(run) - 1, -1, -1):
            if j < len(run) - 1 and (
                run[j].low in words.TITLES | words.ROLE_NOUNS
                or run[j].low.split("-")[0] in words.PERSON_NOUNS
            ):
                run = run[j + 1 :]
                break
        while len(run) > 1 and run[0].low in words.DETERMINERS:
            run = run[1:]
        if not run:
            return None
        name = " ".join(token.text for token in run)
        actor = self.cast.named(name)
        if actor is None:
            if len(head) == 1 and is_common(run[0].low):
                return None
            roles = [token.low for token in head[:start] if token.kind == "word"]
            kind = SourceKind.MEDIA_OUTLET if carrier else kind_of_name(run, roles, None)
            identification = (
                Identification.NAMED_PERSON
                if kind == SourceKind.PERSON
                else Identification.NAMED_ORGANISATION
            )
            actor = self.cast.stub(name, kind, identification, set(roles), at)
        if actor.kind == SourceKind.UNSPECIFIED and carrier:
            actor.kind = SourceKind.MEDIA_OUTLET
        if actor.kind == SourceKind.UNSPECIFIED and actor.source_id is None and 1 < len(run) < 4:
            actor.kind, actor.identification = SourceKind.PERSON, Identification.NAMED_PERSON
        if is_person(actor):
            actor.roles.update(
                t.low for t in head[: len(head) - len(run)] if t.low in words.ROLE_NOUNS | words.PERSON_NOUNS
            )
        full = fold(name) == fold(actor.name)
        return Resolved(actor, Mention.CANONICAL_NAME if full else Mention.ALIAS, f"'{name}' by name")

    def _artefact_of(self, part: Sequence[Token], at: int) -> Resolved | None:
        """ "a report by X", "X's report", "its website": the body stands for what it published."""
        lows = [token.low for token in part]
        head = head_of(part)
        if not head:
            return None
        noun = head[-1].low
        if noun not in words.ARTEFACTS | words.DOCUMENT_NOUNS:
            return None
        if noun in words.ARTEFACTS and ("by" in lows or "from" in lows):
            j = lows.index("by") if "by" in lows else lows.index("from")
            if j + 1 < len(part):
                inner = self.resolve((part[j + 1].start, part[-1].end))
                if inner is not None:
                    return Resolved(inner.actor, Mention.ARTEFACT, f"'{noun}' of {inner.actor.name}")
        owner = self._owner(head, at)
        if owner is None:
            return None
        actor, rest = owner
        if noun in words.ARTEFACTS and actor.kind != SourceKind.PERSON:
            return Resolved(actor, Mention.ARTEFACT, f"'{noun}' of {actor.name}")
        stub = self.cast.stub(
            f"{actor.name} {rest}", SourceKind.DOCUMENT, Identification.NAMED_ORGANISATION, {noun}, at
        )
        return Resolved(stub, Mention.DESCRIPTOR, f"'{noun}' of {actor.name}")

    def _owner(self, head: Sequence[Token], at: int) -> tuple[Actor, str] | None:
        """The actor that a possessive leads to, and the words it owns."""
        mark = next((i for i, token in enumerate(head) if token.kind == "possessive"), None)
        if head[0].low in words.POSSESSIVES:
            actor: Actor | None
            if head[0].low in ("his", "her"):
                actor = next((a for a in self.cast.here if is_person(a)), None) or self.cast.latest(
                    at, is_person
                )
            elif head[0].low in ("its", "their"):
                actor = self.cast.topic(at, is_thing) or self.cast.latest(at, is_thing)
            else:
                actor = None
            rest = head[1:]
        elif mark:
            resolved = self.resolve((head[0].start, head[mark - 1].end))
            actor = resolved.actor if resolved else None
            rest = head[mark + 1 :]
        else:
            return None
        named = " ".join(token.text for token in rest if token.low != "own")
        return (actor, named) if actor is not None and named else None

    def _again(self, part: Sequence[Token], at: int) -> Resolved | None:
        """A definite description of somebody met elsewhere: "the newspaper", "the official", "the company", "CEO"."""
        head = head_of(part)
        if not head:
            return None
        first, noun = head[0].low, head[-1].low
        indefinite = first in ("a", "an", "another", "some", "one", "two", "three", "several", "many")
        if indefinite or head[0].low in words.POSSESSIVES or any(t.kind == "possessive" for t in head):
            return None
        cast = self.cast
        definite = first in ("the", "that", "this", "same") or len(head) <= 2
        if not definite:
            return None
        roles = {token.low for token in head if token.low not in words.DETERMINERS and token.low != "same"}
        if len(part) > len(head) + 4:
            return None
        actor: Actor | None = None
        described = fold(" ".join(t.text for t in part))
        exact = cast.before(at, lambda a: described == fold(a.name.removesuffix(" (unnamed)")))
        if exact is not None:
            actor = exact
        elif noun in words.OUTLET_NOUNS and len(roles) <= 1:
            actor = cast.before(at, lambda a: noun in a.roles and not is_person(a))
            actor = actor or cast.before(at, lambda a: is_called(a, noun)) or cast.nearest(at, is_outlet)
        elif noun in words.ARTEFACTS | words.DOCUMENT_NOUNS and len(roles) <= 1:
            actor = cast.before(at, lambda a: noun in a.roles and a.kind == SourceKind.DOCUMENT)
            if actor is None and noun in words.ARTEFACTS:
                outlet = cast.latest(at, is_outlet)
                if outlet is not None:
                    return Resolved(outlet, Mention.ARTEFACT, f"'{noun}' of {outlet.name}")
        elif roles:
            actor = cast.latest(at, lambda a: roles <= a.roles and (first == "the" or not is_outlet(a)))
            if actor is None and noun in _COMPANY_NOUNS and len(roles) == 1:
                actor = cast.latest(at, lambda a: a.kind == SourceKind.COMPANY)
            if actor is None and noun in ("ceo",):
                actor = cast.nearest(at, lambda a: {"chief", "executive"} <= a.roles)
        if actor is None:
            return None
        return Resolved(
            actor, Mention.DEFINITE_NOUN_PHRASE, f"'{' '.join(t.text for t in head)}' to {actor.name}"
        )

    def _stub(self, part: Sequence[Token], at: int) -> Resolved | None:
        head = head_of(part) or list(part)
        noun = head[-1].low
        if noun in words.TIMES or not any(
            token.kind == "word" and token.low not in words.DETERMINERS for token in head
        ):
            return None
        owner = self._owner(head, at) if head[0].low in words.POSSESSIVES else None
        name, body = description(part, head), None
        if owner is not None:
            body, rest = owner
            name = f"{body.name} {rest}".replace(" (unnamed)", "")
        person, many = is_people(noun)
        kind = self._kind(head, part, noun, person=person)
        if person or many:
            identification = Identification.UNNAMED_GROUP if many else Identification.UNNAMED_INDIVIDUAL
            name += " (unnamed)"
        else:
            identification = (
                Identification.UNNAMED_COLLECTIVE
                if noun in words.GROUP_NOUNS
                else Identification.NAMED_ORGANISATION
            )
        roles = {token.low for token in head if token.kind == "word" and token.low not in words.DETERMINERS}
        actor = self.cast.stub(name, kind, identification, roles, at)
        actor.owner = actor.owner or body or self._affiliation(part)
        return Resolved(
            actor, Mention.DESCRIPTOR, f"described as '{self.text[part[0].start : part[-1].end]}'"
        )

    def _affiliation(self, part: Sequence[Token]) -> Actor | None:
        for token in part:
            place = words.PLACES.get(token.low)
            if place and token.capital:
                return self.cast.named(place) or self.cast.stub(
                    place, SourceKind.GOVERNMENT, Identification.NAMED_ORGANISATION, set(), token.start
                )
        return None

    def _kind(self, head: Sequence[Token], part: Sequence[Token], noun: str, *, person: bool) -> SourceKind:
        lows = {token.low for token in part}
        if noun in words.DOCUMENT_NOUNS:
            return SourceKind.DOCUMENT
        if noun in ("media", "broadcasters", "newspapers", "outlets", "press"):
            return SourceKind.MEDIA_COLLECTIVE
        for known, kind in _KINDS:
            if lows & known:
                return kind
        if noun in words.PERSON_NOUNS or noun.rstrip("s") in words.PERSON_NOUNS:
            return SourceKind.WITNESS
        if noun in _COMPANY_NOUNS:
            return SourceKind.COMPANY
        return SourceKind.PERSON if person else SourceKind.UNSPECIFIED
