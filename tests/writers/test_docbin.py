"""spaCy reads the texts letter for letter, with spans where they were drawn, words as categories, and the record."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from annotations.writers import docbin
from tests.writers.samples import Case, cases, link_of, settled
from tests.writers.test_formats import ABOUT, article, claim, written

BOTH = replace(ABOUT, formats=("docbin", "jsonl"))


def docs(folder: Path) -> list[Doc]:
    """The Docs as spaCy reads them, with a vocabulary that knows nothing."""
    return list(DocBin().from_disk(folder / "claims.spacy").get_docs(spacy.blank("xx").vocab))


def lines(folder: Path) -> list[dict[str, Any]]:
    """The lines of claims.jsonl."""
    return [orjson.loads(line) for line in (folder / "claims.jsonl").read_bytes().splitlines()]


@given(case=cases())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_text_spans_and_record_come_back(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    bare = claim("case list mark\u00a0 x", id="d")  # spaCy numbers some words otherwise than by their hash
    out = written(tmp_path_factory.mktemp("round") / "out", [(case.article, [case.claim, bare])], BOTH)
    doc, other = docs(out)
    assert (doc.text, other.text) == (case.claim.text, bare.text)
    assert {span.label_: span.text for span in doc.spans["sc"]} == case.words
    assert {(span.id_, span.kb_id_) for span in doc.spans["sc"]} == {
        ("1", "01890000-0000-7000-8000-0000000000aa")
    }
    assert [word for word, share in doc.cats.items() if share] == ["supported", "check_worthy"]
    assert [orjson.loads(one.user_data["claim"]) for one in (doc, other)] == lines(out)
    assert (list(other.spans["sc"]), other.cats) == ([], {})
    Example(doc, doc)


def test_a_chain_keeps_its_depths(tmp_path: Path) -> None:
    text = "Zoë 👩‍👩‍👧 said Ben said it rained."
    whole = "     " + text

    def span(words: str, more: int = 0) -> list[int]:
        return [whole.index(words), whole.index(words) + len(words) + more]

    outer = link_of(span("Zoë"), span("said", 1), [span("Ben said it rained")])
    inner_cue = span("said it")[0]
    inner = link_of(span("Ben"), [inner_cue, inner_cue + 4], [span("it rained")], depth=2, source=None)
    made = settled(text=text, start=5, end=5 + len(text), chain=[outer, inner])
    out = written(tmp_path / "out", [(article(whole), [made])], BOTH)
    (doc,) = docs(out)
    assert [(span.id_, span.label_, span.text) for span in doc.spans["sc"]] == [
        ("1", "Source", "Zoë"),
        ("1", "Cue", "said "),
        ("1", "Content", "Ben said it rained"),
        ("2", "Source", "Ben"),
        ("2", "Cue", "said"),
        ("2", "Content", "it rained"),
    ]


def test_words_that_are_forgotten_on_the_way_are_listed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docbin, "WORDS_KEPT", 3)
    claims = [claim(f"Report {number % 7} came in.", id=str(number)) for number in range(40)]
    out = written(tmp_path / "out", [(article("x"), claims)], BOTH)
    assert [doc.text for doc in docs(out)] == [one.text for one in claims]


def test_an_empty_one_can_be_read(tmp_path: Path) -> None:
    assert docs(written(tmp_path / "out", [], BOTH)) == []
