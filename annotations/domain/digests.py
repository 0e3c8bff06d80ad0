"""Digests of requests and answers, over bytes that two programs agree on."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces and no escapes beyond JSON's own; UUIDs and words as strings."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def request_digest(act: str, subject: UUID | str, seen_revision: int, body: Any) -> str:
    """SHA-256 of what a request asks, to tell a repeated request from another one under the same key."""
    return _sha256(canonical_json([act, str(subject), seen_revision, body]))


def answer_digest(salt: str, answer: Mapping[str, Any]) -> str:
    """Salted SHA-256 of a decision's parts, as it stands in the ledger.

    The salt stands beside the decision: whoever has both can prove the answer; the ledger alone reveals nothing
    of a note or a source's name.
    """
    return _sha256(salt + canonical_json(answer))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
