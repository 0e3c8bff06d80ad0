"""W3C Web Annotation: each person's answer, each standing answer, each suggestion, each piece of evidence.

An annotation points at the article by position (code points, as the recommendation says) and by quote. What a person
said has a creator, what a machine proposed only a generator. See https://www.w3.org/TR/annotation-model/.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from annotations.writers.annotation_context import CONTEXT
from annotations.writers.folder import Folder
from annotations.writers.linked import TERMS, LinkedFile, given, person, program, thing
from annotations.writers.losses import Losses
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.shapes import put_shapes

NAME = "annotations.jsonld"
_WORDS = ("verification", "check_worthiness", "priority", "basis", "as_of", "revisit_on")
ARTICLE_HELD = ("url", "title", "outlet", "published_at", "language", "sha256")
CLAIM_HELD = (
    *(
        "role",
        "text",
        "quote",
        "state",
        "chain",
        *_WORDS,
        "resolution.kind",
        "resolution.by",
        "resolution.at",
    ),
    *("reviews", "adjudications", "suggestions", "evidence"),
)
_LINK_WORDS = ("depth", "quote_type", "identification", "record", "mention", "fidelity")


class WebAnnotationWriter:
    """Writes annotations.jsonld: a page of annotations, in the order of the claims."""

    name = "web-annotation"

    def __init__(self, folder: Folder, about: About) -> None:
        put_shapes(folder)
        self._about = about
        self._article: dict[str, Any] = {}
        self._is_told = False
        self._lost = Losses(article=ARTICLE_HELD, claim=CLAIM_HELD)
        head = {
            "id": f"{thing(about.project_id)}#annotations",
            "type": "AnnotationPage",
            "label": f"Claims of {about.name}",
        }
        self._page = LinkedFile(folder, NAME, context=CONTEXT, key="items", head=head)

    def article(self, article: ArticleRecord) -> None:
        """Told in the target of its first annotation; later ones name it by its id."""
        self._article = {
            "id": thing(article.id),
            "type": "Article",
            "title": article.title,
            "sha256": article.sha256,
            **given(url=article.url, publisher=article.outlet, datePublished=article.published_at),
            **given(inLanguage=article.language),
        }
        self._is_told = False
        self._lost.article(article)

    def claim(self, claim: ClaimRecord) -> None:
        """Its standing answer first, then what people answered, what was brought up, and what machines proposed."""
        self._page.add(self._standing(claim))
        for review in orjson.loads(claim.reviews_json):
            self._page.add(self._review(claim, review))
            self._count_review("reviews", review)
            self._lost.add("reviews.earlier", len(review["earlier"]))
        for settled in orjson.loads(claim.adjudications_json):
            self._page.add({**self._review(claim, settled), "kind": "adjudication"})
            self._count_review("adjudications", settled)
            self._lost.add("adjudications.reason")
            self._lost.add("adjudications.settled", len(settled["settled"]))
        for piece in orjson.loads(claim.evidence_json):
            self._page.add(self._evidence(claim, piece))
        for suggestion in orjson.loads(claim.suggestions_json):
            self._page.add(self._suggestion(claim, suggestion))
        self._lost.claim(claim)

    def losses(self) -> Mapping[str, int]:
        """What an annotation has no place for: earlier revisions, seconds, what was shown, the articles' rest."""
        self._page.end()
        return self._lost.as_dict()

    def _standing(self, claim: ClaimRecord) -> dict[str, Any]:
        words = {name: getattr(claim, name) for name in _WORDS}
        settled_by = orjson.loads(claim.settled_by_json) if claim.settled_by_json else []
        return {
            "id": f"{thing(claim.id)}#answer",
            "type": "Annotation",
            "motivation": "classifying",
            "claim": thing(claim.id),
            "kind": claim.resolution or "open",
            "state": claim.state,
            **given(created=claim.settled_at),
            "creator": [self._person(name) for name in settled_by],
            "generator": {"id": f"{TERMS}workbench", "type": "Software", "name": "Fact-check workbench"},
            "body": [_word("role", claim.role), *_bodies(words, claim.chain, claim)],
            "target": self._target(claim),
        }

    def _review(self, claim: ClaimRecord, review: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": thing(review["id"]),
            "type": "Annotation",
            "motivation": "assessing",
            "claim": thing(claim.id),
            "kind": "review",
            "created": review["decided_at"],
            "creator": self._person(review["reviewer"]),
            "body": list(_bodies(review, review["chain"], claim)),
            "target": self._target(claim),
        }

    def _evidence(self, claim: ClaimRecord, piece: Mapping[str, Any]) -> dict[str, Any]:
        exact = [{"type": "TextQuoteSelector", "exact": piece["quote"]}] if piece["quote"] else []
        page = f"{thing(piece['id'])}#page"
        self._lost.add("evidence.retrieved_at", piece["retrieved_at"] is not None)
        return {
            "id": thing(piece["id"]),
            "type": "Annotation",
            "motivation": "linking",
            "claim": thing(claim.id),
            "kind": "evidence",
            "stance": piece["stance"],
            "created": piece["added_at"],
            **given(withdrawn=piece["withdrawn_at"]),
            "creator": self._person(piece["added_by"]),
            "body": {
                "type": "SpecificResource",
                "source": {
                    "id": page,
                    **given(url=piece["url"], sha256=piece["sha256"], datePublished=piece["published_at"]),
                    **given(publisher=piece["origin"] and piece["origin"]["name"]),
                },
                "selector": exact,
            },
            "target": self._target(claim),
        }

    def _suggestion(self, claim: ClaimRecord, made: Mapping[str, Any]) -> dict[str, Any]:
        for field in ("explanation", "rule", "match"):
            self._lost.add(f"suggestions.{field}", bool(made[field]))
        for field in ("spans", "outcomes"):
            self._lost.add(f"suggestions.{field}", len(made[field]))
        self._lost.add("suggestions.rank")
        words = {made["kind"]: made["value"]} if made["value"] is not None else {}
        by = {
            "id": program(made["suggester"], made["version"]),
            "type": "Software",
            "name": made["suggester"],
        }
        return {
            "id": thing(made["id"]),
            "type": "Annotation",
            "motivation": "assessing",
            "claim": thing(claim.id),
            "kind": "suggestion",
            "created": made["created_at"],
            "generator": {**by, "softwareVersion": made["version"]},
            "confidence": made["confidence"],
            "body": list(_bodies(words, made["chain"], claim)),
            "target": self._target(claim),
        }

    def _target(self, claim: ClaimRecord) -> dict[str, Any]:
        """The claim in its article, by position and by quote."""
        selectors = [_position(claim.start, claim.end)]
        if claim.text is not None:
            quote = given(prefix=claim.prefix, suffix=claim.suffix)
            selectors.append({"type": "TextQuoteSelector", "exact": claim.text, **quote})
        source: Any = self._article["id"] if self._is_told else self._article
        self._is_told = True
        return {"type": "SpecificResource", "source": source, "selector": selectors}

    def _person(self, name: str) -> dict[str, str]:
        return {"id": person(self._about.project_id, name), "type": "Person", "name": name}

    def _count_review(self, kind: str, review: Mapping[str, Any]) -> None:
        for field in ("seconds", "undoes"):
            self._lost.add(f"{kind}.{field}", review[field] is not None)
        for field in (
            "complete",
            "flag",
            "guideline_version",
            "suggestions_shown",
            "others_hidden",
            "revision",
        ):
            self._lost.add(f"{kind}.{field}")


def _bodies(
    answer: Mapping[str, Any], chain: Iterable[Mapping[str, Any]] | None, claim: ClaimRecord
) -> Iterator[dict[str, Any]]:
    """A body for each word of the answer and each link of its chain; the article's own voice is a body too."""
    for field, value in answer.items():
        if value is not None and (field in _WORDS or field == "role"):
            yield _word(field, value)
    if chain is None:
        return
    own_voice = True
    for link in chain:
        own_voice = False
        yield _link(link, claim)
    if own_voice:
        yield _word("chain", "own_voice")


def _word(field: str, value: Any) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "classifying", "field": field, "value": str(value)}


def _link(link: Mapping[str, Any], claim: ClaimRecord) -> dict[str, Any]:
    source = link.get("source")
    parts = [("source", link.get("source_span")), ("cue", link.get("cue_span"))]
    parts += [("content", span) for span in link.get("content_spans") or ()]
    return {
        "type": "SpecificResource",
        "purpose": "identifying",
        "field": "chain",
        **given(**{name: link.get(name) for name in _LINK_WORDS}),
        "source": _source(source, claim, link["depth"]),
        "selector": [{**_position(*span), "part": part} for part, span in parts if span],
    }


def _source(source: Mapping[str, Any] | None, claim: ClaimRecord, depth: int) -> dict[str, Any]:
    """Who says so; somebody that the registry does not know is named within the claim."""
    if source is None:
        return {"id": f"{thing(claim.id)}#unspecified-{depth}", "kind": "unspecified"}
    if source.get("id"):
        return {"id": thing(source["id"]), "named": source["name"], "kind": source["kind"]}
    return {
        "id": f"{TERMS}named:{source['kind']}:" + _quoted(source["name"]),
        "named": source["name"],
        "kind": source["kind"],
    }


def _quoted(name: str) -> str:
    return person("", name).partition("#")[2]


def _position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}
