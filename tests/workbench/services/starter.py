"""A process that uses an embedded server: prints its postmaster's number, then stays until a file appears.

    starter.py ROOT UNTIL [without-lock | without-guardian]

The last argument takes a protection away, to show what it protects from.
"""

import fcntl
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from workbench.services import guardian, postgres

UNGUARDED = "import os, sys\nos.execv(sys.argv[4], sys.argv[4:])\n"


def main(root: str, until: str, missing: str = "") -> None:
    if missing == "without-lock":
        postgres.fcntl = _SharedLocksOnly()  # type: ignore[assignment]
    if missing == "without-guardian":
        script = Path(tempfile.mkdtemp()) / "unguarded.py"
        script.write_text(UNGUARDED)
        guardian.__file__ = str(script)
    server = postgres.EmbeddedPostgres(Path(root), durable=False)
    with server.used():
        print(server.postmaster_pid(), flush=True)
        while not Path(until).exists():
            time.sleep(0.02)


class _SharedLocksOnly:
    """In the place of the module `fcntl`: nobody waits for his turn to start the server."""

    LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN = fcntl.LOCK_SH, fcntl.LOCK_EX, fcntl.LOCK_NB, fcntl.LOCK_UN

    def flock(self, file: IO[str], kind: int) -> None:
        if kind != fcntl.LOCK_EX:
            fcntl.flock(file, kind)


if __name__ == "__main__":
    main(*sys.argv[1:])
