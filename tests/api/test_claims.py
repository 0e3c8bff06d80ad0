"""Claims over HTTP: rows, pages, filters, search, and mending the division."""

from typing import Any

import pytest

from annotations.models import Claim, Decision, Suggestion
from annotations.queries import search
from tests.api.world import World, answer, make_suggestion, problem_of
from tests.factories import make_article, reviewable


def rows(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.content
    return list(response.json()["results"])


def all_pages(world: World, path: str, **query: Any) -> list[dict[str, Any]]:
    """The rows of every page, forwards; and the same ones backwards."""
    page = world["reviewer"].get(path, **query).json()
    found, pages = list(page["results"]), [page]
    while page["next"]:
        page = world["reviewer"].client.get(page["next"]).json()
        pages.append(page)
        found += page["results"]
    back = list(page["results"])
    while page["previous"]:
        page = world["reviewer"].client.get(page["previous"]).json()
        back = page["results"] + back
    assert [row["id"] for row in back] == [row["id"] for row in found]
    return found


def test_the_claims_of_an_article_come_in_order_and_give_its_text_back(world: World) -> None:
    found = rows(world["reviewer"].get(f"articles/{world.article.id}/claims/"))
    assert [row["start"] for row in found] == sorted(row["start"] for row in found)
    assert all(row["text"] == world.article.text[row["start"] : row["end"]] for row in found)
    assert {row["role"] for row in found} >= {"headline", "body"}
    assert list(found[0]) == [
        *("id", "article", "position", "start", "end", "text", "role", "duplicate_of", "state", "decisions"),
        *("revision", "suggestions", "decision"),
    ]


def test_pages_hold_every_claim_once_forwards_and_backwards(world: World) -> None:
    make_article(world.project, by=world["editor"].user, text="A second article. It is short.\n")
    path = f"projects/{world.slug}/claims/"
    everything = [row["id"] for row in rows(world["reviewer"].get(path))]
    for limit in (1, 2, 3, 100):
        assert [row["id"] for row in all_pages(world, path, limit=limit)] == everything
    own = all_pages(world, f"articles/{world.article.id}/claims/", limit=2)
    assert len(own) == Claim.objects.filter(article=world.article).count()


def test_suggestions_stand_beside_their_claim(world: World) -> None:
    row = rows(world["reviewer"].get(f"articles/{world.article.id}/claims/"))[1]
    assert row["suggestions"] == [
        {
            "id": str(world.suggestion.id),
            "suggester": "test",
            "version": "1",
            "kind": "check_worthiness",
            "value": "check_worthy",
            "confidence": 0.5,
            "explanation": "",
            "spans": [],
        }
    ]


def test_the_blind_share_is_shown_without_suggestions(world: World) -> None:
    world.project.blind_share = 1.0
    world.project.save()
    for path in (f"articles/{world.article.id}/claims/", f"projects/{world.slug}/claims/"):
        for role in ("reviewer", "editor", "supervisor"):
            assert not [row for row in rows(world[role].get(path)) if row["suggestions"]]


def test_a_row_shows_my_answer_else_the_settled_one(world: World) -> None:
    world.project.quorum = 2
    world.project.save()
    claim = world.claims[0]
    one, two = world["reviewer"], world["editor"]

    def shown(role: str) -> Any:
        return rows(world[role].get(f"articles/{world.article.id}/claims/"))[0]

    one.post(f"claims/{claim.id}/decisions/", answer(), key="k")
    assert (shown("reviewer")["decision"]["verification"], shown("reviewer")["revision"]) == ("supported", 1)
    assert (shown("editor")["decision"], shown("editor")["revision"]) == (None, 0)
    assert shown("supervisor")["state"] == "in_review"
    two.post(f"claims/{claim.id}/decisions/", answer(), key="k")
    assert shown("supervisor")["decision"]["verification"] == "supported"
    assert (shown("supervisor")["state"], shown("supervisor")["decisions"]) == ("agreed", 2)


def test_a_duplicate_shows_the_answer_of_the_claim_it_repeats(world: World) -> None:
    Claim.objects.filter(pk=world.claims[2].pk).update(duplicate_of=world.claims[0])
    world["reviewer"].post(f"claims/{world.claims[0].id}/decisions/", answer(), key="k")
    row = next(
        row
        for row in rows(world["supervisor"].get(f"articles/{world.article.id}/claims/"))
        if row["id"] == str(world.claims[2].id)
    )
    assert row["duplicate_of"] == row["decision"]["claim"] == str(world.claims[0].id)


def test_filters_choose_by_what_is_shown(world: World) -> None:
    path, claim = f"projects/{world.slug}/claims/", world.claims[1]
    named = {"depth": 1, "source": {"id": str(world.source.id)}}
    world["reviewer"].post(
        f"claims/{claim.id}/decisions/", answer(verification="refuted", chain=[named]), key="k"
    )
    for query in (
        {"state": "agreed"},
        {"verification": "refuted"},
        {"source": str(world.source.id)},
        {"state": "agreed", "verification": "refuted", "role": "body", "article": str(world.article.id)},
    ):
        assert [row["id"] for row in rows(world["editor"].get(path, **query))] == [str(claim.id)], query
    assert rows(world["editor"].get(path, verification="supported")) == []
    assert {row["role"] for row in rows(world["editor"].get(path, role="headline"))} == {"headline"}
    everything = len(rows(world["editor"].get(path)))
    assert (
        len(rows(world["editor"].get(path, state="", verification="", source="", role="", q="")))
        == everything
    )


def test_a_filter_goes_by_ones_own_answer_before_the_settled_one(world: World) -> None:
    path, claim = f"projects/{world.slug}/claims/", world.claims[1]
    for who, verification in (("reviewer", "refuted"), ("editor", "supported")):
        world[who].post(f"claims/{claim.id}/decisions/", answer(verification=verification), key="k")
    settled = Decision.objects.get(claim=claim, verification="refuted")
    Claim.objects.filter(pk=claim.pk).update(state="adjudicated", standing=settled)
    found = {
        who: [word for word in ("supported", "refuted") if rows(world[who].get(path, verification=word))]
        for who in ("reviewer", "editor", "supervisor")
    }
    assert found == {"reviewer": ["refuted"], "editor": ["supported"], "supervisor": ["refuted"]}


def test_in_a_blind_project_no_filter_tells_what_others_answered(world: World) -> None:
    world.project.blind, world.project.quorum = True, 2
    world.project.save()
    named = {"depth": 1, "source": {"id": str(world.source.id)}}
    body = answer(verification="refuted", chain=[named])
    world["reviewer"].post(f"claims/{world.claims[1].id}/decisions/", body, key="k")
    path = f"projects/{world.slug}/claims/"
    for query in ({"verification": "refuted"}, {"source": str(world.source.id)}):
        assert rows(world["editor"].get(path, **query)) == []
        assert len(rows(world["reviewer"].get(path, **query))) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "nowhere"}, "state"),
        ({"verification": "true"}, "verification"),
        ({"role": "title"}, "role"),
        ({"source": "7"}, "source"),
        ({"article": "x"}, "article"),
        ({"q": "x" * 301}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"limit": "0"}, "limit"),
        ({"limit": "501"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "²"}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "WyJuIl0="}, "cursor"),
        ({"cursor": "WyJuIiwxLDJd"}, "cursor"),
        ({"cursor": "é"}, "cursor"),
    ],
)
def test_a_question_that_makes_no_sense_is_named(world: World, query: Any, field: str) -> None:
    response = world["reviewer"].get(f"projects/{world.slug}/claims/", **query)
    assert response.status_code == 422
    assert field in problem_of(response)["errors"]


@pytest.mark.parametrize("walk", [1, 3, search.WALK])
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("bridge", 2),
        ("BRIDGE", 2),
        ("brid", 2),
        ("br", 2),
        ("harbour bridge", 2),
        ("bridge harbour", 2),
        ("bridge cables", 0),
        ("corrosion", 1),
        ("zanzibar", 0),
        ("...", 0),
        ("'", 0),
        ("\\", 0),
        ("bridge'", 2),
        ("bridge:* | cables", 0),
        ("!bridge", 2),
        ("& bridge", 2),
    ],
)
def test_search_finds_every_word_whichever_way_it_goes(
    world: World, monkeypatch: pytest.MonkeyPatch, walk: int, q: str, expected: int
) -> None:
    monkeypatch.setattr(search, "WALK", walk)
    path = f"projects/{world.slug}/claims/"
    found = rows(world["reviewer"].get(path, q=q))
    assert len(found) == expected, [row["text"] for row in found]
    if expected > 1:
        assert [row["id"] for row in all_pages(world, path, q=q, limit=1)] == [row["id"] for row in found]


def test_lists_ask_the_database_no_more_for_thirty_rows_than_for_one(
    world: World, connection_queries: Any
) -> None:
    paths = [f"projects/{world.slug}/claims/", f"articles/{world.article.id}/claims/"]
    for index, claim in enumerate(world.claims):
        make_suggestion(claim, version=f"more-{index}")
        named = {"depth": 1, "source": {"id": str(world.source.id)}}
        world["reviewer"].post(f"claims/{claim.id}/decisions/", answer(chain=[named]), key=f"k{index}")
    thirty = "\n\n".join(f"Sentence number {index} speaks of the bridge." for index in range(30))
    long = make_article(world.project, by=world["editor"].user, text=thirty)
    paths.append(f"articles/{long.id}/claims/")
    first = reviewable(long)[0]
    world["reviewer"].post(f"claims/{first.id}/decisions/", answer(), key="first")
    for path in paths:
        for query in ({}, {"q": "bridge"}, {"state": "agreed"}):
            if "articles/" in path and query:
                continue
            with connection_queries as one:
                assert len(rows(world["reviewer"].get(path, limit=1, **query))) == 1
            with connection_queries as many:
                rows(world["reviewer"].get(path, limit=100, **query))
            more = 1 if "q" in query else 0  # a search that does not fill its page looks a second time
            assert len(one) <= len(many) <= len(one) + more <= 10, (path, query, len(one), len(many))
    assert Suggestion.objects.count() > 4


def test_a_claim_is_split_and_joined_again(world: World) -> None:
    claim, editor = world.claims[0], world["editor"]
    parts = editor.post(f"claims/{claim.id}/split/", {"at": [claim.start + 8]}).json()
    assert [part["text"] for part in parts] == ["Harbour", "bridge closed after inspection"]
    whole = editor.post(f"claims/{parts[0]['id']}/merge-next/").json()
    assert [part["text"] for part in whole] == [claim.text]
    assert whole[0]["id"] != str(claim.id)
    again = editor.post(f"claims/{claim.id}/split/", {"at": [claim.start + 8]})
    assert again.status_code == 409
    problem_of(again)


@pytest.mark.parametrize(
    ("rest", "body", "field"),
    [
        ("split/", {"at": []}, "at"),
        ("split/", {"at": [0]}, "at"),
        ("split/", {"at": [10**9]}, "at"),
        ("split/", {"at": ["5"]}, "at"),
        ("split/", {"at": 5}, "at"),
        ("split/", {}, "at"),
        ("split/", {"at": [True]}, "at"),
        ("role/", {"role": "title"}, "role"),
        ("role/", {}, "role"),
        ("role/", {"role": "headline"}, "role"),
        ("merge-next/", {"with": 1}, "with"),
    ],
)
def test_a_division_that_makes_no_sense_is_named(world: World, rest: str, body: Any, field: str) -> None:
    response = world["editor"].post(f"claims/{world.claims[0].id}/{rest}", body)
    assert response.status_code == 422, response.content
    assert field in problem_of(response)["errors"]
