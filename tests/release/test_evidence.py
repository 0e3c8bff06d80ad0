"""Evidence in a data set: what was brought up for and against a claim, by pseudonym, the withdrawn too."""

import hashlib
from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from annotations import evidence
from annotations.domain.vocabulary import SourceKind, Stance
from annotations.evidence import EvidenceFile
from annotations.release import export
from annotations.sources import create
from tests.factories import make_member
from tests.release.conftest import Desk, contents, lines

URL = "https://press.test/story"


@pytest.fixture
def brought_up(desk: Desk) -> str:
    """The id of a claim with a page and a withdrawn file; the page by somebody who never decided."""
    claim = desk.claims[0]
    helper = make_member(desk.project)
    origin = create(desk.project, name="Flood office", kind=SourceKind.GOVERNMENT_AGENCY, by=desk.editor)
    evidence.add(claim.id, stance=Stance.REFUTES, url=URL, quote="It 🌊 held.", origin=origin.id, by=helper)
    file = EvidenceFile("letter-of-Carla.txt", b"the wall", "text/plain")
    made = evidence.add(claim.id, stance=Stance.SUPPORTS, file=file, by=desk.anna)
    evidence.withdraw(made.id, reason="Carla asked for it", by=desk.anna)
    evidence.log_search(claim.id, place="Carla's shelf", by=desk.anna)
    return str(claim.id)


def test_each_claim_lists_its_evidence_as_the_schema_says(
    desk: Desk, brought_up: str, tmp_path: Path
) -> None:
    export(desk.project, formats=["jsonl"], output=tmp_path / "out")
    schema = orjson.loads((tmp_path / "out/schema/claim.schema.json").read_bytes())
    by_id = {line["id"]: line for line in lines(tmp_path / "out/claims.jsonl")}
    for line in by_id.values():
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(line)
    page, file = by_id[brought_up]["evidence"]
    assert (page["stance"], page["url"], page["quote"]) == ("refutes", URL, "It 🌊 held.")
    assert (page["origin"]["name"], page["sha256"], page["withdrawn_at"]) == ("Flood office", None, None)
    assert file["sha256"] == hashlib.sha256(b"the wall").hexdigest()
    assert file["withdrawn_at"]
    assert all(item["added_by"].startswith("person-") for item in (page, file))
    assert page["added_by"] != file["added_by"]
    assert [line["evidence"] for pk, line in by_id.items() if pk != brought_up] == [[]] * (len(by_id) - 1)


def test_it_names_nobody_and_is_the_same_twice(desk: Desk, brought_up: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(desk.project, formats=["all"], output=tmp_path / name)
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert one == two
    assert b"Carla" not in b"".join(one.values())
    assert orjson.loads(one["losses.json"])["formats"]["csv"]["evidence"] == 2


def test_without_text_no_quoted_word_is_left(desk: Desk, brought_up: str, tmp_path: Path) -> None:
    export(desk.project, formats=["all"], output=tmp_path / "out", with_text=False)
    assert "It 🌊 held.".encode() not in b"".join(contents(tmp_path / "out").values())
