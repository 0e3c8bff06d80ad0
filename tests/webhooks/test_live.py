"""In a running workbench: the clock looks at the ledger, a worker tries to send, and the log says what came of it."""

import json
import time
import urllib.request
from typing import Any

import pytest

from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.slow]


def ask(stack: Stack, path: str, body: Any = None) -> Any:
    request = urllib.request.Request(
        f"{stack.url}api/v1/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {stack.sign_in('editor')['token']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def test_what_happens_is_tried_to_be_told_within_a_minute(live_stack: Stack) -> None:
    made = ask(
        live_stack,
        "projects/sample/webhooks/",
        {"url": "https://nobody.invalid/hook", "events": ["article_imported"]},
    )
    article = ask(
        live_stack, "projects/sample/articles/", {"text": f"A ferry left at {time.time()}. It rained."}
    )
    ends = time.monotonic() + 60
    found: list[Any] = []
    while time.monotonic() < ends and not (found and found[0]["attempts"]):
        time.sleep(1)
        found = ask(live_stack, f"webhooks/{made['id']}/deliveries/")["results"]
    assert [(one["event"], one["subject"]) for one in found] == [
        ("article_imported", f"article:{article['id']}")
    ]
    assert "nobody.invalid" in found[0]["attempts"][0]["error"]
    assert found[0]["state"] == "waiting"
