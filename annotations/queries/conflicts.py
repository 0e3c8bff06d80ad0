"""A decision that met a newer one of the same person: both versions side by side."""

from collections.abc import Mapping

import orjson

from annotations.domain.errors import Invalid
from annotations.domain.submission import links_from
from annotations.models import Decision
from annotations.queries.answers import links_of
from annotations.queries.chips import chain_in_words
from annotations.queries.desk_types import Conflict, Row, Version


def conflict_between(
    row: Row, newest: Decision | None, form: Mapping[str, str], fields: tuple[tuple[str, str], ...]
) -> Conflict:
    """What the banner shows: the saved answer, the refused form as a draft, and the form to save it after all."""
    at = f" at {newest.decided_at:%H:%M}" if newest else ""
    return Conflict(
        claim=row.id,
        number=row.number or 0,
        news=f"you decided this in another window{at}.",
        saved_revision=row.revision,
        saved=_saved(row, newest),
        draft=Version(
            title="Your draft here",
            verification=form.get("verification", ""),
            chain_words=_draft_chain(row, form),
            note=form.get("note", ""),
        ),
        fields=fields,
    )


def _saved(row: Row, newest: Decision | None) -> Version:
    links = links_of(newest) if newest is not None and newest.chain_answered else None
    return Version(
        title=f"Saved, revision {row.revision}",
        verification=(newest.verification or "") if newest else "",
        chain_words=chain_in_words(links),
        note=newest.note if newest else "",
    )


def _draft_chain(row: Row, form: Mapping[str, str]) -> str:
    choice = form.get("chain", "")
    if choice == "own_voice":
        return chain_in_words(())
    if choice == "keep":
        return chain_in_words(links_from(orjson.loads(row.links)) if row.links else None)
    for box in row.suggestions:
        if choice == f"suggestion:{box.id}":
            return chain_in_words(links_from(orjson.loads(box.links)))
    if choice == "edited" and form.get("chain_json"):
        try:
            return chain_in_words(links_from(orjson.loads(form["chain_json"])))
        except (Invalid, orjson.JSONDecodeError):
            return "an edited chain"
    return "an edited chain" if choice == "edited" else chain_in_words(None)
