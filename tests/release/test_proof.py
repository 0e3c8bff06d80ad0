"""A release proves its decisions: the stand-alone verifier finds it whole, and finds what was changed."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from django.core.management import call_command

from annotations.domain.vocabulary import Verification
from annotations.release import export
from annotations.writers.extract import NAME as EXTRACT
from tests.factories import decide
from tests.release.conftest import Desk, lines


@pytest.fixture
def out(desk: Desk, tmp_path: Path) -> Path:
    """A release with an answer that was given twice."""
    decide(desk.claims[4], desk.ben, verification=Verification.SUPPORTED)
    export(desk.project, formats=["jsonl"], output=tmp_path / "release")
    return tmp_path / "release"


def verified(folder: Path, *more: str) -> tuple[int, str]:
    """Exit code and words of the program that lies in the release itself, run without our code."""
    command = [sys.executable, "-I", str(folder / "verify_release.py"), str(folder), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    return done.returncode, done.stdout + done.stderr


def put(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change a file and the hash that the manifest states of it, as somebody would who means to deceive."""
    path = folder / name
    path.write_bytes(change(path.read_bytes()))
    import hashlib

    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        if entry["name"] == name:
            entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest))


def test_the_verifier_in_the_release_proves_each_answer(desk: Desk, out: Path) -> None:
    given = [r for line in lines(out / "claims.jsonl") for r in line["reviews"]]
    answers = len(given) + sum(len(review["earlier"]) for review in given)
    code, words = verified(out)
    assert (code, f"{answers} answers proved by {answers} entries" in words) == (0, True), words


def test_the_whole_ledger_has_each_entry_of_the_extract(desk: Desk, out: Path, tmp_path: Path) -> None:
    call_command("export_ledger", "--project", desk.project.slug, "--output", str(tmp_path / "ledger.jsonl"))
    code, words = verified(out, "--ledger", str(tmp_path / "ledger.jsonl"))
    assert (code, "each of which stands in" in words) == (0, True), words


def test_an_answer_that_was_changed_is_found(out: Path) -> None:
    put(
        out,
        "claims.jsonl",
        lambda data: data.replace(b'"verification":"refuted"', b'"verification":"supported"'),
    )
    code, words = verified(out)
    assert (code, "no entry proves verification" in words) == (1, True), words


def test_an_entry_that_was_changed_is_found(out: Path) -> None:
    put(out, EXTRACT, lambda data: data.replace(b'"verification":"refuted"', b'"verification":"supported"'))
    code, words = verified(out)
    assert (code, "its content does not have the hash" in words) == (1, True), words


def test_an_entry_that_was_made_up_with_its_hash_is_not_in_the_ledger(
    desk: Desk, out: Path, tmp_path: Path
) -> None:
    from annotations.verify_release import unmasked_digest

    def forged(data: bytes) -> bytes:
        first, *entries = data.splitlines(keepends=True)
        project = __import__("uuid").UUID(json.loads(first)["project"])
        entry = json.loads(entries[0])
        entry["payload"]["verification"] = "refuted"
        entry["hash"] = unmasked_digest(project, entry).hex()
        return b"".join([first, orjson.dumps(entry) + b"\n", *entries[1:]])

    put(out, EXTRACT, forged)
    call_command("export_ledger", "--project", desk.project.slug, "--output", str(tmp_path / "ledger.jsonl"))
    code, words = verified(out, "--ledger", str(tmp_path / "ledger.jsonl"))
    assert (code, "broken" in words) == (1, True), words


def test_a_file_that_was_changed_is_found(out: Path) -> None:
    (out / "README.md").write_text("All claims are true.")
    code, words = verified(out)
    assert (code, "README.md does not have the hash" in words) == (1, True), words


def test_the_extract_names_no_account(desk: Desk, out: Path) -> None:
    extract = (out / EXTRACT).read_bytes()
    for person in (desk.anna, desk.ben, desk.editor):
        assert str(person.id).encode() not in extract
    reviewers = {r["reviewer"] for line in lines(out / "claims.jsonl") for r in line["reviews"]}
    assert {entry["actor"] for entry in lines(out / EXTRACT)[1:-1]} == reviewers
