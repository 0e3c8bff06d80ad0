"""The commands that export and verify, from outside."""

import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotations.domain.ledger_verbs import SITE
from annotations.models import Project
from tests.databases import CommittedDatabase
from tests.ledger.conftest import chain

ROOT = Path(__file__).parents[2]


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def project(committed_db: CommittedDatabase) -> Project:
    project = Project.objects.create(slug="harbour", name="Harbour")
    chain(12, project.id)
    chain(3, SITE)
    return project


def outsider(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the shipped verifier as somebody who has nothing of ours: isolated, in the folder of the export."""
    command = [sys.executable, "-I", "-S", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_an_intact_ledger_verifies_with_its_count(project: Project) -> None:
    assert "intact: 12 entries" in run("verify_ledger", "--project", "harbour")
    assert "intact: 15 entries" in run("verify_ledger")


def test_an_export_is_verified_by_an_outsider_who_has_the_folder_alone(
    project: Project, tmp_path: Path
) -> None:
    assert "12 entries" in run("export_ledger", "--project", "harbour", "--output", tmp_path / "ledger.jsonl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.jsonl", "verify_ledger.py"]
    seen = outsider("verify_ledger.py", "ledger.jsonl", folder=tmp_path)
    assert (seen.returncode, seen.stderr) == (0, "")
    assert seen.stdout.startswith("intact: 12 entries")
    assert "This cannot tell" in seen.stdout


def test_the_outsiders_verifier_names_the_first_bad_seq_and_exits_1(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    run("export_ledger", "--project", "harbour", "--output", file)
    file.write_text(file.read_text().replace(r"\"number\":5,", r"\"number\":6,"))
    seen = outsider("verify_ledger.py", "ledger.jsonl", folder=tmp_path)
    assert (seen.returncode, seen.stdout) == (
        1,
        "broken: first bad seq 5: its content does not have the hash it states\n",
    )


def test_a_file_that_is_not_there_is_no_broken_ledger(project: Project, tmp_path: Path) -> None:
    run("export_ledger", "--site", "--output", tmp_path / "ledger.jsonl")
    seen = outsider("verify_ledger.py", "nothing.jsonl", folder=tmp_path)
    assert seen.returncode == 2
    assert "nothing.jsonl" in seen.stderr


def test_two_exports_of_one_state_are_the_same_bytes(project: Project, tmp_path: Path) -> None:
    run("export_ledger", "--project", "harbour", "--output", tmp_path / "a")
    run("export_ledger", "--project", "harbour", "--output", tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("update ledger.entry set actor = 'component:other' where project = %s and seq = 7", 7),
        ("update ledger.entry set at = at + interval '1 microsecond' where project = %s and seq = 1", 1),
        ("delete from ledger.entry where project = %s and seq = 4", 4),
        ("delete from ledger.entry where project = %s and seq = 12", 12),
        ("update ledger.head set seq = 11 where project = %s", 12),
        ("update ledger.head set hash = sha256(hash) where project = %s", 13),
        ("delete from ledger.head where project = %s", 1),
        ("delete from ledger.entry where project = %s", 1),
    ],
)
def test_what_the_databases_owner_changed_is_found(
    project: Project, as_ledger_owner: Callable[..., None], statement: str, seq: int
) -> None:
    as_ledger_owner(statement, parameters=(project.id,))
    with pytest.raises(CommandError, match=rf"harbour .*first bad seq {seq}:"):
        run("verify_ledger")


def test_a_chain_that_was_wiped_with_its_head_is_missed(
    project: Project, as_ledger_owner: Callable[..., None]
) -> None:
    for table in ("entry", "head"):
        as_ledger_owner(f"delete from ledger.{table} where project = %s", parameters=(project.id,))
    with pytest.raises(CommandError, match=r"harbour .*first bad seq 1: .* empty"):
        run("verify_ledger")


def test_an_unknown_project_is_named_with_those_that_exist(project: Project, tmp_path: Path) -> None:
    for command in (["verify_ledger"], ["export_ledger", "--output", tmp_path / "x"]):
        with pytest.raises(CommandError, match=r"no project 'port'\. Projects: harbour"):
            run(*command, "--project", "port")


def test_an_export_that_cannot_be_written_says_so_and_leaves_nothing(
    project: Project, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="Cannot write"):
        run("export_ledger", "--project", "harbour", "--output", tmp_path / "missing" / "ledger.jsonl")
    with pytest.raises(CommandError, match="another name"):
        run("export_ledger", "--project", "harbour", "--output", tmp_path / "verify_ledger.py")
    assert list(tmp_path.iterdir()) == []


def test_the_verifier_is_short_and_uses_the_standard_library_alone() -> None:
    source = (ROOT / "annotations" / "verify_ledger.py").read_text()
    modules = {
        line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))
    }
    assert modules <= set(sys.stdlib_module_names)
    assert len(source.splitlines()) <= 150
