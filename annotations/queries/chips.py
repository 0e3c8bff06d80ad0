"""Sources as they are printed in a margin: short names, and what an explanation quotes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Identification
from annotations.models.rows import fetch
from annotations.queries.desk_types import Chip, ReasonPart
from annotations.sources import UNNAMED

SHORT_AT_MOST = 12
QUOTED = re.compile(r"(?<!\w)'(.{1,300}?)'(?=[\s,;:.)]|$)")
"""Words between single quotation marks; an apostrophe inside a word neither opens nor closes them."""


ALIASES = """
select source_id, text from annotations_sourcealias where source_id = any(%s) and article_id is null order by id
"""


def short_names(source_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The shortest project-wide alias of each source that has one of at most twelve letters; one query."""
    found: dict[UUID, str] = {}
    wanted = list(set(source_ids))
    for source_id, text in fetch(ALIASES, [wanted]) if wanted else ():
        if len(text) <= SHORT_AT_MOST and len(text) < len(found.get(source_id, "x" * (SHORT_AT_MOST + 1))):
            found[source_id] = text
    return found


def chips_of(links: Sequence[LinkValue], short: Mapping[UUID, str], *, slug: str = "") -> tuple[Chip, ...]:
    """One chip a link; a link without a source reads "not named"."""
    return tuple(_chip(link, short, slug) for link in links)


def chain_in_words(links: Sequence[LinkValue] | None) -> str:
    """A chain in one line: "WSJ → US official (unnamed)"."""
    if links is None:
        return "not answered"
    if not links:
        return "the article itself"
    return " → ".join(link.source_name or "not named" for link in links)


def reason_parts(explanation: str) -> tuple[ReasonPart, ...]:
    """An explanation with the words it quotes set apart as triggers."""
    parts: list[ReasonPart] = []
    at = 0
    for quoted in QUOTED.finditer(explanation):
        if quoted.start() > at:
            parts.append(ReasonPart(explanation[at : quoted.start()]))
        parts.append(ReasonPart(quoted.group(1), trigger=True))
        at = quoted.end()
    if at < len(explanation):
        parts.append(ReasonPart(explanation[at:]))
    return tuple(parts)


def _chip(link: LinkValue, short: Mapping[UUID, str], slug: str) -> Chip:
    if not link.source_name:
        return Chip(depth=link.depth, name="not named", short="not named", unnamed=True)
    name = link.source_name
    abbreviation = short.get(link.source_id, name) if link.source_id else name
    unnamed = link.identification in UNNAMED or link.identification is Identification.UNSPECIFIED
    url = f"/p/{slug}/claims/?source={link.source_id}" if slug and link.source_id else ""
    return Chip(depth=link.depth, name=name, short=abbreviation, unnamed=unnamed, title=name, url=url)
