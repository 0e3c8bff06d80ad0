"""The one guarded way out to the network: a page by its address, a message to one, and nothing that is not public.

A name is resolved here, every address it has is checked, and the connection goes to the very address that was
checked, so that a name server that answers differently the second time gains nothing. Each redirect is a new
address and checked again. No cookies, no credentials, no proxies of the environment.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import cast
from urllib.parse import urljoin

import urllib3
from django.conf import settings
from django.utils import timezone
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError

from annotations import protections
from annotations.domain.addresses import Place, is_public, literal, place_of
from annotations.domain.errors import Invalid

CONNECT_S, READ_S, TOTAL_S = 5.0, 10.0, 30.0
MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
Resolver = Callable[[str, int], Sequence[str]]


class NotFetched(Invalid):
    """Why a page did not come. `lasting` says that trying again will not help."""

    def __init__(self, words: str, *, lasting: bool = True) -> None:
        super().__init__({"url": [words]})
        self.lasting = lasting


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: its bytes without the transport's compression, and where and when they came from."""

    content: bytes
    final_url: str
    content_type: str
    media_type: str
    retrieved_at: datetime


def system_resolver(host: str, port: int) -> list[str]:
    """Every address that the system knows the host by."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def get(url: str, *, resolver: Resolver | None = None, total_s: float = TOTAL_S) -> Fetched:
    """The page at the address, after at most five redirects, within `total_s` seconds for the whole.

    Raises NotFetched with a sentence for people, also for a page that is not there or larger than 10 MB.
    """
    ends = time.monotonic() + total_s
    here = url
    for _ in range(MAX_REDIRECTS + 1):
        place = placed(here)
        came = _ask(place, resolver or system_resolver, ends)
        if isinstance(came, Fetched):
            return came
        here = urljoin(place.url, came)
    raise NotFetched(f"{url:.200} leads on more than {MAX_REDIRECTS} times.")


def post(url: str, content: bytes, *, headers: Mapping[str, str], total_s: float = TOTAL_S) -> int:
    """The status of the answer to the content sent there; redirects are not followed, and no answer is read.

    Raises NotFetched as `get` does.
    """
    place, ends = placed(url), time.monotonic() + total_s
    sent = {**headers, "User-Agent": f"{_name()} (webhook)", "Connection": "close"}
    with _line(place, system_resolver, ends) as connection:
        connection.request("POST", place.target, body=content, headers=sent, preload_content=False)
        return int(connection.getresponse().status)


def placed(url: str) -> Place:
    """The address taken apart. Raises NotFetched for what is no address of a page on a public host."""
    try:
        return place_of(url)
    except ValueError as error:
        raise NotFetched(str(error)) from None


def require_fetchable(url: str) -> None:
    """Raise NotFetched for an address that would be refused before any name is looked up."""
    place = placed(url)
    if literal(place.host) is not None:
        _checked(place, system_resolver, 0.0)


def _ask(place: Place, resolver: Resolver, ends: float) -> Fetched | str:
    """The page, or the address that it leads on to."""
    with _line(place, resolver, ends) as connection:
        connection.request("GET", place.target, headers=_headers(), preload_content=False)
        return _answer(place, connection.getresponse(), ends)


@contextlib.contextmanager
def _line(place: Place, resolver: Resolver, ends: float) -> Iterator[HTTPConnection]:
    """A connection to a checked address, cut when the time is over; what goes wrong there is told as NotFetched."""
    addresses = _checked(place, resolver, ends)
    deadline = _Deadline(ends)
    connection = _connection(place, addresses, deadline)
    try:
        yield connection
    except DecodeError:
        raise NotFetched(f"{place.host} sends what cannot be unpacked.") from None
    except (HTTPError, OSError, ValueError) as error:
        if time.monotonic() >= ends:
            raise _too_slow(place) from None
        raise NotFetched(f"{place.host} was not reached: {_words(error)}.", lasting=False) from None
    finally:
        deadline.lift()
        connection.close()


def _name() -> str:
    name = settings.WORKBENCH_NAME.encode("ascii", "ignore").decode().replace("\n", " ").strip()
    return name or "Workbench"


def _headers() -> dict[str, str]:
    return {
        "Accept": "text/html,application/xhtml+xml,text/plain,application/pdf;q=0.9,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        "User-Agent": f"{_name()} (archives pages as evidence)",
        "Connection": "close",
    }


def _checked(place: Place, resolver: Resolver, ends: float) -> list[str]:
    """The host's addresses. Raises NotFetched where one of them is not public, or the port is unusual."""
    alone = literal(place.host)
    addresses = [place.host] if alone else _resolved(place, resolver, ends)
    if not protections.stands("fetch addresses"):
        return addresses
    for address in addresses:
        if f"{address}:{place.port}" in settings.FETCH_ALSO:
            continue
        known = literal(address)
        if known is None or not is_public(known):
            raise NotFetched(f"{place.host} is not on the public Internet; only public pages are fetched.")
        if place.port not in settings.FETCH_PORTS:
            raise NotFetched(f"Port {place.port} is not fetched from; give an address with the usual port.")
    return addresses


def _resolved(place: Place, resolver: Resolver, ends: float) -> list[str]:
    """In a thread of its own, for the system's resolver knows no time limit."""
    found: list[str] = []
    words: list[str] = []

    def look_up() -> None:
        try:
            found.extend(resolver(place.host, place.port))
        except (OSError, UnicodeError) as error:
            words.append(str(error))

    thread = threading.Thread(target=look_up, name="resolver", daemon=True)
    thread.start()
    thread.join(max(0.0, min(CONNECT_S, ends - time.monotonic())))
    if thread.is_alive() or not found:
        raise NotFetched(f"No host {place.host} was found.", lasting=False)
    return list(found)


class _Deadline:
    """Cuts a connection when the time is over; a limit for each read does not stop a server that drips."""

    def __init__(self, ends: float) -> None:
        self.ends = ends
        self._lines: list[socket.socket] = []
        self._timer = threading.Timer(max(0.0, ends - time.monotonic()), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, line: socket.socket) -> None:
        """Cut this connection too, also under the encryption that is laid over it later."""
        self._lines.append(line.dup())

    def lift(self) -> None:
        """The work is done."""
        self._timer.cancel()
        self._timer.join()
        for line in self._lines:
            line.close()

    def _cut(self) -> None:
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _connection(place: Place, addresses: Sequence[str], deadline: _Deadline) -> HTTPConnection:
    """A connection that speaks to the host by its name and is made to one of the checked addresses only."""

    def connect(connection: HTTPConnection) -> socket.socket:
        line = _connect(addresses, place.port, deadline.ends)
        deadline.watch(line)
        return line

    if place.scheme == "http":
        plain = type("PinnedHTTP", (HTTPConnection,), {"_new_conn": connect})
        return cast(HTTPConnection, plain(place.host, place.port, timeout=READ_S))
    context = ssl.create_default_context()
    secure = type("PinnedHTTPS", (HTTPSConnection,), {"_new_conn": connect})
    return cast(HTTPConnection, secure(place.host, place.port, timeout=READ_S, ssl_context=context))


def _connect(addresses: Sequence[str], port: int, ends: float) -> socket.socket:
    trouble: OSError = TimeoutError("no answer in time")
    for address in addresses:
        left = min(CONNECT_S, ends - time.monotonic())
        if left <= 0:
            break
        made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            made.settimeout(left)
            made.connect((address, port))
            made.settimeout(READ_S)
        except OSError as error:
            made.close()
            trouble = error
        else:
            return made
    raise trouble


def _answer(place: Place, response: urllib3.BaseHTTPResponse, ends: float) -> Fetched | str:
    if response.status in REDIRECTS and response.headers.get("Location"):
        return _where(response.headers["Location"])
    if response.status != 200:
        raise NotFetched(
            f"{place.host} answers {response.status} for this address.",
            lasting=response.status not in PASSING,
        )
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in CODINGS:
        raise NotFetched(f"{place.host} sends the page packed as '{coding:.40}', which was not asked for.")
    content = _body(place, response, ends)
    content_type = response.headers.get("Content-Type", "")[:200]
    return Fetched(content, place.url, content_type, _media_type(content_type), timezone.now())


def _where(location: str) -> str:
    """The address in a redirect's header, whose letters came as bytes, in the spelling that `placed` takes."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode()
    return location.strip().replace(" ", "%20")


def _body(place: Place, response: urllib3.BaseHTTPResponse, ends: float) -> bytes:
    """The body unpacked, a little at a time, so that what is packed small never grows beyond the limit."""
    parts: list[bytes] = []
    size = 0
    for part in response.stream(65536, decode_content=True):
        size += len(part)
        if size > MAX_BYTES:
            raise NotFetched(f"The page is larger than {MAX_BYTES // 2**20} MB.")
        if time.monotonic() >= ends:
            raise _too_slow(place)
        parts.append(part)
    if time.monotonic() >= ends:  # cut off; without a stated length half a page looks like a whole one
        raise _too_slow(place)
    return b"".join(parts)


def _media_type(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    return message.get_content_type()[:100] if "/" in content_type else "application/octet-stream"


def _too_slow(place: Place) -> NotFetched:
    return NotFetched(f"{place.host} was too slow; the page did not come in time.", lasting=False)


def _words(error: Exception) -> str:
    """What the error says, in one short line."""
    cause = error.__cause__ or error
    return " ".join(str(cause).split())[:200] or type(error).__name__
