"""Whose a quotation is that no cue reports: the subject's of the verb around it, or a name's before its colon."""

from collections.abc import Sequence

from annotations.suggesters.clauses import Clauses
from annotations.suggesters.found import Found
from annotations.suggesters.parsing import Range

LONGEST_NAME = 8


def quoted_phrases(clauses: Clauses, quotes: Sequence[Range], found: Sequence[Found]) -> list[Found]:
    """An attribution for every quotation (words from, to) that none of `found` holds."""
    more = []
    for quote in quotes:
        start, end = clauses.span(quote)
        if any(a < end and start < b for item in found for a, b in (*item.content, item.cue)):
            continue
        more += _behind_colon(clauses, quote) or _below_verb(clauses, quote)
    return more


def _behind_colon(clauses: Clauses, quote: Range) -> list[Found]:
    """ "… – Ada Lind: “We have no money.”" """
    colon, line = quote[0] - 1, clauses.line
    if colon < 1 or line[colon].text != ":":
        return []
    first = colon
    while first > 0 and colon - first < LONGEST_NAME and clauses.parse.tags[first - 1].startswith("NNP"):
        first -= 1
    if first == colon:
        return []
    return clauses.made(colon, (first, colon), quote, "colon before a quotation")


def _below_verb(clauses: Clauses, quote: Range) -> list[Found]:
    """ "He waved the report away as “old news”": the verb's subject speaks."""
    heads = clauses.parse.heads
    top = next((k for k in range(*quote) if not quote[0] <= heads[k] < quote[1]), quote[0])
    below, verb, steps = top, heads[top], 0
    while verb >= 0 and steps < LONGEST_NAME:
        if clauses.parse.tags[verb].startswith("V") and verb not in clauses.quoted:
            subject = clauses.subject(verb)
            if subject is not None and clauses.can_speak(subject):
                return clauses.made(verb, subject, clauses.reach[below], "verb around a quotation")
        below, verb, steps = verb, heads[verb], steps + 1
    return []
