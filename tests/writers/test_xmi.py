"""A CAS an article, read by dkpro-cassis: the words where they were marked, the chain in its order, the record."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import cassis
import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from annotations.writers.xmi import _NOT_XML
from tests.writers.samples import Case, cases, link_of, settled
from tests.writers.test_formats import ABOUT, article, claim, written

BOTH = replace(ABOUT, formats=("xmi", "jsonl"))


def cas_of(folder: Path, article_id: str = "a") -> Any:
    """The article's CAS."""
    with (folder / "TypeSystem.xml").open("rb") as types:
        system = cassis.load_typesystem(types)
    with (folder / f"{article_id}.xmi").open("rb") as file:
        return cassis.load_cas_from_xmi(file, typesystem=system, lenient=False)


@given(case=cases())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_are_where_they_were_marked_and_the_record_comes_back(
    tmp_path_factory: pytest.TempPathFactory, case: Case
) -> None:
    out = written(tmp_path_factory.mktemp("round") / "out", [(case.article, [case.claim])], BOTH)
    cas = cas_of(out)
    assert cas.sofa_string == _NOT_XML.sub("\ufffd", case.article.text or "")
    found = {span.label: span.get_covered_text() for span in cas.select("workbench.Span")}
    assert found == {label: _NOT_XML.sub("\ufffd", words) for label, words in case.words.items()}
    (own,) = cas.select("workbench.Claim")
    assert (own.begin, own.end) == (case.claim.start, case.claim.end)  # cassis counts code points again
    assert orjson.loads(own.line) == orjson.loads((out / "claims.jsonl").read_bytes())
    (whole,) = cas.select("workbench.Article")
    line = orjson.loads((out / "articles.jsonl").read_bytes())
    assert orjson.loads(whole.line) == line | {"text": None}
    lost = orjson.loads((out / "losses.json").read_bytes())["formats"]["xmi"]
    controls = len(_NOT_XML.findall(case.article.text or ""))
    assert lost == ({"article.text.control_letters": controls} if controls else {})


def test_offsets_in_the_file_are_utf_16(tmp_path: Path) -> None:
    text = "🌊 Zoë said so."
    made = settled(text=text, start=0, end=len(text), chain=[link_of([2, 5], None, [])])
    out = written(tmp_path / "out", [(article(text), [made])], BOTH)
    assert 'begin="3" end="6" label="Source"' in (out / "a.xmi").read_text()


def test_a_chain_is_a_list_of_links_outermost_first(tmp_path: Path) -> None:
    text = "Zoë said Ben said it rained & <snowed>."
    outer = link_of([0, 3], [4, 8], [[9, 26], [30, 38]])
    inner = link_of([9, 12], None, [[18, 27]], depth=2, source=None, mention=None)
    made = settled(text=text, start=0, end=len(text), chain=[outer, inner])
    own_voice = claim("x", id="d", start=0, end=1, chain_json="[]")
    pairs = [(article(text), [made, own_voice]), (article("y", id="b"), [claim("y", id="e")])]
    out = written(tmp_path / "out", pairs, BOTH)
    first, second = cas_of(out).select("workbench.Claim")
    links = first.links.elements if first.voice == "attributed" else second.links.elements
    assert [link.depth for link in links] == [1, 2]
    assert (links[0].sourceName, links[1].sourceName) == ("Harbour Post", None)
    assert (links[0].source.get_covered_text(), links[0].cue.get_covered_text()) == ("Zoë", "said")
    assert [span.get_covered_text() for span in links[0].contents.elements] == [
        "Ben said it rained"[:17],
        "<snowed>",
    ]
    assert {first.voice, second.voice} == {"attributed", "own_voice"}
    (other,) = cas_of(out, "b").select("workbench.Claim")
    assert (other.voice, other.links) == (None, None)


def test_files_are_closed_as_it_goes(tmp_path: Path) -> None:
    import os

    from annotations.writers.folder import Folder
    from annotations.writers.xmi import XmiWriter

    def held() -> int:
        return len(os.listdir("/proc/self/fd"))

    with Folder(tmp_path / "out") as folder:
        writer = XmiWriter(folder, ABOUT)
        before = held()
        for number in range(50):
            writer.article(article("x", id=f"{number:02}"))
            writer.claim(claim("x"))
        assert held() <= before + 1
        writer.losses()
        files = folder.close_files()
    assert [entry.name for entry in files] == [
        *(f"{number:02}.xmi" for number in range(50)),
        "TypeSystem.xml",
    ]
