"""The desk's form, read into the same body that the API takes: one home for what an answer may hold."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.http import QueryDict

from annotations.domain.errors import Invalid
from annotations.domain.submission import link_as_dict
from annotations.domain.vocabulary import CheckWorthiness, SuggestionKind, Verification
from annotations.models import Claim, Decision, Suggestion
from annotations.queries.answers import links_of
from annotations.queries.labels import label_of

LINK_FIELD = re.compile(r"^link-")


def body_of(
    form: QueryDict,
    claim: Claim,
    *,
    suggestions: Sequence[Suggestion],
    shown: Decision | None,
    own: Decision | None,
    not_a_claim: bool,
) -> dict[str, Any]:
    """The answer in CONTRACT's form.

    `suggestions` are those about the claim; `shown` is the answer that the row showed, which "keep" keeps; `own` is
    the person's latest, whose basis, label and date to look again stay unless the form says otherwise. A status speaks
    about the day the article appeared.
    Raises Invalid where a field cannot be read.
    """
    verification = _last(form, "verification") or None
    check_worthiness = _last(form, "more_check_worthiness") or _last(form, "check_worthiness") or None
    if not_a_claim:
        verification, check_worthiness = Verification.NOT_CHECKABLE.value, CheckWorthiness.NON_FACTUAL.value
    priority = whole_number(form, "more_priority")
    body: dict[str, Any] = {
        "verification": verification,
        "chain": _chain(form, claim, suggestions, shown),
        "check_worthiness": check_worthiness,
        "label": _label(form, own, verification),
        "priority": whole_number(form, "priority") if priority is None else priority,
        "basis": _last(form, "more_basis") or (own.basis if own else None),
        "as_of": _as_of(claim, own) if verification else None,
        "revisit_on": _last(form, "more_revisit_on")
        or (own.revisit_on.isoformat() if own and own.revisit_on else None),
        "note": _last(form, "note"),
        "flag": _last(form, "flag") == "on",
        "seconds": _number(form, "seconds"),
        "suggestions": _outcomes(form),
    }
    return {name: value for name, value in body.items() if value is not None}


def _label(form: QueryDict, own: Decision | None, verification: str | None) -> str | None:
    """The desk's label that was chosen; else the one the person gave stays, as long as the word above it does."""
    chosen = _last(form, "more_label")
    if chosen:
        return None if chosen == "none" else chosen
    if own is None or own.verification != verification:
        return None
    given = label_of(own)
    return str(given.id) if given is not None and not given.is_split else None


def _as_of(claim: Claim, own: Decision | None) -> str | None:
    moment = own.as_of if own and own.as_of else claim.article.published_at
    return moment.isoformat() if moment else None


def seen_revision(form: QueryDict) -> int:
    """The revision that was on the screen. Raises Invalid where it is missing."""
    value = whole_number(form, "seen_revision")
    if value is None:
        raise Invalid(
            {"seen_revision": ["The form lacks the revision that was on the screen. Open the page anew."]}
        )
    return value


def _chain(form: QueryDict, claim: Claim, suggestions: Sequence[Suggestion], shown: Decision | None) -> Any:
    choice = _last(form, "chain")
    if choice == "own_voice":
        return []
    if choice == "keep":
        kept = shown is not None and shown.chain_answered
        return [link_as_dict(link) for link in links_of(shown)] if shown is not None and kept else None
    if choice.startswith("suggestion:"):
        return _suggested(choice.removeprefix("suggestion:"), suggestions)
    if choice == "edited":
        sent = _last(form, "chain_json")
        return _parsed(sent) if sent else plain_links(form, claim)
    return None


def _suggested(key: str, suggestions: Sequence[Suggestion]) -> Any:
    try:
        wanted = UUID(key)
    except ValueError:
        raise Invalid({"chain": [f"'{key:.60}' is not the id of a suggestion."]}) from None
    chains = (one for one in suggestions if one.kind == SuggestionKind.CHAIN)
    found = next((one for one in chains if one.pk == wanted), None)
    if found is None:
        raise Invalid({"chain": ["This suggestion is not about this claim. Open the page anew."]})
    return found.value


def _parsed(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Invalid({"chain": ["The edited chain could not be read. Open the page anew."]}) from None


def plain_links(form: QueryDict, claim: Claim) -> list[dict[str, Any]]:
    """The chain of the plain form: parallel fields, one of each a link; words are looked up in the sentence."""
    columns = {name: form.getlist(name) for name in form if LINK_FIELD.match(name)}
    count = len(columns.get("link-source_name", []))
    rows = [
        {name.removeprefix("link-"): values[i] for name, values in columns.items() if i < len(values)}
        for i in range(count)
    ]
    named = [row for row in rows if row.get("source_name", "").strip()]
    return [_plain_link(row, depth, claim) for depth, row in enumerate(named, start=1)]


def _plain_link(row: Mapping[str, str], depth: int, claim: Claim) -> dict[str, Any]:
    name = row["source_name"].strip()
    kind = row.get("source_kind") or "unspecified"
    # Without a script nothing clears the id when another name is written over the first one.
    known = row.get("source_id", "") if name == row.get("source_was", name) else ""
    content = _span(row, "content", claim)
    link = {
        "depth": depth,
        "source": {"id": known} if known else {"name": name, "kind": kind},
        "source_span": _span(row, "source", claim),
        "cue_span": _span(row, "cue", claim),
        "content_spans": _spans(row.get("content_spans", "")) or ([content] if content else []),
    }
    chosen = {
        field: row.get(field) or None for field in ("quote_type", "identification", "record", "mention")
    }
    return link | {field: value for field, value in chosen.items() if value}


def _span(row: Mapping[str, str], part: str, claim: Claim) -> list[int] | None:
    words = row.get(f"{part}_words", "").strip()
    stored = _spans(row.get(f"{part}_span", ""))
    if stored and claim.text[stored[0][0] - claim.start : stored[0][1] - claim.start] == words:
        return stored[0]
    if not words:
        return None
    place = claim.text.find(words)
    if place < 0:
        raise Invalid(
            {"chain": [f"The words “{words:.80}” do not stand in this sentence; they mark the {part}."]}
        )
    return [claim.start + place, claim.start + place + len(words)]


def _spans(text: str) -> list[list[int]]:
    pairs = (part.split("-") for part in text.replace(",", " ").split())
    return [
        [int(start), int(end)]
        for start, end in (pair for pair in pairs if len(pair) == 2)
        if (start + end).isdigit()
    ]


def _outcomes(form: QueryDict) -> dict[str, dict[str, str]]:
    """What became of each suggestion on the screen; the one that was taken or edited is known by the chain itself."""
    choice = _last(form, "chain")
    taken = {}
    if choice.startswith("suggestion:"):
        taken[choice.removeprefix("suggestion:")] = "accepted"
    elif choice == "edited" and _last(form, "edited_from"):
        taken[_last(form, "edited_from")] = "edited"
    sent = {name.removeprefix("outcome-"): _last(form, name) for name in form if name.startswith("outcome-")}
    return {key: _outcome(form, key, word) for key, word in (sent | taken).items()}


def _outcome(form: QueryDict, key: str, word: str) -> dict[str, str]:
    reason = _last(form, f"reason-{key}") or _last(form, "reason")
    return {"outcome": word, "reason": reason} if word == "rejected" and reason else {"outcome": word}


def _last(form: QueryDict, name: str) -> str:
    values: Sequence[str] = form.getlist(name)
    return values[-1] if values else ""


def whole_number(form: QueryDict, name: str) -> int | None:
    """A whole number, None where the field is empty. Raises Invalid."""
    value = _last(form, name)
    if not value:
        return None
    try:
        return int(value)
    except ValueError:
        raise Invalid({name: [f"'{value:.40}' is not a whole number."]}) from None


def _number(form: QueryDict, name: str) -> float | None:
    value = _last(form, name)
    try:
        return float(value) if value else None
    except ValueError:
        raise Invalid({name: [f"'{value:.40}' is not a number."]}) from None
