"""Whom a story rests on: parents, merges, what the article says of its sources, and the sentence about it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.origins import KnownOrigin, Standing, Story, VoicedClaim, root_of, story
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Identification, SourceKind

PAPER, POLICE = "Courier", "harbour police"


def link(depth: int, name: str, **more: Any) -> LinkValue:
    named = Identification.NAMED_ORGANISATION if name else Identification.UNSPECIFIED
    return LinkValue(depth, name, **{"identification": named, **more})


def claim(number: int, *names: str, text: str = "", start: int = 0) -> VoicedClaim:
    links = tuple(link(depth, name) for depth, name in enumerate(names, start=1))
    return VoicedClaim(f"c{number}", text or f"Sentence {number}.", start, links)


def provenance(text: str, about: str, cue: str, *, start: int = 40) -> VoicedClaim:
    """A claim of the paper's that says where something comes from."""

    def at(words: str) -> tuple[int, int]:
        place = start + text.index(words)
        return place, place + len(words)

    inner = link(2, POLICE, cue_span=at(cue), content_spans=(at(about),))
    return VoicedClaim("said", text, start, (link(1, PAPER), inner))


def test_the_origin_is_the_topmost_parent_of_the_innermost_source() -> None:
    known = {
        "officer": KnownOrigin("Officer", parent="police"),
        "police": KnownOrigin("Police", parent="city"),
    }
    known["city"] = KnownOrigin("City", SourceKind.GOVERNMENT)
    found = story([claim(1, PAPER, "Officer")], known)
    assert [origin.name for origin in found.origins] == ["City"]
    assert found.claims[0].relays == ("courier",)
    assert found.origins[0].voices == {"officer": 1}


def test_a_source_that_embeds_its_own_parent_is_no_relay() -> None:
    known = {"officer": KnownOrigin("Officer", parent="police"), "police": KnownOrigin("Police")}
    assert story([claim(1, "Officer", "Police")], known).claims[0].relays == ()


def test_merged_sources_are_one_origin() -> None:
    known = {"wsj": KnownOrigin("WSJ", merged_into="journal"), "journal": KnownOrigin("Journal")}
    found = story([claim(1, "WSJ"), claim(2, "Journal")], known)
    assert [(origin.name, len(origin.claim_ids)) for origin in found.origins] == [("Journal", 2)]


@pytest.mark.parametrize(
    ("about", "cue"),
    [("This information", "originates from"), ("The figures", "come from"), ("the report", "is based on")],
)
def test_a_carrier_is_followed_where_the_article_says_whence_it_knows(about: str, cue: str) -> None:
    said = provenance(f"{about}, according to the Courier, {cue} the harbour police.", about, cue)
    found = story([said, claim(2, PAPER), claim(3, "Mayor")], {})
    assert [(origin.name, len(origin.claim_ids)) for origin in found.origins] == [(POLICE, 2), ("Mayor", 1)]
    assert found.claims[1].followed is not None
    assert found.claims[1].followed.claim_id == "said"
    assert found.claims[1].relays == ("courier",)


@pytest.mark.parametrize(
    ("about", "cue"), [("The stolen fish", "comes from"), ("This information", "was denied by")]
)
def test_a_carrier_is_not_followed_for_things_of_the_world_or_other_verbs(about: str, cue: str) -> None:
    said = provenance(f"{about}, according to the Courier, {cue} the harbour police.", about, cue)
    found = story([said, claim(2, PAPER)], {})
    assert found.followed == ()
    assert found.claims[1].origin == "courier"


def test_two_carriers_that_name_each_other_end_somewhere() -> None:
    one = provenance("This information comes from the harbour police.", "This information", "comes from")
    assert one.chain is not None
    back = replace(one.chain[1], source_name=PAPER)
    two = replace(one, id="back", chain=(link(1, POLICE), back))
    found = story([one, two, claim(3, PAPER)], {})
    assert found.count(Standing.SOURCE) == 3


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")))
def test_parents_in_a_circle_end(parents: dict[str, str]) -> None:
    known = {key: KnownOrigin(key, parent=parents.get(key)) for key in "abcdef"}
    assert root_of("a", known) in set("abcdef")


def test_own_voice_nobody_and_the_unanswered_are_no_origins() -> None:
    unanswered = VoicedClaim("x", "Text.", 0, None)
    found = story([claim(1), claim(2, PAPER, ""), unanswered, claim(4, "Mayor")], {})
    assert [origin.name for origin in found.origins] == ["Mayor"]
    counts = [found.count(standing) for standing in Standing]
    assert counts == [1, 1, 1, 1]
    assert found.sentence == "1 of 4 claims rests on one origin: Mayor"


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ([], "There is no claim to ask about"),
        ([claim(1)], "No source is named for any of 1 claim"),
        ([claim(1, "Mayor"), claim(2, "Mayor")], "All 2 claims rest on one origin: Mayor"),
        ([claim(1, "Mayor"), claim(2, POLICE)], "2 of 2 claims rest on 2 independent origins"),
        (
            [claim(1, POLICE), claim(2, POLICE), claim(3)],
            "2 of 3 claims rest on one origin: the harbour police",
        ),
    ],
)
def test_the_sentence_says_what_was_found(claims: list[VoicedClaim], sentence: str) -> None:
    assert story(claims, {}).sentence == sentence


def reference() -> tuple[Story, dict[str, Any]]:
    folder = Path(settings.EVALUATION_DATA) / "articles"
    gold, expected = (folder / f"missile-purchases.{part}.json" for part in ("gold", "origins"))
    if not (gold.is_file() and expected.is_file()):
        pytest.skip(f"EVALUATION_DATA missing: no {gold} or no {expected}")
    origins = json.loads(expected.read_text("utf-8"))
    claims = [annotated(row) for row in json.loads(gold.read_text("utf-8"))["claims"] if "chain" in row]
    parents = {child.casefold(): parent.casefold() for child, parent in origins["parents"].items()}
    names = {link.source_name for one in claims for link in one.chain or () if link.source_name}
    known = {
        name.casefold(): KnownOrigin(
            name, parent=parents.get(name.casefold()), unnamed=name.endswith("(unnamed)")
        )
        for name in {*names, *origins["parents"].values()}
    }
    return story(claims, known), origins


def annotated(row: dict[str, Any]) -> VoicedClaim:
    links = tuple(
        link(
            one["depth"],
            one["source"] or "",
            cue_span=one["cue_span"] and tuple(one["cue_span"]),
            content_spans=tuple((start, end) for start, end in one["content_spans"]),
        )
        for one in row["chain"]
    )
    return VoicedClaim(row["id"], row["text"], row["start"], links)


def test_the_reference_article_rests_on_whom_its_annotator_says() -> None:
    found, expected = reference()
    words = {Standing.OWN_VOICE: "the article itself", Standing.UNSPECIFIED: "unspecified"}
    said = {one.claim_id: words.get(one.standing) or found.names[one.origin or ""] for one in found.claims}
    assert said == expected["claims"]
    assert found.sentence == expected["sentence"]
    assert len(found.origins) == expected["independent_origins"]
    counts = {origin.name: len(origin.claim_ids) for origin in found.origins}
    others = {words[one]: found.count(one) for one in words}
    assert {**counts, **others} == expected["origins"]
    followed = {one.claim_id: found.names[one.followed.carrier] for one in found.claims if one.followed}
    assert followed == {claim_id: one["from"] for claim_id, one in expected["followed"].items()}
    assert [origin.named for origin in found.origins] == [True, False, False]
