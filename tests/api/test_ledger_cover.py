"""R-LEDGER-COVER: each unsafe method of the interface leaves exactly the ledger entries it declares."""

import pytest

from annotations.models import LedgerEntry
from tests.api.route import ANYBODY, Route, served
from tests.api.routes import ROUTES, WRITES
from tests.api.world import World


def test_every_address_that_is_served_is_in_the_table() -> None:
    assert sorted(served()) == sorted((route.method, route.pattern) for route in ROUTES)


# A lease only warns and expires by itself, and what somebody has read is their own business: nothing was decided,
# and nothing is to be proved.
LEAVE_NONE = ["POST notices/read/", "POST projects/<slug:slug>/queue/next/"]


def test_every_unsafe_method_declares_its_entries() -> None:
    assert [route.id for route in WRITES if not route.verbs] == LEAVE_NONE


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_it_leaves_exactly_its_entries(world: World, route: Route) -> None:
    if route.prepare:
        route.prepare(world)
    body = route.body(world) if route.body else None
    before = set(LedgerEntry.objects.values_list("project_id", "seq"))
    by = world[sorted(route.allowed)[0]]
    response = route.call(by, world, body=body)
    assert response.status_code == route.status, response.content
    new = [
        entry
        for entry in LedgerEntry.objects.order_by("project_id", "seq")
        if (entry.project_id, entry.seq) not in before
    ]
    assert [entry.verb for entry in new] == list(route.verbs)
    assert {entry.actor for entry in new} <= {str(by.user.pk)}


OF_SOMEBODY = [route for route in WRITES if route.allowed != ANYBODY]


@pytest.mark.parametrize("route", OF_SOMEBODY, ids=lambda route: route.id)
def test_what_is_refused_leaves_none(world: World, elsewhere: World, route: Route) -> None:
    before = LedgerEntry.objects.count()
    stranger = elsewhere["editor"]
    assert route.call(stranger, world).status_code in (403, 404)
    assert LedgerEntry.objects.count() == before
