"""Which claims are shown without suggestions, so that a desk can see how far suggestions sway its answers."""

import hashlib
from uuid import UUID


def shown_without_suggestions(claim_id: UUID, *, share: float) -> bool:
    """Whether this claim belongs to the blind share, 0 … 1; the same for everybody, and always the same answer."""
    if share <= 0:
        return False
    number = int.from_bytes(hashlib.sha256(b"without suggestions:" + claim_id.bytes).digest()[:8], "big")
    return number < share * 2**64
