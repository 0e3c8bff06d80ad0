"""A client of the workbench in one file, with nothing but Python's standard library (3.11 or newer).

    from workbench_client import Workbench

    desk = Workbench("https://desk.example", token="fcw_…")
    for claim in desk.claims("elections", state="unreviewed"):
        print(claim["text"])

On the command line, with the token in WORKBENCH_TOKEN:

    python workbench_client.py https://desk.example claims elections > claims.jsonl
    python workbench_client.py https://desk.example release elections --formats jsonl,csv --into data

Every request that changes something carries an Idempotency-Key, so that trying again after a lost answer has one
effect. What the workbench refuses is raised as Refused, in the workbench's own words.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

PASSING = (429, 502, 503, 504)
TRIES = 4
PER_REQUEST = 500
"""Suggestions in one request."""
CALLS: Mapping[str, tuple[str, str]] = {
    "me": ("GET", "/api/v1/me/"),
    "articles": ("GET", "/api/v1/projects/{slug}/articles/"),
    "add_article": ("POST", "/api/v1/projects/{slug}/articles/"),
    "article": ("GET", "/api/v1/articles/{article_id}/"),
    "article_claims": ("GET", "/api/v1/articles/{article_id}/claims/"),
    "claims": ("GET", "/api/v1/projects/{slug}/claims/"),
    "suggest": ("POST", "/api/v1/articles/{article_id}/suggestions/"),
    "decide": ("POST", "/api/v1/claims/{claim_id}/decisions/"),
    "ask_release": ("POST", "/api/v1/projects/{slug}/releases/"),
    "release": ("GET", "/api/v1/releases/{release_id}/"),
    "release_file": ("GET", "/api/v1/releases/{release_id}/files/{name}"),
}
"""Every address this client asks, as the interface's schema (`/api/v1/schema/`) writes it."""


class Refused(Exception):
    """The workbench refused; `status` and the RFC 9457 `problem` say why."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status}: {problem.get('detail') or problem.get('title') or 'refused'}")
        self.status = status
        self.problem = problem


class Damaged(Exception):
    """A file is not what the release says it is; nothing was left under its name."""


class Workbench:
    """One workbench, as the person whose token this is. `wait_s` is for each request; `open_url` sends it."""

    def __init__(self, url: str, token: str, *, wait_s: float = 60.0, open_url: Any = None) -> None:
        self.url = url.rstrip("/")
        self._token = token
        self._wait_s = wait_s
        self._open = open_url or urllib.request.build_opener(_NoRedirect()).open

    def me(self) -> dict[str, Any]:
        """Who the token belongs to, and their role in each project."""
        return self._call("me")

    def articles(self, slug: str) -> Iterator[dict[str, Any]]:
        """A project's articles, newest first, without their texts."""
        return self._pages("articles", slug=slug)

    def article(self, article_id: str) -> dict[str, Any]:
        """An article with its text."""
        return self._call("article", article_id=article_id)

    def add_article(self, slug: str, text: str, **about: Any) -> dict[str, Any]:
        """Take an article in; `about` is title, url, outlet, published_at, language, deadline, replaces."""
        return self._call("add_article", slug=slug, body={"text": text, **about})

    def claims(self, slug: str, **chosen: str) -> Iterator[dict[str, Any]]:
        """A project's claims, one at a time however many; `chosen` is state, verification, source, role, article, q."""
        return self._pages("claims", slug=slug, query=chosen)

    def article_claims(self, article_id: str) -> Iterator[dict[str, Any]]:
        """An article's claims as it reads."""
        return self._pages("article_claims", article_id=article_id)

    def suggest(
        self, article_id: str, suggestions: Iterable[Mapping[str, Any]], *, suggester: str, version: str
    ) -> dict[str, int]:
        """Send suggestions about an article's claims; how many were made, and how many were known.

        Each has `claim`, `kind` (chain, check_worthiness, verification, role), `value`, `confidence` (0 … 1), and may
        have `explanation`, `rule` and `spans`. All about one claim go in one call: what a suggester of a version said
        about a claim stands.
        """
        total = {"made": 0, "known": 0}
        for batch in _batches(suggestions):
            body = {"suggester": suggester, "version": version, "suggestions": batch}
            kept = self._call("suggest", article_id=article_id, body=body)
            total = {name: total[name] + kept[name] for name in total}
        return total

    def decide(self, claim_id: str, *, seen_revision: int, **answer: Any) -> dict[str, Any]:
        """Answer a claim as this person; `seen_revision` is the row's `revision`. Refused (409) where it is stale."""
        return self._call("decide", claim_id=claim_id, body={"seen_revision": seen_revision, **answer})

    def ask_release(self, slug: str, formats: Iterable[str], **more: Any) -> dict[str, Any]:
        """Ask for a data set; `more` is selection, allow_open, with_text and what else the schema names."""
        return self._call("ask_release", slug=slug, body={"formats": list(formats), **more})

    def release(self, release_id: str) -> dict[str, Any]:
        """A release with its files, once it is done."""
        return self._call("release", release_id=release_id)

    def wait_for_release(self, release_id: str, *, within_s: float = 3600.0) -> dict[str, Any]:
        """The release when it is done. Raises Refused where it failed, TimeoutError where it takes longer."""
        ends = time.monotonic() + within_s
        while True:
            found = self.release(release_id)
            if found["status"] == "done":
                return found
            if found["status"] == "failed":
                raise Refused(409, {"detail": found["error"]})
            if time.monotonic() > ends:
                raise TimeoutError(f"Release {release_id} is not done after {within_s:g} s.")
            time.sleep(1.0)

    def download(self, release_id: str, folder: str | os.PathLike[str]) -> list[Path]:
        """Fetch every file of a release into the folder, each proved by its length and SHA-256.

        A file that is there already and right is not fetched again. Raises Damaged for one that is not what the
        release says; then nothing stands under its name.
        """
        root = Path(folder)
        written = []
        for entry in self.release(release_id)["files"]:
            target = _inside(root, entry["name"])
            if not _is_right(target, entry):
                target.parent.mkdir(parents=True, exist_ok=True)
                self._fetch(release_id, entry, target)
            written.append(target)
        return written

    def _fetch(self, release_id: str, entry: Mapping[str, Any], target: Path) -> None:
        handle, part = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            answer = self._send("release_file", release_id=release_id, name=entry["name"])
            with answer, os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(answer, file)
            if not _is_right(Path(part), entry):
                raise Damaged(f"{entry['name']} has not the length and SHA-256 that its release states.")
            os.replace(part, target)
        finally:
            Path(part).unlink(missing_ok=True)

    def _pages(self, name: str, /, *, query: Any = None, **parts: str) -> Iterator[dict[str, Any]]:
        page = self._call(name, query={"limit": "500", **(query or {})}, **parts)
        while True:
            yield from page["results"]
            if not page["next"]:
                return
            following = urllib.parse.urlsplit(page["next"]).query
            page = self._call(name, query=dict(urllib.parse.parse_qsl(following)), **parts)

    def _call(self, name: str, /, *, query: Any = None, body: Any = None, **parts: str) -> Any:
        with self._send(name, query=query, body=body, **parts) as answer:
            return json.load(answer)

    def _send(self, name: str, /, *, query: Any = None, body: Any = None, **parts: str) -> Any:
        """The answer, after further attempts where something passing is in the way."""
        request = self._request(name, query, body, parts)
        for attempt in range(1, TRIES + 1):
            try:
                return self._open(request, timeout=self._wait_s)
            except urllib.error.HTTPError as error:
                if error.code not in PASSING or attempt == TRIES:
                    raise _refused(error) from None
                time.sleep(min(float(error.headers.get("Retry-After") or 2**attempt), 60.0))
            except urllib.error.URLError:
                if attempt == TRIES:
                    raise
                time.sleep(2**attempt / 4)
        raise AssertionError("the last attempt returns or raises")

    def _request(self, name: str, query: Any, body: Any, parts: Mapping[str, str]) -> urllib.request.Request:
        method, path = CALLS[name]
        path = path.format(**{key: urllib.parse.quote(str(part), safe="/") for key, part in parts.items()})
        asked = "?" + urllib.parse.urlencode(query) if query else ""
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "*/*"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers.update({"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())})
        address = self.url + path + asked
        return urllib.request.Request(address, data=data, headers=headers, method=method)  # noqa: S310


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token is shown to the workbench and to nobody it leads to."""

    def redirect_request(self, *request: Any) -> None:
        return None


def is_genuine(secret: str, headers: Mapping[str, str], content: bytes, *, tolerance_s: int = 300) -> bool:
    """Whether a webhook's message is the workbench's own, as it was sent, and fresh; `content` are its bytes.

    Remember `webhook-id` for as long as `tolerance_s`: a message that is sent again has the same one.
    """
    given = {name.lower(): value for name, value in headers.items()}
    moment = given.get("webhook-timestamp", "")
    is_number = moment.isascii() and moment.isdigit() and len(moment) < 13
    if not is_number or abs(time.time() - int(moment)) > tolerance_s:
        return False
    signed = f"{given.get('webhook-id', '')}.{moment}.".encode() + content
    key = base64.b64decode(secret[6:] if secret.startswith("whsec_") else secret)
    right = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    return any(
        hmac.compare_digest(one.encode(), right) for one in given.get("webhook-signature", "").split(" ")
    )


def _refused(error: urllib.error.HTTPError) -> Refused:
    try:
        problem = json.load(error)
    except ValueError:
        problem = {"detail": error.reason}
    return Refused(error.code, problem if isinstance(problem, dict) else {})


def _batches(items: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """About 500 at a time, and all about one claim in one batch."""
    batch: list[Mapping[str, Any]] = []
    for item in sorted(items, key=lambda one: str(one["claim"])):
        if len(batch) >= PER_REQUEST and batch[-1]["claim"] != item["claim"]:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _inside(root: Path, name: str) -> Path:
    """The file's place under the folder. Raises Damaged for a name that leads out of it."""
    target = (root / name).resolve()
    if root.resolve() not in target.parents:
        raise Damaged(f"'{name}' would lie outside of {root}.")
    return target


def _is_right(path: Path, entry: Mapping[str, Any]) -> bool:
    if not path.is_file() or path.stat().st_size != entry["bytes"]:
        return False
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == entry["sha256"]


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write a project's claims as lines, or fetch a data set.")
    parser.add_argument("url")
    parser.add_argument("act", choices=["claims", "release"])
    parser.add_argument("project")
    parser.add_argument("--formats", default="jsonl", help="of the release, with commas between them")
    parser.add_argument("--into", default="release", help="folder for the release's files")
    parser.add_argument("--allow-open", action="store_true", help="also while answers differ")
    given = parser.parse_args(arguments)
    desk = Workbench(given.url, os.environ.get("WORKBENCH_TOKEN", ""))
    try:
        if given.act == "claims":
            for claim in desk.claims(given.project):
                print(json.dumps(claim, ensure_ascii=False))
            return 0
        asked = desk.ask_release(given.project, given.formats.split(","), allow_open=given.allow_open)
        desk.wait_for_release(asked["id"])
        print(*desk.download(asked["id"], given.into), sep="\n")
    except (Refused, Damaged, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
