"""Where the database and the broker are. Nothing here starts a server or opens a connection."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from workbench import env
from workbench.services.secrets import derived_password

LONGEST_TASK_S = 360
"""No task runs longer. The broker hands an unfinished task out again after ten times as long."""

BROKER_ANSWERS_WITHIN_S = 3.0
"""Longer than a worker's longest wait for a message, which is a second."""

PREPARE_AFTER = 2
"""So often is a statement sent as it stands before the server keeps it."""

NAME = "workbench"
SOCKET_PATH_MAX = 85
"""The kernel allows 107 bytes (103 on macOS) with the file's own name `/.s.PGSQL.5432` at the end."""


@dataclass(frozen=True)
class Database:
    """Django's settings of the two roles, the roles' names, and the folder of the embedded server or None."""

    app: dict[str, Any]
    owner: dict[str, Any]
    roles: dict[str, str]
    embedded: Path | None


@dataclass(frozen=True)
class Broker:
    """Celery's address and options, and the folder of the embedded server or None."""

    url: str
    transport_options: dict[str, Any]
    embedded: Path | None


def socket_folder(root: Path) -> Path:
    """A folder for a Unix socket: inside `root`, or in the temporary folder where that path is too long."""
    inside = root / "s"
    if len(str(inside).encode()) <= SOCKET_PATH_MAX:
        return inside
    digest = hashlib.sha256(str(root).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"workbench-{digest}"


def database(var_dir: Path, *, secret_key: str) -> Database:
    """DATABASE_URL and DATABASE_OWNER_URL, or the embedded server below `var_dir`.

    DATABASE_URL alone is the owner's; the application's role then gets a password derived from the owner's.
    """
    app_url, owner_url = env.text("DATABASE_URL"), env.text("DATABASE_OWNER_URL")
    if not app_url and not owner_url:
        root = var_dir / "postgres"
        host = str(socket_folder(root))
        owner = env.DatabaseAddress(NAME, f"{NAME}_owner", "", host, "5432", {})
        return _database(owner, app=None, password="", embedded=root)
    owner = env.database_address(
        owner_url or app_url, variable="DATABASE_OWNER_URL" if owner_url else "DATABASE_URL"
    )
    app = env.database_address(app_url, variable="DATABASE_URL") if app_url and owner_url else None
    password = derived_password(owner.password or secret_key, role=f"{owner.name}_app")
    return _database(owner, app=app, password=password, embedded=None)


def _database(
    owner: env.DatabaseAddress, *, app: env.DatabaseAddress | None, password: str, embedded: Path | None
) -> Database:
    """Role names are cluster-wide, so they carry the database's name."""
    name = owner.name
    if app is None:
        app = env.DatabaseAddress(name, f"{name}_app", password, owner.host, owner.port, owner.options)
    roles = {"app": app.user, "ledger": f"{name}_ledger", "verify": f"{name}_verify"}
    # A pooler that hands each transaction another connection may not know what was prepared on the last one.
    prepares = PREPARE_AFTER if env.flag("DATABASE_PREPARES", default=True) else None
    return Database(_alias(app, kept_s=600, prepares=prepares), _alias(owner, kept_s=0), roles, embedded)


def _alias(address: env.DatabaseAddress, *, kept_s: int, prepares: int | None = None) -> dict[str, Any]:
    return {
        "ENGINE": "workbench.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": kept_s,
        "CONN_HEALTH_CHECKS": kept_s > 0,
        "PREPARE_AFTER": prepares,
        "OPTIONS": {"connect_timeout": 5, **address.options},
    }


def broker(var_dir: Path) -> Broker:
    """BROKER_URL, or the embedded Valkey below `var_dir`."""
    url = env.text("BROKER_URL")
    root = None if url else var_dir / "valkey"
    if root is not None:
        url = "redis+socket://" + quote(str(socket_folder(root) / "valkey.sock"))
    options: dict[str, Any] = {}
    if url.startswith(("redis", "valkey")):
        # By default a killed worker's task is looked for at every tenth turn only: 100 s instead of 9 s.
        options = {"visibility_timeout": 10 * LONGEST_TASK_S, "unacked_restore_throttle": 1}
        # Without these a broker that is frozen or cut off would hold an import up for ever, after its commit.
        options |= {
            "socket_timeout": BROKER_ANSWERS_WITHIN_S,
            "socket_connect_timeout": BROKER_ANSWERS_WITHIN_S,
        }
    return Broker(url, options, root)
