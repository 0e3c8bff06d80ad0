"""Definite descriptions of somebody met elsewhere in the article: "the newspaper", "the official", "CEO"."""

from collections.abc import Sequence

from annotations.domain.vocabulary import Mention, SourceKind
from annotations.suggesters import words
from annotations.suggesters.cast import Actor, Cast, Resolved, fold, is_outlet, is_person
from annotations.suggesters.descriptions import COMPANY_NOUNS, head, is_called, is_people
from annotations.suggesters.tokens import Token
from annotations.suggesters.words import listed

_INDEFINITE = listed("a an another some one two three several many")
_DEFINITE = listed("the that this same")
_LONGEST_TAIL = 4


def mentioned_again(cast: Cast, part: Sequence[Token], at: int) -> Resolved | None:
    """The actor that a definite description at offset `at` takes up; None for first mentions and indefinite ones."""
    core = head(part)
    if not core or len(part) > len(core) + _LONGEST_TAIL or not _is_definite(core):
        return None
    noun = core[-1].low
    roles = {token.low for token in core if token.low not in words.DETERMINERS and token.low != "same"}
    words_here = " ".join(token.text for token in core)
    described = fold(" ".join(token.text for token in part))
    actor = cast.before(at, lambda a: described == fold(a.name.removesuffix(" (unnamed)")))
    papers = (words.ARTEFACTS | words.DOCUMENT_NOUNS) - words.OUTLET_NOUNS
    if actor is None and noun in papers and len(roles) == 1:
        return _document(cast, noun, words_here, at)
    if actor is None and noun in words.OUTLET_NOUNS and len(roles) == 1:
        actor = _outlet(cast, noun, at)
    elif actor is None and roles:
        actor = _by_role(cast, core[0].low, noun, roles, at)
        actor = None if actor and _is_of_another(actor, part[len(core) :]) else actor
    return Resolved(actor, Mention.DEFINITE_NOUN_PHRASE, f"'{words_here}' to {actor.name}") if actor else None


def _is_definite(core: Sequence[Token]) -> bool:
    """Whether a head can take somebody up; headlines leave the article out."""
    if core[0].low in _INDEFINITE or core[0].low in words.POSSESSIVES:
        return False
    if any(token.kind == "possessive" for token in core):
        return False
    return core[0].low in _DEFINITE or len(core) <= 2


def _is_of_another(actor: Actor, tail: Sequence[Token]) -> bool:
    """Whether words after the head tell a described person apart: a mayor "of Liwa" is not the one of Karsten."""
    told = {token.low for token in tail[1:] if token.low not in words.DETERMINERS and token.kind == "word"}
    if not actor.name.endswith("(unnamed)") or not told or told <= COMPANY_NOUNS:
        return False
    return not told & set(fold(actor.name).split())


def _outlet(cast: Cast, noun: str, at: int) -> Actor | None:
    """The medium, or the document, that was called so before; else the nearest that can be called so."""
    called = cast.before(at, lambda a: noun in a.roles and not is_person(a))
    return called or cast.before(at, lambda a: is_called(a, noun)) or cast.nearest(at, is_outlet)


def _document(cast: Cast, noun: str, words_here: str, at: int) -> Resolved | None:
    """A document of that name met before, else the medium whose product "the report" is."""
    known = cast.before(at, lambda a: noun in a.roles and a.kind == SourceKind.DOCUMENT)
    if known is not None:
        return Resolved(known, Mention.DEFINITE_NOUN_PHRASE, f"'{words_here}' to {known.name}")
    outlet = cast.latest(at, is_outlet) if noun in words.ARTEFACTS else None
    return Resolved(outlet, Mention.ARTEFACT, f"'{noun}' of {outlet.name}") if outlet else None


def _by_role(cast: Cast, first: str, noun: str, roles: set[str], at: int) -> Actor | None:
    """Whoever is called by all these roles; a lone company noun means the last company."""
    person = any(is_people(noun)) or noun == "ceo"
    actor = cast.latest(
        at,
        lambda a: roles <= a.roles and (person or not is_person(a)) and (first == "the" or not is_outlet(a)),
    )
    if actor is None and noun in COMPANY_NOUNS and len(roles) == 1:
        actor = cast.latest(at, lambda a: a.kind == SourceKind.COMPANY)
    if actor is None and noun == "ceo":
        actor = cast.nearest(at, lambda a: {"chief", "executive"} <= a.roles)
    return actor
