"""What the frames read and find: one level's tokens with its spans, and flat attributions."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.suggesters.tokens import Token

_EDGES = " \t\n\r\u00a0,;:–—"


@dataclass(frozen=True, slots=True)
class Found:
    """One flat attribution: words of source, cue and content, the type its content has, and the rule that found it.

    `agentless` marks a cue whose holder the text hides; `carrier` the outlet a speaker spoke to.
    """

    rule: str
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    kind: str = "indirect"
    agentless: bool = False
    carrier: bool = False


Used = tuple[list[Found], set[int]]
"""What was found, and the indexes of the tokens it used up."""


class Line:
    """The tokens of one level: a sentence with its quotations folded, or one quotation's own words.

    `end` is the index behind the last token that is no final full stop.
    """

    __slots__ = ("end", "text", "tokens")

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        final = bool(tokens) and tokens[-1].kind == "mark" and tokens[-1].text in ".?!"
        self.end = len(tokens) - final

    def span(self, start: int, end: int) -> Span:
        """Code points of the tokens `start:end`."""
        return self.tokens[start].start, self.tokens[end - 1].end

    @property
    def whole(self) -> Span:
        """Code points from the first token to the last before the final full stop."""
        return self.tokens[0].start, self.tokens[max(self.end, 1) - 1].end

    def rest(self, *holes: Span) -> tuple[Span, ...]:
        """Everything but the `holes`."""
        return self.trimmed(*without(self.whole, holes))

    def onward(self, start: int) -> tuple[Span, ...]:
        """Everything from the offset `start` on."""
        return self.trimmed((start, self.whole[1]))

    def trimmed(self, *spans: Span) -> tuple[Span, ...]:
        """The spans without white space and stray marks at their edges."""
        return trimmed(self.text, spans)

    def low(self, i: int) -> str:
        """The folded word at `i`; "" outside of the line."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def mark(self, i: int) -> str:
        """The mark at `i`; "" where a word, a quotation or nothing stands."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) and self.tokens[i].kind == "mark" else ""

    def without(self, used: set[int]) -> "Line":
        """The same level without some of its tokens."""
        return (
            Line(self.text, [token for i, token in enumerate(self.tokens) if i not in used]) if used else self
        )


def without(whole: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of `whole` without the `holes`."""
    left, at = [], whole[0]
    for start, end in sorted(holes):
        if start > at:
            left.append((at, min(start, whole[1])))
        at = max(at, end)
    if at < whole[1]:
        left.append((at, whole[1]))
    return tuple(left)


def trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans without white space and stray marks at their edges; empty ones are dropped."""
    clean = []
    for start, end in spans:
        while start < end and text[start] in _EDGES:
            start += 1
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        if end > start:
            clean.append((start, end))
    return tuple(clean)
