"""What a start needs to find out and to bring up to date, and nothing where all is done already."""

import hashlib
import os
import socket
from pathlib import Path
from typing import Any

from django.conf import settings

from workbench.services.errors import ServiceError


def listening_socket(host: str, port: int) -> socket.socket:
    """Held open by us over restarts of the web server, so that nobody is turned away meanwhile.

    Port 0 gives any free one. Raises ServiceError where the port is taken or may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise ServiceError(
            f"Port {port} on {host} cannot be used: {(error.strerror or str(error)).lower()}. "
            f"Stop what uses it, or choose another, for instance PORT={port + 1 if port else 8000}."
        ) from error
    listening.set_inheritable(True)
    return listening


def migrations_are_due(connection: Any) -> bool:
    """True while the code has a migration that the owner's database lacks."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static_files() -> bool:
    """Collects the static files if any of them changed since; True if it did."""
    from django.core.management import call_command

    mark, state = settings.STATIC_ROOT / ".collected", _state_of_static_files()
    try:
        if mark.read_text() == state:
            return False
    except OSError:
        pass
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(state)
    return True


def _state_of_static_files() -> str:
    """A digest over names, sizes and times of change; the files themselves are not read."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            status = Path(storage.path(name)).stat()
            digest.update(
                f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogateescape")
            )
    return digest.hexdigest()


def write_private(path: Path, content: str) -> None:
    """Replaces the file at once; only its owner reads it."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
    draft.replace(path)
