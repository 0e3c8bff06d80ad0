"""Digests of requests, over bytes that do not depend on the order of fields."""

import hashlib
import json
from typing import Any
from uuid import UUID


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces and no escapes beyond JSON's own; UUIDs and words as strings."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def request_digest(act: str, subject: UUID | str, seen_revision: int, body: Any) -> str:
    """SHA-256 of what a request asks, to tell a repeated request from another one under the same key."""
    text = canonical_json([act, str(subject), seen_revision, body])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
