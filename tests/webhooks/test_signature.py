"""The signature of a message: nobody can change, repeat or forge one."""

import base64
import hashlib
import hmac
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.webhooks import (
    ID,
    PAUSES_S,
    SIGNATURE,
    TIMESTAMP,
    TOLERANCE_S,
    is_genuine,
    pause_before,
    secret_of,
    signature,
)

SECRET = secret_of("key of the workbench", webhook_id=uuid4(), salt="ab")
NOW = 1_767_225_600


def message(content: bytes = b"{}", *, at: int = NOW, pk: str = "m1", secret: str = SECRET) -> dict[str, Any]:
    return {
        ID: pk,
        TIMESTAMP: str(at),
        SIGNATURE: signature(secret, message_id=pk, timestamp=at, content=content),
    }


def test_it_is_the_specifications_own_example() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    content = b'{"test": 2432232314}'
    made = signature(secret, message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, content=content)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    raw = base64.b64decode(secret[6:])
    plain = b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330." + content
    assert made[3:] == base64.b64encode(hmac.new(raw, plain, hashlib.sha256).digest()).decode()


@given(st.binary(max_size=200), st.integers(-TOLERANCE_S, TOLERANCE_S))
def test_a_fresh_message_of_ours_is_genuine(content: bytes, age: int) -> None:
    assert is_genuine(SECRET, message(content), content, now=NOW + age)


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_another_content_is_not(content: bytes, other: bytes) -> None:
    assert is_genuine(SECRET, message(content), other, now=NOW) == (content == other)


@pytest.mark.parametrize(
    "changed",
    [
        {ID: "m2"},
        {TIMESTAMP: str(NOW + 1)},
        {TIMESTAMP: ""},
        {TIMESTAMP: "٣"},
        {TIMESTAMP: "9" * 400},
        {SIGNATURE: ""},
        {SIGNATURE: "v1,"},
        {SIGNATURE: "v1,ä"},
    ],
)
def test_whatever_is_changed_is_found(changed: dict[str, str]) -> None:
    assert not is_genuine(SECRET, {**message(), **changed}, b"{}", now=NOW)


def test_a_captured_message_cannot_be_repeated_later_nor_made_young() -> None:
    captured = message()
    later = NOW + TOLERANCE_S + 1
    assert not is_genuine(SECRET, captured, b"{}", now=later)
    assert not is_genuine(SECRET, {**captured, TIMESTAMP: str(later)}, b"{}", now=later)


def test_another_salt_or_webhook_or_key_has_another_secret() -> None:
    one, other = uuid4(), uuid4()
    made = {secret_of(key, webhook_id=pk, salt=salt) for key in "ab" for pk in (one, other) for salt in "xy"}
    assert len(made) == 8
    assert not is_genuine(secret_of("a", webhook_id=one, salt="x"), message(), b"{}", now=NOW)


def test_pauses_grow_and_end() -> None:
    pauses = [pause_before(n) for n in range(1, len(PAUSES_S) + 2)]
    assert pauses == [*sorted(PAUSES_S), None]
