"""Noun phrases behind a cue, found without a parse: closed classes, capitals and known verbs decide.

All functions take the tokens of one level (a sentence, or one quotation's words) and speak in token indexes.
"""

from collections.abc import Sequence

from annotations.suggesters import words
from annotations.suggesters.cues import FORMS, NOUN_LIKE
from annotations.suggesters.tokens import Token
from annotations.suggesters.words import listed

Range = tuple[int, int]
LONGEST = 28
"""Tokens of the longest noun phrase that is looked at."""

_OBJECT_PRONOUNS = listed("him them us me")
_TEXTS = listed(
    "statement interview letter speech email e-mail tweet post note commentary memo filing report "
    "article briefing call column testimony release message video documentary phone press conference"
)
_MEDIA = listed("television tv radio twitter facebook social state air camera x")
_PARTICIPLES = listed(
    "briefed informed quoted interviewed asked accused described published named identified"
)
_LISTENERS = listed("reporters journalists investors analysts")


def is_nominal(token: Token) -> bool:
    """Whether a word can stand inside a noun phrase (determiners can)."""
    if token.kind == "possessive":
        return True
    if token.kind != "word":
        return token.text in "&"
    low = token.low
    return not (
        low in words.AUXILIARIES
        or low in words.SUBORDINATORS
        or low in words.RELATIVES
        or low in words.COORDINATORS
        or low in words.PREPOSITIONS
        or low in words.SUBJECT_PRONOUNS
        or low in ("him", "them", "us", "me", "herself", "himself", "themselves", "itself")
    )


def is_finite(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word at `i` is surely a verb that a clause turns on."""
    token = tokens[i]
    if token.kind != "word":
        return False
    low = token.low
    if token.capital and i > 0:
        return False
    if low in words.AUXILIARIES:
        return True
    after_it = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if token.capital or after_it == "by":
        return False
    if low in words.IRREGULAR_PASTS:
        return True
    if low in _PARTICIPLES and after_it in words.PREPOSITIONS:
        return False
    return low in FORMS and low not in NOUN_LIKE and any(form.shapes & {"s", "past"} for form in FORMS[low])


def starts_phrase(tokens: Sequence[Token], i: int) -> bool:
    """Whether a noun phrase or pronoun can begin at `i`."""
    if i >= len(tokens):
        return False
    token = tokens[i]
    if token.low in words.SUBJECT_PRONOUNS or token.low in _OBJECT_PRONOUNS:
        return True
    return token.kind == "word" and is_nominal(token) and token.low != "not"


def after(tokens: Sequence[Token], i: int, *, apposition: bool, listener: bool = False) -> Range | None:
    """The noun phrase that begins at `i`, with its "of …", "at …", and with appositions if asked for."""
    if not starts_phrase(tokens, i):
        return None
    if tokens[i].low in words.PRONOUNS and tokens[i].low not in words.DETERMINERS:
        return i, i + 1
    end = _run(tokens, i, listener=listener)
    while end < len(tokens) and end - i < LONGEST:
        step = _continued(tokens, end)
        if step is None:
            break
        end = max(_run(tokens, step, listener=listener), step + 1)
    if apposition:
        end = with_apposition(tokens, end)
    return (i, end) if end > i else None


def _run(tokens: Sequence[Token], i: int, *, listener: bool) -> int:
    """End of the plain run of nominal words from `i`."""
    j = i
    while j < len(tokens) and j - i < LONGEST and is_nominal(tokens[j]):
        token = tokens[j]
        if j > i:
            before = tokens[j - 1]
            fresh = (
                token.low in words.DETERMINERS and before.low not in words.DETERMINERS and token.low != "one"
            )
            if fresh or (token.low in words.TIMES and token.capital):
                break
            if words.is_adverb(token.low) or is_finite(tokens, j):
                break
            if before.capital and not token.capital and token.low in FORMS and token.low not in NOUN_LIKE:
                break
            if listener and (
                before.low in _LISTENERS or (before.capital and token.low.endswith(("ed", "ing")))
            ):
                break
        j += 1
    return j


def _continued(tokens: Sequence[Token], end: int) -> int | None:
    """Where the noun phrase goes on behind a preposition, "and" or "close to"; None where it ends."""
    if end + 1 >= len(tokens) or not starts_phrase(tokens, end + 1):
        return None
    low, following = tokens[end].low, tokens[end + 1]
    if low in words.NOUN_PREPOSITIONS:
        if low == "on" and following.low in _MEDIA:
            return None
        if low in ("in", "at", "on", "by", "with") and (
            following.low in ("a", "an") or following.low in words.TIMES
        ):
            return None
        if any(token.low in _TEXTS for token in tokens[end + 1 : end + 4]) and low != "of":
            return None
        if low == "to" and not (following.capital or following.low in words.DETERMINERS):
            return None
        return end + 1
    if low in ("and", "&") and (following.capital or following.low in words.DETERMINERS):
        return end + 1
    return None


def with_apposition(tokens: Sequence[Token], end: int) -> int:
    """End of the noun phrase when what stands behind its comma explains it: ", a 29-year-old welder", ", who …"."""
    if end + 1 >= len(tokens):
        return end
    if tokens[end].text == "(":
        close = next((j for j in range(end, min(end + 8, len(tokens))) if tokens[j].text == ")"), None)
        return with_apposition(tokens, close + 1) if close is not None else end
    if tokens[end].low in ("who", "whose") or (tokens[end].text == "," and _explains(tokens, end + 1)):
        j = end + 1
        while (
            j < len(tokens)
            and j - end < LONGEST
            and tokens[j].kind != "quote"
            and tokens[j].text not in ";:—–"
        ):
            if tokens[j].text == "," and not (tokens[j - 1].text[0].isdigit() and j == end + 2):
                break
            j += 1
        if j < len(tokens) and tokens[j].text == "." and j == len(tokens) - 1:
            return j
        return j - 1 if tokens[j - 1].text in ".?!" else j
    return end


def _explains(tokens: Sequence[Token], i: int) -> bool:
    low = tokens[i].low
    if low in words.RELATIVES or low in ("a", "an", "the", "his", "her", "its", "their", "one", "formerly"):
        return True
    if tokens[i].text[0].isdigit():
        return True
    return any(token.low in words.ROLE_NOUNS for token in tokens[i : i + 4] if token.kind == "word")
