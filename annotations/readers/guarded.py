"""A child process that takes HTML pages apart, with limits on time and memory.

A parser in C can be kept busy for minutes by a page of a few kilobytes, and nothing in the same process can stop
it. The child is started when it is first needed and kept; over a limit it dies, the page is refused, and the next
page gets a new child. It is given no environment, and it answers in JSON, so that a page that takes it over gains
nothing. Over standard input: a line of JSON with the length, then the bytes; over standard output: a line of JSON.
"""

import atexit
import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from annotations.domain.errors import Invalid, Unavailable, Unreadable
from annotations.domain.records import Draft
from annotations.domain.vocabulary import ClaimRole

CPU_LIMIT_S = 1.6
WALL_LIMIT_S = 20.0  # on a machine so busy that the other limit is not reached
START_LIMIT_S = 30.0
MEMORY_LIMIT = 768 * 1024 * 1024  # bytes of address space; the libraries alone map some 250 MB
_TOO_LONG = (
    "Reading this HTML page took too long or too much memory. Save the article as plain text and import that."
)


class _Child:
    """One running child and the pipes to it."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        self.owner = os.getpid()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "annotations.readers.guarded"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"},
                cwd=root,
            )
        except OSError as error:
            raise Unavailable(f"The reader of HTML pages could not be started ({error}).") from None
        self.stdin, self.stdout = _pipes(self.process)
        if self.line(time.monotonic() + START_LIMIT_S) is None:
            self.stop()
            raise Unavailable("The reader of HTML pages does not start. Try again, or import plain text.")

    def ask(self, question: dict[str, Any], data: bytes) -> dict[str, Any] | None:
        """The child's answer, or None if it died or ran out of time."""
        try:
            self.stdin.write(json.dumps({**question, "size": len(data)}).encode() + b"\n" + data)
            self.stdin.flush()
        except (OSError, ValueError):
            return None
        line = self.line(time.monotonic() + WALL_LIMIT_S)
        return None if line is None else json.loads(line)

    def line(self, deadline: float) -> bytes | None:
        parts: list[bytes] = []
        with selectors.DefaultSelector() as selector:
            selector.register(self.stdout, selectors.EVENT_READ)
            while selector.select(max(0.0, deadline - time.monotonic())):
                part = os.read(self.stdout.fileno(), 1 << 20)
                if not part:
                    return None
                parts.append(part)
                if part.endswith(b"\n"):
                    return b"".join(parts)
        return None

    def stop(self) -> None:
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
        for pipe in (self.stdin, self.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise Unavailable("The reader of HTML pages could not be started (no pipes).")
    return process.stdin, process.stdout


_lock = threading.Lock()
_child: _Child | None = None


def read_page(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """What `html_page.read` returns or raises, from the child; Unreadable if the child had to be stopped."""
    global _child
    with _lock:
        if _child is None or _child.owner != os.getpid() or _child.process.poll() is not None:
            _child = _Child()
        answer = _child.ask({"encoding": encoding, "declared": declared}, data)
        if answer is None:
            _child.stop()
            _child = None
    if answer is None:
        raise Unreadable(_TOO_LONG)
    if "draft" in answer:
        return _draft(answer["draft"])
    errors = answer["errors"]
    if answer["unreadable"]:
        field, words = next(iter(errors.items()))
        raise Unreadable(words[0], field=field)
    raise Invalid(errors)


def stop() -> None:
    """End the child, if one runs."""
    global _child
    with _lock:
        if _child is not None:
            _child.stop()
            _child = None


atexit.register(stop)


def _draft(form: dict[str, Any]) -> Draft:
    moment = form["published_at"]
    return Draft(
        **{
            key: form[key]
            for key in ("text", "title", "outlet", "url", "language", "encoding", "media_type", "coverage")
        },
        published_at=datetime.fromisoformat(moment) if moment else None,
        left_out=tuple(form["left_out"]),
        notes=tuple(form["notes"]),
        roles=tuple((start, end, ClaimRole(role)) for start, end, role in form["roles"]),
    )


def _form(draft: Draft) -> dict[str, Any]:
    keys = (
        "text",
        "title",
        "outlet",
        "url",
        "language",
        "encoding",
        "media_type",
        "coverage",
        "left_out",
        "notes",
    )
    moment = draft.published_at
    return {
        **{key: getattr(draft, key) for key in keys},
        "published_at": moment.isoformat() if moment else None,
        "roles": [(start, end, role.value) for start, end, role in draft.roles],
    }


def _serve(source: IO[bytes], target: IO[bytes], read: Callable[..., Draft]) -> None:
    target.write(b"ready\n")
    target.flush()
    while line := source.readline():
        question = json.loads(line)
        data = source.read(question["size"])
        _limit_time(CPU_LIMIT_S)
        try:
            draft = read(data, encoding=question["encoding"], declared=question["declared"])
            answer: dict[str, Any] = {"draft": _form(draft)}
        except Invalid as error:
            answer = {"errors": error.errors, "unreadable": isinstance(error, Unreadable)}
        except (MemoryError, RecursionError):
            answer = {"errors": {"file": [_TOO_LONG]}, "unreadable": True}
        _limit_time(0)
        target.write(json.dumps(answer).encode() + b"\n")
        target.flush()


def _limit_time(seconds: float) -> None:
    """After so many seconds of work (not of waiting) the signal ends the process, whatever code it is in."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _main() -> None:
    from annotations.readers import html_page  # the heavy libraries are loaded in the child alone

    html_page.warm_up()
    _limit_memory()
    _serve(sys.stdin.buffer, sys.stdout.buffer, html_page.read)


if __name__ == "__main__":
    _main()
