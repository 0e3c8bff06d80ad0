"""As whom PostgreSQL runs, which refuses the administrator's account."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from workbench.services.errors import ServiceError

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Identity:
    """`prefix` goes before a command; `account` is the account to change to, or empty for one's own."""

    prefix: tuple[str, ...] = ()
    account: str = ""

    def take_over(self, *folders: Path) -> None:
        """Gives the folders to the account, where there is one."""
        if self.account:
            for folder in folders:
                shutil.chown(folder, self.account, "nogroup")


def server_identity(binary: Path, *, folder: Path) -> Identity:
    """One's own account; for root a user namespace without root in it, else `nobody`.

    No file changes its owner but the server's own folders, and these for `nobody` only.
    Raises ServiceError where neither can run `binary` inside `folder`.
    """
    if os.geteuid() != 0:
        return Identity()
    # The account's own way into the folder counts, so the shell goes there as that account.
    trial = ["sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(folder), str(binary)]
    if _runs(["unshare", "-U", *trial], account=""):
        return Identity(prefix=("unshare", "-U"))
    if _runs(trial, account=UNPRIVILEGED):
        return Identity(account=UNPRIVILEGED)
    raise ServiceError(
        "PostgreSQL does not run as root, this machine refuses user namespaces, and the account "
        f"{UNPRIVILEGED!r} cannot enter {folder} or run {binary}. "
        "Start as an ordinary user, choose another VAR_DIR, or set DATABASE_URL to a server that runs."
    )


def _runs(command: list[str], *, account: str) -> bool:
    identity: dict[str, object] = {}
    if account:
        try:
            pwd.getpwnam(account)
        except KeyError:
            return False
        identity = {"user": account, "group": "nogroup", "extra_groups": []}
    try:
        done = subprocess.run(command, cwd="/", capture_output=True, **identity)  # type: ignore[call-overload]
    except OSError:
        return False
    return bool(done.returncode == 0)
