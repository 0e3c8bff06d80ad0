"""The web server as `manage.py serve` starts it, and clients that speak to it as a browser and a program do."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

READY_WITHIN_S = 60.0
IDLE_S = 1.0
"""The server closes a connection that was silent for two seconds."""
Body = bytes | None


@dataclass
class Client:
    """One person's connection, kept open; `headers` say who calls."""

    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None
    used_at: float = 0.0

    def ask(self, method: str, path: str, body: Body = None, **more: str) -> tuple[int, bytes]:
        """Status and body of the answer, read to its end."""
        if self.connection is None or time.monotonic() - self.used_at > IDLE_S:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {**self.headers, **{name.replace("_", "-"): value for name, value in more.items()}}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.used_at = time.monotonic()
        return answer.status, content

    def post_form(self, path: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
        """A form as the desk's script sends it."""
        return self.ask(
            "POST",
            path,
            urlencode(fields).encode(),
            Content_Type="application/x-www-form-urlencoded",
            X_Requested_With="fetch",
        )


def browser(port: int, user: object) -> Client:
    """A browser in which the person is signed in; its forms carry `csrfmiddlewaretoken` = CSRF."""
    from django.conf import settings
    from django.test import Client as Session

    session = Session()
    session.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])  # type: ignore[arg-type]
    cookie = session.cookies[settings.SESSION_COOKIE_NAME].value
    return Client(port, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; csrftoken={CSRF}"})


CSRF = "c" * 32


@contextlib.contextmanager
def web_server(*, workers: int = 2, threads: int = 4) -> Iterator[int]:
    """Gunicorn on the database of the settings, inside the block; gives its port."""
    from workbench.services import guardian, readiness

    readiness.collect_static_files()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "workbench.wsgi", "--bind", f"127.0.0.1:{port}", "--preload"]
    command += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    command += ["--no-control-socket", "--log-level", "warning"]
    process = subprocess.Popen(
        command,
        env=os.environ,
        start_new_session=True,
        preexec_fn=guardian.die_with_parent(signal.SIGTERM),  # a benchmark that is killed leaves no server
    )
    try:
        end = time.monotonic() + READY_WITHIN_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the web server does not answer")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    try:
        return Client(port).ask("GET", "/healthz")[0] == 200
    except OSError:
        return False
