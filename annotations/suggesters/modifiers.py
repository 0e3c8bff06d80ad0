"""Attributions that hang on a clause: "according to X", "in the words of X", "citing X"."""

from collections.abc import Sequence

from annotations.suggesters import phrases, words
from annotations.suggesters.found import Found, Used, rest, span, trimmed, whole
from annotations.suggesters.tokens import Token


def according_to(text: str, tokens: Sequence[Token]) -> Used:
    """ "According to X", "in the words of X", "in X's view"."""
    found: list[Found] = []
    used: set[int] = set()
    for i in range(len(tokens) - 1):
        low = tokens[i].low
        if low == "according" and tokens[i + 1].low == "to":
            begin = i + 2
        elif (
            low == "in"
            and tokens[i + 1].low == "the"
            and [t.low for t in tokens[i + 2 : i + 4]] in (["words", "of"], ["view", "of"], ["opinion", "of"])
        ):
            begin = i + 4
        elif low == "per" and tokens[i + 1].capital:
            begin = i + 1
        else:
            continue
        phrase = phrases.after(tokens, begin, apposition=False)
        if phrase is not None and (i > 2 or _is_relative(tokens, phrase[1])):
            phrase = phrase[0], phrases.with_apposition(tokens, phrase[1])
        if phrase is None:
            continue
        start = i - 1 if i and tokens[i - 1].low == "as" else i
        cue, source = span(tokens, start, begin), span(tokens, *phrase)
        inside = start > 0 and tokens[start - 1].text == "," and start > 1 and tokens[start - 2].low == "that"
        content = rest(text, tokens, cue, source)
        if inside:
            content = trimmed(text, [(source[1], whole(tokens)[1])])
        found.append(Found("according to", source, cue, content))
        used |= set(range(start, phrase[1])) | commas(tokens, start, phrase[1])
    return found, used


def _is_relative(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i].text == "," and tokens[i + 1].low in words.RELATIVES


def commas(tokens: Sequence[Token], start: int, end: int) -> set[int]:
    """The commas that set a parenthesis off: both where it stands amid a clause, else the one beside it."""
    used = set()
    if start > 0 and tokens[start - 1].text == ",":
        used.add(start - 1)
    if end < len(tokens) and tokens[end].text == ",":
        used.add(end)
    return used


def citing(text: str, tokens: Sequence[Token]) -> Used:
    """ "…, citing X": what the sentence reports comes from X. Its content is filled in by what it hangs on."""
    found: list[Found] = []
    used: set[int] = set()
    for i, token in enumerate(tokens):
        if token.low not in ("citing", "quoting") or i + 1 >= len(tokens):
            continue
        phrase = phrases.after(tokens, i + 1, apposition=False)
        if phrase is None or not any(t.low not in words.DETERMINERS for t in tokens[phrase[0] : phrase[1]]):
            continue
        head = {t.low for t in tokens[phrase[0] : phrase[1]]}
        speaks = head & (
            words.ROLE_NOUNS
            | words.PLURAL_PEOPLE
            | words.DOCUMENT_NOUNS
            | words.ORGANISATION_NOUNS
            | words.OUTLET_NOUNS
            | words.PERSON_NOUNS
        )
        if not speaks and not any(t.capital for t in tokens[phrase[0] : phrase[1]]):
            continue
        cue, source = span(tokens, i, i + 1), span(tokens, *phrase)
        found.append(Found("citing", source, cue, rest(text, tokens, cue, source)))
        used |= set(range(i, phrase[1])) | commas(tokens, i, phrase[1])
    return found, used
