"""The items of an RSS or Atom feed as drafts. Runs in the child process of guarded.py only."""

import calendar
import io
from datetime import UTC, datetime
from html import escape
from typing import Any

import feedparser
from lxml import etree

from annotations.domain.errors import Unreadable
from annotations.domain.records import Draft
from annotations.readers import html_page

MAX_ITEMS = 1000
ITEMS = ("item", "entry")


def read(data: bytes, *, encoding: str | None = None, declared: str = "") -> list[tuple[str | None, Draft]]:
    """Each item with words: its own XML in the file, and its draft; the title is the headline."""
    _refuse_entities(data)
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=True)
    if not feed.get("version"):
        raise Unreadable("This is no RSS or Atom feed. For the page of an article choose HTML.")
    if not feed.entries:
        raise Unreadable("The feed has no items.")
    if len(feed.entries) > MAX_ITEMS:
        raise Unreadable(f"The feed has {len(feed.entries):,} items; at most {MAX_ITEMS:,} are read at once.")
    raw = _raw(data)
    own = raw if len(raw) == len(feed.entries) else [None] * len(feed.entries)
    found = [(xml, _draft(entry, feed.feed)) for xml, entry in zip(own, feed.entries, strict=True)]
    drafts = [(xml, draft) for xml, draft in found if draft is not None]
    if not drafts:
        raise Unreadable("The feed's items have links but no text. Import the pages they lead to.")
    return drafts


def _refuse_entities(data: bytes) -> None:
    if b"<!ENTITY" in data:
        raise Unreadable(
            "The feed declares entities of its own, which can grow without end; it was not read."
        )


def _raw(data: bytes) -> list[str]:
    """The XML of each item; [] where the file is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    items = [one for one in root.iter() if isinstance(one.tag, str) and etree.QName(one).localname in ITEMS]
    return [etree.tostring(one, encoding="unicode", with_tail=False) for one in items]


def _draft(entry: Any, feed: Any) -> Draft | None:
    """None for an item that has no words but its title."""
    contents = [part.get("value", "") for part in entry.get("content", [])]
    body = max([*contents, entry.get("summary", "")], key=len)
    title = " ".join(str(entry.get("title", "")).split())
    if not body.strip():
        return None
    page = f"<html><body><article><h1>{escape(title)}</h1><div>{body}</div></article></body></html>"
    try:
        draft = html_page.read(page.encode(), encoding="utf-8", declared="")
    except Unreadable:
        return None
    link = str(entry.get("link", ""))
    return Draft(
        text=draft.text,
        title=title[:1000],
        outlet=" ".join(str(feed.get("title", "")).split())[:300],
        url=link if link.startswith(("http://", "https://")) and len(link) <= 2000 else "",
        published_at=_moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        language=str(feed.get("language", ""))[:35],
        encoding="utf-8",
        media_type="application/rss+xml",
        left_out=draft.left_out,
        notes=draft.notes,
        roles=draft.roles,
    )


def _moment(parts: Any) -> datetime | None:
    return None if parts is None else datetime.fromtimestamp(calendar.timegm(parts), UTC)
