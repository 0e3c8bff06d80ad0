"""Reading ClaimReviews (schema.org) of others: which claim, who checked it, and what they found.

Taken are a single object, a list, a graph, data feeds and item lists, nested as publishers nest them, and JSON Lines.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from annotations.domain.errors import Unreadable
from annotations.domain.text import folded
from annotations.domain.vocabulary import Verification

MOST_REVIEWS = 20_000
MOST_BYTES = 32 * 2**20
LONGEST_CLAIM = 5_000
_RATINGS: Mapping[str, Verification] = {
    **dict.fromkeys(
        ("supported", "true", "correct", "accurate", "verified", "confirmed", "legit"), Verification.SUPPORTED
    ),
    **dict.fromkeys(
        (
            "refuted",
            "false",
            "incorrect",
            "inaccurate",
            "wrong",
            "fake",
            "hoax",
            "pants on fire",
            "fabricated",
            "debunked",
        ),
        Verification.REFUTED,
    ),
    **dict.fromkeys(
        (
            "misleading",
            "missing context",
            "mostly false",
            "mostly true",
            "half true",
            "half-true",
            "partly false",
            "partially false",
            "mixture",
            "mixed",
            "exaggerated",
            "out of context",
            "distorts the facts",
            "miscaptioned",
            "spins the facts",
        ),
        Verification.MISLEADING,
    ),
    **dict.fromkeys(("disputed", "conflicting", "conflicting evidence"), Verification.CONFLICTING),
    **dict.fromkeys(
        (
            "unproven",
            "unverified",
            "not enough evidence",
            "no evidence",
            "unsupported",
            "research in progress",
        ),
        Verification.NOT_ENOUGH_EVIDENCE,
    ),
}
"""Publishers' words that lead to a verification status; others lead to none, and the words themselves are shown."""
Json = Any


@dataclass(frozen=True, slots=True)
class Review:
    """One review. `rating` are the publisher's words; `verification` is None where they lead to none of ours."""

    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    rating: str = ""
    verification: Verification | None = None
    reviewed_on: date | None = None

    @property
    def key(self) -> str:
        """The same for the same claim under the same address, however often it is imported."""
        where = self.url or self.publisher
        return hashlib.sha256(f"{where}\n{folded(self.text)}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Feed:
    """The reviews of a file, each once, and why others of it were passed over."""

    reviews: tuple[Review, ...]
    passed_over: tuple[str, ...]


def read_feed(content: bytes) -> Feed:
    """The ClaimReviews in the bytes, in their order.

    Raises Unreadable for what is not JSON in UTF-8, holds no ClaimReview at all, or more than 20,000 of them.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(f"The feed is larger than {MOST_BYTES // 2**20} MB. Divide it into several files.")
    found: dict[str, Review] = {}
    passed: list[str] = []
    for number, item in enumerate(_reviews_in(_parsed(content)), 1):
        if number > MOST_REVIEWS:
            raise Unreadable(
                f"The feed holds more than {MOST_REVIEWS:,} reviews; so many are taken at once. Divide it into several "
                "files; what was imported before is not taken twice."
            )
        try:
            review = _review(item)
        except ValueError as error:
            passed.append(f"Review {number}: {error}")
            continue
        found.setdefault(review.key, review)
    if not found and not passed:
        raise Unreadable(
            'There is no ClaimReview in it. Objects with "@type": "ClaimReview" and "claimReviewed" are taken, alone, '
            "in a list, a @graph or a data feed."
        )
    return Feed(tuple(found.values()), tuple(passed))


def verification_of(rating: str) -> Verification | None:
    """Our status for a publisher's word, None where it leads to none."""
    return _RATINGS.get(folded(rating).strip(" .!-"))


def _parsed(content: bytes) -> Json:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"The feed is not UTF-8 (byte {error.start}). Save it as UTF-8.") from None
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable("The feed is nested too deeply to be read.") from None
    except json.JSONDecodeError as error:
        return _lines(text, error)


def _lines(text: str, first: json.JSONDecodeError) -> list[Json]:
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except (json.JSONDecodeError, RecursionError):
                words = f"line {first.lineno}, column {first.colno}: {first.msg}"
                if rows:
                    words = f"line {number} is none, after {len(rows)} lines that are"
                raise Unreadable(
                    f"The feed is not JSON ({words}). Export it as JSON-LD or JSON Lines."
                ) from None
    return rows


def _reviews_in(value: Json) -> Iterator[dict[str, Json]]:
    """Every ClaimReview anywhere in the value, in order; walked without recursion, whatever the nesting."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting.extend(reversed(here))
        elif isinstance(here, dict):
            if "ClaimReview" in [
                str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in _many(here.get("@type"))
            ]:
                yield here
            else:
                waiting.extend(reversed(here.values()))


def _review(item: dict[str, Json]) -> Review:
    """Raises ValueError, in words for people, for a review without a claim."""
    text = _words(item, "claimReviewed")
    if not text:
        raise ValueError("“claimReviewed” is missing or empty.")
    if len(text) > LONGEST_CLAIM:
        raise ValueError(
            f"“claimReviewed” has {len(text):,} characters; at most {LONGEST_CLAIM:,} are taken."
        )
    rating = _one(item.get("reviewRating"))
    said = (_words(rating, "alternateName") or _words(rating, "name") or _words(rating, "ratingValue"))[:200]
    url = _words(item, "url") or _words(item, "@id")
    return Review(
        text=text,
        title=(_words(item, "headline") or _words(item, "name"))[:500],
        publisher=(_words(_one(item.get("author")), "name") or _words(_one(item.get("publisher")), "name"))[
            :300
        ],
        url=url[:2000] if url.startswith(("http://", "https://")) else "",
        rating=said,
        verification=verification_of(said),
        reviewed_on=_day(_words(item, "datePublished") or _words(item, "dateCreated")),
    )


def _words(item: Json, field: str) -> str:
    """A field's text: a string or number as it stands, the first of a list, the value of a language map."""
    value = _one(item.get(field)) if isinstance(item, dict) else ""
    if isinstance(value, dict):
        value = value.get("@value", "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).replace("\0", "").encode("utf-8", "replace").decode().split())


def _one(value: Json) -> Json:
    many = _many(value)
    return many[0] if many else {}


def _many(value: Json) -> list[Json]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None
