"""The sample project's sign-ins: made once, kept in a file that only its owner reads, printed at every start."""

import json
from pathlib import Path

from workbench.services.readiness import write_private

SLUG = "sample"


def seed_once(path: Path, *, url: str) -> list[str]:
    """Seeds the sample project where there is none; the lines to print about it.

    The file holds `{"url", "project", "users": [{"username", "password", "role", "token"}]}`. Passwords are random
    and stand nowhere else: where the file is lost, an administrator sets new ones.
    """
    from annotations import sample
    from annotations.models import Project

    there = Project.objects.filter(slug=SLUG).exists()
    users = _kept_users(path) if there else sample.seed()
    if users is None:
        return [f"The sample project is there, but {path} is not: set new passwords on /administration/."]
    write_private(path, json.dumps({"url": url, "project": SLUG, "users": users}, indent=2) + "\n")
    return [
        f"Sample project: {url}p/{SLUG}/",
        *(f"  {user['role']:<10} {user['username']:<12} {user['password']}" for user in users),
        f"  (also in {path})",
    ]


def _kept_users(path: Path) -> list[dict[str, str]] | None:
    try:
        users: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["users"]
    except (OSError, ValueError, KeyError):
        return None
    return users
