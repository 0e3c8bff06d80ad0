"""How fast a decision is saved and the desk is shown, over HTTP. python -m benchmarks.deciding [10000 100000]"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

import orjson

from benchmarks.corpus import article
from benchmarks.measure import (
    Runs,
    Verdict,
    at_least,
    at_most,
    judge,
    print_head,
    print_runs,
    print_table,
    runs,
)
from benchmarks.seeds import seed, vacuum
from benchmarks.stage import stage
from benchmarks.web import CSRF, Client, browser, web_server

SIZES = (10_000, 100_000)
SENTENCES, ARTICLES = 40, 66
REPEATS, EACH, CLIENTS, EACH_OF_MANY, PAGES = 5, 60, 8, 25, 20
P50_MS, P95_MS, RATE, PAGE_MS, RATIO = 15.0, 40.0, 200.0, 60.0, 1.3


@dataclass(frozen=True)
class Person:
    """A reviewer with a browser and a program of theirs."""

    browser: Client
    program: Client


@dataclass
class Desk:
    """A project of that size, in which some articles of 40 sentences wait for an answer."""

    slug: str
    articles: list[Any]
    claims: list[Any]
    people: list[Person]

    def by_browser(self, person: int, claims: Iterator[int]) -> Callable[[], None]:
        """Saves the next claim's answer as the desk's script does; the answer holds the row as it now stands."""
        client = self.people[person].browser

        def save() -> None:
            place = next(claims)
            status, body = client.post_form(
                f"/p/{self.slug}/claims/{self.claims[place]}/decide/",
                {
                    "verification": "supported",
                    "chain": "own_voice",
                    "seen_revision": "0",
                    "seconds": "4.2",
                    "next": str(self.claims[place + 1]),
                    "idempotency_key": str(uuid4()),
                    "csrfmiddlewaretoken": CSRF,
                },
            )
            assert status == 200, (status, body[:400])

        return save

    def by_program(self, person: int, claims: Iterator[int]) -> Callable[[], None]:
        """Saves the next claim's answer as a program does."""
        client = self.people[person].program

        def save() -> None:
            status, body = client.ask(
                "POST",
                f"/api/v1/claims/{self.claims[next(claims)]}/decisions/",
                orjson.dumps({"seen_revision": 0, "verification": "supported", "chain": []}),
                Content_Type="application/json",
                Idempotency_Key=str(uuid4()),
            )
            assert status == 201, (status, body[:400])

        return save


def main(sizes: list[int]) -> int:
    """Measure each size on one durable database that grows; 0, 1 or 2 as `judge` says."""
    with stage(durable=True), web_server() as port:
        worst, pages = 0, []
        for claims in sizes:
            code, page = _measure(port, claims)
            worst = max(worst, code)
            pages.append(page)
        if len(pages) > 1:
            ratio = pages[-1].percentile(95) / pages[0].percentile(95)
            worst = max(
                worst, judge([at_most(f"desk page, {sizes[-1]:,} : {sizes[0]:,} claims", ratio, RATIO)])
            )
        return worst


def _measure(port: int, claims: int) -> tuple[int, Runs]:
    desk = _desk(port, claims)
    print_head("Deciding over HTTP, with fsync", claims=claims, suggestions=True)
    before = _floors(desk)
    single = {
        "desk": [runs(f"desk, run {n + 1}", desk.by_browser(0, c), EACH) for n, c in _shares(EACH)],
        "API": [runs(f"API, run {n + 1}", desk.by_program(1, c), EACH) for n, c in _shares(EACH)],
    }
    many = {
        "desk": [_at_once(desk.by_browser, repeat) for repeat in range(REPEATS)],
        "API": [_at_once(desk.by_program, repeat + REPEATS) for repeat in range(REPEATS)],
    }
    page = runs("desk page, 40 sentences", _page(desk), PAGES * REPEATS)
    after = _floors(desk)
    print_runs([*before, *single["desk"], *single["API"], page, *after])
    _print_rates(many)
    verdicts: list[Verdict] = []
    for name, measured in single.items():
        verdicts.append(at_most(f"{name}: p50 ms", _median(one.percentile(50) for one in measured), P50_MS))
        verdicts.append(at_most(f"{name}: p95 ms", _median(one.percentile(95) for one in measured), P95_MS))
        rates = sorted(many[name])
        verdicts.append(at_least(f"{name}: decisions/s, {CLIENTS} clients", rates[len(rates) // 2], RATE))
    verdicts.append(at_most("desk page p95 ms", page.percentile(95) * 1000, PAGE_MS))
    return judge(verdicts, floors=list(zip(before, after, strict=True))), page


def _median(seconds: Any) -> float:
    """In milliseconds."""
    ordered = sorted(seconds)
    return float(ordered[len(ordered) // 2] * 1000)


def _shares(each: int) -> Iterator[tuple[int, Iterator[int]]]:
    """Of the claims, a part for each repeat."""
    return ((repeat, count(repeat * each)) for repeat in range(REPEATS))


def _print_rates(many: dict[str, list[float]]) -> None:
    rows = [["eight clients", "n", "decisions/s in every run"]]
    for name, rates in many.items():
        rows.append([name, str(CLIENTS * EACH_OF_MANY), " ".join(f"{rate:.0f}" for rate in rates)])
    print_table(rows)


def _at_once(way: Callable[[int, Iterator[int]], Callable[[], None]], repeat: int) -> float:
    """Decisions a second of eight people, each on a part of the claims of their own."""
    first = REPEATS * EACH  # what one client alone has answered before
    acts = [
        way(person + 2, count(first + (person * 2 * REPEATS + repeat) * EACH_OF_MANY))
        for person in range(CLIENTS)
    ]
    failed: list[BaseException] = []

    def work(act: Callable[[], None]) -> None:
        try:
            for _ in range(EACH_OF_MANY):
                act()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return CLIENTS * EACH_OF_MANY / (time.perf_counter() - begun)


def _page(desk: Desk) -> Callable[[], None]:
    client, articles = desk.people[0].browser, iter(desk.articles * (PAGES * REPEATS))

    def show() -> None:
        status, body = client.ask("GET", f"/p/{desk.slug}/articles/{next(articles)}/")
        assert status == 200, (status, body[:400])
        assert body.count(b"data-claim=") >= SENTENCES, body.count(b"data-claim=")

    return show


def _floors(desk: Desk) -> list[Runs]:
    """What no workbench could be faster than: a commit, a look-up, an answer without any work."""
    from django.db import connection, connections

    client = Client(desk.people[0].browser.port)
    with connections["owner"].cursor() as cursor:
        cursor.execute("create table if not exists floor (id bigserial primary key, words text)")

    def insert() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("insert into floor (words) values ('x')")

    def select() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select state from annotations_claim where id = %s", [desk.claims[0]])

    select()
    return [
        runs("one-row INSERT + COMMIT (floor)", insert, 200),
        runs("one SELECT by key (floor)", select, 200),
        runs("an empty view (floor)", lambda: client.ask("GET", "/healthz"), 200),
    ]


def _desk(port: int, claims: int) -> Desk:
    from annotations.domain.records import Draft
    from annotations.ingest import Incoming, import_articles
    from annotations.models import Claim, Project, User
    from annotations.suggest import propose_for

    slug = f"size-{claims}"
    seeded = seed(slug, claims=claims, suggestions=True)
    project, editor = Project.objects.get(pk=seeded.project_id), User.objects.get(pk=seeded.editor_id)
    texts = [article(number, SENTENCES, seed=claims) for number in range(ARTICLES)]
    batch = [Incoming(text.encode(), Draft(text=text, language="en", outlet="Courier")) for text in texts]
    ids = [imported.article_id for imported in import_articles(project, batch, by=editor)]
    for pk in ids:
        if pk is not None:
            propose_for(pk)
    people = [_person(port, project, f"{slug}-{number}") for number in range(CLIENTS + 2)]
    waiting = Claim.objects.filter(article_id__in=ids).reviewable().order_by("article_id", "start")
    vacuum()
    return Desk(slug, ids, list(waiting.values_list("id", flat=True)), people)


def _person(port: int, project: Any, username: str) -> Person:
    from annotations import admit
    from annotations.models import Membership, User

    user = User.objects.create(username=username)
    Membership.objects.create(project=project, user=user, role="reviewer")
    _, token = admit.issue_token(user, name="benchmark", by=user)
    return Person(browser(port, user), Client(port, {"Authorization": f"Bearer {token}"}))


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
