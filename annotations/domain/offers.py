"""Suggestions as programs outside send them: read with every mistake named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.submission import links_from
from annotations.domain.terms import Term
from annotations.domain.vocabulary import CheckWorthiness, ClaimRole, SuggestionKind, Verification

FIELDS: Final = ("claim", "kind", "value", "confidence", "explanation", "rule", "spans")
WORDS_OF: Final[dict[SuggestionKind, type[Term]]] = {
    SuggestionKind.ROLE: ClaimRole,
    SuggestionKind.CHECK_WORTHINESS: CheckWorthiness,
    SuggestionKind.VERIFICATION: Verification,
}
KINDS: Final = (SuggestionKind.CHAIN, *WORDS_OF)
"""What may be suggested from outside; matches are found in the workbench's own index."""
MOST: Final = 2000
MAX_EXPLANATION, MAX_RULE, MAX_WHAT = 2000, 100, 40
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,59}\Z")
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,39}\Z")


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion about one claim; `value` is a tuple of links for a chain, else the word."""

    claim_id: UUID
    kind: SuggestionKind
    value: Any
    confidence: float
    explanation: str = ""
    rule: str = ""
    spans: Sequence[tuple[int, int, str]] = ()


def offers_from(value: Any) -> list[Offer]:
    """The suggestions of a JSON list. Raises Invalid with a sentence for each mistake, numbered from 1."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST:
        raise Invalid({"suggestions": [f"'suggestions' must be a list of 1 to {MOST:,} suggestions."]})
    wrong: list[str] = []
    found: list[Offer] = []
    for number, item in enumerate(value, start=1):
        read = FieldReader(item, known=FIELDS, prefix=f"Suggestion {number}: ", under="suggestions")
        made = _offer(read)
        wrong += read.errors.get("suggestions", [])
        if made is not None:
            found.append(made)
    if wrong:
        raise Invalid({"suggestions": wrong[:50]})
    return found


def require_names(suggester: str, version: str, *, taken: Sequence[str]) -> None:
    """Raise Invalid unless the suggester may bear this name and version."""
    errors: dict[str, list[str]] = {}
    if not _NAME.match(suggester):
        errors["suggester"] = [f"'{suggester:.80}' is no name: 1 to 60 letters, digits and . _ / -."]
    elif suggester in taken:
        errors["suggester"] = [f"'{suggester}' is a suggester of the workbench; give yours another name."]
    if not _VERSION.match(version):
        errors["version"] = [f"'{version:.60}' is no version: 1 to 40 letters, digits and . _ + -."]
    if errors:
        raise Invalid(errors)


def _offer(read: FieldReader) -> Offer | None:
    claim_id, kind = read.identifier("claim"), read.word("kind", SuggestionKind)
    confidence = read.number("confidence")
    explanation, rule = read.text("explanation") or "", read.text("rule") or ""
    for name, given in (("claim", claim_id), ("kind", kind), ("confidence", confidence)):
        if given is None and read.body.get(name) is None:
            read.wrong(name, f"'{name}' is missing.")
    if confidence is not None and not 0 <= confidence <= 1:
        read.wrong("confidence", f"'confidence' is a share from 0 to 1, not {confidence!r:.40}.")
    for name, text, most in (("explanation", explanation, MAX_EXPLANATION), ("rule", rule, MAX_RULE)):
        if len(text) > most:
            read.wrong(name, f"'{name}' has {len(text):,} characters; at most {most:,} are kept.")
    value, spans = _value(read, kind), _spans(read)
    if read.errors or claim_id is None or kind is None or confidence is None:
        return None
    return Offer(claim_id, kind, value, confidence, explanation, rule, spans)


def _value(read: FieldReader, kind: SuggestionKind | None) -> Any:
    if kind is None:
        return None
    if kind not in KINDS:
        legal = ", ".join(one.value for one in KINDS)
        read.wrong("kind", f"'{kind}' is not suggested from outside; known: {legal}.")
        return None
    if kind is SuggestionKind.CHAIN:
        return _chain(read)
    if read.body.get("value") is None:
        read.wrong("value", "'value' is missing.")
    return read.word("value", WORDS_OF[kind])


def _chain(read: FieldReader) -> Any:
    value = read.body.get("value")
    if not isinstance(value, list):
        read.wrong("value", "the 'value' of a chain is a list of links, outermost first.")
        return None
    try:
        return links_from(value)
    except Invalid as error:
        for words in error.errors.values():
            for word in words:
                read.wrong("value", word)
        return None


def _spans(read: FieldReader) -> list[tuple[int, int, str]]:
    given = read.body.get("spans")
    if given is None:
        return []
    spans: list[Any] = given if isinstance(given, list) else [None]
    sound = [one for one in spans if _is_span(one)]
    if len(sound) < len(spans):
        read.wrong("spans", "'spans' is a list of [start, end, what], with 0 <= start < end in code points.")
    return [(start, end, what) for start, end, what in sound]


def _is_span(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 3:
        return False
    start, end, what = value
    if type(start) is not int or type(end) is not int or not isinstance(what, str):
        return False
    return 0 <= start < end < 2**31 and len(what) <= MAX_WHAT
