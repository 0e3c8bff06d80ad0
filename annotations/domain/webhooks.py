"""Webhooks: what other programs are told of, and the signature by which they know that it is us.

Signatures follow the Standard Webhooks specification 1.0: HMAC-SHA256 over `id.timestamp.content`, in base64 after
"v1,", so that neither another content nor another moment nor another message can be put in their place.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.terms import Term

PREFIX: Final = "whsec_"
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE_S: Final = 300
"""How old a message may be, or how far ahead of the receiver's clock, before it is taken for a repeated one."""
PAUSES_S: Final = (10, 60, 300, 1800, 7200, 21600, 43200, 86400)
"""Seconds before each further attempt; after the last one a message is given up."""


class WebhookEvent(Term):
    """What a webhook can be told of."""

    ARTICLE_IMPORTED = "article_imported", "Article imported", "An article came in and was divided."
    SUGGESTIONS_READY = (
        "suggestions_ready",
        "Suggestions ready",
        "Every suggester has looked at an article.",
    )
    CLAIM_DECIDED = "claim_decided", "Claim decided", "Somebody answered a claim, or took an answer back."
    CLAIM_ADJUDICATED = "claim_adjudicated", "Claim adjudicated", "An editor settled differing answers."
    ARTICLE_SIGNED_OFF = "article_signed_off", "Article signed off", "An editor signed for claims."
    RELEASE_BUILT = "release_built", "Release built", "A data set is ready to be fetched."
    PING = "ping", "Test message", "An editor wanted to see whether messages arrive."


CHOICES: Final = tuple(event for event in WebhookEvent if event is not WebhookEvent.PING)
EVENT_OF: Final[Mapping[str, WebhookEvent]] = {
    LedgerVerb.ARTICLE_IMPORTED.value: WebhookEvent.ARTICLE_IMPORTED,
    LedgerVerb.SUGGESTIONS_MADE.value: WebhookEvent.SUGGESTIONS_READY,
    LedgerVerb.DECIDED.value: WebhookEvent.CLAIM_DECIDED,
    LedgerVerb.UNDONE.value: WebhookEvent.CLAIM_DECIDED,
    LedgerVerb.ADJUDICATED.value: WebhookEvent.CLAIM_ADJUDICATED,
    LedgerVerb.SIGNED_OFF.value: WebhookEvent.ARTICLE_SIGNED_OFF,
    LedgerVerb.RELEASE_BUILT.value: WebhookEvent.RELEASE_BUILT,
}
"""The ledger's entries that are told of: whatever stands there happened, and nothing that happened is missing."""


def secret_of(key: str, *, webhook_id: UUID, salt: str) -> str:
    """The webhook's secret, made from the workbench's own key; another salt makes another secret. Stored nowhere."""
    digest = hmac.digest(key.encode(), b"webhook " + webhook_id.bytes + salt.encode(), hashlib.sha256)
    return PREFIX + base64.b64encode(digest).decode()


def signature(secret: str, *, message_id: str, timestamp: int, content: bytes) -> str:
    """The signature of a message; `timestamp` is in seconds since 1970. Raises ValueError for what is no secret."""
    signed = f"{message_id}.{timestamp}.".encode() + content
    digest = hmac.digest(_bytes_of(secret), signed, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def is_genuine(
    secret: str, headers: Mapping[str, str], content: bytes, *, now: float, tolerance_s: int = TOLERANCE_S
) -> bool:
    """Whether the message is ours, as it was sent, and not older than `tolerance_s`.

    `headers` have small names. A receiver also remembers the ids of that time: a message that is sent again after a
    lost answer has the same one.
    """
    stated = headers.get(TIMESTAMP, "")
    if not stated.isascii() or not stated.isdigit() or len(stated) > 12:
        return False
    if abs(now - int(stated)) > tolerance_s:
        return False
    right = signature(secret, message_id=headers.get(ID, ""), timestamp=int(stated), content=content)
    given = headers.get(SIGNATURE, "").split(" ")
    return any(hmac.compare_digest(one.encode(), right.encode()) for one in given)


def pause_before(attempt: int) -> int | None:
    """Seconds to wait after `attempt` failed ones (1, 2, 3 …); None where it is given up."""
    return PAUSES_S[attempt - 1] if attempt <= len(PAUSES_S) else None


def _bytes_of(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("A secret is whsec_ and base64.") from None
