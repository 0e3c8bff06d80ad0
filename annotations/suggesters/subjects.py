"""The subject of a verb, found without a parse: what stands before its verb group, back to the clause's boundary.

All functions take the tokens of one level and speak in token indexes.
"""

from collections.abc import Sequence

from annotations.suggesters import words
from annotations.suggesters.phrases import LONGEST, Range, after, is_finite, is_nominal, starts_phrase
from annotations.suggesters.tokens import Token
from annotations.suggesters.words import listed

_STOPS = frozenset([*",;:—–-()[]?!…|*★•", "--"])
_DASHES = frozenset(["—", "–", "--"])
_REFLEXIVES = listed("itself himself herself themselves")
_ASIDES = listed("on for of course in at fact")
TRIES = 5
"""Parentheses that are looked over on the way to one subject; without a limit commas make the search quadratic."""


def before(tokens: Sequence[Token], k: int, *, tries: int = TRIES) -> Range | None:
    """The subject whose verb group begins at `k`; None where no words stand there that can be one."""
    end = k
    while end > 0 and tokens[end - 1].kind == "word" and _is_aside(tokens[end - 1]):
        end -= 1
    if end == 0 or tries == 0:
        return None
    last = tokens[end - 1]
    if last.text == "," or last.text in _DASHES:
        return _over_parenthesis(tokens, end - 1, tries - 1)
    if last.text == ")":
        opening = next((j for j in range(end - 1, max(end - 8, -1), -1) if tokens[j].text == "("), None)
        inner = before(tokens, opening, tries=tries - 1) if opening else None
        return (inner[0], end) if inner else None
    if last.low in words.RELATIVES or (
        last.low == "that" and end > 1 and tokens[end - 2].low not in words.RELATIVES
    ):
        return _antecedent(tokens, end - 1)
    start = _clause_start(tokens, end)
    if start == end:
        return shared(tokens, end)
    return _last_phrase(tokens, start, end)


def _is_aside(token: Token) -> bool:
    return words.is_adverb(token.low) or token.low in _REFLEXIVES


def _antecedent(tokens: Sequence[Token], relative: int) -> Range | None:
    """The noun phrase that "who", "which" or "that" at `relative` takes up."""
    end = relative - 1 if relative and tokens[relative - 1].text == "," else relative
    start = end
    while start > 0 and end - start < LONGEST:
        token = tokens[start - 1]
        chained = token.low in ("of", "for", "at") and start > 1 and is_nominal(tokens[start - 2])
        if not (is_nominal(token) or chained) or (is_finite(tokens, start - 1) and not token.capital):
            break
        start -= 1
        if token.low in words.DETERMINERS and not (
            start > 0 and tokens[start - 1].low in ("of", "for", "at")
        ):
            break
    return (start, end) if start < end and starts_phrase(tokens, start) else None


def _over_parenthesis(tokens: Sequence[Token], closing: int, tries: int) -> Range | None:
    """The subject left of ", …," with what explains it; a bare adverb between the commas is no part of it."""
    mark = tokens[closing].text
    reach = range(closing - 1, max(closing - LONGEST, 0), -1)
    opening = next((j for j in reach if tokens[j].text == mark or tokens[j].kind == "quote"), None)
    if opening is None or tokens[opening].kind == "quote" or opening == 0:
        return shared(tokens, closing + 1) if mark == "," else None
    between = tokens[opening + 1 : closing]
    if not between:
        return None
    head = before(tokens, opening, tries=tries)
    if (
        tries
        and (head is None or tokens[head[0]].text[0].isdigit())
        and tokens[opening - 1].text[0].isalnum()
    ):
        further = _over_parenthesis(tokens, opening, tries - 1)
        return (further[0], closing) if further else head
    if head is None or all(_is_aside(t) or t.low in words.TIMES or t.low in _ASIDES for t in between):
        return head
    first = between[0].low
    if (
        (first in words.PREPOSITIONS and first != "of")
        or first.endswith("ing")
        or first in words.SUBORDINATORS
    ):
        return head
    return (head[0], closing)


def _clause_start(tokens: Sequence[Token], k: int) -> int:
    """First token of the clause that runs up to `k`."""
    j = k
    while j > 0 and k - j < LONGEST * 2:
        token = tokens[j - 1]
        if token.kind == "quote" or token.text in _STOPS or (token.text == "." and token.kind == "mark"):
            return j
        if token.kind == "word":
            opens = j < k and not is_finite(tokens, j)
            if (
                token.low in words.SUBORDINATORS
                and (token.low != "that" or opens or j == 1)
                and token.low != "as"
            ):
                return j
            if token.low == "as" and opens:
                return j
            if token.low in words.RELATIVES and opens:
                return j
        if token.low in words.COORDINATORS and _ends_clause(tokens, j - 1, k):
            return j
        j -= 1
    return j


def _ends_clause(tokens: Sequence[Token], coordinator: int, k: int) -> bool:
    """Whether "and" at `coordinator` joins clauses, not the parts of one subject."""
    if coordinator + 1 >= k or tokens[coordinator].low in ("but", "yet", "nor"):
        return True
    j = coordinator - 1
    while j >= 0 and coordinator - j < LONGEST:
        token = tokens[j]
        if token.kind == "quote" or token.text in ";:—–()." or token.low in words.SUBORDINATORS:
            return False if token.low in words.SUBORDINATORS else j == coordinator - 1
        if token.text == ",":
            return j == coordinator - 1
        if is_finite(tokens, j) or (
            token.low.endswith("ed") and not token.capital and j > 0 and tokens[j - 1].capital
        ):
            return True
        j -= 1
    return False


def shared(tokens: Sequence[Token], k: int) -> Range | None:
    """The subject that "… and <verb>" shares: that of the sentence, as who speaks twice is who speaks first."""
    if k < 2 or tokens[k - 1].low not in ("and", "but", "or", "nor", "yet", ","):
        return None
    start = (
        next((j for j in range(k - 2, -1, -1) if tokens[j].text in ";:—–-*" or tokens[j].kind == "quote"), -1)
        + 1
    )
    low = tokens[start].low
    if low in words.PREPOSITIONS or low in words.SUBORDINATORS:
        comma = next((j for j in range(start, k - 1) if tokens[j].text == ","), None)
        start = start if comma is None else comma + 1
    while start < k and tokens[start].kind == "word" and words.is_adverb(tokens[start].low):
        start += 1
    if start < k and tokens[start].text == ",":
        start += 1
    phrase = after(tokens, start, apposition=False)
    if phrase is None:
        return None
    end = _before_verb(tokens, *phrase)
    return (phrase[0], end) if end < k - 1 else None


def _before_verb(tokens: Sequence[Token], start: int, end: int) -> int:
    """Cut a phrase where an unknown verb must begin: lower-case "-ed" word, or lower-case word behind a name."""
    for j in range(start + 1, end):
        token, earlier = tokens[j], tokens[j - 1]
        if token.kind == "word" and not token.capital and token.low not in words.PREPOSITIONS:
            named = earlier.capital and earlier.low not in words.DETERMINERS
            if token.low.endswith("ed") or (
                named and token.low not in words.ROLE_NOUNS | words.ORGANISATION_NOUNS | words.PLURAL_PEOPLE
            ):
                return j
    return end


def _last_phrase(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    """The subject within `start:end`, the words of a clause before its verb."""
    while start < end and tokens[start].kind == "word" and words.is_adverb(tokens[start].low):
        start += 1
    relative = next(
        (j for j in range(start + 1, end) if tokens[j].low in words.RELATIVES or tokens[j].low == "that"),
        None,
    )
    if relative is None:
        verbs = [j for j in range(start, end) if is_finite(tokens, j)]
        if verbs:
            start = verbs[-1] + 1
    if start >= end:
        return None
    if tokens[start].low in words.PREPOSITIONS:
        return _behind_adverbial(tokens, start, end)
    while start < end and tokens[start].low in words.TIMES and tokens[start].low not in ("march", "may"):
        start += 1
    if start >= end or not starts_phrase(tokens, start):
        return None
    for j in range(end - 1, start, -1):
        if tokens[j].low in words.SUBJECT_PRONOUNS and tokens[j].kind == "word":
            return j, end
    return start, end


def _behind_adverbial(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    """The subject behind "In Paris the minister", "On Monday officials"."""
    for j in range(end - 1, start + 1, -1):
        token, earlier = tokens[j], tokens[j - 1]
        if token.kind != "word":
            continue
        if token.low in words.SUBJECT_PRONOUNS:
            return j, end
        if token.low in words.DETERMINERS and earlier.low not in words.PREPOSITIONS | words.DETERMINERS:
            return j, end
        if earlier.low in words.TIMES or (earlier.capital and not token.capital and is_nominal(token)):
            return j, end
    return None
