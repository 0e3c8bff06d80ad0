"""The chain editor's form as it opens without a script."""

from collections.abc import Sequence

import orjson

from annotations.domain.records import LinkValue, Span
from annotations.domain.submission import links_from
from annotations.queries.desk_types import LinkFields, Row
from annotations.sources import UNNAMED


def link_fields(row: Row, wanted: str) -> tuple[LinkFields, ...]:
    """The fields to start from: a suggestion's links by its id, "new" for the answer's own and one empty link."""
    box = next((box for box in row.suggestions if str(box.id) == wanted), None)
    stored = box.links if box is not None else row.links
    links = links_from(orjson.loads(stored)) if stored else ()
    filled = tuple(_fields(link, row) for link in links)
    return (*filled, LinkFields(depth=len(filled) + 1))


def _fields(link: LinkValue, row: Row) -> LinkFields:
    return LinkFields(
        depth=link.depth,
        source_id=str(link.source_id or ""),
        source_name=link.source_name,
        source_kind=link.source_kind.value,
        unnamed=link.identification in UNNAMED,
        source_span=_written([link.source_span] if link.source_span else []),
        source_words=_words(row, link.source_span),
        cue_span=_written([link.cue_span] if link.cue_span else []),
        cue_words=_words(row, link.cue_span),
        content_spans=_written(link.content_spans),
        content_words=_words(row, link.content_spans[0] if link.content_spans else None),
        quote_type=link.quote_type.value,
        identification=link.identification.value,
        record=link.record.value,
        mention=link.mention.value if link.mention else "",
    )


def _words(row: Row, span: Span | None) -> str:
    return row.text[span[0] - row.start : span[1] - row.start] if span else ""


def _written(spans: Sequence[Span]) -> str:
    return ",".join(f"{start}-{end}" for start, end in spans)
