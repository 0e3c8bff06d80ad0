"""Public identifiers: time-ordered UUIDs, so that keys stay local on disk and survive an import elsewhere."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, the rest random."""
    return uuid7()
