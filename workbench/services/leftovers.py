"""What a killed PostgreSQL leaves behind, and when it may be cleared away.

PostgreSQL takes its lock file for valid as long as a process of that number exists. After a kill this is wrong
in two cases: a zombie that nobody reaps (process 1 of many containers), and a number given to another program
since (a container restarted). It also must not start beside backends that outlived their postmaster.
"""

import time
from pathlib import Path

PROCESSES = Path("/proc")


def wait_for_backends(data: Path, *, timeout_s: float = 10.0) -> bool:
    """True once no living process works in this data folder, as all of a server's do. True without /proc."""
    end = time.monotonic() + timeout_s
    while any(_works_in(process, data) for process in _processes()):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def drop_stale_locks(data: Path, socket_folder: Path) -> list[Path]:
    """Removes lock files whose process is a zombie or another program. Call it when no backend is left."""
    locks = [data / "postmaster.pid", socket_folder / ".s.PGSQL.5432.lock"]
    dropped = [lock for lock in locks if _is_stale(lock)]
    for lock in dropped:
        lock.unlink(missing_ok=True)
    return dropped


def _is_stale(lock: Path) -> bool:
    """A lock whose process does not exist is left to PostgreSQL, which checks more than we do."""
    try:
        process = PROCESSES / str(abs(int(lock.read_text().split()[0])))
        return process.is_dir() and b"postgres" not in (process / "cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return False


def _processes() -> list[Path]:
    try:
        return [entry for entry in PROCESSES.iterdir() if entry.name.isdigit()]
    except OSError:
        return []


def _works_in(process: Path, folder: Path) -> bool:
    """A zombie has no working folder any more; a process of somebody else does not show its own."""
    try:
        return (process / "cwd").readlink() == folder
    except OSError:
        return False
