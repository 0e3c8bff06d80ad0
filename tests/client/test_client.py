"""The client does what the schema says, proves what it fetches, and tells a refusal in the workbench's words."""

import ast
import re
import sys
from typing import Any

import pytest

from annotations.api.schema import openapi
from annotations.models import Claim, Suggestion
from tests.api.world import World
from tests.client.given import SOURCE, Through, client, desk_of
from tests.factories import make_article


def test_every_address_it_asks_is_in_the_schema() -> None:
    paths = openapi()["paths"]
    for name, (method, path) in client.CALLS.items():
        assert method.lower() in paths.get(path, {}), name


def test_every_parameter_and_field_it_sends_is_in_the_schema() -> None:
    schema = openapi()
    sent = {
        "suggest": {"suggester", "version", "suggestions"},
        "ask_release": {"formats"},
        "add_article": {"text"},
    }
    for name, fields in sent.items():
        method, path = client.CALLS[name]
        body = schema["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
        named = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]
        assert fields <= set(named["properties"]), name
    for name in ("articles", "claims", "article_claims"):
        method, path = client.CALLS[name]
        parameters = {one["name"] for one in schema["paths"][path][method.lower()]["parameters"]}
        assert {"limit", "cursor"} <= parameters, name


def test_it_asks_nothing_but_the_addresses_of_its_table() -> None:
    used = set(re.findall(r'_(?:call|send|pages)\("(\w+)"', SOURCE))
    assert used == set(client.CALLS)
    assert SOURCE.count("/api/v1/") == len(client.CALLS) + 1  # the comment that names the schema


def test_it_needs_nothing_but_the_standard_library() -> None:
    imports = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in imports
        for alias in node.names
    }
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_claims_stream_over_all_pages_in_order(world: World, through: Through) -> None:
    for number in range(3):
        make_article(
            world.project, by=world["editor"].user, text=f"Ferry {number} left. It rained on {number}."
        )
    desk = desk_of(world, through)
    everything = [row["id"] for row in desk.claims(world.slug)]
    in_pages = [row["id"] for row in desk.claims(world.slug, limit="2")]
    assert in_pages == everything
    assert len(set(everything)) == len(everything) > 8
    assert sum("cursor=" in address for address in through.asked) > 3
    assert [row["position"] for row in desk.article_claims(str(world.article.id))] == list(
        range(1, Claim.objects.filter(article=world.article).count() + 1)
    )


def test_suggestions_are_kept_once_under_the_name_they_were_given(world: World, through: Through) -> None:
    desk = desk_of(world, through)
    claim = world.claims[1]
    start = world.article.text.index("port authority")
    link = {
        "depth": 1,
        "source": {"name": "Port authority", "kind": "government_agency"},
        "source_span": [start, start + 14],
        "mention": "canonical_name",
    }
    offers = [
        {
            "claim": str(claim.id),
            "kind": "chain",
            "value": [link],
            "confidence": 0.8,
            "spans": [[start, start + 14, "source"]],
        },
        {"claim": str(claim.id), "kind": "check_worthiness", "value": "check_worthy", "confidence": 0.4},
    ]
    sent = {"suggester": "theirs", "version": "2.1"}
    assert desk.suggest(str(world.article.id), offers, **sent) == {"made": 2, "known": 0}
    assert desk.suggest(str(world.article.id), offers, **sent) == {"made": 0, "known": 2}
    rows = next(row for row in desk.claims(world.slug) if row["id"] == str(claim.id))["suggestions"]
    assert {(row["suggester"], row["version"], row["kind"]) for row in rows} >= {("theirs", "2.1", "chain")}
    assert Suggestion.objects.filter(claim=claim, suggester="theirs").count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"confidence": 2}, "share from 0 to 1"),
        ({"kind": "match", "value": {}}, "not suggested from outside"),
        ({"kind": "nothing"}, "not a known kind"),
        ({"value": "maybe"}, "not a known value"),
        ({"value": None}, "'value' is missing"),
        ({"kind": "chain", "value": "x"}, "list of links"),
        ({"kind": "chain", "value": [{"depth": 4, "source": {"name": "X"}}]}, "epth"),
        (
            {"kind": "chain", "value": [{"source": {"id": "0190f0f0-0000-7000-8000-000000000000"}}]},
            "no source",
        ),
        ({"claim": "0190f0f0-0000-7000-8000-000000000000"}, "has no claim"),
        ({"spans": [[0, 99999, "cue"]]}, "behind the text"),
        ({"spans": [[5, 2, "cue"]]}, "start < end"),
        ({"colour": "red"}, "not a field here"),
    ],
)
def test_what_is_wrong_with_a_suggestion_is_named(
    world: World, through: Through, change: dict[str, Any], words: str
) -> None:
    sound = {
        "claim": str(world.claims[0].id),
        "kind": "verification",
        "value": "supported",
        "confidence": 0.5,
    }
    with pytest.raises(client.Refused) as refused:
        desk_of(world, through).suggest(
            str(world.article.id), [{**sound, **change}], suggester="theirs", version="1"
        )
    assert refused.value.status == 422
    (told,) = refused.value.problem["errors"]["suggestions"]
    assert told.startswith("Suggestion 1: ")
    assert words in told


@pytest.mark.parametrize(
    ("suggester", "version"), [("attribution-chains", "1"), ("", "1"), ("a b", "1"), ("a", "")]
)
def test_names_of_our_own_suggesters_and_odd_ones_are_refused(
    world: World, through: Through, suggester: str, version: str
) -> None:
    from annotations.suggesters import SUGGESTERS

    name = SUGGESTERS[0].name if suggester == "attribution-chains" else suggester
    offer = {
        "claim": str(world.claims[0].id),
        "kind": "verification",
        "value": "supported",
        "confidence": 0.5,
    }
    with pytest.raises(client.Refused):
        desk_of(world, through).suggest(str(world.article.id), [offer], suggester=name, version=version)


def test_answers_are_given_as_the_person_and_a_stale_one_is_refused_with_the_newer(
    world: World, through: Through
) -> None:
    desk = desk_of(world, through, "reviewer")
    claim = str(world.claims[0].id)
    desk.decide(claim, seen_revision=0, verification="supported", chain=[])
    with pytest.raises(client.Refused) as refused:
        desk.decide(claim, seen_revision=0, verification="refuted")
    assert (refused.value.status, refused.value.problem["current"]["revision"]) == (409, 1)
