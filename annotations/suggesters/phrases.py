"""Noun phrases beside a cue, found without a parse: closed classes, capitals and clause boundaries decide.

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

_STOPS = frozenset(",;:—–-()[]?!…|*★•")
_OBJECT_PRONOUNS = listed("him them us me")
_REFLEXIVES = listed("itself himself herself themselves")
_TEXTS = listed(
    "statement interview letter speech email e-mail tweet post note commentary memo filing report article briefing call "
    "column testimony release message video documentary phone press conference"
)
_LISTENERS = listed("reporters journalists investors analysts")


def is_nominal(token: Token) -> bool:
    """Whether a word can stand inside a noun phrase (determiners can)."""
    if token.kind == "possessive":
        return True
    if token.kind != "word":
        return token.text in "&"
    low = token.low
    if low == "us" and token.text.isupper():
        return True
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
    if low in words.AUXILIARIES or (low in words.IRREGULAR_PASTS and not token.capital):
        return True
    if low not in FORMS or low in NOUN_LIKE or token.capital:
        return False
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return after != "by" and any(form.shapes & {"s", "past"} for form in FORMS[low])


def starts_phrase(tokens: Sequence[Token], i: int) -> bool:
    """Whether a noun phrase or pronoun can begin at `i`."""
    if i >= len(tokens):
        return False
    token = tokens[i]
    if token.low in words.SUBJECT_PRONOUNS or token.low in _OBJECT_PRONOUNS:
        return True
    return (
        token.kind == "word" and is_nominal(token) and token.low != "not"
    )


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
        end = _run(tokens, step, listener=listener)
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
            if token.low in words.ADVERBS or is_finite(tokens, j):
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


def before(tokens: Sequence[Token], k: int) -> Range | None:
    """The subject whose verb group begins at `k`; None where no words stand there that can be one."""
    end = k
    while end > 0 and tokens[end - 1].kind == "word" and tokens[end - 1].low in words.ADVERBS | _REFLEXIVES:
        end -= 1
    if end == 0:
        return None
    if tokens[end - 1].text == ",":
        return _over_parenthesis(tokens, end - 1)
    if tokens[end - 1].text == ")":
        opening = next((j for j in range(end - 1, max(end - 8, -1), -1) if tokens[j].text == "("), None)
        inner = before(tokens, opening) if opening else None
        return (inner[0], end) if inner else None
    if tokens[end - 1].low in words.RELATIVES:
        return before(tokens, end - 1)
    start = _clause_start(tokens, end)
    if start == end:
        return _shared(tokens, end)
    return _last_phrase(tokens, start, end)


def _over_parenthesis(tokens: Sequence[Token], comma: int) -> Range | None:
    """The subject left of ", …," with what explains it; a bare adverb between the commas is no part of it."""
    opening = next(
        (
            j
            for j in range(comma - 1, max(comma - LONGEST, 0), -1)
            if tokens[j].text == "," or tokens[j].kind == "quote"
        ),
        None,
    )
    if opening is None or tokens[opening].kind == "quote" or opening == 0:
        return _shared(tokens, comma + 1)
    between = tokens[opening + 1 : comma]
    if not between:
        return None
    head = before(tokens, opening)
    if head is None:
        return None
    if all(
        token.low in words.ADVERBS
        or token.low in words.TIMES
        or token.low in ("on", "for", "of", "course", "in")
        for token in between
    ):
        return head
    first = between[0]
    if first.low in words.PREPOSITIONS and not first.low == "of":
        return head
    if first.low.endswith("ing") or first.low in words.SUBORDINATORS:
        return head
    return (head[0], comma)


def _clause_start(tokens: Sequence[Token], k: int) -> int:
    """First token of the clause that runs up to `k`."""
    j = k
    while j > 0 and k - j < LONGEST * 2:
        token = tokens[j - 1]
        if token.kind == "quote" or token.text in _STOPS or (token.text == "." and token.kind == "mark"):
            return j
        if token.kind == "word" and token.low in words.SUBORDINATORS and not (token.low == "as" and j == k):
            relative = token.low == "that" and j < k and is_finite(tokens, j) and j - 1 > 0
            if not relative:
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


def _shared(tokens: Sequence[Token], k: int) -> Range | None:
    """The subject that "… and <verb>" shares: that of the sentence, as who speaks twice is who speaks first."""
    if k < 2 or tokens[k - 1].low not in ("and", "but", "or", "nor", "yet", ","):
        return None
    start = next((j for j in range(k - 2, -1, -1) if tokens[j].text in ";:—–-*" or tokens[j].kind == "quote"), -1) + 1
    low = tokens[start].low
    if low in words.PREPOSITIONS or low in words.SUBORDINATORS:
        comma = next((j for j in range(start, k - 1) if tokens[j].text == ","), None)
        start = start if comma is None else comma + 1
    while start < k and tokens[start].kind == "word" and tokens[start].low in words.ADVERBS:
        start += 1
    if start < k and tokens[start].text == ",":
        start += 1
    phrase = after(tokens, start, apposition=False)
    if phrase is None or phrase[1] >= k - 1:
        return None
    return phrase[0], _before_verb(tokens, *phrase)


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
    while start < end and tokens[start].kind == "word" and tokens[start].low in words.ADVERBS:
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
