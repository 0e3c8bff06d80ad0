"""Which addresses of the Internet are public, and which spellings of a host are refused unread.

What is not surely public is not public: IPv6 outside of the allotted unicast space, and every form of address that
carries another one inside it.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NOT_PUBLIC_4: Final = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a carrier's NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, with the metadata services of hosters
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, with broadcast
    )
)
_ALLOTTED_6: Final = ipaddress.IPv6Network("2000::/3")
"""All else is loopback, link-local, private, multicast, mapped IPv4, NAT64, or not allotted."""
_NOT_PUBLIC_6: Final = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, with Teredo, ORCHID and benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)\Z")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\Z")
MAX_NAME: Final = 253
MAX_URL: Final = 2000
_KEPT: Final = "/?:@!$&'()*+,;=%-._~[]"
"""What an address may hold as it stands; all else is escaped."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: `host` is a checked spelling, `target` what is asked of it."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The address in one spelling."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.scheme == "https" else 80)
        return f"{self.scheme}://{host}{'' if usual else f':{self.port}'}{self.target}"


def is_public(address: IPAddress) -> bool:
    """Whether the address is one that anybody on the Internet may be reached at."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id is not None or address not in _ALLOTTED_6:
        return False
    return not any(address in network for network in _NOT_PUBLIC_6)


def literal(host: str) -> IPAddress | None:
    """The address that a host in an address of a page spells, None for a name. `host` has no brackets."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def host_name(host: str) -> str:
    """The name in the one spelling that is looked up: small ASCII letters, no dot at the end.

    Raises ValueError with a sentence for what is no host name, also for numbers that resolvers read as addresses
    (0x7f.1, 2130706433, 127.1, 0177.0.0.1) and names that no public host has.
    """
    try:
        name = host.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError(f"'{host:.80}' is no host name.") from None
    labels = name.split(".")
    if len(name) > MAX_NAME or not all(_LABEL.match(label) for label in labels):
        raise ValueError(f"'{host:.80}' is no host name.")
    if _NUMBER.match(labels[-1]):
        raise ValueError(f"'{host:.80}' is an unusual spelling of a number, not a host name.")
    if len(labels) == 1 or labels[-1] in ("localhost", "local", "internal", "intranet", "home", "lan"):
        raise ValueError(f"'{host:.80}' is no name of a public host.")
    return name


def place_of(url: str) -> Place:
    """The address taken apart. Raises ValueError for what no browser's address bar would show as it is written."""
    if len(url) > MAX_URL or any(char <= " " or char in '\\<>"\x7f' for char in url):
        raise ValueError(f"'{url:.200}' is no address of a page: it is too long or holds odd characters.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"'{url:.200}' is no address of a page: {error}.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"'{url:.200}' is no address of a page; it begins with https:// or http://.")
    if "@" in parts.netloc or "%" in parts.netloc:
        raise ValueError(f"'{url:.200}' holds a name or an escape before the host; give the plain address.")
    number = port if port is not None else (443 if parts.scheme == "https" else 80)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return Place(parts.scheme, _host(parts.hostname), number, quote(target, safe=_KEPT))


def _host(host: str) -> str:
    address = literal(host)
    return host_name(host) if address is None else str(address)
