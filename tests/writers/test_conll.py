"""IOB2 tags say exactly which words are source, cue and content of the outermost link, to us and to spaCy."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from tests.writers.samples import Case, cases, link_of, settled
from tests.writers.test_formats import ABOUT, article, claim, written

ALONE = replace(ABOUT, formats=("conll",))
TEXT = "Zoë 👩‍👩‍👧 told the Post it rained, and it snowed."


def sentences(path: Path) -> list[list[list[str]]]:
    """Each sentence's lines as columns."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    return [
        [line.split("\t") for line in block.split("\n")]
        for block in blocks
        if block and not block.startswith("-DOCSTART-")
    ]


def spans(sentence: list[list[str]]) -> list[tuple[str, int, int]]:
    """The spans that IOB2 tags state, as seqeval's strict mode finds them; a tag out of place is an error."""
    found: list[tuple[str, int, int]] = []
    before = "O"
    for _, _, _, start, end, tag in sentence:
        if tag.startswith("B-"):
            found.append((tag[2:], int(start), int(end)))
        elif tag != "O":
            assert before[2:] == tag[2:], f"{tag} after {before}"
            found[-1] = (*found[-1][:2], int(end))
        before = tag
    return found


@given(case=cases())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_tags_give_back_the_words(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    out = written(tmp_path_factory.mktemp("round") / "out", [(case.article, [case.claim])], ALONE)
    text = case.article.text or ""
    lost = orjson.loads((out / "losses.json").read_bytes())["formats"]["conll"]
    wanted = {label: words.strip() for label, words in case.words.items() if words.strip()}
    assert lost.get("chain.spans_without_words", 0) == 3 - len(wanted)
    found = sentences(out / "claims.conll")
    for sentence in found:
        assert {label: text[start:end] for label, start, end in spans(sentence)} == wanted
        assert all(text[int(line[3]) : int(line[4])] == line[0] for line in sentence)
    assert "".join(line[0] for sentence in found for line in sentence) == "".join(
        (case.claim.text or "").split()
    )


def made(tmp_path: Path) -> Path:
    """A file of two articles."""
    rain, snow = TEXT.index("it rained"), TEXT.index("it snowed")
    told = TEXT.index("told")
    outer = link_of([0, 3], [told, told + 4], [[rain, rain + 9], [snow, snow + 9], [0, told + 4]])
    chain = [outer, link_of([0, 3], None, [], depth=2)]
    first = settled(text=TEXT, start=0, end=len(TEXT), chain=chain)
    pairs = [
        (article(TEXT), [first, claim("It rained.", id="d")]),
        (article("x", id="b"), [claim("Yes.", id="e")]),
    ]
    return written(tmp_path / "out", pairs, ALONE)


def test_what_overlaps_or_lies_deeper_is_counted(tmp_path: Path) -> None:
    out = made(tmp_path)
    sentence = sentences(out / "claims.conll")[0]
    assert [label for label, _, _ in spans(sentence)] == ["Source", "Cue", "Content", "Content"]
    lost = orjson.loads((out / "losses.json").read_bytes())["formats"]["conll"]
    assert (lost["chain.overlapping_spans"], lost["chain.inner_links"], lost["chain.source.name"]) == (
        1,
        1,
        1,
    )


def test_spacy_converts_it(tmp_path: Path) -> None:
    from spacy import blank
    from spacy.tokens import DocBin

    out = made(tmp_path)
    command = [
        sys.executable,
        "-m",
        "spacy",
        "convert",
        str(out / "claims.conll"),
        str(tmp_path),
        "-c",
        "conll",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    first, second = DocBin().from_disk(tmp_path / "claims.spacy").get_docs(blank("xx").vocab)
    assert [(span.label_, span.text) for span in first.ents] == [
        ("Source", "Zoë"),
        ("Cue", "told"),
        ("Content", "it rained"),
        ("Content", "it snowed"),
    ]
    assert [sentence.text.strip() for sentence in first.sents][1] == "It rained ."
    assert second.text.strip() == "Yes ."
