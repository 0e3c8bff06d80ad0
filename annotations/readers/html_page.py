"""HTML pages: the article's text in document order, what the markup says of it, and what was left out."""

import re
from collections.abc import Sequence

import trafilatura
from lxml.etree import XMLSyntaxError, _Element
from lxml.html import HTMLParser, document_fromstring

from annotations.domain import datelines, furniture
from annotations.domain.duplicates import Likeness
from annotations.domain.errors import Unreadable
from annotations.domain.paragraphs import ForcedRole
from annotations.domain.records import Draft
from annotations.domain.vocabulary import ClaimRole
from annotations.readers.encodings import decode
from annotations.readers.html_blocks import Block, blocks_of
from annotations.readers.html_facts import Facts, facts_of

_SNIFFED = 4096
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE
)
_ENTITIES = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_MOST_TAGS = 60_000
_MOST_ELEMENTS = 12_000  # above it trafilatura needs more than a second
_MOST_LEFT_OUT = 300
_LONGEST_LEFT_OUT = 500
_SHORTEST_PARAGRAPH = 25
_MERGED = frozenset(
    {ClaimRole.HEADLINE, ClaimRole.DEK, ClaimRole.CAPTION, ClaimRole.CREDIT, ClaimRole.DATELINE}
)


def read(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """The article of an HTML page as plain text; no markup, scripts or styles are kept.

    Raises Unreadable for pages nested too deeply, that declare entities of their own, or hold no text.
    """
    if not declared:
        match = _CHARSET.search(data[:_SNIFFED])
        declared = match.group(1).decode("ascii", "replace") if match else ""
    decoded = decode(data, encoding=encoding, declared=declared)
    root = _tree(decoded.text)
    facts = facts_of(root)
    blocks = blocks_of(root)
    kept = _kept(blocks, root, facts)
    if not any(kept):
        raise Unreadable(
            "No text was found in this HTML page. Save the article as plain text and import that."
        )
    chosen = [block for block, keep in zip(blocks, kept, strict=True) if keep]
    left = [block for block, keep in zip(blocks, kept, strict=True) if not keep]
    text, roles = _assembled(chosen, facts)
    notes = list(decoded.notes)
    if len(left) > _MOST_LEFT_OUT:
        notes.append(f"{len(left)} pieces were left out; the first {_MOST_LEFT_OUT} are listed.")
    return Draft(
        text=text,
        title=facts.title,
        outlet=facts.outlet,
        url=facts.url,
        published_at=facts.published_at,
        language=facts.language,
        encoding=decoded.encoding,
        media_type="text/html",
        coverage=_size(chosen) / max(1, _size(blocks)),
        left_out=tuple(block.text[:_LONGEST_LEFT_OUT] for block in left[:_MOST_LEFT_OUT]),
        notes=tuple(notes),
        roles=tuple(roles),
    )


def warm_up() -> None:
    """Load what the libraries load on first use."""
    read(b"<html><body><article><h1>Title</h1><p>One sentence, for a start.</p></article></body></html>")


def _tree(text: str) -> _Element:
    if text.count("<") > _MOST_TAGS:
        raise Unreadable(f"This page holds more than {_MOST_TAGS:,} tags. Save the article as plain text.")
    if _ENTITIES.search(text[: 16 * _SNIFFED]):
        raise Unreadable("This page declares entities of its own, which are not read. Save it as plain text.")
    parser = HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except (XMLSyntaxError, ValueError, AssertionError) as error:
        raise Unreadable(f"This is not a readable HTML page ({error}). Save it as plain text.") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("This page is nested more than 250 elements deep. Save the article as plain text.")
    return root


def _kept(blocks: Sequence[Block], root: _Element, facts: Facts) -> list[bool]:
    """Which blocks are the article: what trafilatura calls main text, and asides, captions and the like within."""
    main = _main(blocks, root)
    first = next((i for i, is_main in enumerate(main) if is_main), 0)
    last = len(main) - 1 - next((i for i, is_main in enumerate(reversed(main)) if is_main), 0)
    container = _container([b.element for b, is_main in zip(blocks, main, strict=True) if is_main])
    inside = _within(container)
    whole = container is not None and container.tag in ("article", "main")
    title = Likeness(facts.title) if facts.title else None
    kept = []
    for index, block in enumerate(blocks):
        if block.role is ClaimRole.HEADLINE and index <= last and not block.furniture:
            keep = main[index] or title is None or title.fits(block.text)
        elif main[index]:
            keep = True
        elif (
            block.furniture
            or (block.linked > 0.5 and block.role not in _MERGED)
            or block.element not in inside
        ):
            keep = False
        else:
            keep = whole or first <= index <= last or block.role in _MERGED
        kept.append(keep)
    return kept


def _main(blocks: Sequence[Block], root: _Element) -> list[bool]:
    extracted = None
    if sum(1 for _ in root.iter()) <= _MOST_ELEMENTS:
        extracted = trafilatura.extract(root, include_comments=False, include_tables=True, favor_recall=True)
    keys = {_key(part) for line in (extracted or "").splitlines() for part in (line, *line.split("|"))}
    keys.discard("")
    main = [not b.furniture and any(_key(line) in keys for line in b.text.splitlines()) for b in blocks]
    if any(main):
        return main
    return [not b.furniture and len(b.text) >= _SHORTEST_PARAGRAPH and b.linked <= 0.5 for b in blocks]


def _key(words: str) -> str:
    return _SPACE.sub("", words).lstrip("-•*").casefold()


def _container(elements: Sequence[_Element]) -> _Element | None:
    """The innermost element that holds nearly all of `elements`: an `article` or `main`, else their ancestor."""
    counts: dict[_Element, int] = {}
    for element in elements:
        for holder in (element, *element.iterancestors()):
            counts[holder] = counts.get(holder, 0) + 1
    holders = [holder for holder, count in counts.items() if count >= 0.9 * len(elements)]
    named = [holder for holder in holders if holder.tag in ("article", "main")]
    return max(named or holders, key=lambda holder: sum(1 for _ in holder.iterancestors()), default=None)


def _within(container: _Element | None) -> set[_Element]:
    return set() if container is None else set(container.iter())


def _assembled(blocks: Sequence[Block], facts: Facts) -> tuple[str, list[ForcedRole]]:
    parts: list[str] = []
    roles: list[ForcedRole] = []
    at = 0
    headline = next((i for i, b in enumerate(blocks) if b.role is ClaimRole.HEADLINE), -1)
    told = False
    for index, block in enumerate(blocks):
        if index:
            close = _close(blocks[index - 1], block)
            parts.append("\n" if close else "\n\n")
            at += len(parts[-1])
        role = _role(block, above_text=not told, below_headline=headline >= 0, is_headline=index == headline)
        told = told or (role is None and len(block.text) >= _SHORTEST_PARAGRAPH)
        if role is not None:
            roles.append((at, at + len(block.text), role))
        parts.append(block.text)
        at += len(block.text)
    return "".join(parts), roles


def _close(before: Block, block: Block) -> bool:
    pictured = before.role is ClaimRole.CAPTION and block.role in (ClaimRole.CREDIT, ClaimRole.CAPTION)
    return pictured or (before.listed and block.listed)


def _role(block: Block, *, above_text: bool, below_headline: bool, is_headline: bool) -> ClaimRole | None:
    if block.role is ClaimRole.HEADLINE and not is_headline:
        return ClaimRole.SUBHEADING
    if block.role is ClaimRole.SUBHEADING:
        if furniture.recognise(block.text) is not None:
            return None
        if above_text and below_headline and len(block.text.split()) >= 6:
            return ClaimRole.DEK
    if block.role is ClaimRole.CREDIT and datelines.holds_date(block.text):
        return ClaimRole.DATELINE
    if block.role is ClaimRole.DEK and not above_text:
        return None
    return block.role


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(_SPACE.sub("", block.text)) for block in blocks)
