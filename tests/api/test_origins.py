"""Whom an article rests on, over HTTP: who sees which chains, what is followed, and how often the database is asked."""

from typing import Any
from uuid import uuid4

import pytest

from annotations.domain.vocabulary import SourceKind
from annotations.models import Source
from annotations.sources import create as create_source
from tests.api.world import World, answer, make_suggestion, make_world
from tests.factories import make_article, reviewable


def origins(world: World, role: str = "editor") -> dict[str, Any]:
    response = world[role].get(f"articles/{world.article.id}/origins/")
    assert response.status_code == 200, response.content
    return dict(response.json())


def decide(world: World, index: int, *names: str, role: str = "reviewer") -> None:
    chain = [
        {
            "depth": depth,
            "source": {"name": name, "kind": "government_agency"},
            "identification": "named_organisation",
        }
        for depth, name in enumerate(names, start=1)
    ]
    path = f"claims/{world.claims[index].id}/decisions/"
    sent = world[role].post(path, answer(chain=chain), key=str(uuid4()))
    assert sent.status_code == 201, sent.content


def test_decided_chains_are_counted_through_parents_and_merges(world: World) -> None:
    ministry = create_source(
        world.project, name="Transport ministry", kind=SourceKind.GOVERNMENT, by=world["editor"].user
    )
    decide(world, 0, "Port office")
    decide(world, 1, "Herald", "Harbour office")
    decide(world, 2)
    office = Source.objects.get(project=world.project, name="Port office")
    Source.objects.filter(project=world.project, name="Harbour office").update(merged_into=office)
    Source.objects.filter(pk=office.pk).update(parent=ministry)
    found = origins(world)
    assert found["origins"] == [{"source": "Transport ministry", "claims": 2, "named": True}]
    assert found["sentence"] == f"2 of {len(world.claims)} claims rest on one origin: the Transport ministry"
    assert (found["own_voice"], found["unspecified"], found["independent_origins"]) == (1, 0, 1)
    assert found["based_on"] == "decided"
    assert found["unanswered"] == len(world.claims) - 3


def test_suggested_chains_count_where_nobody_decided_and_it_is_said(world: World) -> None:
    value = [
        {
            "depth": 1,
            "source": {"name": world.source.name, "kind": "government_agency"},
            "source_span": None,
            "cue_span": None,
            "content_spans": [],
            "quote_type": "indirect",
            "identification": "named_organisation",
            "record": "not_stated",
            "mention": None,
        }
    ]
    make_suggestion(world.claims[1], kind="chain", value=value, confidence=0.9)
    make_suggestion(world.claims[1], kind="chain", value=[], confidence=0.2, rank=1)
    assert origins(world)["based_on"] == "suggested"
    assert origins(world)["origins"] == [{"source": world.source.name, "claims": 1, "named": True}]
    decide(world, 0, "Mayor")
    assert origins(world)["based_on"] == "mixed"
    decide(world, 1, "Mayor")
    assert origins(world)["based_on"] == "decided"


@pytest.mark.parametrize("blind", [False, True])
def test_reviewers_of_a_blind_project_do_not_learn_others_chains(db: None, blind: bool) -> None:
    world = make_world(blind=blind, quorum=2)
    decide(world, 0, "Mayor", role="editor")
    assert bool(origins(world, "reviewer")["origins"]) is not blind
    assert origins(world, "editor")["origins"] == origins(world, "supervisor")["origins"] != []
    decide(world, 0, "Mayor", role="reviewer")
    assert origins(world, "reviewer")["origins"] == [{"source": "Mayor", "claims": 1, "named": True}]


def test_the_blind_share_shows_no_suggestion(db: None) -> None:
    world = make_world(blind_share=1.0)
    make_suggestion(world.claims[1], kind="chain", value=[], confidence=0.9)
    assert origins(world, "supervisor")["own_voice"] == 0


def test_a_long_article_asks_no_more_than_a_short_one(world: World, connection_queries: Any) -> None:
    decide(world, 0, "Port office")
    origins(world)
    with connection_queries as few:
        origins(world)
    text = " ".join(f"The mayor spoke {number} times." for number in range(60))
    world.article = make_article(world.project, text=text, by=world["editor"].user)
    world.claims = reviewable(world.article)
    for index in range(30):
        decide(world, index, "Herald", f"Office {index}")
    with connection_queries as many:
        assert len(origins(world)["origins"]) == 30
    assert len(many) <= len(few)
