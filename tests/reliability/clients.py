"""People who decide over HTTP without a pause, and keep asking with the same key until they are answered."""

import http.client
import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.stack import Stack

WORDS = ("supported", "refuted", "misleading", "not_checkable")
PATIENCE_S = 60.0
UNREACHED = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Acknowledged:
    """An answer that the person was told is saved."""

    decision: str
    claim: str
    revision: int
    verification: str
    key: str


@dataclass
class Decider:
    """One thread that decides its own claims round and round. `refused` are answers other than 2xx and 5xx."""

    stack: Stack
    token: str
    claims: list[tuple[str, int]]
    stop: threading.Event
    acknowledged: list[Acknowledged] = field(default_factory=list)
    refused: list[tuple[int, Any]] = field(default_factory=list)
    retries: int = 0

    def run(self) -> None:
        revisions = dict(self.claims)
        number = 0
        while not self.stop.is_set():
            claim, _ = self.claims[number % len(self.claims)]
            number += 1
            revisions[claim] = self._decide(claim, revisions[claim], WORDS[number % len(WORDS)])

    def _decide(self, claim: str, seen: int, verification: str) -> int:
        """The revision that now stands."""
        key, body = str(uuid4()), {"seen_revision": seen, "verification": verification, "chain": []}
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                status, answer = self.ask("POST", f"api/v1/claims/{claim}/decisions/", body, key=key)
            except UNREACHED:
                status, answer = 0, None
            if status in (200, 201):
                revision = int(answer["revision"])
                self.acknowledged.append(Acknowledged(answer["id"], claim, revision, verification, key))
                return revision
            if 0 < status < 500:
                self.refused.append((status, answer))
                current = answer.get("current") if isinstance(answer, dict) else None
                return int(current["revision"]) if current else 0
            self.retries += 1
            time.sleep(0.1)
        raise AssertionError(f"no answer for {PATIENCE_S:g} s")

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "") -> tuple[int, Any]:
        """Status and JSON of an answer. Raises UNREACHED where there is none."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.stack.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            content = error.read()
            try:
                return error.code, json.loads(content)
            except ValueError:
                return error.code, content


def start(deciders: list[Decider]) -> list[threading.Thread]:
    """All of them at work."""
    threads = [threading.Thread(target=decider.run) for decider in deciders]
    for thread in threads:
        thread.start()
    return threads


def finish(deciders: list[Decider], threads: list[threading.Thread]) -> None:
    """Each one's last answer has come."""
    deciders[0].stop.set()
    for thread in threads:
        thread.join(2 * PATIENCE_S)
        assert not thread.is_alive()
