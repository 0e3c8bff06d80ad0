"""What the frames find: flat attributions and the spans they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.suggesters.tokens import Token


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


def span(tokens: Sequence[Token], start: int, end: int) -> Span:
    """Code points of the tokens `start:end`."""
    return tokens[start].start, tokens[end - 1].end


def body_end(tokens: Sequence[Token]) -> int:
    """Index behind the last token that is not the final full stop."""
    return (
        len(tokens) - 1 if tokens and tokens[-1].text in ".?!" and tokens[-1].kind == "mark" else len(tokens)
    )


def whole(tokens: Sequence[Token]) -> tuple[int, int]:
    """Code points from the first token to the last before the final full stop."""
    return tokens[0].start, tokens[max(body_end(tokens), 1) - 1].end


def without(whole: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of `whole` without the `holes`."""
    left, at = [], whole[0]
    for start, end in sorted(holes):
        if start > at:
            left.append((at, start))
        at = max(at, end)
    if at < whole[1]:
        left.append((at, whole[1]))
    return tuple(left)


def rest(text: str, tokens: Sequence[Token], *holes: tuple[int, int] | None) -> tuple[tuple[int, int], ...]:
    return trimmed(text, without(whole(tokens), [hole for hole in holes if hole]))


def trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans without white space and stray commas at their edges; empty ones are dropped."""
    clean = []
    for start, end in spans:
        while start < end and text[start] in " \t\n\r\u00a0,;:–—":
            start += 1
        while end > start and text[end - 1] in " \t\n\r\u00a0,;:–—":
            end -= 1
        if end > start:
            clean.append((start, end))
    return tuple(clean)


Used = tuple[list[Found], set[int]]
"""What was found, and the indexes of the tokens it used up."""
