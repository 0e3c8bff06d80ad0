"""A child process that takes foreign files apart (HTML, Word, PDF, feeds), with limits on time and memory.

A parser can be kept busy for minutes by a file of a few kilobytes, and nothing in the same process can stop
it. The child is started when it is first needed and kept; over a limit it dies, the file is refused, and the next
one gets a new child. It is given no environment, and it answers in JSON, so that a file that takes it over gains
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
CPU_A_MEGABYTE_S = (
    4.0  # more for a large PDF, whose pages are many; a small one that goes in circles dies as soon
)
LONGEST_CPU_S = 20.0
WALL_LIMIT_S = 40.0  # on a machine so busy that the other limit is not reached
START_LIMIT_S = 30.0
MEMORY_LIMIT = 768 * 1024 * 1024  # bytes of address space; the libraries alone map some 250 MB
KINDS = {"html": "HTML page", "docx": "Word document", "pdf": "PDF file", "feed": "feed"}


def _too_long(kind: str) -> str:
    what = f"Reading this {KINDS[kind]} took too long or too much memory."
    return f"{what} Save the article as plain text and import that."


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
            raise Unavailable(f"The reader of files could not be started ({error}).") from None
        self.stdin, self.stdout = _pipes(self.process)
        if self.line(time.monotonic() + START_LIMIT_S) is None:
            self.stop()
            raise Unavailable("The reader of files does not start. Try again, or import plain text.")

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
        raise Unavailable("The reader of files could not be started (no pipes).")
    return process.stdin, process.stdout


_lock = threading.Lock()
_child: _Child | None = None


def read_page(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """What `html_page.read` returns or raises, from the child; Unreadable if the child had to be stopped."""
    return read_one("html", data, encoding=encoding, declared=declared)


def read_one(kind: str, data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """The draft of a file of one of KINDS that holds one article. Raises as `read_page` does."""
    return read_many(kind, data, encoding=encoding, declared=declared)[0][1]


def read_many(
    kind: str, data: bytes, *, encoding: str | None = None, declared: str = ""
) -> list[tuple[bytes, Draft]]:
    """Each article of a file: its own bytes (those of the file where it is one article) and its draft.

    Raises as `read_page` does.
    """
    global _child
    question = {"kind": kind, "encoding": encoding, "declared": declared}
    with _lock:
        if _child is None or _child.owner != os.getpid() or _child.process.poll() is not None:
            _child = _Child()
        answer = _child.ask(question, data)
        if answer is None:
            _child.stop()
            _child = None
    if answer is None:
        raise Unreadable(_too_long(kind))
    if "drafts" in answer:
        return [(data if own is None else own.encode(), _draft(form)) for own, form in answer["drafts"]]
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


def _serve(source: IO[bytes], target: IO[bytes]) -> None:
    target.write(b"ready\n")
    target.flush()
    while line := source.readline():
        question = json.loads(line)
        data = source.read(question["size"])
        kind = question["kind"]
        try:
            read = _reader(kind)
            allowed = CPU_LIMIT_S + CPU_A_MEGABYTE_S * len(data) / 1_048_576 if kind == "pdf" else CPU_LIMIT_S
            _limit_time(min(allowed, LONGEST_CPU_S))
            drafts = read(data, encoding=question["encoding"], declared=question["declared"])
            answer: dict[str, Any] = {"drafts": [(own, _form(draft)) for own, draft in drafts]}
        except Invalid as error:
            answer = {"errors": error.errors, "unreadable": isinstance(error, Unreadable)}
        except (MemoryError, RecursionError):
            answer = {"errors": {"file": [_too_long(kind)]}, "unreadable": True}
        _limit_time(0)
        target.write(json.dumps(answer).encode() + b"\n")
        target.flush()


def _reader(kind: str) -> Callable[..., list[tuple[str | None, Draft]]]:
    """What takes the kind apart: (the article's own text in the file or None, draft) for each article.

    The heavy libraries are loaded here, in the child alone, before the clock runs.
    """
    if kind == "feed":
        from annotations.readers import feed_items

        return feed_items.read
    single: Callable[..., Draft]
    if kind == "docx":
        from annotations.readers import docx_file

        single = docx_file.read
    elif kind == "pdf":
        from annotations.readers import pdf_file

        single = pdf_file.read
    else:
        from annotations.readers import html_page

        single = html_page.read
    return lambda data, **how: [(None, single(data, **how))]


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
    from annotations.readers import html_page

    html_page.warm_up()
    _limit_memory()
    _serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    _main()
