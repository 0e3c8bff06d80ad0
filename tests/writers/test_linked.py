"""Linked data, read by rdflib, pyld, pyshacl and prov: a machine's word is nobody's, and shapes see what is wrong."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from prov.model import ProvDocument
from pyld import jsonld
from rdflib import RDF, Namespace

from annotations.writers.linked import TERMS
from tests.writers.samples import EVIDENCE, Case, cases, link_of, review, settled
from tests.writers.test_formats import ABOUT, article, claim, written

# rdflib and prov warn of their own old ways, a thousand times a graph.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
LINKED = replace(ABOUT, formats=("web-annotation", "claim-review", "prov"))
OA = Namespace("http://www.w3.org/ns/oa#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SCHEMA = Namespace("https://schema.org/")
FC = Namespace(TERMS)
TEXT = "Zoë 👩‍👩‍👧 told\u00a0the Post that it rained."


def graph(path: Path) -> rdflib.Graph:
    """What a JSON-LD file says."""
    return rdflib.Graph().parse(path, format="json-ld")


def conforms(found: rdflib.Graph, out: Path) -> tuple[bool, str]:
    """Whether the shapes in the data set let it pass, and what they say."""
    passed, _, words = pyshacl.validate(found, shacl_graph=str(out / "shapes.ttl"), inference="none")
    return passed, words


def uuid(number: int) -> str:
    return f"01890000-0000-7000-8000-{number:012}"


def sample(**fields: Any) -> Any:
    """A claim whose chain has a source that distorts nothing, unless `fidelity` says so."""
    fidelity = fields.pop("fidelity", "verbatim")
    chain = [
        link_of([0, 3], [10, 14], [[15, 30]], fidelity=fidelity),
        link_of(None, None, [], depth=2, source=None, mention=None, identification="unspecified"),
    ]
    whole = {"id": uuid(2), "article_id": uuid(1), "evidence_json": orjson.dumps([EVIDENCE]).decode()}
    return settled(text=TEXT, start=0, end=len(TEXT), chain=chain, **(whole | fields))


def made(tmp_path: Path, *claims: Any) -> Path:
    """A data set of these claims of one article."""
    own = article(TEXT, id=uuid(1), url="https://post.example/1", outlet="Harbour Post", outlet_id=uuid(9))
    return written(tmp_path / "out", [(own, list(claims))], LINKED)


@given(case=cases())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_quotes_and_positions_come_back_letter_for_letter(
    tmp_path_factory: pytest.TempPathFactory, case: Case
) -> None:
    out = written(tmp_path_factory.mktemp("round") / "out", [(case.article, [case.claim])], LINKED)
    found = graph(out / "annotations.jsonld")
    assert {str(exact) for exact in found.objects(None, OA.exact)} == {case.claim.text, EVIDENCE["quote"]}
    text = case.article.text or ""
    for selector in found.subjects(RDF.type, OA.TextPositionSelector):
        start, end = (found.value(selector, OA[name]).toPython() for name in ("start", "end"))
        part = found.value(selector, FC.part)
        words = text[start:end]
        assert words == (case.claim.text if part is None else case.words[str(part).capitalize()])
    again = ProvDocument.deserialize(out / "provenance.prov.json", format="json")
    assert case.claim.text in {str(one.label) for one in again.get_records()}


def test_two_readers_see_the_same_and_the_shapes_let_it_pass(tmp_path: Path) -> None:
    out = made(tmp_path, sample(state="signed_off", fidelity="distorted"))
    for name in ("annotations.jsonld", "claim-reviews.jsonld"):
        quads = jsonld.to_rdf(
            orjson.loads((out / name).read_bytes()),
            {"format": "application/n-quads", "documentLoader": _no_network},
        )
        assert len(quads.splitlines()) == len(graph(out / name)) > 0
        assert conforms(graph(out / name), out) == (True, conforms(graph(out / name), out)[1])


def test_a_machines_word_is_nobodys_and_a_persons_has_a_creator(tmp_path: Path) -> None:
    found = graph(made(tmp_path, sample()) / "annotations.jsonld")
    by_kind: dict[str, list[Any]] = {}
    for annotation in found.subjects(RDF.type, OA.Annotation):
        by_kind.setdefault(str(found.value(annotation, FC.kind)), []).append(annotation)
    assert {kind: len(set(them)) for kind, them in by_kind.items()} == {
        "unanimous": 1, "review": 2, "evidence": 1, "suggestion": 5,
    }  # fmt: skip
    for annotation in by_kind["review"]:
        assert len(list(found.objects(annotation, DCTERMS.creator))) == 1
    assert not any(list(found.objects(annotation, DCTERMS.creator)) for annotation in by_kind["suggestion"])
    assert len(list(found.objects(by_kind["unanimous"][0], DCTERMS.creator))) == 2


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (
            lambda g: g.set((g.value(None, RDF.type, OA.TextPositionSelector), OA.start, rdflib.Literal(-1))),
            "start",
        ),
        (lambda g: g.remove((None, OA.hasTarget, None)), "hasTarget"),
        (
            lambda g: g.add((g.value(None, FC.kind, rdflib.Literal("suggestion")), DCTERMS.creator, FC.anna)),
            "AnnotationShape",
        ),
        (
            lambda g: g.set(
                (g.value(None, FC.field, rdflib.Literal("role")), RDF.value, rdflib.Literal("poem"))
            ),
            "BodyShape",
        ),
        (
            lambda g: g.set(
                (g.value(None, FC.stance, rdflib.Literal("supports")), FC.stance, rdflib.Literal("perhaps"))
            ),
            "stance",
        ),
    ],
)
def test_the_shapes_see_what_is_wrong(tmp_path: Path, broken: Any, says: str) -> None:
    out = made(tmp_path, sample())
    found = graph(out / "annotations.jsonld")
    assert conforms(found, out)[0]
    broken(found)
    passed, words = conforms(found, out)
    assert (passed, says in words) == (False, True), words


def test_only_what_is_signed_off_is_reviewed(tmp_path: Path) -> None:
    out = made(tmp_path, sample(), sample(id=uuid(3), state="signed_off"), claim("x", id=uuid(4)))
    found = graph(out / "claim-reviews.jsonld")
    (one,) = found.subjects(RDF.type, SCHEMA.ClaimReview)
    assert str(found.value(one, SCHEMA.itemReviewed)) == f"urn:uuid:{uuid(3)}"
    rating = found.value(one, SCHEMA.reviewRating)
    assert str(found.value(rating, SCHEMA.alternateName)) == "Supported"
    assert (
        orjson.loads((out / "losses.json").read_bytes())["formats"]["claim-review"]["claims.not_signed_off"]
        == 2
    )


@pytest.mark.parametrize(
    ("fidelity", "word"),
    [("distorted", "Distorted"), ("misattributed", "Misattributed"), ("no_record", "No record")],
)
def test_a_second_review_says_that_they_did_not_say_so(tmp_path: Path, fidelity: str, word: str) -> None:
    out = made(tmp_path, sample(state="signed_off", fidelity=fidelity))
    found = graph(out / "claim-reviews.jsonld")
    ratings = {
        str(found.value(found.value(one, SCHEMA.reviewRating), SCHEMA.alternateName))
        for one in found.subjects(RDF.type, SCHEMA.ClaimReview)
    }
    assert ratings == {"Supported", word}
    about = found.value(rdflib.URIRef(f"urn:uuid:{uuid(2)}#attribution"), SCHEMA.about)
    assert str(found.value(about, SCHEMA.name)) == "Harbour Post"


def test_provenance_says_who_made_what_from_what(tmp_path: Path) -> None:
    earlier = review([], id=uuid(50), revision=1, decided_at="2026-01-01T00:00:00.000000Z", seconds=None)
    latest = review(None, id=uuid(51), revision=2, earlier=[earlier])
    own = sample(reviews_json=orjson.dumps([latest]).decode(), reviews=1, decisions=2)
    out = made(tmp_path, own)
    found = ProvDocument.deserialize(out / "provenance.prov.json", format="json")
    assert ProvDocument.deserialize(content=found.serialize(format="json"), format="json") == found
    said = orjson.loads((out / "provenance.prov.json").read_bytes())
    derived = {
        (one["prov:generatedEntity"], one["prov:usedEntity"], one.get("prov:type", {}).get("$"))
        for one in said["wasDerivedFrom"].values()
    }
    assert (f"id:{uuid(51)}", f"id:{uuid(50)}", "prov:Revision") in derived
    assert (f"id:{uuid(2)}", f"id:{uuid(1)}", "prov:Quotation") in derived
    assert said["entity"][f"id:{uuid(50)}"]["fc:own_voice"] is True
    act = said["activity"][f"act:{uuid(51)}"]
    assert (act["prov:startTime"], act["prov:endTime"]) == (
        "2026-01-01T23:59:55.623456Z",
        latest["decided_at"],
    )
    kinds = {facts.get("prov:type", {}).get("$") for facts in said["agent"].values()}
    assert {"prov:Person", "prov:SoftwareAgent"} <= kinds


@pytest.mark.parametrize("seconds", ["Infinity", 1e300, 1e12])
def test_an_answer_with_an_endless_time_on_the_screen_does_not_end_the_file(
    tmp_path: Path, seconds: object
) -> None:
    one = review(None, id=uuid(51), seconds=seconds)
    out = made(tmp_path, sample(reviews_json=orjson.dumps([one]).decode(), reviews=1, decisions=1))
    act = orjson.loads((out / "provenance.prov.json").read_bytes())["activity"][f"act:{uuid(51)}"]
    assert act["prov:endTime"] == one["decided_at"]
    assert "prov:startTime" not in act


def _no_network(url: str, options: Any = None) -> Any:
    raise AssertionError(f"needs {url}")
