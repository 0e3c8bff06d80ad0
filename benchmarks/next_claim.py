"""How long "next" takes where every claim has three answers. python -m benchmarks.next_claim [10000 100000]"""

import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

from benchmarks.measure import Runs, at_most, judge, print_head, print_runs, runs
from benchmarks.seeds import seed, vacuum
from benchmarks.stage import stage

SIZES = (10_000, 100_000)
PEOPLE, ASKED = 50, 300
P95_MS = 40.0

# Each claim answered by three of the fifty, so that each of them has answered three claims of fifty, all over.
FURTHER = """
insert into annotations_decision (id, project_id, claim_id, reviewer_id, stage, revision, complete, verification,
    chain_answered, note, flag, guideline_version, suggestions_shown, others_hidden, idempotency_key,
    request_digest, salt, decided_at)
select gen_random_uuid(), c.project_id, c.id, p.people[1 + (c.number + k.k * 17) %% %(people)s], 'review', 1, true,
    'supported', true, '', false, 1, false, false, gen_random_uuid()::text, repeat('0', 64), repeat('0', 32), now()
from (select id, project_id, (row_number() over (order by article_id desc, start))::int / %(run)s as number
      from annotations_claim where project_id = %(project)s) c,
     (select %(ids)s::uuid[] as people) p, generate_series(1, 2) k (k)
"""


def main(sizes: list[int]) -> int:
    """Measure each size with everything still waiting for a fourth reader, and with one claim in a hundred waiting."""
    with stage():
        return max(_measure(claims) for claims in sizes)


def _measure(claims: int) -> int:
    from annotations.models import Claim, Lease, Project

    made = seed(f"next-{claims}", claims=claims)
    people = _people(made.project_id)
    _answer(made.project_id, [person.id for person in people])
    project = Project.objects.get(pk=made.project_id)
    rows = Claim.objects.filter(project=project)
    print_head("The next claim", claims=claims, decisions=3 * claims, people=PEOPLE)
    measured = []
    for label, every in (("all wait for a fourth reader", 1), ("one in a hundred waits", 100)):
        Lease.objects.all().delete()
        rows.update(state="agreed", decisions_count=3)
        waiting = list(rows.order_by("id").values_list("id", flat=True)[::every])
        for first in range(0, len(waiting), 10_000):
            rows.filter(pk__in=waiting[first : first + 10_000]).update(state="in_review")
        vacuum()
        measured.append(runs(label, _next(project, people), ASKED))
    measured.append(_last_of_all(project, people))
    print_runs(measured)
    return judge([at_most(f"{one.label}: p95 ms", one.percentile(95) * 1000, P95_MS) for one in measured])


def _last_of_all(project: Any, people: list[Any]) -> Runs:
    """Where the one claim that waits stands behind all others."""
    from annotations.models import Claim, Lease

    Lease.objects.all().delete()
    rows = Claim.objects.filter(project=project)
    rows.update(state="agreed")
    rows.filter(pk=rows.order_by("article_id", "-start").values_list("pk", flat=True)[0]).update(
        state="in_review"
    )
    vacuum()

    def nobody_on_it() -> None:
        Lease.objects.all().delete()

    return runs("one claim waits, the last of all", _next(project, people, before=nobody_on_it), ASKED)


def _people(project_id: UUID) -> list[Any]:
    from annotations.models import Membership, User

    people = [User.objects.create(username=f"{project_id}-{number}") for number in range(PEOPLE)]
    Membership.objects.bulk_create(
        Membership(project_id=project_id, user=person, role="reviewer") for person in people
    )
    return people


def _answer(project_id: UUID, ids: list[UUID]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FURTHER, {"project": project_id, "ids": ids, "people": PEOPLE, "run": 25})


def _next(
    project: Any, people: list[Any], *, before: Callable[[], None] = lambda: None
) -> Callable[[], None]:
    from annotations.queue import next_claim

    asked = 0

    def ask() -> None:
        nonlocal asked
        before()
        next_claim(project, by=people[asked % PEOPLE])
        asked += 1

    return ask


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or list(SIZES)))
