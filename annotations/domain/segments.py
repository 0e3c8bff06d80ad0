"""An article's text divided into future claims: stretches with a role, running text sentence by sentence."""

from collections.abc import Iterator, Sequence

from annotations.domain import datelines
from annotations.domain.duplicates import duplicates
from annotations.domain.paragraphs import ForcedRole, Line, lines_of
from annotations.domain.records import Draft, Stretch
from annotations.domain.roles import assign, is_listed
from annotations.domain.sentences import split
from annotations.domain.vocabulary import ClaimRole

_IN_SENTENCES = frozenset({ClaimRole.BODY, ClaimRole.DEK, ClaimRole.CAPTION})


def divide(text: str | Draft, *, roles: Sequence[ForcedRole] = (), title: str = "") -> list[Stretch]:
    """The stretches of `text` in order; between them stands only white space.

    Body, dek and caption are split into sentences; of the other roles, and of a dek that is a list of points,
    each line is one stretch. `roles` are spans (start, end, role) whose role is known, in order, not
    overlapping; `title` helps to find the headline; a Draft brings both along. `duplicate_of` is an index
    into the list, and never that of a duplicate.
    """
    if isinstance(text, Draft):
        return divide(text.text, roles=roles or text.roles, title=title or text.title)
    lines = lines_of(text, roles)
    assign(lines, title=title)
    spans = list(_spans(text, lines))
    repeated = duplicates([(text[start:end], role) for start, end, role in spans])
    return [Stretch(start, end, role, copy) for (start, end, role), copy in zip(spans, repeated, strict=True)]


def _spans(text: str, lines: Sequence[Line]) -> Iterator[ForcedRole]:
    for line in lines:
        role = line.role or ClaimRole.BODY
        start = line.start
        if role not in _IN_SENTENCES or (role is ClaimRole.DEK and is_listed(line)):
            yield start, line.end, role
            continue
        words = line.words
        length = datelines.opening(words, first=line.kind == "opening") if role is ClaimRole.BODY else 0
        if length:
            yield start, start + length, ClaimRole.DATELINE
            start += length
            words = words[length:]
        wrapped = len(words) != line.end - start
        if wrapped:
            words = text[start : line.end].translate(_BREAKS)
        for low, high in split(words):
            yield start + low, start + high, role


_BREAKS = dict.fromkeys(map(ord, "\n\r\x0b\x0c\x85\u2028\u2029"), " ")
