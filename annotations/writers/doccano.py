"""doccano: one file for text classification, one for sequence labelling with relations; the answers that stand.

Offsets are UTF-16 code units, as its page counts them where grapheme mode is off. Every line has the same keys and
metadata is text throughout, as a missing key or a null beside numbers makes the program refuse the whole file; a
category or a span stands once, and no metadata is called data, id or Comments, which would take its own columns. Lines
with relations are ASCII: their import guesses the encoding, whatever one would tell it, and guesses wrong.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from annotations.writers.folder import Folder
from annotations.writers.losses import Losses
from annotations.writers.marks import Mark, count_details, marks, relations, utf16
from annotations.writers.native import LINE
from annotations.writers.records import About, ArticleRecord, ClaimRecord

CATEGORIES = ("verification", "check_worthiness", "basis")
"""Parts whose words are categories; no word is in two of them."""
HELD_OF_ARTICLE = ("url", "title", "outlet", "published_at", "language", "sha256")
HELD_OF_CLAIM = (
    "text", "position", "role", "state", "duplicate_of", "verification", "check_worthiness", "basis", "priority",
    "as_of", "revisit_on", "guideline_version", "resolution.kind", "resolution.at",
)  # fmt: skip


class DoccanoWriter:
    """Writes claims.classes.doccano.jsonl and claims.spans.doccano.jsonl, one claim a line in each."""

    name = "doccano"

    def __init__(self, folder: Folder, about: About) -> None:
        self._classes = folder.open("claims.classes.doccano.jsonl")
        self._spans = folder.open("claims.spans.doccano.jsonl")
        self._classes.rows = self._spans.rows = 0
        self._article: dict[str, str] = {}
        self._lost = Losses(article=HELD_OF_ARTICLE, claim={*HELD_OF_CLAIM, "chain"})
        self._entities = self._relations = 0

    def article(self, article: ArticleRecord) -> None:
        """Kept for the metadata of its claims."""
        self._article = {
            "article_id": article.id,
            "article_title": article.title,
            "article_url": article.url,
            "article_sha256": article.sha256,
            "outlet": article.outlet or "",
            "published_at": article.published_at or "",
            "language": article.language,
        }
        self._lost.article(article)

    def claim(self, claim: ClaimRecord) -> None:
        """One line in each file."""
        self._lost.claim(claim)
        chain = claim.chain or []
        about = {**_metadata(claim, chain), **self._article}
        words = (getattr(claim, name) for name in CATEGORIES)
        label = [word for word in words if word is not None]
        self._classes.write(orjson.dumps({"text": claim.text, "label": label, **about}, option=LINE))
        entities, related = self._marked(claim, chain)
        line = {"text": claim.text, "entities": entities, "relations": related, **about}
        self._spans.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        self._classes.rows = self._spans.rows = (self._spans.rows or 0) + 1

    def losses(self) -> Mapping[str, int]:
        """Everybody's reviews, suggestions and evidence, details of links, and spans outside their claim."""
        return self._lost.as_dict()

    def _marked(
        self, claim: ClaimRecord, chain: Sequence[Mapping[str, Any]]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Entities and relations, numbered through the file; links that share a span share its entity."""
        found, outside = marks(chain, start=claim.start, end=claim.end)
        self._lost.add("chain.spans_outside_the_claim", outside)
        count_details(self._lost, chain)
        unit = utf16(claim.text or "")
        numbers: dict[tuple[str, int, int], int] = {}
        places = [self._number(mark, numbers) for mark in found]
        entities = [
            {"id": number, "label": label, "start_offset": unit[start], "end_offset": unit[end]}
            for (label, start, end), number in numbers.items()
        ]
        related = []
        for kind, one, other in dict.fromkeys(
            (kind, places[one], places[other]) for kind, one, other in relations(found)
        ):
            self._relations += 1
            related.append({"id": self._relations, "from_id": one, "to_id": other, "type": kind})
        return entities, related

    def _number(self, mark: Mark, numbers: dict[tuple[str, int, int], int]) -> int:
        if mark[:3] not in numbers:
            self._entities += 1
            numbers[mark[:3]] = self._entities
        return numbers[mark[:3]]


def _metadata(claim: ClaimRecord, chain: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What is said of the claim beside its labels, every value a text."""
    names = [link["source"]["name"] if link["source"] else "unspecified" for link in chain]
    return {
        "claim_id": claim.id,
        "position": str(claim.position),
        "start": str(claim.start),
        "end": str(claim.end),
        "role": claim.role,
        "state": claim.state,
        "duplicate_of": claim.duplicate_of or "",
        "priority": str(claim.priority or ""),
        "as_of": claim.as_of or "",
        "revisit_on": claim.revisit_on or "",
        "voice": "" if claim.chain_json is None else "attributed" if chain else "own_voice",
        "sources": " > ".join(names),
        "guideline_version": str(claim.guideline_version or ""),
        "resolution": claim.resolution or "",
        "resolved_at": claim.settled_at or "",
    }
