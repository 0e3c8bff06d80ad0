"""What the words of a source say by themselves: head, one or many, and a label for the unnamed."""

from collections.abc import Sequence

from annotations.domain.vocabulary import Identification, SourceKind
from annotations.suggesters import words
from annotations.suggesters.cast import Actor, fold, is_body, is_outlet
from annotations.suggesters.tokens import Token
from annotations.suggesters.words import listed

_HEAD_ENDS = words.PREPOSITIONS | words.RELATIVES | listed("familiar close")


_AIRING = listed("radio tv television broadcasting bbc cnn fox nbc abc cbs msnbc npr pbs news")


_STATIONS = listed("station channel broadcaster network")


_PRINTED = listed("newspaper paper daily weekly tabloid broadsheet magazine")


COMPANY_NOUNS = listed(
    "company group firm corporation operator manufacturer maker bank airline retailer management owner"
)
_COLLECTIVES = listed("media broadcasters newspapers outlets press")
_KINDS: tuple[tuple[frozenset[str], SourceKind], ...] = (
    (listed("intelligence spy"), SourceKind.INTELLIGENCE),
    (listed("military army navy soldiers troops commander admiral"), SourceKind.MILITARY),
    (
        listed(
            "police prosecutors prosecutor court investigators coastguard guard authorities detective detectives"
        ),
        SourceKind.GOVERNMENT_AGENCY,
    ),
    (
        listed(
            "administration government minister ministry official officials diplomats diplomat secretary cabinet "
            "governor spokesperson"
        ),
        SourceKind.GOVERNMENT,
    ),
    (
        listed("scientists researchers professor scientist researcher academics historian"),
        SourceKind.ACADEMIC,
    ),
    (listed("union party charity campaigners activists diocese campaign"), SourceKind.NGO),
)


def kind(part: Sequence[Token], noun: str) -> SourceKind:
    """What kind of source a description with that head noun is."""
    lows = {token.low for token in part}
    if noun in words.DOCUMENT_NOUNS:
        return SourceKind.DOCUMENT
    if noun in _COLLECTIVES:
        return SourceKind.MEDIA_COLLECTIVE
    for known, of_kind in _KINDS:
        if lows & known:
            return of_kind
    if noun in words.PERSON_NOUNS or noun.rstrip("s") in words.PERSON_NOUNS:
        return SourceKind.WITNESS
    if noun in COMPANY_NOUNS:
        return SourceKind.COMPANY
    return SourceKind.PERSON if is_people(noun)[0] else SourceKind.UNSPECIFIED


def identification(noun: str) -> Identification:
    """How the reader meets a source that is described by that noun."""
    if noun in words.GROUP_NOUNS:
        return Identification.UNNAMED_COLLECTIVE
    person, many = is_people(noun)
    if many:
        return Identification.UNNAMED_GROUP
    return Identification.UNNAMED_INDIVIDUAL if person else Identification.NAMED_ORGANISATION


def is_called(actor: Actor, noun: str) -> bool:
    """Whether an outlet can be called by that noun: a station is no newspaper."""
    if not is_outlet(actor) or actor.roles & words.OUTLET_NOUNS:
        return noun in actor.roles
    airs = bool(_AIRING & set(fold(actor.name).split())) or (actor.name.isupper() and len(actor.name) < 5)
    if noun in _STATIONS:
        return airs
    return not airs or noun not in _PRINTED


def is_common(noun: str) -> bool:
    """Whether a word with a capital at the start of a sentence is a common noun: "Detectives", "Police"."""
    known = words.PLURAL_PEOPLE | words.ORGANISATION_NOUNS | words.DOCUMENT_NOUNS | words.ROLE_NOUNS
    return noun in known or any(is_people(noun)) or noun in words.GROUP_NOUNS


def is_several(actor: Actor) -> bool:
    groups = (Identification.UNNAMED_GROUP, Identification.UNNAMED_COLLECTIVE)
    return actor.identification in groups or is_body(actor)


def is_thing(actor: Actor) -> bool:
    return is_body(actor) or (actor.identification == Identification.NAMED_ORGANISATION and not actor.gender)


def is_people(noun: str) -> tuple[bool, bool]:
    """Whether a noun means one person, and whether it means several."""
    if noun in words.ROLE_NOUNS | words.PERSON_NOUNS:
        return True, False
    single = noun[:-1] if noun.endswith("s") else noun
    documents = noun in words.DOCUMENT_NOUNS or single in words.DOCUMENT_NOUNS
    return False, not documents and (
        noun in words.PLURAL_PEOPLE or single in words.ROLE_NOUNS | words.PERSON_NOUNS
    )


def head(part: Sequence[Token]) -> list[Token]:
    """The words up to the first preposition, comma, relative or participle; "eight of 10 voters" begins behind "of"."""
    if len(part) > 2 and part[1].low == "of" and part[0].low in words.DETERMINERS | words.PRONOUNS:
        part = part[2:]
    kept: list[Token] = []
    for i, token in enumerate(part):
        if token.text in ",(":
            break
        if i and token.low in _HEAD_ENDS and not _within_name(part, i):
            break
        if (
            i
            and _is_participle(token)
            and kept[-1].low not in words.DETERMINERS
            and not words.is_adverb(kept[-1].low)
        ):
            break
        kept.append(token)
    while kept and kept[-1].kind == "possessive":
        kept = kept[:-1]
    return kept


def _is_participle(token: Token) -> bool:
    return token.kind == "word" and not token.capital and token.low.endswith("ed") and len(token.low) > 4


def _within_name(part: Sequence[Token], i: int) -> bool:
    """Whether "of" or "for" at `i` joins a body's name: "Independent Office for Police Standards"."""
    if part[i].low not in ("of", "for") or i + 1 >= len(part):
        return False
    return part[i - 1].capital and part[i + 1].capital and part[i - 1].low in words.ORGANISATION_NOUNS


def description(part: Sequence[Token], head: Sequence[Token]) -> str:
    """A label for an unnamed source: "spokeswoman for the diocese" → "diocese spokeswoman"."""

    def joined(chosen: Sequence[Token]) -> str:
        label = ""
        for i, token in enumerate(chosen):
            if token.kind != "possessive":
                label += " " + token.text
            elif not chosen[i - 1].capital:
                label += token.text
        return label.strip()

    def bare(chosen: Sequence[Token]) -> list[Token]:
        kept = [token for token in chosen if token.low not in ("unnamed", "anonymous")]
        while (
            kept
            and kept[0].low in words.DETERMINERS
            and kept[0].low not in ("two", "three", "four", "five", "several")
        ):
            kept = kept[1:]
        if kept and kept[0].low in words.NAME_FORMS:
            first = kept[0]
            kept[0] = Token(first.start, first.end, words.NAME_FORMS[first.low], first.low, first.kind)
        return kept

    cut = list(part)
    comma = next((i for i, token in enumerate(cut) if token.text in ",("), None)
    cut = cut[:comma] if comma else cut
    if len(cut) > 2 and cut[1].low == "of" and cut[0].low in words.DETERMINERS | words.PRONOUNS:
        return joined(cut)
    core = bare(head)
    rest = cut[len(head) :]
    if rest and rest[0].low in ("of", "for", "at", "from") and len(core) == 1 and 1 < len(rest) <= 6:
        people = core[0].low in words.ROLE_NOUNS | words.PERSON_NOUNS | words.PLURAL_PEOPLE
        if people and not any(token.low in words.PREPOSITIONS for token in rest[1:]):
            return f"{joined(bare(rest[1:]))} {joined(core)}"
    return joined([*core, *rest]) if core else joined(cut)
