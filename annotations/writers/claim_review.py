"""ClaimReview (schema.org): what the desk published as its verdict, one review a signed-off claim.

Whether it is so and whether they said so are two questions: where a link of the chain was compared with its source
and failed, a second review says that the words were distorted, misattributed or never said. Ratings have no number:
the six statuses are words without an order, and a number would claim one.
"""

from collections.abc import Mapping
from typing import Any

from annotations.domain.vocabulary import ClaimState, Fidelity, SourceKind, Verification
from annotations.writers.folder import Folder
from annotations.writers.linked import LinkedFile, given, thing
from annotations.writers.losses import Losses
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.shapes import put_shapes

NAME = "claim-reviews.jsonld"
SCHEMA = "https://schema.org/"
CONTEXT: Mapping[str, Any] = {
    "@vocab": SCHEMA,
    "id": "@id",
    "type": "@type",
    "url": {"@type": "@id"},
    "license": {"@type": "@id"},
    "datePublished": {"@type": f"{SCHEMA}DateTime"},
}
FAILED = {
    Fidelity.DISTORTED: "Distorted",
    Fidelity.MISATTRIBUTED: "Misattributed",
    Fidelity.NO_RECORD: "No record",
}
ARTICLE_HELD = ("url", "title", "outlet", "outlet_id", "published_at", "language")
CLAIM_HELD = ("text", "state", "verification", "chain", "resolution.at")
"""Of signed-off claims; the others are counted as a whole."""
PEOPLE = frozenset({SourceKind.PERSON, SourceKind.WITNESS})
WORDS = {word.value: word for word in Verification}


class ClaimReviewWriter:
    """Writes claim-reviews.jsonld; what is not signed off is in no review, and counted as lost."""

    name = "claim-review"

    def __init__(self, folder: Folder, about: About) -> None:
        put_shapes(folder)
        self._about = about
        self._desk = {"id": thing(about.project_id), "type": "Organization", "name": about.name}
        self._article: dict[str, Any] = {}
        self._publisher: dict[str, Any] = {}
        self._lost = Losses(article=ARTICLE_HELD, claim=CLAIM_HELD)
        self._file = LinkedFile(folder, NAME, context=CONTEXT, key="@graph", head={})

    def article(self, article: ArticleRecord) -> None:
        """Where the claims that follow appear, and who publishes it."""
        self._lost.article(article)
        outlet = article.outlet or ""
        named = {"type": "Organization", **given(name=outlet)} if outlet else {}
        if named and article.outlet_id:
            named["id"] = thing(article.outlet_id)
        self._publisher = named
        self._article = {
            "id": thing(article.id),
            "type": "NewsArticle",
            **given(headline=article.title, inLanguage=article.language),
            **given(url=_address(article.url), datePublished=article.published_at),
            **({"publisher": named} if named else {}),
        }

    def claim(self, claim: ClaimRecord) -> None:
        """None, one or two reviews."""
        self._count(claim)
        if claim.state != ClaimState.SIGNED_OFF:
            self._lost.add("claims.not_signed_off")
            return
        if claim.verification is None or claim.text is None:
            self._lost.add("claims.without_verdict" if claim.verification is None else "claims.without_text")
        else:
            self._file.add(self._is_it_so(claim, WORDS[claim.verification]))
        failed = [
            link for link in claim.chain or () if claim.text is not None and link.get("fidelity") in FAILED
        ]
        for link in failed[:1]:
            self._file.add(self._did_they_say_so(claim, link))
        self._lost.add("chain.fidelity", max(0, len(failed) - 1))

    def losses(self) -> Mapping[str, int]:
        """Claims without a review, and what a review has no place for."""
        self._file.end()
        return self._lost.as_dict()

    def _is_it_so(self, claim: ClaimRecord, word: Verification) -> dict[str, Any]:
        """The verdict; the claim is its origin's, the innermost source's, or the article's own."""
        chain = claim.chain or []
        origin = _author(chain[-1]) if chain else self._publisher
        item = {
            "id": thing(claim.id),
            "type": "Claim",
            "text": claim.text,
            "appearance": self._article,
            **({"author": origin} if origin else {}),
        }
        rating = {"type": "Rating", "alternateName": word.label, "ratingExplanation": word.definition}
        return self._review(claim, "#review", item, rating)

    def _did_they_say_so(self, claim: ClaimRecord, link: Mapping[str, Any]) -> dict[str, Any]:
        """Of the attribution: that this source said this. Who claims that is the one who passes it on."""
        fidelity = Fidelity(link["fidelity"])
        outer = next((one for one in claim.chain or () if one["depth"] == link["depth"] - 1), None)
        teller = _author(outer) if outer else self._publisher
        item = {
            "id": f"{thing(claim.id)}#attribution",
            "type": "Claim",
            "text": f"{_name(link) or 'Somebody'}: {claim.text}",
            "appearance": self._article,
            **({"author": teller} if teller else {}),
            **({"about": _author(link)} if _author(link) else {}),
        }
        rating = {
            "type": "Rating",
            "alternateName": FAILED[fidelity],
            "ratingExplanation": fidelity.definition,
            "reviewAspect": "attribution",
        }
        return self._review(claim, "#attribution-review", item, rating)

    def _review(
        self, claim: ClaimRecord, name: str, item: Mapping[str, Any], rating: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            "id": thing(claim.id) + name,
            "type": "ClaimReview",
            "claimReviewed": item["text"],
            "datePublished": claim.settled_at,
            "author": self._desk,
            "itemReviewed": item,
            "reviewRating": rating,
            **given(license=_address(self._about.licence_url)),
        }

    def _count(self, claim: ClaimRecord) -> None:
        self._lost.claim(claim)
        if claim.state == ClaimState.SIGNED_OFF:
            self._lost.add("chain.passed_on_by", max(0, len(claim.chain or ()) - 1))


def _author(link: Mapping[str, Any]) -> dict[str, Any]:
    """The source of a link; nobody where none is named."""
    source = link.get("source")
    if not source:
        return {}
    kind = "Person" if source["kind"] in PEOPLE else "Organization"
    return {"type": kind, "name": source["name"], **({"id": thing(source["id"])} if source.get("id") else {})}


def _name(link: Mapping[str, Any]) -> str:
    source = link.get("source")
    return str(source["name"]) if source else ""


def _address(url: str) -> str:
    """An address that may stand as a name in RDF; others are left out rather than broken."""
    return url if url.startswith(("http://", "https://")) and not set(url) & set(' <>"{}|\\^`') else ""
