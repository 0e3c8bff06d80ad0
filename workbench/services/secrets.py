"""Secrets that nobody has to think of: made once and kept, or derived from one that both sides know."""

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """The secret in this file, made on first use and readable by its owner only.

    Several processes may ask at once: all get the same.
    Raises ImproperlyConfigured where the folder cannot be written.
    """
    try:
        return path.read_text(encoding="ascii").strip() or _made(path)
    except FileNotFoundError:
        return _made(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Cannot read {path}: {error.strerror}. Set SECRET_KEY, or VAR_DIR."
        ) from error


def _made(path: Path) -> str:
    """Written aside and linked into place, so that no reader sees half a secret and only one writer wins."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as draft:
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"Cannot write {path}: {error.strerror}. Set VAR_DIR to a folder that can be written."
        ) from error


def derived_password(key: str, *, role: str) -> str:
    """64 hex digits of HMAC-SHA-256: whoever knows `key` knows the password, so nothing need be shared."""
    return hmac.new(key.encode(), f"database role {role}".encode(), hashlib.sha256).hexdigest()
