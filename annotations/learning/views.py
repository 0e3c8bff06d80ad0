"""A text as the learned parts see it: each sentence's words with what rules, lists and parser say of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.suggesters import words
from annotations.suggesters.cues import FORMS
from annotations.suggesters.flat import Flat, FlatReader, grammar
from annotations.suggesters.parsing import Parse
from annotations.suggesters.tokens import Token

_LISTS = (
    ("DET", words.DETERMINERS), ("PRON", words.PRONOUNS | words.SUBJECT_PRONOUNS), ("AUX", words.AUXILIARIES),
    ("PREP", words.PREPOSITIONS), ("SUB", words.SUBORDINATORS), ("REL", words.RELATIVES), ("CO", words.COORDINATORS),
    ("TIME", words.TIMES), ("PERS", words.PERSON_NOUNS | words.ROLE_NOUNS), ("PLUR", words.PLURAL_PEOPLE),
    ("ORG", words.ORGANISATION_NOUNS), ("OUT", words.OUTLET_NOUNS | words.OUTLET_WORDS),
    ("DOC", words.DOCUMENT_NOUNS), ("PAST", words.IRREGULAR_PASTS), ("TITLE", words.TITLES),
)  # fmt: skip
_ENDINGS = ("ing", "ed", "es", "s")


@dataclass(frozen=True, slots=True)
class View:
    """One sentence: parallel lists over its words, and where it stands.

    `quoted` gives the index of the quotation a word stands in (-1: none), `cues` the rule whose cue a word is ("":
    none), `bare` the share of the sentence within one quotation, `speech` whether it holds one of several words;
    `goes_on` says it stands in the paragraph of the sentence before.
    """

    at: int
    start: int
    end: int
    tokens: list[Token]
    low: list[str]
    lemmas: list[str]
    shapes: list[str]
    classes: list[str]
    quoted: list[int]
    quotes: frozenset[int]
    bare: float
    speech: bool
    goes_on: bool
    rules: list[Flat]
    cues: list[str]
    parse: Parse


def views(text: str, sentences: Sequence[Span]) -> list[View]:
    """The views of a text's sentences, in order."""
    known = grammar(text, sentences)
    reader = FlatReader(text, sentences, known)
    found = zip(sentences, known, reader.read(), strict=True)
    return [
        _view(text, at, (sentences[max(at - 1, 0)][1], *span), line, rules=rules, parse=parse, reader=reader)
        for at, (span, (line, parse), rules) in enumerate(found)
    ]


def _view(
    text: str,
    at: int,
    place: tuple[int, int, int],
    line: list[Token],
    *,
    rules: list[Flat],
    parse: Parse,
    reader: FlatReader,
) -> View:
    previous_end, start, end = place
    quotes = [(quote.start, quote) for quote in reader.quotes_of(start, end) if not quote.is_name]
    low = [token.low for token in line]
    shared = max((min(quote.end, end) - max(quote.start, start) for _, quote in quotes), default=0)
    return View(
        at,
        start,
        end,
        line,
        low,
        [lemma(word) for word in low],
        [_shape(token.text) for token in line],
        [_classes(word) for word in low],
        [next((i for i, q in quotes if q.start <= token.start < q.end), -1) for token in line],
        frozenset(i for i, _ in quotes),
        shared / max(1, end - start),
        reader.holds_speech(start, end),
        at > 0 and "\n" not in text[previous_end:start],
        rules,
        [next((rule_name(r) for r in rules if r.cue[0] <= t.start < r.cue[1]), "") for t in line],
        parse,
    )


def rule_name(flat: Flat) -> str:
    """The frame of the rule that found an attribution, without its verb."""
    return flat.rule.split(": ")[-1]


def lemma(low: str) -> str:
    """The verb of a cue's form, else the word without its ending."""
    if low in FORMS:
        return FORMS[low][0].cue.lemma
    ending = next((e for e in _ENDINGS if low.endswith(e) and len(low) > len(e) + 2), "")
    return low[: len(low) - len(ending)]


def words_of(view: View, span: Span) -> list[int]:
    """Indexes of the words that a span touches."""
    return [k for k, token in enumerate(view.tokens) if token.end > span[0] and token.start < span[1]]


def _shape(text: str) -> str:
    if text.isupper() and len(text) > 1:
        return "XX"
    if text[0].isupper():
        return "Xx"
    return "9" if text[0].isdigit() else "x" if text[0].isalpha() else text


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, members in _LISTS:
        for word in members:
            table[word] = f"{table[word]}|{name}" if word in table else name
    return table


_CLASSES = _table()


def _classes(low: str) -> str:
    return _CLASSES.get(low) or ("ADV" if words.is_adverb(low) else "")
