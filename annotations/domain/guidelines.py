"""What changed between two versions of a guideline, paragraph by paragraph, and which words of answers it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from annotations.domain.terms import Term
from annotations.domain.vocabulary import Basis, CheckWorthiness, Verification

ABOUT: tuple[type[Term], ...] = (Verification, CheckWorthiness, Basis)
"""Words that an answer holds, so that a paragraph about one leads to the answers that used it."""
_BLANK = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph as it was and as it is, "" where it was not or is no more; `terms` are the words it names."""

    before: str
    after: str
    terms: tuple[Term, ...]


def changed_paragraphs(before: str, after: str) -> list[Change]:
    """The paragraphs that differ, in the order of the text."""
    old, new = _paragraphs(before), _paragraphs(after)
    changes = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            for was, now in zip_longest(old[start:end], new[new_start:new_end], fillvalue=""):
                changes.append(Change(was, now, terms_named(f"{was}\n{now}")))
    return changes


def terms_named(text: str) -> tuple[Term, ...]:
    """The words of answers that a text names, by label or value, in the vocabulary's order; longer ones first win."""
    left = text.lower()
    named = set()
    for term in sorted(_terms(), key=lambda term: -len(term.label)):
        for words in {term.label.lower(), term.value, term.value.replace("_", " ")}:
            left, count = re.subn(rf"(?<!\w){re.escape(words)}(?!\w)", " ", left)
            if count:
                named.add((type(term), term.value))
    return tuple(term for term in _terms() if (type(term), term.value) in named)


def _terms() -> Iterator[Term]:
    for terms in ABOUT:
        yield from terms


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _BLANK.split(text.replace("\r\n", "\n").strip()) if part.strip()]
