"""Tags of the desk that stand in every row, written as text because a page has hundreds of them."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from annotations.domain.pieces import Layer, Piece
from annotations.queries.desk_types import Chip, LinkFields, Row
from annotations.templatetags.rows import html_of
from annotations.templatetags.workbench import _icon, directions

register = template.Library()

DEEPEST_LANE = 4
UNNAMED_SUFFIX = " (unnamed)"
_ARROW = '<span class="arrow"><span aria-hidden="true">→</span><span class="unseen"> quoting </span></span>'


@register.simple_tag
def sentence(row: Row) -> SafeString:
    """The text of a row, each piece wrapped once a depth, outermost first; nothing between the pieces."""
    if not row.pieces or row.marks == "none":
        return mark_safe(_words(row.text))  # noqa: S308 - escaped by directions
    return mark_safe("".join([_piece(piece) for piece in row.pieces]))  # noqa: S308 - escaped by directions


@register.simple_tag
def claim_attributes(row: Row, focused: UUID | None) -> SafeString:
    """What the desk's scripts and tests read off a reviewed row; a chain of "keep" means that one is answered."""
    values = {
        "claim": row.id,
        "number": row.number,
        "state": row.state,
        "role-label": row.role_label,
        "marks": row.marks,
        "start": row.start,
        "revision": row.revision,
        "verification": row.verification,
        "chain": "keep" if row.chain == "answered" else "",
        "links": row.links,
        "check-worthiness": row.check_worthiness,
        "priority": "" if row.priority is None else row.priority,
        "note": row.note,
        "flag": "on" if row.flag else "",
    }
    attributes = [f'data-{name}="{_text(str(value))}"' for name, value in values.items()]
    attributes += ["data-decided"] if row.is_decided else []
    attributes += ['aria-current="true" tabindex="0"' if row.id == focused else 'tabindex="-1"']
    name = f'aria-labelledby="n-{row.id} t-{row.id} m-{row.id}"'
    return mark_safe(" ".join([f'id="claim-{row.id}"', *attributes, name]))  # noqa: S308 - escaped by _text


@register.simple_tag
def chain(chips: Sequence[Chip], style: str = "", links: str = "") -> SafeString:
    """Chips in order, outermost first. `style` "suggested" draws them dotted; `links` "links" puts them in tab order.

    An empty chain is the article's own voice.
    """
    if not chips:
        return OWN_VOICE_SUGGESTED if style == "suggested" else OWN_VOICE
    html = _ARROW.join([_chip(chip, style, links == "links") for chip in chips])
    return mark_safe(f'<span class="chain">{html}</span>')  # noqa: S308 - escaped by _chip


OWN_VOICE = mark_safe('<span class="chain"><span class="chip own-voice">the article itself</span></span>')
OWN_VOICE_SUGGESTED = mark_safe(OWN_VOICE.replace("own-voice", "own-voice suggested"))  # noqa: S308 - a constant


@register.simple_tag
def row(row: Row, focused: UUID | None, slug: str) -> SafeString:
    """The whole row, with a template that holds what the panel shows of it."""
    return html_of("row", row, focused, slug)


@register.simple_tag
def slot(part: str, *values: object) -> SafeString:
    """What the panel shows of a row: its "answer", "suggestions", "evidence" (with the project's slug), "recent"."""
    return html_of(part, *values)


@register.simple_tag
def chain_words(chips: Sequence[Chip]) -> str:
    """The chain for tables and printed lines: "WSJ → US official"."""
    return " → ".join(chip.short for chip in chips) if chips else "the article itself"


@register.simple_tag
def blank_link() -> LinkFields:
    """The link that the editor copies when one is added."""
    return LinkFields(depth=1)


@register.simple_tag
def kept_row() -> Row:
    """A row with an answered chain, for the desk's scripts to copy its answer line."""
    return Row(UUID(int=0), "", 0, "body", "Body", chain="answered")


@register.simple_tag
def blank_chips() -> tuple[Chip, ...]:
    """A named and an unnamed link with the arrow between them, for the desk's scripts to copy."""
    return Chip(1, "", ""), Chip(2, "", "", unnamed=True)


def _text(text: str) -> str:
    """Escaped; a carriage return by its number, because the parser would turn it into a line feed."""
    return escape(text).replace("\r", "&#13;")


def _words(text: str) -> str:
    return directions(text).replace("\r", "&#13;")


def _piece(piece: Piece) -> str:
    html = _words(piece.text)
    for layer in reversed(piece.layers):
        html = f"{_opening(layer)}{html}</span>"
    return html


@lru_cache(maxsize=512)
def _opening(layer: Layer) -> str:
    lane = min(layer.depth, DEEPEST_LANE)
    css = f"mark {layer.kind.name.lower()} depth-{lane}"
    if layer.closes:
        return f'<span class="{css} closes" data-depth="{layer.depth}">'
    return f'<span class="{css}">'


@lru_cache(maxsize=4096)
def _chip(chip: Chip, style: str, in_tab_order: bool) -> str:
    unnamed = "unnamed" if chip.unnamed else ""
    css = " ".join(filter(None, ("chip", f"depth-{min(chip.depth, DEEPEST_LANE)}", unnamed, style)))
    title = chip.title or chip.name.removesuffix(UNNAMED_SUFFIX) + (UNNAMED_SUFFIX if chip.unnamed else "")
    words = str(escape((chip.short or chip.name).removesuffix(UNNAMED_SUFFIX)))
    if chip.unnamed:
        words += f'<span class="unseen"> (unnamed)</span>{_icon("unnamed", "small")}'
    inside = f'<span class="depth">{chip.depth}</span>{words}'
    if not chip.url:
        return f'<span class="{css}" title="{escape(title)}">{inside}</span>'
    order = "" if in_tab_order else ' tabindex="-1"'
    return f'<a class="{css}" href="{escape(chip.url)}" title="{escape(title)}"{order}>{inside}</a>'
