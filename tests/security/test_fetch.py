"""S-SSRF: what is fetched is public, whatever an address looks like, leads to, or is resolved to the second time."""

import gzip
import subprocess
import sys
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from django.test import override_settings

from annotations import fetch
from annotations.fetch import NotFetched
from tests.security.web_server import CERTIFICATES, Answer, connects, leads_to, page, web_server
from tests.stack import ROOT, environment_of

HERE = Path(__file__).parent
NOT_PUBLIC = (HERE / "not_public.txt").read_text().split()
SPELLED = [
    *(HERE / "odd_spellings.txt").read_text().split(),
    "http://127.0.0.1\t/",
    "http://127.0.0.1\n.press.test/",
    "https://press.test/\x00",
    "http://",
    "",
    " ",
]


def known(*addresses: str) -> fetch.Resolver:
    """A resolver that knows every name by these addresses."""
    return lambda host, port: list(addresses)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_address_that_is_not_public_is_connected_to(address: str) -> None:
    bracketed = f"[{address}]" if ":" in address else address
    with connects as made:
        for scheme in ("http", "https"):
            with pytest.raises(NotFetched):
                fetch.get(f"{scheme}://{bracketed}/", resolver=known("93.184.215.14"))
            with pytest.raises(NotFetched):
                fetch.get(f"{scheme}://press.test/", resolver=known(address))
            with pytest.raises(NotFetched):  # one bad address among good ones is enough
                fetch.get(f"{scheme}://press.test/", resolver=known("93.184.215.14", address))
    assert made == []


@pytest.mark.parametrize("url", SPELLED)
def test_no_odd_spelling_is_connected_to(url: str) -> None:
    with connects as made, pytest.raises(NotFetched) as refused:
        fetch.get(url, resolver=known("127.0.0.1"))
    assert made == []
    assert refused.value.lasting


def test_there_are_more_than_a_hundred_of_them() -> None:
    assert len(set(NOT_PUBLIC)) + len(set(SPELLED)) > 130


@pytest.mark.parametrize("name", ["press.test", "PRESS.test", "press.test."])
def test_without_the_check_the_harm_is_done(name: str) -> None:
    with web_server({"/": page(b"the secret of the inner network")}, allowed=False) as server:
        with connects as made, pytest.raises(NotFetched):
            fetch.get(server.url(host=name), resolver=known("127.0.0.1"))
        assert made == []
        with override_settings(PROTECTIONS_OFF=frozenset({"fetch addresses"})), connects as made:
            came = fetch.get(server.url(host=name), resolver=known("127.0.0.1"))
        assert made == [("127.0.0.1", server.port)]
    assert came.content == b"the secret of the inner network"


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["169.254.169.254"]])

    def rebinding(host: str, port: int) -> Sequence[str]:
        return next(answers)

    with web_server({"/": leads_to("/again"), "/again": page(b"inner")}) as server:
        with connects as made, pytest.raises(NotFetched, match="not on the public Internet"):
            fetch.get(server.url(), resolver=rebinding)
        assert made == [
            ("127.0.0.1", server.port)
        ]  # once a look-up; the second answer was checked and refused
        assert next(answers) == ["169.254.169.254"]


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest",
        "http://127.0.0.2/",
        "//10.0.0.1/",
        "file:///etc/passwd",
        "http://2130706433/",
    ],
)
def test_where_a_redirect_leads_is_checked_too(target: str) -> None:
    with web_server({"/": leads_to(target)}) as server, connects as made:
        with pytest.raises(NotFetched):
            fetch.get(server.url(), resolver=known("127.0.0.1"))
        assert made == [("127.0.0.1", server.port)]


def test_redirects_are_followed_five_times_and_the_last_address_is_told() -> None:
    steps = {f"/{n}": leads_to(f"/{n + 1}") for n in range(5)}
    with web_server({**steps, "/5": page(b"there"), "/start": leads_to("/0")}) as server:
        came = fetch.get(server.url("/0"), resolver=known("127.0.0.1"))
        assert (came.content, came.final_url) == (b"there", server.url("/5"))
        with pytest.raises(NotFetched, match="more than 5"):
            fetch.get(server.url("/start"), resolver=known("127.0.0.1"))


def test_what_is_sent_gives_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    pages = {
        "/": page(b"", status=302, Location="/two?q=a b&c=ä", Set_Cookie="a=1"),
        "/two?q=a%20b&c=%C3%A4": page(b"<p>yes", Content_Type="text/html; charset=latin-1"),
    }
    with override_settings(WORKBENCH_NAME="Herald desk"), web_server(pages) as server:
        came = fetch.get(server.url(), resolver=known("127.0.0.1"))
    assert came.media_type == "text/html"
    assert came.content_type == "text/html; charset=latin-1"
    for headers in server.asked:
        assert set(headers) == {"Host", "Accept", "Accept-Encoding", "User-Agent", "Connection"}
        assert headers["User-Agent"].startswith("Herald desk")
        assert headers["Host"] == f"press.test:{server.port}"


def test_a_certificate_of_another_name_or_of_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with web_server({"/": page(b"signed")}, tls=True) as server:
        with pytest.raises(NotFetched, match="certificate"):
            fetch.get(server.url(scheme="https"), resolver=known("127.0.0.1"))
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "press.test.pem"))
        assert fetch.get(server.url(scheme="https"), resolver=known("127.0.0.1")).content == b"signed"
        with pytest.raises(NotFetched, match="certificate"):
            fetch.get(server.url(scheme="https", host="other.test"), resolver=known("127.0.0.1"))
        with pytest.raises(NotFetched, match="certificate"):
            fetch.get(server.url(scheme="https", host="127.0.0.1"), resolver=known("127.0.0.1"))


def test_a_page_that_grows_when_unpacked_is_stopped() -> None:
    packed = gzip.compress(b"0" * (200 * 2**20))
    pages = {
        "/bomb": page(packed, Content_Encoding="gzip"),
        "/small": page(gzip.compress(b"small"), Content_Encoding="gzip"),
        "/broken": page(b"this is no gzip", Content_Encoding="gzip"),
        "/twice": page(gzip.compress(gzip.compress(b"x")), Content_Encoding="gzip, gzip"),
        "/other": page(b"x", Content_Encoding="br"),
        "/large": page(b"x" * (fetch.MAX_BYTES + 1)),
        "/full": page(b"x" * fetch.MAX_BYTES),
    }
    with web_server(pages) as server:
        for path in ("/bomb", "/broken", "/twice", "/other", "/large"):
            with pytest.raises(NotFetched) as refused:
                fetch.get(server.url(path), resolver=known("127.0.0.1"))
            assert refused.value.lasting, path
        assert fetch.get(server.url("/small"), resolver=known("127.0.0.1")).content == b"small"
        assert len(fetch.get(server.url("/full"), resolver=known("127.0.0.1")).content) == fetch.MAX_BYTES


def drips(part: bytes, *, head: bytes = b"") -> Answer:
    """A server that never ends: a letter now and then."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            request.wfile.write(part)
            request.wfile.flush()
            time.sleep(0.05)

    return answer


def test_a_server_that_drips_is_cut_off_in_time() -> None:
    pages = {
        "/head": drips(b"X-A: b\r\n", head=b"HTTP/1.1 200 OK\r\n"),
        "/line": drips(b"x", head=b"HTTP/1.1 200 OK\r\nX-A: "),
        "/body": drips(b"x", head=b"HTTP/1.1 200 OK\r\n\r\n"),
        "/chunks": drips(b"1\r\nx\r\n", head=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        "/silent": lambda request: time.sleep(5),
    }
    with web_server(pages) as server:
        for path in pages:
            began = time.monotonic()
            with pytest.raises(NotFetched) as refused:
                fetch.get(server.url(path), resolver=known("127.0.0.1"), total_s=0.6)
            assert time.monotonic() - began < 2.5, path
            assert not refused.value.lasting or path == "/head", path


def test_a_resolver_that_does_not_answer_is_not_waited_for() -> None:
    def asleep(host: str, port: int) -> Sequence[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    began = time.monotonic()
    with connects as made, pytest.raises(NotFetched, match="No host"):
        fetch.get("http://press.test/", resolver=asleep, total_s=0.3)
    assert made == []
    assert time.monotonic() - began < 2


def test_half_a_page_is_no_page() -> None:
    def half(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    pages = {"/half": half, "/gone": page(b"", status=410), "/busy": page(b"", status=503)}
    with web_server(pages) as server:
        lasting = {}
        for path in pages:
            with pytest.raises(NotFetched) as refused:
                fetch.get(server.url(path), resolver=known("127.0.0.1"))
            lasting[path] = refused.value.lasting
    assert lasting == {"/half": False, "/gone": True, "/busy": False}


def test_inner_places_are_refused_in_earnest(tmp_path: Path) -> None:
    values = environment_of(tmp_path, FETCH_ALSO="127.0.0.1:80", DISPOSABLE_DATA="no")
    started = subprocess.run(
        [sys.executable, "-c", "from workbench import settings"],
        cwd=ROOT,
        env=values,
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert "FETCH_ALSO" in started.stderr
