"""A skip that nobody allowed fails the run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.skips import allowed_reasons
from tests.stack import ROOT

CONFTEST = """
from tests.skips import SkipGuard
def pytest_configure(config):
    config.pluginmanager.register(SkipGuard(["data missing"]))
"""
TWIN = ""


@pytest.mark.parametrize(
    ("reason", "conftest", "status"),
    [("tired", CONFTEST, 1), ("data missing: no folder", CONFTEST, 0), ("tired", TWIN, 0)],
    ids=["not allowed", "allowed", "twin without the guard"],
)
@pytest.mark.parametrize("where", ["test", "module"])
def test_a_run_with_a_skip(tmp_path: Path, reason: str, conftest: str, status: int, where: str) -> None:
    (tmp_path / "conftest.py").write_text(conftest)
    skip = f"import pytest\npytest.skip({reason!r}, allow_module_level=True)\n"
    inside = f"import pytest\ndef test_it():\n    pytest.skip({reason!r})\n"
    (tmp_path / "test_one.py").write_text(skip if where == "module" else inside)
    (tmp_path / "test_two.py").write_text("def test_two():\n    pass\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:django",
        "-c",
        "/dev/null",
        "--rootdir",
        str(tmp_path),
    ]
    done = subprocess.run([*command, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == status, done.stdout
    assert ("the run fails" in done.stdout) is bool(status)


def test_comments_and_empty_lines_allow_nothing() -> None:
    assert allowed_reasons("# why\n\n  EVALUATION_DATA missing  \n") == ["EVALUATION_DATA missing"]
