"""The switches of the twins: never on by themselves, and refused where data is not disposable."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from annotations import protections

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Reading the settings in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", "diffsettings"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "workbench.settings",
            "VAR_DIR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_every_protection_stands_unless_told_otherwise(settings: Any) -> None:
    assert not settings.PROTECTIONS_OFF
    assert all(protections.stands(name) for name in ("receipts", "claim lock", "scope"))


def test_in_earnest_no_protection_can_be_switched_off(tmp_path: Path) -> None:
    refused = start(tmp_path, PROTECTIONS_OFF="scope", DISPOSABLE_DATA="no")
    assert refused.returncode != 0
    assert "PROTECTIONS_OFF is for tests" in refused.stderr
    assert start(tmp_path, PROTECTIONS_OFF="scope", DISPOSABLE_DATA="yes").returncode == 0
