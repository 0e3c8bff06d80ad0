"""What stops an export: answers in dispute, claims opened again, sign-offs that are void."""

from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from annotations.divide import split
from annotations.domain.selections import selection_from
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.queries.dataset import OpenClaims
from annotations.release import export
from annotations.signing import sign_off
from tests.factories import decide, make_member, settle
from tests.release.conftest import CHAIN, Desk, lines


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "release"


def test_a_disputed_claim_stops_the_export_unless_allowed(desk: Desk, out: Path) -> None:
    disputed = desk.claims[1]
    decide(disputed, desk.ben, verification=Verification.SUPPORTED)
    with pytest.raises(OpenClaims, match=str(disputed.id)):
        export(desk.project, formats=["jsonl"], output=out)
    assert not out.exists()
    assert list(out.parent.iterdir()) == []
    export(desk.project, formats=["jsonl"], output=out, allow_open=True)
    line = next(line for line in lines(out / "claims.jsonl") if line["id"] == str(disputed.id))
    assert (line["state"], line["verification"], line["resolution"], len(line["reviews"])) == (
        "disputed",
        None,
        None,
        2,
    )


def test_an_adjudicated_claim_says_so_with_the_reason(desk: Desk, out: Path) -> None:
    claim = desk.claims[1]
    decide(claim, desk.ben, verification=Verification.SUPPORTED)
    settled = settle(claim, desk.editor, verification=Verification.MISLEADING)
    export(desk.project, formats=["jsonl"], output=out)
    line = next(line for line in lines(out / "claims.jsonl") if line["id"] == str(claim.id))
    schema = orjson.loads((out / "schema/claim.schema.json").read_bytes())
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(line)
    assert (line["state"], line["verification"]) == ("adjudicated", "misleading")
    resolution = line["resolution"]
    assert (resolution["kind"], resolution["reason"], len(resolution["by"])) == ("adjudicated", "slip", 1)
    assert resolution["by"][0] not in [review["reviewer"] for review in line["reviews"]]
    assert len(line["reviews"]) == len(settled.decision.adjudication.reviews) == 2


def test_a_void_sign_off_stops_the_export_until_it_is_signed_again(desk: Desk, out: Path) -> None:
    claim = desk.claims[0]
    signer = make_member(desk.project, MemberRole.EDITOR)
    sign_off(claim.article_id, claims=[claim.id], by=signer)
    export(desk.project, formats=["jsonl"], output=out / "signed")
    assert decide(claim, desk.ben, seen_revision=1, chain=CHAIN).claim.state == "agreed"
    with pytest.raises(OpenClaims, match=rf"{claim.id} \(sign-off void"):
        export(desk.project, formats=["jsonl"], output=out / "void")
    export(desk.project, formats=["jsonl"], output=out / "allowed", allow_open=True)
    sign_off(claim.article_id, claims=[claim.id], by=signer)
    export(desk.project, formats=["jsonl"], output=out / "again")


def test_dividing_a_signed_claim_stops_the_export_of_its_successors(desk: Desk, out: Path) -> None:
    claim = desk.claims[0]
    sign_off(claim.article_id, claims=[claim.id], by=desk.editor)
    successors = split(claim.id, at=[claim.start + 8], by=desk.editor)
    with pytest.raises(OpenClaims) as refused:
        export(desk.project, formats=["jsonl"], output=out)
    assert {one.id for one in refused.value.claims} == {str(one.id) for one in successors}


def test_a_disputed_claim_outside_the_selection_stops_nothing(desk: Desk, out: Path) -> None:
    decide(desk.claims[1], desk.ben, verification=Verification.SUPPORTED)
    export(desk.project, formats=["jsonl"], output=out, selection=selection_from({"states": ["agreed"]}))
    assert [line["id"] for line in lines(out / "claims.jsonl")] == [str(desk.claims[0].id)]
    assert len(lines(out / "articles.jsonl")) == 1
