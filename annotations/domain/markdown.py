"""The little Markdown that guidelines are written in, as HTML in which nothing of the writer's is markup."""

import html
import re
from collections.abc import Iterator

_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_ITEM = re.compile(r"\s*(?:([-*+])|\d{1,4}[.)])\s+(.*)")
_INLINE = (
    (re.compile(r"`([^`\n]{1,500})`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*\n]{1,1000})\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w*])\*([^*\n]{1,1000})\*(?![\w*])"), r"<em>\1</em>"),
)
DEEPEST_HEADING = 6


def to_html(text: str, *, top_heading: int = 3) -> str:
    """Headings from `top_heading` down, paragraphs, lists, bold, emphasis and code; all else is shown as written.

    Links and HTML are not made: a guideline can neither run nor fetch anything.
    """
    return "\n".join(_block(lines, top_heading) for lines in _blocks(text))


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.strip():
            if block:
                yield block
            block = []
        elif _HEADING.fullmatch(line.strip()):
            if block:
                yield block
            yield [line.strip()]
            block = []
        elif block and _ITEM.match(line) and not _ITEM.match(block[0]):
            yield block
            block = [line]
        else:
            block.append(line)
    if block:
        yield block


def _block(lines: list[str], top_heading: int) -> str:
    heading = _HEADING.fullmatch(lines[0])
    if heading:
        level = min(top_heading + len(heading[1]) - 1, DEEPEST_HEADING)
        return f"<h{level}>{_inline(heading[2])}</h{level}>"
    first = _ITEM.match(lines[0])
    if first is None:
        return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"
    kind = "ul" if first[1] else "ol"
    return f"<{kind}>{''.join(f'<li>{_inline(item)}</li>' for item in _items(lines))}</{kind}>"


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            items.append(found[2])
        else:
            items[-1] += " " + line.strip()
    return items


def _inline(text: str) -> str:
    written = html.escape(text)
    for pattern, replacement in _INLINE:
        written = pattern.sub(replacement, written)
    return written
