"""The visible text of an HTML tree, block by block in document order, each with what the markup says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from annotations.domain.vocabulary import ClaimRole

_NEVER_TEXT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "head",
        "title",
        "canvas",
    }
    | {"audio", "video", "select", "option", "textarea", "input", "button", "datalist", "map", "link", "meta"}
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
    }
    | {
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
    }
    | {"sub", "sup", "time", "tt", "u", "var", "wbr", "img", "picture", "source", "amp-img"}
)
_ROLE_OF_TAG = {
    "h1": ClaimRole.HEADLINE,
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), ClaimRole.SUBHEADING),
    "figcaption": ClaimRole.CAPTION,
}
_ROLE_OF_WORD = {
    **dict.fromkeys(
        ("byline", "bylines", "author", "authors", "credit", "credits", "photographer"), ClaimRole.CREDIT
    ),
    **dict.fromkeys(("photocredit", "imagecredit", "attribution"), ClaimRole.CREDIT),
    **dict.fromkeys(("dateline", "timestamp", "pubdate", "publishdate", "datepublished"), ClaimRole.DATELINE),
    **dict.fromkeys(("dek", "deck", "standfirst", "subtitle", "subheadline", "strapline"), ClaimRole.DEK),
    **dict.fromkeys(("caption", "figcaption", "wp-caption-text"), ClaimRole.CAPTION),
}
_ROLE_OF_PROPERTY = {
    "author": ClaimRole.CREDIT,
    "datepublished": ClaimRole.DATELINE,
    "datemodified": ClaimRole.DATELINE,
    "description": ClaimRole.DEK,
    "alternativeheadline": ClaimRole.DEK,
    "headline": ClaimRole.HEADLINE,
    "caption": ClaimRole.CAPTION,
    "copyrightholder": ClaimRole.CREDIT,
}
_FURNITURE_TAGS = frozenset({"nav", "footer", "form", "dialog", "menu"})
_FURNITURE_ROLES = frozenset({"navigation", "search", "contentinfo", "menu", "menubar", "dialog", "alert"})
_FURNITURE_WORDS = frozenset(
    {
        "nav",
        "navbar",
        "navigation",
        "menu",
        "breadcrumb",
        "breadcrumbs",
        "share",
        "sharing",
        "social",
        "related",
    }
    | {
        "recommended",
        "recommendations",
        "newsletter",
        "promo",
        "promoted",
        "advert",
        "advertisement",
        "ad",
        "ads",
    }
    | {
        "sponsor",
        "sponsored",
        "cookie",
        "cookies",
        "consent",
        "comments",
        "sidebar",
        "footer",
        "subscribe",
        "paywall",
    }
    | {
        "toolbar",
        "trending",
        "popular",
        "tags",
        "signup",
        "modal",
        "popup",
        "outbrain",
        "taboola",
        "disqus",
        "masthead",
    }
)
_WHOLE = frozenset({"html", "body", "main", "article"})
_LONGEST_HINTED = 600  # letters; a class name on more than that names a whole page, not a line of it
_SPACES = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *\n *")
_WORDS = re.compile(r"[\s_]+|-+")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, caption or cell: its text, and what the markup says of it."""

    text: str
    element: _Element
    role: ClaimRole | None
    furniture: bool
    listed: bool
    linked: float


@dataclass(frozen=True, slots=True)
class _State:
    element: _Element
    role: ClaimRole | None = None
    furniture: bool = False
    listed: bool = False
    link: bool = False
    verbatim: bool = False


class _Walk:
    """One pass over a tree, gathering pieces of text until a block ends."""

    def __init__(self, root: _Element) -> None:
        self.letters = _letters(root)
        self.total = self.letters.get(root, 0)
        self.pieces: list[tuple[str, _State]] = []
        self.block = _State(root)

    def blocks(self, element: _Element, state: _State) -> Iterator[Block]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _NEVER_TEXT or _is_hidden(element):
            return
        if tag == "br":
            self.pieces.append(("\n", state))
            return
        inner = self._entered(element, tag, state)
        breaks = tag not in _INLINE or (inner.role is not state.role and state.role is ClaimRole.CAPTION)
        outer = self.block
        if breaks:
            yield from self._flush()
            self.block = inner
        self._add(element.text, inner)
        for child in element:
            yield from self.blocks(child, inner)
            self._add(child.tail, inner)
        if breaks:
            yield from self._flush()
            self.block = outer

    def _add(self, text: str | None, state: _State) -> None:
        if text:
            self.pieces.append((text if state.verbatim else _SPACES.sub(" ", text), state))

    def _flush(self) -> Iterator[Block]:
        pieces, self.pieces = self.pieces, []
        text = _AROUND_BREAK.sub("\n", re.sub(" {2,}", " ", "".join(words for words, _ in pieces))).strip()
        if not text:
            return
        spoken = [(words, state) for words, state in pieces if words.strip()]
        roles = {state.role for _, state in spoken}
        linked = sum(len(words) for words, state in spoken if state.link) / sum(
            len(words) for words, _ in spoken
        )
        yield Block(
            text=text,
            element=self.block.element,
            role=roles.pop() if len(roles) == 1 else self.block.role,
            furniture=all(state.furniture for _, state in spoken),
            listed=self.block.listed,
            linked=linked,
        )

    def _entered(self, element: _Element, tag: str, state: _State) -> _State:
        names = f"{element.get('class', '')} {element.get('id', '')}".lower()
        words = frozenset(_WORDS.split(names)) if names.strip() else frozenset()
        letters = self.letters.get(element, 0)
        role = _ROLE_OF_TAG.get(tag)
        if role is None and 0 < letters <= _LONGEST_HINTED:
            role = _ROLE_OF_PROPERTY.get(element.get("itemprop", "").lower())
            role = role or next(
                (_ROLE_OF_WORD[word] for word in sorted(words) if word in _ROLE_OF_WORD), None
            )
            if role is None and "author" in element.get("rel", ""):
                role = ClaimRole.CREDIT
            if role is None and state.role is ClaimRole.CAPTION and tag in ("small", "cite"):
                role = ClaimRole.CREDIT
        marked = (
            tag in _FURNITURE_TAGS
            or element.get("role", "").lower() in _FURNITURE_ROLES
            or (not words.isdisjoint(_FURNITURE_WORDS) and tag not in _ROLE_OF_TAG)
        )
        return _State(
            element=element,
            role=role or state.role,
            furniture=state.furniture or (marked and tag not in _WHOLE and 2 * letters < self.total),
            listed=state.listed or tag == "li",
            link=state.link or tag == "a",
            verbatim=state.verbatim or tag == "pre",
        )


def blocks_of(root: _Element) -> list[Block]:
    """The blocks of visible text below `root`, in document order; scripts, styles and hidden elements are none."""
    walk = _Walk(root)
    found = list(walk.blocks(root, _State(root)))
    found.extend(walk._flush())
    return found


def _letters(root: _Element) -> dict[_Element, int]:
    """How many letters stand in each element and below it, counted once from the leaves up."""
    letters: dict[_Element, int] = {}
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str) or element.tag in _NEVER_TEXT:
            continue
        own = len((element.text or "").strip())
        letters[element] = own + sum(
            letters.get(child, 0) + len((child.tail or "").strip()) for child in element
        )
    return letters


def _is_hidden(element: _Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style", "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style
