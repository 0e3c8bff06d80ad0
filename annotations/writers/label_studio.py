"""Label Studio: a task a claim, what people decided as annotations, what machines suggested as predictions.

Offsets are code points of the claim's text, which is the task's text. Each annotation states `ground_truth`, as the
program takes a missing one for true, and none states who it is by, as the program refuses accounts that it does not
know: `meta.claim` holds the whole line of claims.jsonl, whose `reviews` and `suggestions` are in the same order.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from annotations.domain.vocabulary import ClaimState
from annotations.writers.folder import Folder
from annotations.writers.label_studio_config import ATTRIBUTED, ATTRIBUTION, OWN_VOICE, label_config
from annotations.writers.losses import WHOLE_CLAIM, Losses
from annotations.writers.marks import marks, relations
from annotations.writers.native import article_of_claim, claim_line
from annotations.writers.records import About, ArticleRecord, ClaimRecord

SETTLED = frozenset({ClaimState.AGREED, ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF})
PARTS = ("verification", "basis", "check_worthiness")


class LabelStudioWriter:
    """Writes tasks.labelstudio.json and label_config.xml."""

    name = "label-studio"

    def __init__(self, folder: Folder, about: About) -> None:
        self._file = folder.open("tasks.labelstudio.json")
        self._file.rows = 0
        self._file.write(b"[")
        folder.put("label_config.xml", label_config().encode())
        self._article: dict[str, Any] = {}
        self._data: dict[str, Any] = {}
        held = {"url", "title", "sha256", "outlet", "published_at", "language"}
        self._lost = Losses(article=held, claim=WHOLE_CLAIM)

    def article(self, article: ArticleRecord) -> None:
        """Kept for the tasks of its claims."""
        self._article = article_of_claim(article)
        self._data = {
            "article_id": article.id,
            "title": article.title,
            "url": article.url,
            "outlet": article.outlet,
            "published_at": article.published_at,
            "language": article.language,
        }
        self._lost.article(article)

    def claim(self, claim: ClaimRecord) -> None:
        """One task."""
        reviews = orjson.loads(claim.reviews_json)
        suggestions = orjson.loads(claim.suggestions_json)
        task = {
            "data": {"text": claim.text, "claim_id": claim.id, "position": claim.position, **self._data},
            "meta": {"claim": claim_line(claim, self._article)},
            "annotations": self._annotations(claim, reviews),
            "predictions": [self._prediction(claim, suggestion) for suggestion in suggestions],
        }
        self._file.write((b",\n" if self._file.rows else b"\n") + orjson.dumps(task))
        self._file.rows = (self._file.rows or 0) + 1

    def losses(self) -> Mapping[str, int]:
        """What the task has of an article; of the claim nothing, though some of it in `meta` alone."""
        self._file.write(b"\n]\n")
        return self._lost.as_dict()

    def _annotations(self, claim: ClaimRecord, reviews: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """One of each review, and one more where the answer that stands is none of them."""
        ours = claim.state in SETTLED
        standing = (
            None
            if claim.stage != "review" or claim.duplicate_of is not None
            else max((r["decided_at"], r["id"]) for r in reviews if r["complete"])[1]
        )
        made = [
            _annotation(
                self._result(claim, review, review["chain"]),
                by=review["decided_at"],
                seconds=review["seconds"],
                truth=ours and review["id"] == standing,
            )
            for review in reviews
        ]
        if standing is None and claim.stage is not None:
            answer = {name: getattr(claim, name) for name in (*PARTS, "priority")}
            made.append(
                _annotation(
                    self._result(claim, answer, claim.chain), by=claim.settled_at, seconds=None, truth=ours
                )
            )
        return made

    def _result(
        self, claim: ClaimRecord, answer: Mapping[str, Any], chain: Sequence[Mapping[str, Any]] | None
    ) -> list[dict[str, Any]]:
        result = [_choice(name, answer[name]) for name in PARTS if answer[name] is not None]
        if answer["priority"] is not None:
            result.append(_choice("priority", str(answer["priority"])))
        if chain is not None:
            result += self._chain(claim, chain)
        return result

    def _chain(self, claim: ClaimRecord, chain: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        result = [_choice("voice", ATTRIBUTED if chain else OWN_VOICE)]
        if not chain:
            return result
        names = [link["source"]["name"] if link["source"] else "unspecified" for link in chain]
        result.append(_words("sources", names))
        text = claim.text or ""
        found, _ = marks(chain, start=claim.start, end=claim.end)
        for place, mark in enumerate(found):
            value = {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}
            result.append(_part(f"m{place}", ATTRIBUTION, "labels", {**value, "labels": [mark.label]}))
        for kind, one, other in relations(found):
            ends = {"from_id": f"m{one}", "to_id": f"m{other}"}
            result.append({"type": "relation", **ends, "direction": "right", "labels": [kind]})
        return result

    def _prediction(self, claim: ClaimRecord, suggestion: Mapping[str, Any]) -> dict[str, Any]:
        if suggestion["chain"] is not None:
            result = self._chain(claim, suggestion["chain"])
        elif suggestion["match"] is not None:
            result = [_words("earlier_check", [orjson.dumps(suggestion["match"]).decode()])]
        else:
            result = [_choice(suggestion["kind"], suggestion["value"])]
        return {
            "model_version": f"{suggestion['suggester']}/{suggestion['version']}",
            "score": suggestion["confidence"],
            "result": result,
        }


def _annotation(
    result: list[dict[str, Any]], *, by: str | None, seconds: float | None, truth: bool
) -> dict[str, Any]:
    return {
        "result": result,
        "ground_truth": truth,
        "was_cancelled": False,
        "created_at": by,
        "lead_time": seconds,
    }


def _choice(name: str, value: str) -> dict[str, Any]:
    return _part(name, name, "choices", {"choices": [value]})


def _words(name: str, texts: Sequence[str]) -> dict[str, Any]:
    return _part(name, name, "textarea", {"text": texts})


def _part(pk: str, name: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": pk, "from_name": name, "to_name": "text", "type": kind, "value": value}
