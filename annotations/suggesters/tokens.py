"""Words and marks of a text with their offsets; quotations come in from outside and stand as one token."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<possessive>(?<=\w)['’]s\b)
    | (?P<word>
        (?:[A-Z]\.){2,}
      | (?:Dr|Mr|Mrs|Ms|Prof|Rev|Sgt|Lt|Col|Gen|Capt|Maj|Insp|Det|Supt|Sen|Rep|Gov|Hon|Cllr|Cpl|St|Jr|Sr|Inc|Corp|Ltd|Co
          |No|Aug|Sept|Sep|Oct|Nov|Dec|Jan|Feb|Mar|Apr|Chief\ Insp)\.(?=\s)
      | [A-Z]\.(?=\s[A-Z])
      | [$£€¥]?\d+(?:[.,:]\d+)*%?[a-z]{0,3}
      | [^\W_]+(?:[&.'’\-](?!s\b[^\-])[^\W_]+)*
      )
    | (?P<mark>--+|\S)
    """,
    re.VERBOSE,
)


_ABBREVIATIONS = frozenset(["WHO", "US", "IT"])
"""Names that are pronouns when folded: they stay as they are."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, mark or quotation: half-open code points of the article, the text, and the text folded.

    `kind` is "word", "possessive" ('s), "mark" or "quote"; a quote token stands for all its words.
    """

    start: int
    end: int
    text: str
    low: str
    kind: str

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.kind == "word" and self.text[0].isupper()


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The words and marks of `text[start:end]`, in order."""
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        low = word if word in _ABBREVIATIONS else word.lower()
        yield Token(match.start(), match.end(), word, low, match.lastgroup or "mark")
