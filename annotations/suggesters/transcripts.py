"""Transcripts: paragraphs that begin with a speaker's label and a colon, and who of them is the station's own voice."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotations.domain.records import ClaimView, Span
from annotations.domain.vocabulary import ClaimRole
from annotations.suggesters.words import listed

LABEL = re.compile(r"([A-Z][\w.’'\-]*(?:[ ,(]+[\w.’'\-]+\)?){0,6}?)\s?:(?=\s|$)")
FEWEST = 3
"""Labelled paragraphs that make a transcript; fewer are headlines, lists or single quotations."""

HOSTS = listed(
    "host anchor presenter moderator interviewer narrator reporter correspondent announcer newsreader q "
    "question"
)
_NOT_LABELS = listed(
    "note update editor correction read photo picture image source related watch listen more"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks a claim: the label's words, where label and colon stand in this claim (None where it only goes on)."""

    label: str
    spans: tuple[Span, Span] | None
    is_host: bool


def turns(text: str, claims: Sequence[ClaimView], roles: Mapping[str, set[str]]) -> dict[int, Turn]:
    """The turn of each claim of a transcript, by the claim's start; empty where the article is none.

    `roles` gives what the article calls the people with these surnames, in lower case.
    """
    found = {claim.start: match for claim in claims if (match := _label(text, claim))}
    labels = {start: match.group(1) for start, match in found.items()}
    counts = Counter(map(_bearer, labels.values()))
    if len(found) < FEWEST or (len(counts) == len(found) and len(counts) > 4):
        return {}
    hosts = {_bearer(label) for label in labels.values() if _is_host(label, roles)} | _asking(text, labels)
    last, current, previous_end = max(found), "", 0
    result: dict[int, Turn] = {}
    for claim in claims:
        fresh = "\n" in text[previous_end : claim.start]
        previous_end = claim.end
        match = found.get(claim.start)
        spans = (match.span(1), (match.end() - 1, match.end())) if match else None
        if match is not None:
            current = match.group(1)
        elif claim.role != ClaimRole.BODY or (fresh and (claim.start > last or text[claim.start] in "([")):
            current = ""
        if current:
            result[claim.start] = Turn(current, spans, _bearer(current) in hosts)
    return result


def _bearer(label: str) -> str:
    """Whom a label names, however long it is: "ADA LIND (presenter)", "ADA LIND, HOST" and "LIND" are one."""
    return re.split(r"[,(]", label)[0].split()[-1].casefold()


def _asking(text: str, labels: Mapping[int, str]) -> set[str]:
    """The bearer of the first label, if half of its turns ask: who asks first is the station's host."""
    starts = sorted(labels)
    opener = _bearer(labels[starts[0]])
    asked = [
        "?" in text[start:end].split("\n")[0]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        if _bearer(labels[start]) == opener
    ]
    return {opener} if len(asked) > 1 and sum(asked) * 2 >= len(asked) else set()


def _label(text: str, claim: ClaimView) -> re.Match[str] | None:
    """The label at the start of a claim that begins a paragraph."""
    if claim.role != ClaimRole.BODY or (claim.start and text[claim.start - 1] not in "\n\r"):
        return None
    match = LABEL.match(text, claim.start, claim.end)
    if match is None:
        return None
    words = re.findall(r"[\w’'\-]+", re.sub(r"\(.*?\)", "", match.group(1)))
    named = [
        word
        for word in words
        if word[0].isupper() or word[0].isdigit() or word in ("of", "for", "the", "de", "van")
    ]
    return match if len(named) == len(words) and words[0].lower() not in _NOT_LABELS else None


def _is_host(label: str, roles: Mapping[str, set[str]]) -> bool:
    """Whether a label is the station's own: it says so, or the article calls its bearer so."""
    words = {word.strip(".,()") for word in label.split()}
    return bool(words & HOSTS) or any(roles.get(word, set()) & HOSTS for word in words)
