"""How fast the claims list and search answer their first page over HTTP: python -m benchmarks.search [SIZE …]"""

import random
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from benchmarks.measure import Runs, Verdict, at_most, judge, print_head, print_runs, runs
from benchmarks.seeds import vacuum
from benchmarks.stage import stage

SIZES = (10_000, 100_000)
SENTENCES_AN_ARTICLE, VOCABULARY, CALLS = 25, 8_000, 60
LIMIT_S = 0.040
TENTH, TEN, NONE = "harbour", "zanzibarine", "qqxqq"
QUESTIONS = {
    "list, no question": "",
    "a word in a tenth": f"q={TENTH}",
    "a word in exactly ten": f"q={TEN}",
    "a word in none": f"q={NONE}",
    "two letters": "q=ha",
    "two rare letters": "q=zw",
    "a state": "state=agreed",
    "a word and a state": f"q={TENTH}&state=unreviewed",
    "an answer": "verification=refuted",
}


def main(sizes: list[int]) -> int:
    """Measure each size in a project of its own; the worst exit code of all."""
    with stage():
        return max(_measure(claims) for claims in sizes)


def _measure(claims: int) -> int:
    from django.test import Client

    from annotations import admit
    from annotations.models import Project, User

    project, reviewer = _seeded(claims)
    vacuum()
    _, secret = admit.issue_token(User.objects.get(pk=reviewer), name="benchmark", by="component:benchmark")
    client = Client(headers={"Authorization": f"Bearer {secret}", "Host": "localhost"})
    slug = Project.objects.get(pk=project).slug
    print_head("Claims list and search, first page of 50 over HTTP", claims=claims, calls=CALLS)

    def ask(path: str) -> Callable[[], Any]:
        def call() -> None:
            assert client.get(path).status_code == 200

        return call

    floors = (
        ("one SELECT by key (floor)", lambda: Project.objects.get(pk=project)),
        ("healthz (floor)", ask("/healthz")),
    )
    before = [runs(label, work, CALLS) for label, work in floors]
    for question in QUESTIONS.values():
        ask(f"/api/v1/projects/{slug}/claims/?{question}")()
    measured = [
        runs(label, ask(f"/api/v1/projects/{slug}/claims/?{q}"), CALLS) for label, q in QUESTIONS.items()
    ]
    after = [runs(label, work, CALLS) for label, work in floors]
    print_runs([*before, *measured, *after])
    return judge(_verdicts(measured), floors=zip(before, after, strict=True))


def _verdicts(measured: list[Runs]) -> list[Verdict]:
    return [at_most(f"{one.label}, p95 in ms", one.percentile(95) * 1000, LIMIT_S * 1000) for one in measured]


def _seeded(claims: int) -> tuple[UUID, UUID]:
    """A project of so many claims, a tenth undecided, each with a suggestion; ids of the project and a reviewer."""
    from django.db import connection, transaction
    from django.utils import timezone

    from annotations.domain.ids import new_id
    from annotations.models import Membership, Project, User
    from annotations.models.bulk import ArticleRow, ClaimRow, write_articles

    project = Project.objects.create(slug=f"search-{claims}", name="Search", blind_share=0.0)
    person = User.objects.create(username=f"reviewer-{claims}")
    Membership.objects.create(project=project, user=person, role="reviewer")
    sentences = _sentences(claims, random.Random(claims))
    now, batch = timezone.now(), 200 * SENTENCES_AN_ARTICLE
    for first in range(0, claims, batch):
        rows = []
        for start in range(first, min(first + batch, claims), SENTENCES_AN_ARTICLE):
            text, stretches = "", []
            for position, words in enumerate(sentences[start : start + SENTENCES_AN_ARTICLE], start=1):
                at = len(text)
                stretches.append(ClaimRow(new_id(), position, at, at + len(words), words, "body", None))
                text += words + " "
            rows.append(
                ArticleRow(
                    new_id(), project.id, f"Article {start}", None, "", None, "en", None, None, text, [],
                    uuid4().hex * 2, text.encode(), "text/plain", "utf-8", "", 1.0, [], [], [], person.id, now, "done",
                    stretches,
                )
            )  # fmt: skip
        with transaction.atomic():
            write_articles(rows)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in DECIDED:
            cursor.execute(statement, {"project": project.id, "person": person.id, "now": now})
    return project.id, person.id


DECIDED = (
    """insert into annotations_decision (id, project_id, claim_id, reviewer_id, stage, revision, complete, verification,
           chain_answered, note, flag, guideline_version, suggestions_shown, others_hidden, idempotency_key,
           request_digest, salt, decided_at)
       select gen_random_uuid(), project_id, id, %(person)s, 'review', 1, true,
           case when position %% 25 = 7 then 'refuted' else 'supported' end, true, '', false, 0, true, false,
           id::text, '', '', %(now)s
       from annotations_claim where project_id = %(project)s and position %% 10 <> 5""",
    """update annotations_claim c set state = 'agreed', standing_id = d.id, decisions_count = 1
       from annotations_decision d where d.claim_id = c.id and c.project_id = %(project)s""",
    """insert into annotations_suggestion (id, project_id, claim_id, suggester, version, kind, rank, value, confidence,
           explanation, rule, spans, created_at)
       select gen_random_uuid(), project_id, id, 'benchmark', '1', 'chain', 0, '[]', 0.7, 'Nobody is named.', 'none',
           '[]', %(now)s from annotations_claim where project_id = %(project)s""",
)


def _sentences(number: int, chance: random.Random) -> list[str]:
    """Made-up sentences; words are as frequent as in a language (Zipf, 1949), but for the three that are asked for."""
    letters = "abcdefghijklmnoprstuvwz"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 5) for rank in range(VOCABULARY)]
    ten = set(chance.sample(range(number), 10))
    made = []
    for index in range(number):
        chosen = chance.choices(words, weights, k=chance.randint(8, 26))
        if index % 10 == 3:
            chosen[3] = TENTH
        if index in ten:
            chosen[4] = TEN
        made.append(" ".join(chosen).capitalize() + ".")
    return made


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
