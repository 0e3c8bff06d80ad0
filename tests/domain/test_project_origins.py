"""Whom many articles rest on together: origins, relays, circular reporting, the two-source rule."""

from annotations.domain.origins import Followed, KnownOrigin, Standing
from annotations.domain.project_origins import Outlet, Told, project_story

KNOWN = {
    "gov": KnownOrigin("US government"),
    "official": KnownOrigin("US official", parent="gov", unnamed=True),
    "wsj": KnownOrigin("Wall Street Journal"),
    "journal": KnownOrigin("The Journal", merged_into="wsj"),
    "mayor": KnownOrigin("Mayor"),
}
OUTLETS = {
    "1": Outlet("herald", "Herald"),
    "2": Outlet("post", "Post"),
    "3": Outlet("herald", "Herald"),
}


def test_one_origin_behind_two_outlets_is_circular() -> None:
    told = [
        Told("1", ("wsj", "official"), 3),
        Told("2", ("gov",), 2),
        Told("3", ("mayor",), 1),
        Told("3", (), 4),
        Told("2", ("wsj", ""), 1),
    ]
    found = project_story(told, KNOWN, outlets=OUTLETS, followed={})
    assert [(one.name, one.claims, dict(one.outlets)) for one in found.origins] == [
        ("US government", 5, {"herald": 3, "post": 2}),
        ("Mayor", 1, {"herald": 1}),
    ]
    assert [one.name for one in found.circular] == ["US government"]
    assert found.origins[0].relays == {"wsj": 3}
    assert found.counts == {Standing.SOURCE: 6, Standing.OWN_VOICE: 4, Standing.UNSPECIFIED: 1}
    assert found.thin == {"1": 1, "2": 1, "3": 1}
    assert found.sentence == (
        "6 claims rest on 2 independent origins, 5 of them on US government; 1 of these behind several outlets"
    )


def test_an_article_with_two_origins_is_not_thin() -> None:
    found = project_story(
        [Told("1", ("gov",), 1), Told("1", ("mayor",), 1)], KNOWN, outlets=OUTLETS, followed={}
    )
    assert found.thin == {}
    assert found.circular == ()


def test_what_an_article_says_of_its_source_is_followed_in_that_article_only() -> None:
    followed = {"1": [Followed("journal", "gov", "c", "This information comes from the government.")]}
    told = [Told("1", ("wsj",), 2), Told("2", ("wsj",), 1)]
    found = project_story(told, KNOWN, outlets=OUTLETS, followed=followed)
    assert [(one.name, one.claims, dict(one.articles)) for one in found.origins] == [
        ("US government", 2, {"1": 2}),
        ("Wall Street Journal", 1, {"2": 1}),
    ]


def test_flows_add_up_to_the_claims_with_an_origin() -> None:
    told = [Told("1", ("wsj", "official"), 3), Told("2", ("mayor",), 2), Told("2", (), 9)]
    found = project_story(told, KNOWN, outlets=OUTLETS, followed={})
    assert sum(flow.claims for flow in found.flows) == 5
    assert {(flow.origin, flow.relay, flow.outlet) for flow in found.flows} == {
        ("gov", "wsj", "herald"),
        ("mayor", "", "post"),
    }


def test_nothing_decided_is_said_so() -> None:
    assert project_story([], {}, outlets={}, followed={}).sentence == "No decided claim names a source yet"
