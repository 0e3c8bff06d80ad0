"""Names for people that say who is the same, and never who it is."""

import hashlib
import hmac
from uuid import UUID


def project_secret(key: str, project_id: UUID) -> bytes:
    """The secret of one project, 32 bytes made from the workbench's own; the same as long as that one stays."""
    return hmac.digest(key.encode(), b"pseudonyms of project " + project_id.bytes, hashlib.sha256)


def pseudonym(person_id: UUID, *, secret: bytes) -> str:
    """The person's name in all releases of the project: 48 bits of an HMAC, so that a release names no account.

    Without the secret nobody can tell which account it is, not even by trying all ids.
    """
    return "person-" + hmac.digest(secret, person_id.bytes, hashlib.sha256).hex()[:12]
