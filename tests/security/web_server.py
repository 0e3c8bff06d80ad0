"""A web server on the loopback address that answers as a test tells it, and a count of what is connected to."""

import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.test import override_settings

CERTIFICATES = Path(__file__).parent / "certificates"
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class WebServer:
    """`pages` maps a path to what answers it; `asked` are the headers of every request, `sent` the contents."""

    port: int
    pages: dict[str, Answer]
    asked: list[dict[str, str]] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/", *, host: str = "press.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def page(body: bytes, *, status: int = 200, **headers: str) -> Answer:
    """An answer with this body; in the names of headers "_" stands for "-"."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def leads_to(url: str) -> Answer:
    """A redirect."""
    return page(b"", status=302, Location=url)


@contextmanager
def web_server(pages: dict[str, Answer], *, tls: bool = False, allowed: bool = True) -> Iterator[WebServer]:
    """The server while the block runs; `allowed` lets our fetching reach it although it is no public place."""
    made: list[WebServer] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made[0].asked.append(dict(self.headers.items()))
            made[0].pages.get(self.path, page(b"nothing here", status=404))(self)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            made[0].asked.append(dict(self.headers.items()))
            made[0].sent.append(body)
            made[0].pages.get(self.path, page(b"nothing here", status=404))(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A caller that hangs up is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / "press.test.pem", CERTIFICATES / "press.test.key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made.append(WebServer(server.server_address[1], pages))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        with override_settings(FETCH_ALSO=frozenset({made[0].place} if allowed else ())):
            yield made[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Connects:
    """Every connection that this process tries while the block runs; one that would leave the machine fails."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self._on = False
        self._installed = False

    def __enter__(self) -> list[Any]:
        if not self._installed:
            sys.addaudithook(self._hear)
            self._installed = True
        self.made = []
        self._on = True
        return self.made

    def __exit__(self, *why: Any) -> None:
        self._on = False

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._on or event != "socket.connect" or not isinstance(args[1], tuple):
            return
        self.made.append(args[1][:2])
        if args[1][0] not in ("127.0.0.1", "::1"):
            raise AssertionError(f"a test would have connected to {args[1]}")


connects = Connects()
"""One for the process: what hears connections can never be taken off again."""
