"""R-CRASH: eight clients decide while web, worker, broker and database are killed; nothing acknowledged is lost."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from tests.reliability.clients import UNREACHED, Acknowledged, Decider, finish, start
from tests.stack import Stack, running_stack, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.slow]
CLIENTS, ARTICLES = 8, 4
BETWEEN_KILLS_S, ROUNDS_OF_THE_TWIN = 2.5, 8
PARTS = (
    "gunicorn",
    "celery --app workbench --quiet worker",
    "valkey-server",
    "postgres",
    "gunicorn",
    "postgres",
)
SUGGESTED_WITHIN_S = 60.0
STORED = """
import json
from annotations import ledger
from annotations.models import Article, Decision, Project, Suggestion
project = Project.objects.get(slug="sample")
kept = ("id", "claim_id", "revision", "verification", "idempotency_key")
rows = Decision.objects.filter(project=project).values_list(*kept)
entries = list(ledger.entries(project.id, verb="decided", limit=10**6))
made = list(ledger.entries(project.id, verb="suggestions_made", limit=10**6))
print(json.dumps({
    "decisions": [[str(a), str(b), c, d, e] for a, b, c, d, e in rows],
    "entries": [entry.payload["decision"] for entry in entries],
    "suggested": [entry.subject + entry.payload["suggester"] for entry in made],
    "made": sum(entry.payload["made"] for entry in made),
    "suggestions": Suggestion.objects.filter(project=project).count(),
    "pending": Article.objects.filter(project=project, suggestions="pending").count(),
}))
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A workbench of this module's own, with fsync, since its parts are killed here."""
    with running_stack(tmp_path_factory.mktemp("crash"), "--sample") as started:
        yield started


def stored(stack: Stack) -> Any:
    return json.loads(stack.manage("shell", "--no-imports", "-c", STORED).stdout)


def deciders(stack: Stack) -> list[Decider]:
    """Eight people's windows; no two of one person on the same claim."""
    people = [user for user in stack.access["users"] if user["role"] != "supervisor"]
    stop, found = threading.Event(), []
    for number in range(CLIENTS):
        person = people[number % len(people)]
        decider = Decider(stack, person["token"], [], stop)
        _, page = decider.ask("GET", "api/v1/projects/sample/claims/?role=body&limit=100")
        mine = [(row["id"], row["revision"]) for row in page["results"] if row["duplicate_of"] is None]
        decider.claims = mine[number // len(people) :: 2][:5]
        found.append(decider)
    return found


def kill(stack: Stack, part: str) -> None:
    """SIGKILL, for the database and all its processes in the same moment."""
    if part != "postgres":
        stack.find(part).kill()
        return
    server = psutil.Process(int((stack.var_dir / "postgres/data/postmaster.pid").read_text().split()[0]))
    family = [server, *server.children(recursive=True)]
    for process in family:
        process.kill()


def take_in(decider: Decider, number: int) -> None:
    words = " ".join(f"The council said that road {number}-{index} is closed." for index in range(200))
    body = {"text": f"Road news {number}\n\n{words}\n", "language": "en"}
    while True:
        try:
            status, _ = decider.ask("POST", "api/v1/projects/sample/articles/", body, key=f"road-{number}")
        except UNREACHED:
            status = 0
        if status in (200, 201):
            return
        assert status == 0 or status >= 500, status
        time.sleep(0.1)


def lost(acknowledged: list[Acknowledged], rows: list[Any]) -> list[Acknowledged]:
    there = {tuple(row) for row in rows}
    return [a for a in acknowledged if (a.decision, a.claim, a.revision, a.verification, a.key) not in there]


def test_nothing_acknowledged_is_lost_or_doubled_whatever_is_killed(stack: Stack) -> None:
    people = deciders(stack)
    editor = Decider(stack, stack.sign_in("editor")["token"], [], threading.Event())
    threads = start(people)
    for number, part in enumerate(PARTS):
        if number < ARTICLES:
            take_in(editor, number)
        time.sleep(BETWEEN_KILLS_S)
        kill(stack, part)
    time.sleep(BETWEEN_KILLS_S)
    finish(people, threads)
    wait_for(
        lambda: not stored(stack)["pending"], within_s=SUGGESTED_WITHIN_S, what="all suggestions are made"
    )
    told = [a for person in people for a in person.acknowledged]
    state = stored(stack)
    print(f"{len(told)} acknowledged, {sum(person.retries for person in people)} asked again")
    assert [refusal for person in people for refusal in person.refused] == []
    assert lost(told, state["decisions"]) == []
    assert len(state["decisions"]) == len({a.decision for a in told}) == len(told) > 50
    assert Counter(state["entries"]) == Counter(row[0] for row in state["decisions"])
    assert set(Counter(state["suggested"]).values()) == {1}
    assert state["made"] == state["suggestions"]
    assert stack.manage("verify_ledger").returncode == 0
    assert stack.manage("check_states").returncode == 0


def test_twin_with_commits_that_do_not_wait_for_the_disk_acknowledged_answers_are_lost(stack: Stack) -> None:
    as_owner(stack, "set synchronous_commit = off")
    try:
        for number in range(1, ROUNDS_OF_THE_TWIN + 1):
            kill(stack, "postgres")  # whoever connects anew has the new setting
            wait_for(lambda: ready(stack), within_s=60, what="the database is back")
            people = deciders(stack)
            threads = start(people)
            time.sleep(BETWEEN_KILLS_S)
            kill(stack, "postgres")
            finish(people, threads)
            told = [a for person in people for a in person.acknowledged]
            gone = lost(told, stored(stack)["decisions"])
            print(f"round {number}: {len(gone)} of {len(told)} acknowledged answers lost")
            if gone:
                return
        pytest.fail("nothing was lost: the test beside this one proves nothing")
    finally:
        as_owner(stack, "reset synchronous_commit")


def as_owner(stack: Stack, change: str) -> None:
    code = (
        "from django.conf import settings; from django.db import connections;"
        f"connections['owner'].cursor().execute(f'alter role {{settings.DATABASE_ROLES[\"app\"]}} {change}')"
    )
    stack.manage("shell", "--no-imports", "-c", code)


def ready(stack: Stack) -> bool:
    decider = Decider(stack, stack.sign_in("reviewer")["token"], [], threading.Event())
    try:
        return decider.ask("GET", "api/v1/me/")[0] == 200
    except UNREACHED:
        return False
