"""UIMA CAS: one XMI file an article, with its claims, the chains that stand, and the words these stand on.

Offsets are UTF-16 code units, as Java counts. XML has no place for some control letters; in the text each is replaced
by U+FFFD, one unit for one unit, and counted as lost. The attribute `line` of article and claim holds the whole line
of articles.jsonl and claims.jsonl, so that nothing else is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from annotations.writers.folder import Folder, HashedFile
from annotations.writers.losses import ARTICLE as WHOLE_ARTICLE
from annotations.writers.losses import WHOLE_CLAIM, Losses
from annotations.writers.marks import utf16
from annotations.writers.native import article_line, article_of_claim, claim_line
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.xmi_types import NAMESPACE, type_system

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
    f'xmlns:workbench="{NAMESPACE}" xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITIES = (
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\t", "&#9;"), ("\n", "&#10;"), ("\r", "&#13;")
)  # fmt: skip
FIRST = 2
"""The number of the first annotation; 1 is the text's."""

Features = Mapping[str, str | int | None]


class XmiWriter:
    """Writes TypeSystem.xml and an XMI file for each article, by its id."""

    name = "xmi"

    def __init__(self, folder: Folder, about: About) -> None:
        self._folder = folder
        folder.put("TypeSystem.xml", type_system().encode())
        self._file: HashedFile | None = None
        self._name = ""
        self._number = FIRST
        self._units: Sequence[int] = (0,)
        self._article: dict[str, Any] = {}
        self._arrays: list[str] = []
        self._lost = Losses(article=WHOLE_ARTICLE, claim=WHOLE_CLAIM)

    def article(self, article: ArticleRecord) -> None:
        """Ends the file before and begins the next one."""
        self._end()
        text = article.text or ""
        self._name, self._number = f"{article.id}.xmi", FIRST
        self._file = self._folder.open(self._name)
        self._file.rows = 0
        self._units, self._article = utf16(text), article_of_claim(article)
        plain, replaced = _NOT_XML.subn("\ufffd", text)
        self._lost.add("article.text.control_letters", replaced)
        sofa = 'xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain"'
        self._put(HEAD + f'<cas:Sofa {sofa} sofaString="{_attribute(plain)}"/>\n')
        features: dict[str, str | int | None] = {
            "id": article.id,
            "url": article.url,
            "title": article.title,
            "outlet": article.outlet,
            "publishedAt": article.published_at,
            "language": article.language,
            "sha256": article.sha256,
            "line": _json(article_line(article) | {"text": None}),
        }
        self._annotation("Article", 0, len(text), features)

    def claim(self, claim: ClaimRecord) -> None:
        """The claim, its links and their words."""
        links = [self._link(link) for link in claim.chain or ()]
        features: dict[str, str | int | None] = {
            "id": claim.id,
            "role": claim.role,
            "state": claim.state,
            "duplicateOf": claim.duplicate_of,
            "voice": None if claim.chain_json is None else "attributed" if links else "own_voice",
            "verification": claim.verification,
            "basis": claim.basis,
            "asOf": claim.as_of,
            "revisitOn": claim.revisit_on,
            "checkWorthiness": claim.check_worthiness,
            "resolution": claim.resolution,
            "line": _json(claim_line(claim, self._article)),
            "position": claim.position,
            "priority": claim.priority,
            "links": self._array(links),
        }
        self._annotation("Claim", claim.start, claim.end, features)
        if self._file is not None:
            self._file.rows = (self._file.rows or 0) + 1

    def losses(self) -> Mapping[str, int]:
        """Control letters of the text that XML cannot hold."""
        self._end()
        return self._lost.as_dict()

    def _link(self, link: Mapping[str, Any]) -> int:
        source = link["source"] or {}
        spans = {
            name: self._span(name.capitalize(), link[f"{name}_span"])
            for name in ("source", "cue")
            if link[f"{name}_span"]
        }
        contents = [self._span("Content", span) for span in link["content_spans"]]
        features: dict[str, str | int | None] = {
            "depth": link["depth"],
            **spans,
            "contents": self._array(contents),
            "sourceId": source.get("id"),
            "sourceName": source.get("name"),
            "sourceKind": source.get("kind"),
            "quoteType": link["quote_type"],
            "identification": link["identification"],
            "record": link["record"],
            "mention": link["mention"],
            "fidelity": link.get("fidelity"),
        }
        return self._element("workbench:Link", features)

    def _span(self, label: str, span: Sequence[int]) -> int:
        return self._annotation("Span", span[0], span[1], {"label": label})

    def _annotation(self, kind: str, start: int, end: int, features: Features) -> int:
        place: Features = {"sofa": 1, "begin": self._units[start], "end": self._units[end]}
        return self._element(f"workbench:{kind}", {**place, **features})

    def _array(self, members: Sequence[int]) -> int | None:
        if not members:
            return None
        number = self._element("cas:FSArray", {"elements": " ".join(map(str, members))})
        self._arrays.append(str(number))
        return number

    def _element(self, tag: str, features: Features) -> int:
        number = self._number
        said = "".join(
            f' {name}="{value if isinstance(value, int) else _attribute(value)}"'
            for name, value in features.items()
            if value is not None
        )
        self._put(f'<{tag} xmi:id="{number}"{said}/>\n')
        self._number += 1
        return number

    def _end(self) -> None:
        if self._file is None:
            return
        arrays = set(self._arrays)
        members = " ".join(pk for pk in map(str, range(FIRST, self._number)) if pk not in arrays)
        self._put(f'<cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n')
        self._arrays.clear()
        self._folder.close_file(self._name)
        self._file = None

    def _put(self, text: str) -> None:
        if self._file is not None:
            self._file.write(text.encode())


def _json(line: Mapping[str, Any]) -> str:
    """A line as JSON that XML can hold: what XML has no place for is spelled out, as JSON allows."""
    text = orjson.dumps(line).decode()
    return _NOT_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _attribute(text: str) -> str:
    """Text for an attribute; letters that XML would drop or make blanks of are spelled out."""
    plain = _NOT_XML.sub("\ufffd", text)
    for letter, entity in _ENTITIES:
        plain = plain.replace(letter, entity)
    return plain
