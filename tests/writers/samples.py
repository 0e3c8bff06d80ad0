"""Records with everything in them, over texts that are hard on offsets."""

from dataclasses import dataclass
from typing import Any

import orjson
from hypothesis import strategies as st

from annotations.writers.records import ArticleRecord, ClaimRecord
from tests.writers.test_formats import article, claim

HARD = "👩‍👩‍👧e\u0301\u00a0\u202f\u0627\u0644\u0633\u062f שלום 🌊\u2067\u2069a B.\n\t'\"=-"
PIECES = st.text(
    alphabet=st.one_of(
        st.sampled_from(HARD), st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")
    ),
    min_size=1,
    max_size=12,
)


@dataclass(frozen=True)
class Case:
    """An article with one claim, and the words that each span of the claim's chain was drawn over."""

    article: ArticleRecord
    claim: ClaimRecord
    words: dict[str, str]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A claim whose source, cue and content follow each other, somewhere in an article."""
    before, source, cue, content, after = (draw(PIECES) for _ in range(5))
    words = {"Source": source, "Cue": cue, "Content": content}
    start = len(before)
    own = source + cue + content
    cuts = [start, start + len(source), start + len(source + cue), start + len(own)]
    link = link_of(cuts[0:2], cuts[1:3], [cuts[2:4]])
    whole = article(before + own + after, gaps_json=f"[[0, {start}]]")
    return Case(
        whole,
        settled(
            text=own, start=start, end=start + len(own), chain=[link], prefix=before[-32:], suffix=after[:32]
        ),
        words,
    )


def link_of(voice: Any, cue: Any, content: Any, **fields: Any) -> dict[str, Any]:
    """A link as the records hold it."""
    return {
        "depth": 1,
        "source": {
            "id": "01890000-0000-7000-8000-0000000000aa",
            "name": "Harbour Post",
            "kind": "media_outlet",
            "merged_into": None,
        },
        "source_span": voice,
        "cue_span": cue,
        "content_spans": content,
        "quote_type": "indirect",
        "identification": "named_organisation",
        "record": "not_stated",
        "mention": "canonical_name",
        "fidelity": None,
    } | fields


def review(chain: Any, **fields: Any) -> dict[str, Any]:
    """A reviewer's answer as the records hold it."""
    return {
        "id": "01890000-0000-7000-8000-0000000000b1",
        "reviewer": "person-0123456789ab",
        "revision": 1,
        "undoes": None,
        "decided_at": "2026-01-02T00:00:00.123456Z",
        "complete": True,
        "chain": chain,
        "verification": "supported",
        "basis": "primary",
        "as_of": "2026-01-01T00:00:00.000000Z",
        "revisit_on": "2027-01-01",
        "check_worthiness": "check_worthy",
        "priority": 2,
        "flag": False,
        "seconds": 4.5,
        "guideline_version": 1,
        "suggestions_shown": True,
        "others_hidden": False,
        "earlier": [],
    } | fields


def suggestion(kind: str, **fields: Any) -> dict[str, Any]:
    """A machine's suggestion as the records hold it."""
    return {
        "id": "01890000-0000-7000-8000-0000000000c1",
        "suggester": "rules",
        "version": "1",
        "kind": kind,
        "rank": 0,
        "value": None,
        "chain": None,
        "match": None,
        "confidence": 0.75,
        "explanation": "the words 'according to'",
        "rule": "according-to",
        "spans": [{"start": 0, "end": 1, "what": "cue"}],
        "created_at": "2026-01-01T00:00:00.000000Z",
        "outcomes": [
            {"review": "01890000-0000-7000-8000-0000000000b1", "outcome": "rejected", "reason": "outdated"}
        ],
    } | fields


EVIDENCE = {
    "id": "01890000-0000-7000-8000-0000000000e1",
    "stance": "supports",
    "url": "https://a.example/",
    "quote": 'says "stance": so',
    "published_at": None,
    "origin": None,
    "added_by": "person-0123456789ab",
    "added_at": "2026-01-01T00:00:00.000000Z",
    "sha256": None,
    "retrieved_at": None,
    "withdrawn_at": None,
}


def settled(*, text: str, start: int, end: int, chain: Any, **fields: Any) -> ClaimRecord:
    """A claim that two people agreed on, with evidence and a suggestion of every kind."""
    second = review(chain, id="01890000-0000-7000-8000-0000000000b2", reviewer="person-ba9876543210")
    suggestions = [
        suggestion("chain", chain=chain),
        suggestion("verification", value="supported"),
        suggestion("check_worthiness", value="check_worthy"),
        suggestion("role", value="caption"),
        suggestion(
            "match", match={"claim": "01890000-0000-7000-8000-0000000000d1", "score": 0.5, "more": {"a": [1]}}
        ),
    ]
    for number, one in enumerate(suggestions, start=1):
        one["id"] = f"01890000-0000-7000-8000-0000000000c{number}"
    whole: dict[str, Any] = {
        "start": start,
        "end": end,
        "state": "agreed",
        "verification": "supported",
        "basis": "primary",
        "as_of": "2026-01-01T00:00:00.000000Z",
        "revisit_on": "2027-01-01",
        "check_worthiness": "check_worthy",
        "priority": 2,
        "guideline_version": 1,
        "settled_at": "2026-01-02T00:00:00.123456Z",
        "stage": "review",
        "settled_by_json": '["person-0123456789ab","person-ba9876543210"]',
        "chain_json": orjson.dumps(chain).decode(),
        "reviews": 2,
        "decisions": 2,
        "reviews_json": orjson.dumps(
            [review(chain, decided_at="2026-01-01T00:00:00.123456Z"), second]
        ).decode(),
        "suggestions": len(suggestions),
        "suggestions_json": orjson.dumps(suggestions).decode(),
        "evidence_json": orjson.dumps([EVIDENCE]).decode(),
    }
    return claim(text, **(whole | fields))
