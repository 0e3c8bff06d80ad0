"""Releases of desks with labels of their own, and of articles in newer versions."""

import csv
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from annotations import labels
from annotations.domain.records import Draft
from annotations.domain.vocabulary import Verification
from annotations.ingest import Incoming, import_article
from annotations.labels import Part
from annotations.models import Claim, DeskLabel
from annotations.release import export
from tests.factories import TEXT, decide
from tests.release.conftest import Desk, lines


def released(desk: Desk, folder: Path) -> Path:
    export(desk.project, formats=["jsonl"], output=folder, allow_open=True)
    return folder


def labelled(folder: Path) -> list[dict[str, str]]:
    with open(folder / "claim-labels.csv", newline="") as file:
        return list(csv.DictReader(file))


def label(desk: Desk, name: str) -> DeskLabel:
    return labels.define(desk.project, verification=Verification.MISLEADING, name=name, by=desk.editor)


def test_a_desk_without_labels_has_no_such_files(desk: Desk, tmp_path: Path) -> None:
    names = {path.name for path in released(desk, tmp_path / "out").iterdir()}
    assert not names & {"desk-labels.json", "claim-labels.csv"}


def test_old_names_stay_in_old_releases_and_new_ones_name_what_counts_now(desk: Desk, tmp_path: Path) -> None:
    one, two = label(desk, "Out of context"), label(desk, "=Old picture")
    claim = desk.claims[5]
    decide(claim, desk.anna, verification=Verification.MISLEADING, label=one.id)
    first = released(desk, tmp_path / "first")
    before = (first / "claim-labels.csv").read_bytes()
    labels.rename(one.id, name="Lacks context", by=desk.editor)
    assert [row["name"] for row in labelled(released(desk, tmp_path / "second"))] == ["Lacks context"]
    labels.merge(one.id, into=two.id, by=desk.editor)
    third = labelled(released(desk, tmp_path / "third"))
    assert third == [
        {"claim": str(claim.id), "label": str(two.id), "name": "'=Old picture", "verification": "misleading"}
    ]
    labels.split(two.id, into=[Part("A"), Part("B")], by=desk.editor)
    part = DeskLabel.objects.get(name="A")
    labels.relabel(claim.id, label_id=part.id, by=desk.editor)
    fourth = released(desk, tmp_path / "fourth")
    assert [row["name"] for row in labelled(fourth)] == ["A"]
    defined = orjson.loads((fourth / "desk-labels.json").read_bytes())["labels"]
    assert {one["name"]: one["in_use"] for one in defined} == {
        "A": True,
        "B": True,
        "Lacks context": False,
        "=Old picture": False,
    }
    assert (first / "claim-labels.csv").read_bytes() == before
    listed = {entry["name"] for entry in orjson.loads((fourth / "manifest.json").read_bytes())["files"]}
    assert {"desk-labels.json", "claim-labels.csv"} <= listed


@pytest.mark.parametrize("text", [TEXT.replace("Traffic", "All traffic")])
def test_answers_that_were_carried_over_are_in_the_release_and_proved(
    desk: Desk, tmp_path: Path, text: str
) -> None:
    older = desk.articles[0]
    newer = import_article(
        desk.project, Incoming(text.encode(), Draft(text=text), replaces=older.id), by=desk.editor
    )
    out = released(desk, tmp_path / "out")
    rows = [line for line in lines(out / "claims.jsonl") if line["article"]["id"] == str(newer.id)]
    assert not any(line["article"]["id"] == str(older.id) for line in lines(out / "claims.jsonl"))
    assert sum(len(row["reviews"]) for row in rows) >= 4
    assert Claim.objects.filter(article=newer, decisions_count__gt=0).count() >= 3
    command = [sys.executable, "-I", str(out / "verify_release.py"), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=out)
    assert done.returncode == 0, done.stdout + done.stderr
