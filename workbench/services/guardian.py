"""Runs a server for exactly as long as somebody uses it. A script of its own, standard library only.

    guardian.py USERS SIGNAL ACCOUNT COMMAND…

Whoever uses the server holds a shared lock on the file USERS. The kernel drops that lock when the holder
dies, in whatever way; once nobody holds it, the guardian sends SIGNAL to the server, waits for its end and
exits. The server dies with its guardian. ACCOUNT is the account that the server runs under, or empty for the
guardian's own.
"""

import ctypes
import fcntl
import signal
import subprocess
import sys
import time
from collections.abc import Callable

LOOK_EVERY_S = 0.1
STOP_WITHIN_S = 60.0
PR_SET_PDEATHSIG = 1


def die_with_parent(signal_number: int) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends this signal to the child when its parent ends (Linux only)."""

    def ask() -> None:
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)

    return ask


def guard(users: str, signal_number: int, account: str, command: list[str]) -> int:
    """The server's exit status. Holds the lock alone while the server stops, so that nobody joins it then."""
    identity = {"user": account, "group": "nogroup", "extra_groups": []} if account else {}
    with open(users, "a") as file:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            cwd="/",
            preexec_fn=die_with_parent(signal_number),
            **identity,  # type: ignore[call-overload]
        )
        while server.poll() is None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(LOOK_EVERY_S)
                continue
            _stop(server, signal_number)
        return int(server.returncode)


def _stop(server: "subprocess.Popen[bytes]", signal_number: int) -> None:
    server.send_signal(signal_number)
    try:
        server.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    # Ctrl-C is for the one who sits at the terminal; a guardian ends only with its server.
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    sys.exit(guard(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]))
