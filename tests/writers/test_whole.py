"""What every data set says of itself: read by mlcroissant and frictionless, agreement and division included."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import mlcroissant
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.licences import LICENCES, NOT_STATED, address_of, licence_from
from annotations.domain.vocabulary import TERMS
from annotations.writers import chosen
from annotations.writers.agreeing import Agreeing, agreement_lines
from annotations.writers.split import by_article
from tests.writers.samples import link_of, review, settled
from tests.writers.test_formats import ABOUT, article, claim, written

FORMATS = replace(ABOUT, formats=("jsonl", "csv"), guideline="Look twice.", suggesters=("rules 1",))
TEXT = "Zoë 👩‍👩‍👧 told\u00a0the Post."


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A data set of two articles, one with a claim in full."""
    own = settled(text=TEXT, start=0, end=len(TEXT), chain=[link_of([0, 3], None, [])])
    first = article(TEXT, id="a", published_at="2026-01-01T00:00:00.000000Z")
    about = replace(FORMATS, time_cuts=("2026-01-01T00:00:00.000000Z", "2026-01-02T00:00:00.000000Z"))
    return written(tmp_path / "out", [(first, [own]), (article(id="b"), [claim(id="d")])], about)


def test_croissant_leads_to_every_record(out: Path) -> None:
    found = mlcroissant.Dataset(jsonld=str(out / "croissant.json"))
    assert not found.metadata.ctx.issues.errors
    claims = list(found.records(record_set="claims"))
    assert [record["claims/text"].decode() for record in claims] == [TEXT, "One."]
    assert [record["claims/article"].decode() for record in claims] == ["a", "b"]
    assert len(list(found.records(record_set="articles"))) == 2
    assert len(list(found.records(record_set="labels"))) == sum(len(terms) for terms in TERMS)
    metadata = found.metadata
    assert (metadata.data_annotation_protocol, metadata.machine_annotation_tools) != (None, None)
    assert "pseudonyms" in str(metadata.personal_sensitive_information)


def test_twin_croissant_with_another_hash_is_refused(out: Path) -> None:
    (out / "claims.jsonl").write_bytes((out / "claims.jsonl").read_bytes() + b"\n")
    found = mlcroissant.Dataset(jsonld=str(out / "croissant.json"))
    with pytest.raises(Exception, match="Download"):
        list(found.records(record_set="claims"))


def test_frictionless_finds_every_file_as_it_is_described(out: Path) -> None:
    assert frictionless.validate(str(out / "datapackage.json")).valid
    package = frictionless.Package(str(out / "datapackage.json"))
    named = {resource.path for resource in package.resources}
    there = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert named == there - {"datapackage.json", "croissant.json", "manifest.json"}
    (out / "splits.csv").write_text("article,split\n")
    assert not frictionless.validate(str(out / "datapackage.json")).valid  # twin


def test_labels_guideline_and_division_are_in_every_data_set(out: Path) -> None:
    labels = orjson.loads((out / "labels.json").read_bytes())
    assert {"value": "refuted", "label": "Refuted"}.items() <= labels["verification"][1].items()
    assert (out / "guideline.md").read_text() == "Look twice."
    with (out / "splits.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {"article": "a", "split": by_article("a"), "split_by_time": "train"},
        {"article": "b", "split": by_article("b"), "split_by_time": ""},
    ]
    manifest = orjson.loads((out / "manifest.json").read_bytes())
    assert manifest["split"]["articles"]["split_by_time"] == {"no_time": 1, "train": 1}


def answers(*words: str | None) -> Any:
    """A claim to which people gave these words, and chains of one source each."""
    reviews = [
        review([link_of(None, None, [])], reviewer=f"person-{number}", verification=word)
        for number, word in enumerate(words)
    ]
    return claim(reviews=len(reviews), reviews_json=orjson.dumps(reviews).decode())


def test_agreement_is_that_of_the_answers() -> None:
    agreeing = Agreeing()
    for number in range(12):
        agreeing.article(article(id=str(number)))
        agreeing.claim(answers("supported", "supported" if number % 3 else "refuted"))
        agreeing.claim(answers("refuted", "refuted"))
        agreeing.claim(answers("refuted"))  # one person's word agrees with nobody's
    found = agreeing.measured()["verification"]
    assert (found.n, found.percent) == (24, pytest.approx(100 * 20 / 24))
    assert found.interval is not None
    assert found.interval[0] <= (found.alpha or 0) <= found.interval[1] < 1
    card = "\n".join(agreement_lines(agreeing))
    assert f"| Verification | 24 | 83.3 | {found.kappa:.2f} | {found.alpha:.2f} |" in card
    assert "undefined: no variation" in card  # of the sources, who never differ


def test_no_more_claims_are_compared_than_fit() -> None:
    agreeing = Agreeing(at_most=2)
    agreeing.article(article())
    for _ in range(5):
        agreeing.claim(answers("supported", "refuted"))
    assert (agreeing.claims, agreeing.measured()["verification"].n) == (2, 2)
    assert "first 2 claims" in "\n".join(agreement_lines(agreeing))


@given(name=st.sampled_from(sorted(LICENCES)))
def test_a_known_licence_is_found_however_it_is_spelt(name: str) -> None:
    assert licence_from(f" {name.lower()} ") == name
    assert address_of(name).startswith("https://")


@pytest.mark.parametrize(
    "wrong", ["MINE", "http://plain.example/", 'https://a.example/">', "https://a.b/" + "x" * 200]
)
def test_a_licence_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid, match="no licence we know"):
        licence_from(wrong)


def test_no_licence_is_said_to_be_none() -> None:
    assert (licence_from(" "), address_of("")) == ("", NOT_STATED)


def test_every_format_that_is_spoken_for_is_there() -> None:
    assert len(chosen(["all"])) == 12
