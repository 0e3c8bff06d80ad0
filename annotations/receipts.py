"""One effect a key: the first answer to a request is kept in its own transaction, and given again.

Same key, same request: the first answer. Same key, another request: Invalid. A second request that comes while the
first is under way waits for its end. What was refused leaves no receipt: nothing happened, so it may be tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from annotations import protections
from annotations.domain.digests import canonical_json
from annotations.domain.errors import Invalid
from annotations.models import Receipt, User

KEY = "Idempotency-Key"
MAX_KEY = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON body of an answer."""

    status: int
    body: Any


def once(act: Callable[[], Answer], *, user: User, key: str, asked: Any) -> tuple[Answer, bool]:
    """What `act` answers, or what it answered when this key came first; and whether it came before.

    `asked` is all that makes the request what it is: method, path and body. Raises Invalid for a bad key and for
    a key that came before with another request, and whatever `act` raises.
    """
    require_key(key)
    digest = salted_hmac("annotations.receipts", canonical_json(asked), algorithm="sha256").hexdigest()
    with transaction.atomic():
        if protections.stands("receipts"):
            _wait_for_twin(user, key)
            first = Receipt.objects.filter(user=user, key=key).first()
            if first is not None:
                return _again(first, digest), True
        answer = act()
        if protections.stands("receipts"):
            body = orjson.loads(orjson.dumps(answer.body, default=str))
            Receipt.objects.create(user=user, key=key, digest=digest, status=answer.status, body=body)
        return answer, False


def require_key(key: str) -> None:
    """Raise Invalid unless the key has 1 to 100 visible characters."""
    if not 1 <= len(key) <= MAX_KEY or not key.isprintable():
        raise Invalid({KEY: [f"A key has 1 to {MAX_KEY} visible characters; make a new one for each act."]})


def _wait_for_twin(user: User, key: str) -> None:
    """Hold this key until the transaction ends; whoever has the same one waits here."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"receipt:{user.pk}:{key}"])


def _again(first: Receipt, digest: str) -> Answer:
    if first.digest != digest:
        raise Invalid({KEY: [f"The key '{first.key}' came before with another request. Use a new key."]})
    return Answer(first.status, first.body)
