"""Verb groups: a cue with its auxiliaries, whether it is a verb at all where it stands, and its subject."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.suggesters import phrases, subjects, words
from annotations.suggesters.cues import (
    FORMS,
    NOUN_LIKE,
    Form,
)
from annotations.suggesters.tokens import Token

_ASPECTS = words.listed("keep keeps kept began begins started starts continued continues stopped")


_SEVERAL = words.listed("those these many some most both all few others several")


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries: tokens `start:end`, whether passive, whether an infinitive, and the form."""

    start: int
    end: int
    verb: int
    form: Form
    passive: bool
    infinitive: bool


def group_at(tokens: Sequence[Token], i: int) -> Group | None:
    """The verb group around the cue verb at `i`; None where the word is no verb there."""
    token = tokens[i]
    if token.kind != "word" or (token.capital and i > 0):
        return None
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    form = next((f for f in FORMS.get(token.low, ()) if f.particle in ("", following)), None)
    if form is None:
        return None
    start = _start(tokens, i)
    infinitive = start > 0 and tokens[start - 1].low == "to"
    while start < i and words.is_adverb(tokens[start].low):
        start += 1
    start -= start > 0 and "ing" in form.shapes and tokens[start - 1].low in _ASPECTS
    end = i + 1 + bool(form.particle)
    if start < i or infinitive:
        helpers = {token.low for token in tokens[start:i]}
        be, passive = bool(helpers & words.BE), "part" in form.shapes and "base" not in form.shapes
        fits = be or not helpers & (words.HAVE | words.MODALS) or _suits(form, helpers)
        return Group(start - infinitive, end, i, form, be and passive, infinitive) if fits else None
    stands = _is_gerund(tokens, i, form) or _stands_alone(tokens, i, form)
    return Group(i, end, i, form, passive=False, infinitive=False) if stands else None


def _start(tokens: Sequence[Token], i: int) -> int:
    """First of the auxiliaries and adverbs before `i`."""
    while i > 0 and tokens[i - 1].kind == "word" and not tokens[i - 1].capital:
        if tokens[i - 1].low not in words.AUXILIARIES and not words.is_adverb(tokens[i - 1].low):
            break
        i -= 1
    return i


def _suits(form: Form, helpers: set[str]) -> bool:
    """Whether a form can follow "have", or a modal verb."""
    return "part" in form.shapes if helpers & words.HAVE else "base" in form.shapes


def _stands_alone(tokens: Sequence[Token], i: int, form: Form) -> bool:
    """Whether a form without auxiliaries is a finite verb, neither noun nor participle."""
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if not form.shapes & {"s", "past", "base"} or (following == "by" and "past" in form.shapes):
        return False
    if tokens[i].low in NOUN_LIKE and not _verb_between(tokens, i):
        return False
    return form.shapes != {"base"} or _plural_subject(tokens, i)


def subject_of(tokens: Sequence[Token], group: Group) -> phrases.Range | None:
    """The tokens of the noun phrase that the verb group speaks of."""
    start = group.start
    if group.form.shapes == {"ing"} and start and tokens[start - 1].text == ",":
        return subjects.shared(tokens, start)
    if group.infinitive:
        verb = next(
            (j for j in range(start - 1, max(start - 16, -1), -1) if phrases.is_finite(tokens, j)), None
        )
        if verb is None:
            return None
        while verb > 0 and (
            tokens[verb - 1].low in words.AUXILIARIES or words.is_adverb(tokens[verb - 1].low)
        ):
            verb -= 1
        start = verb
    return subjects.before(tokens, start)


def _is_gerund(tokens: Sequence[Token], i: int, form: Form) -> bool:
    """ "…, saying that …": a cue in -ing behind a comma, whose subject is that of the sentence."""
    if form.shapes != {"ing"} or i < 2 or i + 1 >= len(tokens) or tokens[i - 1].text != ",":
        return False
    following = tokens[i + 1]
    reports = following.low == "that" or following.kind == "quote" or following.text in ",:"
    return reports or "b" in form.cue.frame


def _verb_between(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word that may be a noun ("reports", "claims") stands like a verb: a subject before, content behind."""
    if i == 0:
        return False
    earlier = tokens[i - 1]
    if (
        earlier.kind == "possessive"
        or earlier.low in words.DETERMINERS | words.PREPOSITIONS | words.COORDINATORS
    ):
        return False
    if earlier.low in words.SUBJECT_PRONOUNS or earlier.low in words.RELATIVES or earlier.kind == "quote":
        return True
    if i + 1 >= len(tokens) or tokens[i + 1].text in ".,:" or tokens[i + 1].kind == "quote":
        return (earlier.kind == "word" and phrases.is_nominal(earlier)) or earlier.text == ","
    following = tokens[i + 1].low
    if following in ("that", "how", "why", "whether", "what", "if"):
        return True
    if following in words.PREPOSITIONS or following in words.AUXILIARIES:
        phrase = _nominal_before(tokens, i - 1)
        behind = i > len(phrase) and tokens[i - len(phrase) - 1].text == ","
        return behind and any(token.low in words.PLURAL_PEOPLE for token in phrase)
    if following in words.DETERMINERS or tokens[i + 1].capital:
        return tokens[i].low.endswith("s") or any(
            _is_plural(token) for token in _nominal_before(tokens, i - 1)
        )
    if tokens[i].low.endswith("s"):
        return following in words.DETERMINERS or following in words.SUBJECT_PRONOUNS or tokens[i + 1].capital
    return following in words.DETERMINERS and earlier.low.endswith("s")


def _plural_subject(tokens: Sequence[Token], i: int) -> bool:
    """Whether what stands before a bare verb can be the subject of a base form: I, we, you, they, who, plurals."""
    if i == 0:
        return False
    j = i - 1
    while j > 0 and words.is_adverb(tokens[j].low):
        j -= 1
    earlier = tokens[j]
    if earlier.text == "," or earlier.text == ")":
        return True
    plural = any(_is_plural(token) or token.low in _SEVERAL for token in _nominal_before(tokens, j))
    return (
        earlier.low in ("i", "we", "you", "they", "who", "and", "some", "many", "others")
        or plural
        or earlier.capital
    )


def _is_plural(token: Token) -> bool:
    low = token.low
    return token.kind == "word" and (
        low in words.PLURAL_PEOPLE
        or (low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3)
    )


def _nominal_before(tokens: Sequence[Token], j: int) -> Sequence[Token]:
    """The words of the noun phrase that ends at `j`, as far as it reaches without a verb or a comma."""
    start = j
    while start > 0 and j - start < 9:
        token = tokens[start - 1]
        passes = (
            phrases.is_nominal(token)
            or token.low in words.PREPOSITIONS
            or token.low in ("him", "her", "them", "and")
        )
        if not passes or token.text == ",":
            break
        start -= 1
    return tokens[start : j + 1]
