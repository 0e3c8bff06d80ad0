"""Agreement over HTTP: the contract's shape, the figures of known answers, and what a blind project keeps."""

from typing import Any
from uuid import uuid4

import pytest

from annotations.domain.agreement import NO_OVERLAP, NO_VARIATION
from annotations.domain.vocabulary import MemberRole
from annotations.models import Source
from tests import factories
from tests.api.world import World, answer, make_world
from tests.factories import make_article, make_member, reviewable

OTHER = "editor"


def agreement(world: World, role: str = "supervisor") -> dict[str, Any]:
    response = world[role].get(f"projects/{world.slug}/agreement/")
    assert response.status_code == 200, response.content
    return dict(response.json())


def decide(world: World, index: int, role: str, **parts: Any) -> None:
    path = f"claims/{world.claims[index].id}/decisions/"
    sent = world[role].post(path, answer(**parts), key=str(uuid4()))
    assert sent.status_code == 201, sent.content


def said_by(
    *names: str, identification: str = "named_organisation", span: Any = None
) -> list[dict[str, Any]]:
    return [
        {
            "depth": depth,
            "source": {"name": name, "kind": "company"},
            "identification": identification,
            "source_span": span,
        }
        for depth, name in enumerate(names, start=1)
    ]


def test_without_two_answers_everything_is_null_and_says_why(world: World) -> None:
    decide(world, 0, "reviewer")
    found = agreement(world)
    assert {"verification", "check_worthiness", "origin", "ordered_chain"} <= found.keys()
    for field in found.values():
        assert field == {
            "n": 0,
            "percent": None,
            "kappa": None,
            "alpha": None,
            "interval": None,
            "why": NO_OVERLAP,
        }


def test_known_answers_give_known_figures(world: World) -> None:
    for index, (one, other) in enumerate([("supported",) * 2, ("refuted",) * 2, ("supported", "refuted")]):
        decide(world, index, "reviewer", verification=one, chain=said_by("Herald", "Port office"), priority=1)
        decide(world, index, OTHER, verification=other, chain=said_by("Port office"), priority=index + 1)
    found = agreement(world)
    status = found["verification"]
    assert (status["n"], status["percent"]) == (3, 66.67)
    assert status["kappa"] == pytest.approx(0.4)
    assert status["alpha"] == pytest.approx(1 - 5 * 2 / 18, abs=0.0001)
    assert status["interval"] is None
    assert (found["origin"]["percent"], found["origin"]["why"]) == (100, NO_VARIATION)
    assert found["ordered_chain"]["percent"] == 0
    assert found["priority"]["n"] == 3
    assert found["check_worthiness"]["n"] == 0


def test_merged_sources_and_overlapping_stubs_are_the_same_source(world: World) -> None:
    decide(world, 0, "reviewer", chain=said_by("Herald"))
    decide(world, 0, OTHER, chain=said_by("The Herald of Velm"))
    start = world.claims[1].start
    unnamed: dict[str, Any] = {"identification": "unnamed_individual", "span": [start, start + 5]}
    decide(world, 1, "reviewer", chain=said_by("an official", **unnamed))
    decide(world, 1, OTHER, chain=said_by("the officer", **unnamed))
    assert agreement(world)["ordered_chain"]["percent"] == 50
    Source.objects.filter(project=world.project, name="The Herald of Velm").update(
        merged_into=Source.objects.get(project=world.project, name="Herald")
    )
    assert agreement(world)["ordered_chain"]["percent"] == 100


def test_what_is_taken_back_or_non_factual_is_not_compared(world: World) -> None:
    decide(world, 0, "reviewer", check_worthiness="non_factual", chain=said_by("Herald"))
    decide(world, 0, OTHER, chain=[])
    decide(world, 1, "reviewer")
    decide(world, 1, OTHER, verification="refuted")
    world[OTHER].post(f"claims/{world.claims[1].id}/undo/", {"seen_revision": 1}, key=str(uuid4()))
    found = agreement(world)
    assert found["verification"]["n"] == 1
    assert found["ordered_chain"]["n"] == 0


def test_a_blind_projects_reviewers_learn_nothing_before_the_quorum(db: None) -> None:
    world = make_world(blind=True, quorum=3)
    decide(world, 0, "reviewer")
    decide(world, 0, OTHER, verification="refuted")
    assert agreement(world, "reviewer")["verification"]["n"] == 0
    assert agreement(world, "editor")["verification"]["n"] == 1
    third = make_member(world.project, MemberRole.REVIEWER)
    factories.decide(world.claims[0], third)
    assert agreement(world, "reviewer")["verification"]["n"] == 1


def test_many_answers_ask_no_more_than_few(world: World, connection_queries: Any) -> None:
    decide(world, 0, "reviewer", chain=said_by("Herald"))
    decide(world, 0, OTHER, chain=said_by("Herald"))
    with connection_queries as few:
        agreement(world)
    text = " ".join(f"The mayor spoke {number} times." for number in range(30))
    world.claims = reviewable(make_article(world.project, text=text, by=world["editor"].user))
    for index in range(30):
        decide(world, index, "reviewer", chain=said_by("Herald", f"Office {index}"))
        decide(world, index, OTHER, chain=said_by("Herald"), verification="refuted")
    with connection_queries as many:
        assert agreement(world)["verification"]["n"] == 31
    assert len(many) <= len(few)
