"""Server processes that are kept running until they are told to stop, and that never outlive us."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.services import guardian

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
STEADY_AFTER_S = 20.0
STOP_WITHIN_S = 15.0


@dataclass
class Child:
    """One server: its command, and what became of it. `inherited` are open files that it shares."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    inherited: Sequence[int] = ()
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    wait_s: float = FIRST_WAIT_S
    due_at: float = 0.0

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Children:
    """Starts, watches and stops servers. `say` takes one line for the person at the terminal.

    On Linux the kernel ends a child when we die. Elsewhere a guardian does, which watches the lock on `users`.
    """

    say: Callable[[str], None]
    users: Path
    guarded: bool = not sys.platform.startswith("linux")
    all: list[Child] = field(default_factory=list)

    def add(self, name: str, command: Sequence[str], *, inherited: Sequence[int] = ()) -> Child:
        """Starts the server now."""
        child = Child(name, command, dict(os.environ), inherited)
        self.all.append(child)
        self._start(child)
        return child

    def watch(self) -> None:
        """One look: each server that ended is started again, at once the first time, then after longer and longer."""
        now = time.monotonic()
        for child in self.all:
            if child.runs:
                if now - child.started_at > STEADY_AFTER_S:
                    child.wait_s = FIRST_WAIT_S
            elif child.due_at == 0.0:
                status = child.process.returncode if child.process else None
                self.say(f"{child.name} ended ({_reason(status)}); starting it again in {child.wait_s:g} s.")
                child.due_at, child.wait_s = now + child.wait_s, min(2 * child.wait_s, LONGEST_WAIT_S)
            elif now >= child.due_at:
                self._start(child)

    def stop(self, *names: str) -> None:
        """Asks the named servers to stop, all at once, and waits for them; one that does not is killed."""
        chosen = [child for child in self.all if child.name in names and child.process is not None]
        for child in chosen:
            _send(child, signal.SIGTERM)
        end = time.monotonic() + STOP_WITHIN_S
        for child in chosen:
            assert child.process is not None  # noqa: S101  chosen so
            try:
                child.process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _send(child, signal.SIGKILL)
                child.process.wait()
        self.all = [child for child in self.all if child not in chosen]

    def _start(self, child: Child) -> None:
        command = list(child.command)
        if self.guarded:
            own = [
                sys.executable,
                "-I",
                "-S",
                guardian.__file__,
                str(self.users),
                str(int(signal.SIGTERM)),
                "",
            ]
            command = own + command
        child.process = subprocess.Popen(
            command,
            env=child.environment,
            stdin=subprocess.DEVNULL,
            pass_fds=child.inherited,
            start_new_session=True,
            preexec_fn=guardian.die_with_parent(signal.SIGTERM),
        )
        child.started_at, child.due_at = time.monotonic(), 0.0


def _send(child: Child, signal_number: int) -> None:
    """SIGKILL goes to the whole session of the server, which may have processes of its own."""
    assert child.process is not None  # noqa: S101  called for started ones only
    with contextlib.suppress(ProcessLookupError):
        if signal_number == signal.SIGKILL:
            os.killpg(child.process.pid, signal_number)
        else:
            child.process.send_signal(signal_number)


def _reason(status: int | None) -> str:
    if status is not None and status < 0:
        return f"killed by {signal.Signals(-status).name}"
    return f"exit {status}"
