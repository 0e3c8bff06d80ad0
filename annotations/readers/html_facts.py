"""What an HTML page says about its article: title, outlet, address, date, language."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.etree import _Element

_ARTICLES = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BlogPosting",
)
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "article.published",
)
_LONGEST_SCRIPT = 500_000
_SITE = re.compile(r"\s+[|–—-]\s+")


class Facts(NamedTuple):
    """What was found; empty where the page does not say."""

    title: str = ""
    outlet: str = ""
    url: str = ""
    published_at: datetime | None = None
    language: str = ""


def facts_of(root: _Element) -> Facts:
    """Facts from JSON-LD, Open Graph, `meta`, `link` and `time`; nothing is guessed from the running text."""
    metas = _metas(root)
    article = next(_articles(root), {})
    outlet = _clean(
        _named(article.get("publisher")) or metas.get("og:site_name") or metas.get("application-name")
    )
    return Facts(
        title=_title(root, metas, article, outlet),
        outlet=outlet,
        url=_url(root, metas, article),
        published_at=_published_at(root, metas, article),
        language=_language(root, metas, article),
    )


def _title(root: _Element, metas: dict[str, str], article: dict[str, Any], outlet: str) -> str:
    for stated in (article.get("headline"), metas.get("og:title"), metas.get("twitter:title")):
        title = _without_site(_clean(stated), outlet)
        if title:
            return title
    headings = [_text(heading) for heading in root.iter("h1")]
    if len(headings) == 1 and headings[0].strip():
        return _clean(headings[0])
    return _without_site(_clean(next((_text(title) for title in root.iter("title")), "")), outlet)


def _without_site(title: str, outlet: str) -> str:
    """The title without the outlet's name that pages add at its end ("Storm hits – The Post")."""
    parts = _SITE.split(title)
    if len(parts) > 1 and outlet and parts[-1].casefold() == outlet.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |–—-")
    return title


def _url(root: _Element, metas: dict[str, str], article: dict[str, Any]) -> str:
    links = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    page = article.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    for url in (*links, metas.get("og:url"), article.get("url"), page):
        url = _clean(url)
        if _is_web_address(url):
            return url
    return ""


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(url) <= 2000


def _published_at(root: _Element, metas: dict[str, str], article: dict[str, Any]) -> datetime | None:
    stated = [article.get("datePublished"), *(metas.get(name) for name in _DATES)]
    stated += [t.get("datetime") for t in root.iter("time") if t.get("datetime")][:1]
    for words in stated:
        moment = _moment(_clean(words))
        if moment is not None:
            return moment
    return None


def _moment(words: str) -> datetime | None:
    """A moment with its time zone; UTC where none is stated."""
    try:
        moment = datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", words))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _language(root: _Element, metas: dict[str, str], article: dict[str, Any]) -> str:
    tree = root.getroottree().getroot()
    stated = (
        tree.get("lang"),
        article.get("inLanguage"),
        metas.get("og:locale"),
        metas.get("content-language"),
    )
    for words in stated:
        match = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", _clean(words))
        if match:
            return match.group().lower()
    return ""


def _metas(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (
            meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        ).lower()
        if name and meta.get("content"):
            found.setdefault(name, meta.get("content", ""))
    return found


def _articles(root: _Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        if len(script.text) > _LONGEST_SCRIPT:
            continue
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(kind in _ARTICLES for kind in kinds):
                yield item


def _items(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (part for part in graph if isinstance(part, dict))


def _named(thing: Any) -> Any:
    thing = thing[0] if isinstance(thing, list) and thing else thing
    return thing.get("name") if isinstance(thing, dict) else thing


def _text(element: _Element) -> str:
    return "".join(str(words) for words in element.itertext())


def _clean(words: Any) -> str:
    return " ".join(words.split()) if isinstance(words, str) else ""
