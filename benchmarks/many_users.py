"""Fifty people at once, over HTTP, where every claim has three answers. python -m benchmarks.many_users [10000 100000]

Arrivals are open: 17 a second at random moments (50 people, three seconds' think time), whether or not earlier
requests were answered; a time counts from the moment of arrival, so that waiting in line counts. Four fifths are
reviewers, who ask for the next claim and decide it in turn; the others are editors, who read pages.
"""

import itertools
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import orjson

from benchmarks.measure import Runs, at_most, judge, print_head, print_runs, print_table, runs
from benchmarks.seeds import seed, vacuum
from benchmarks.stage import stage
from benchmarks.web import Client, browser, web_server

SIZES = (10_000, 100_000)
REVIEWERS, EDITORS, A_SECOND, SECONDS, WARM_S = 40, 10, 17.0, 40.0, 6.0
NEXT, DECIDE, ADJUDICATION, ORIGINS, AGREEMENT = "next", "decide", "adjudication", "origins", "agreement"
P95_MS = {NEXT: 40.0, ADJUDICATION: 80.0, ORIGINS: 100.0, AGREEMENT: 500.0}
READ_IN_TURN = (ADJUDICATION, ORIGINS, ADJUDICATION, ORIGINS, AGREEMENT)
DIFFERS, WAITS = 100, 7
"""One claim in so many has answers that differ, and one in so many waits for a fourth reader."""

APART = """
with chosen as (
    select id, row_number() over (order by id) as number from annotations_claim where project_id = %(project)s),
disputed as (
    update annotations_claim c set state = 'disputed', standing_id = null
    from chosen where chosen.id = c.id and chosen.number %% %(differs)s = 0 returning c.id),
waiting as (
    update annotations_claim c set state = 'in_review', standing_id = null
    from chosen where chosen.id = c.id and chosen.number %% %(differs)s <> 0 and chosen.number %% %(waits)s = 0
    returning c.id)
insert into annotations_decision (id, project_id, claim_id, reviewer_id, stage, revision, complete, verification,
    chain_answered, note, flag, guideline_version, suggestions_shown, others_hidden, idempotency_key,
    request_digest, salt, decided_at)
select gen_random_uuid(), %(project)s, id, %(editor)s, 'review', 2, true, 'refuted', true, '', false, 1, false, false,
    gen_random_uuid()::text, repeat('0', 64), repeat('0', 32), now()
from disputed
"""


@dataclass
class Person:
    """One of the fifty: what they do next is up to them, one thing at a time."""

    client: Client
    act: Callable[[Client], str]
    busy: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Heard:
    """How long each answer took, in seconds by what was asked, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def main(sizes: list[int]) -> int:
    """Measure each size on one durable database that grows; 0, 1 or 2 as `judge` says."""
    with stage(durable=True), web_server() as port:
        measured = {claims: _measure(port, claims) for claims in sizes}
    _print_side_by_side(measured)
    return judge(
        verdict
        for claims, heard in measured.items()
        for verdict in (
            *(
                at_most(f"{what}, {claims:,} claims: p95 ms", _runs(heard, what).percentile(95) * 1000, limit)
                for what, limit in P95_MS.items()
            ),
            at_most(f"errors, {claims:,} claims", float(len(heard.errors)), 0.0),
        )
    )


def _measure(port: int, claims: int) -> Heard:
    slug = f"many-{claims}"
    made = seed(slug, claims=claims, reviews=3)
    _set_apart(made.project_id, made.editor_id)
    people = [*_reviewers(port, made.project_id, slug), *_editors(port, made.project_id, slug)]
    _as_after_a_night(made.project_id)
    vacuum()
    print_head(
        "Fifty people at once",
        claims=claims,
        decisions=3 * claims,
        people=len(people),
        arrivals_a_second=A_SECOND,
    )
    _arrive(people, WARM_S)
    floor = runs("an empty view, nobody else there (floor)", lambda: Client(port).ask("GET", "/healthz"), 50)
    heard = _arrive(people, SECONDS)
    print_runs([floor, *(_runs(heard, what) for what in (NEXT, DECIDE, ADJUDICATION, ORIGINS, AGREEMENT))])
    for words in heard.errors[:5]:
        print(f"  error: {words}")
    return heard


def _as_after_a_night(project_id: UUID) -> None:
    """A worker has measured agreement, as it does each night where many claims are shared."""
    from annotations import measuring

    measuring.measure(project_id)


def _arrive(people: Sequence[Person], seconds: float) -> Heard:
    """Let people arrive at random moments for so long, and hear all of them out."""
    chance, heard, turns = random.Random(4), Heard(), itertools.cycle(people)
    with ThreadPoolExecutor(len(people)) as pool:
        moment = begun = time.perf_counter()
        while moment < begun + seconds:
            moment += chance.expovariate(A_SECOND)
            time.sleep(max(0.0, moment - time.perf_counter()))
            pool.submit(_ask, next(turns), moment, heard)
    return heard


def _ask(person: Person, arrived: float, heard: Heard) -> None:
    with person.busy:
        try:
            what = person.act(person.client)
        except Exception as error:
            heard.errors.append(f"{type(error).__name__}: {error}"[:300])
        else:
            heard.seconds.setdefault(what, []).append(time.perf_counter() - arrived)


def _reviewing(slug: str) -> Callable[[Client], str]:
    """Ask for the next claim; then decide it; and so on."""
    held: list[str] = []

    def act(client: Client) -> str:
        if held:
            answer = orjson.dumps({"seen_revision": 0, "verification": "supported", "chain": []})
            _send(client, f"/api/v1/claims/{held.pop()}/decisions/", answer, wanted=201)
            return DECIDE
        held.append(
            orjson.loads(_send(client, f"/api/v1/projects/{slug}/queue/next/", b"{}", wanted=200))["claim"]
        )
        return NEXT

    return act


def _send(client: Client, path: str, body: bytes, *, wanted: int) -> bytes:
    status, answer = client.ask(
        "POST", path, body, Content_Type="application/json", Idempotency_Key=str(uuid4())
    )
    if status != wanted:
        raise RuntimeError(f"{status} for {path}: {answer[:160]!r}")
    return answer


def _reading(slug: str, pages: Mapping[str, Iterator[str]], first: int) -> Callable[[Client], str]:
    """Read one page after the other, each of another claim or article."""
    turns = itertools.islice(itertools.cycle(READ_IN_TURN), first, None)

    def act(client: Client) -> str:
        what = next(turns)
        path = f"/p/{slug}/{next(pages[what])}"
        status, answer = client.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{status} for {path}: {answer[:160]!r}")
        return what

    return act


def _set_apart(project: UUID, editor: UUID) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(APART, {"project": project, "editor": editor, "differs": DIFFERS, "waits": WAITS})


def _reviewers(port: int, project: UUID, slug: str) -> Iterator[Person]:
    from annotations import admit

    for number in range(REVIEWERS):
        user = _member(project, f"{slug}-reviewer-{number}", "reviewer")
        _, token = admit.issue_token(user, name="benchmark", by=user)
        yield Person(Client(port, {"Authorization": f"Bearer {token}"}), _reviewing(slug))


def _editors(port: int, project: UUID, slug: str) -> Iterator[Person]:
    from annotations.models import Article, Claim

    disputed = Claim.objects.filter(project_id=project, state="disputed").values_list("id", flat=True)
    articles = Article.objects.filter(project_id=project).order_by("id").values_list("id", flat=True)
    for number in range(EDITORS):
        pages = {
            ADJUDICATION: itertools.cycle([f"adjudication/{pk}/" for pk in disputed[:1000][number::EDITORS]]),
            ORIGINS: itertools.cycle([f"articles/{pk}/origins/" for pk in articles[:1000][number::EDITORS]]),
            AGREEMENT: itertools.repeat("agreement/"),
        }
        user = _member(project, f"{slug}-reader-{number}", "editor")
        yield Person(browser(port, user), _reading(slug, pages, number))


def _member(project: UUID, username: str, role: str) -> Any:
    from annotations.models import Membership, User

    user = User.objects.create(username=username)
    Membership.objects.create(project_id=project, user=user, role=role)
    return user


def _runs(heard: Heard, what: str) -> Runs:
    return Runs(what, tuple(heard.seconds.get(what, (float("inf"),))))


def _print_side_by_side(measured: Mapping[int, Heard]) -> None:
    rows = [["p50 / p95 ms", *(f"{claims:,} claims" for claims in measured), "at most"]]
    for what in (NEXT, DECIDE, ADJUDICATION, ORIGINS, AGREEMENT):
        each = [_runs(heard, what) for heard in measured.values()]
        cells = [f"{one.percentile(50) * 1000:.1f} / {one.percentile(95) * 1000:.1f}" for one in each]
        rows.append([what, *cells, f"{P95_MS[what]:.0f}" if what in P95_MS else ""])
    rows.append(["errors", *(str(len(heard.errors)) for heard in measured.values()), "0"])
    print_table(rows)


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
