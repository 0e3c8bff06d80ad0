"""Where mails go, read from one address in the environment."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KINDS = {"console": "console", "smtp": "smtp", "smtps": "smtp", "smtp+starttls": "smtp"}
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True, slots=True)
class Mail:
    """How Django's mail is set up; `tls` from the first byte, `starttls` after the greeting."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False


def settings_from(address: str) -> Mail:
    """`console:`, or `smtp://`, `smtps://`, `smtp+starttls://` with `user:password@host:port`.

    Raises ImproperlyConfigured, which never shows the password.
    """
    parts = urlsplit(address)
    if parts.scheme not in KINDS:
        raise ImproperlyConfigured(f"MAIL_URL begins with {parts.scheme!r}; use one of {', '.join(KINDS)}.")
    backend = f"django.core.mail.backends.{KINDS[parts.scheme]}.EmailBackend"
    if parts.scheme == "console":
        return Mail(backend)
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise ImproperlyConfigured("MAIL_URL has a port that is no number up to 65535.") from error
    if not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL names no host: smtp+starttls://user:password@mail.example.org")
    return Mail(
        backend,
        parts.hostname,
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )
