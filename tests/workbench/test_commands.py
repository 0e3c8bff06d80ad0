"""manage.py and make say in one line what is wrong with the machine."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stack import ROOT, environment_of
from workbench.commands import needs_database

OLD = "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); runpy.run_path('manage.py', run_name='__main__')"


def _manage(*arguments: str, var_dir: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", *arguments]
    values = environment_of(var_dir, **environment)
    return subprocess.run(command, cwd=ROOT, env=values, capture_output=True, text=True, timeout=120)


def _only_line(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode != 0
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["manage.py", "import_articles", "a.txt", "--project", "p"], True),
        (["manage.py", "migrate"], True),
        (["manage.py", "migrate", "--help"], False),
        (["manage.py", "predict", "chains"], False),
        (["manage.py", "serve"], False),
        (["manage.py"], False),
    ],
)
def test_a_command_gets_a_database_where_it_needs_one(arguments: list[str], expected: bool) -> None:
    assert needs_database(arguments) is expected


def test_an_old_python_is_named() -> None:
    done = subprocess.run([sys.executable, "-c", OLD], cwd=ROOT, capture_output=True, text=True)
    assert _only_line(done) == "manage.py: this is Python 3.9; the workbench needs 3.11 or newer."


def test_an_old_python_can_parse_manage_py() -> None:
    ast.parse((ROOT / "manage.py").read_text().replace(" -> None", ""), feature_version=(3, 6))


@pytest.mark.skipif(shutil.which("make") is None, reason="no make")
def test_make_names_a_python_that_is_too_old(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    command = ["make", "install", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"{old} is no Python 3.11 or newer" in done.stderr.splitlines()[0]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = _only_line(_manage("serve", var_dir=tmp_path / "file" / "var"))
    assert str(tmp_path / "file" / "var") in line
    assert "VAR_DIR" in line


def test_a_folder_without_the_right_to_write_is_named(tmp_path: Path) -> None:
    """Root may write anywhere but in /proc, so the folder is there when root runs the tests."""
    folder = Path("/proc") if os.geteuid() == 0 else tmp_path / "closed"
    if folder != Path("/proc"):
        folder.mkdir(mode=0o500)
    line = _only_line(_manage("serve", var_dir=folder / "var", SECRET_KEY="given"))
    assert f"Cannot write {folder / 'var'}" in line


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = _only_line(_manage("serve", var_dir=tmp_path, PORT=str(port)))
    assert f"Port {port} on 127.0.0.1 cannot be used: address already in use" in line
    assert not (tmp_path / "postgres").exists()


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    line = _only_line(_manage("check", var_dir=tmp_path, PORT="eighty"))
    assert line == "manage.py: PORT='eighty' is no whole number from 0 to 65535."


@pytest.mark.slow
@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_database_that_does_not_answer_is_named(tmp_path: Path, command: str) -> None:
    url = f"postgresql://boss:secret@/news?host={tmp_path}"
    line = _only_line(_manage(command, var_dir=tmp_path, DATABASE_URL=url, PORT="0", BROKER_URL="redis://x"))
    assert "The database cannot be reached" in line
    assert "secret" not in line


@pytest.mark.slow
def test_a_command_starts_the_embedded_database_and_stops_it_at_its_end(tmp_path: Path) -> None:
    done = _manage("migrate", "--verbosity", "0", var_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "postgres" / "data" / "PG_VERSION").exists()
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()


def test_no_protection_can_be_taken_away_where_data_counts(tmp_path: Path) -> None:
    line = _only_line(_manage("check", var_dir=tmp_path, PROTECTIONS_OFF="receipts"))
    assert "PROTECTIONS_OFF" in line
    taken = _manage("check", var_dir=tmp_path, PROTECTIONS_OFF="receipts", DISPOSABLE_DATA="yes")
    assert taken.returncode == 0, taken.stderr
