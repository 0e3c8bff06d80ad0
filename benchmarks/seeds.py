"""Projects of any size for benchmarks, written by COPY: neither the verbs nor the texts are what is measured."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

SENTENCES_AN_ARTICLE = 25
WORDS = [
    "harbour",
    "bridge",
    "council",
    "minister",
    "report",
    "water",
    "flood",
    "engineer",
    "city",
    "budget",
    "vote",
    "port",
    "ferry",
    "storm",
    "survey",
    "wall",
    "company",
    "river",
    "school",
    "strike",
    "election",
    "energy",
    "price",
    "village",
    "court",
    "police",
    "doctor",
    "market",
    "island",
    "tunnel",
]


SUGGESTED = ("suggestion", "suggestionoutcome")


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was written: the project, an editor of it, and how many claims."""

    project_id: UUID
    editor_id: UUID
    claims: int


def seed(
    slug: str, *, claims: int, suggestions: bool = False, reviews: int = 1, evidence: bool = False
) -> Seeded:
    """A project of articles of 25 sentences, each decided by so many people with a chain of one link.

    With `suggestions` each claim has one of its check-worthiness too, which was accepted, and where more than one
    person decides, one of its chain; with `evidence` a page for it. The same slug and size give the same texts.
    """
    from django.db import transaction

    from annotations.domain.ids import new_id
    from annotations.models import Membership, Project, Source, User

    project = Project.objects.create(slug=slug, name=slug, blind_share=0.0)
    editor = User.objects.create(username=f"{slug}-editor")
    Membership.objects.create(project=project, user=editor, role="editor")
    people = [editor, *(User.objects.create(username=f"{slug}-{number}") for number in range(1, reviews))]
    names = [f"{word} office" for word in WORDS]
    sources = [
        Source(id=new_id(), project=project, name=name, folded=name, kind="government_agency")
        for name in names
    ]
    Source.objects.bulk_create(sources)
    rows = _Rows(
        project.id,
        [person.id for person in people],
        [source.id for source in sources],
        random.Random(slug),
        suggestions=suggestions,
        evidence=evidence,
    )
    for first in range(0, claims, 20_000):
        with transaction.atomic():
            rows.write(min(20_000, claims - first))
    _agree(project, editor, people[-1], claims=claims, reviews=reviews)
    return Seeded(project.id, editor.id, claims)


def _agree(project: Any, editor: Any, last: Any, *, claims: int, reviews: int) -> None:
    """What the last reader said stands on every claim, and the ledger has its first entry."""
    from django.db import connection, transaction

    from annotations import ledger
    from annotations.domain.ledger_verbs import LedgerVerb

    said = {"claims": claims}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update annotations_claim c set state = 'agreed', standing_id = d.id, decisions_count = %s"
            " from annotations_decision d where d.claim_id = c.id and c.project_id = %s and d.reviewer_id = %s",
            [reviews, project.id, last.id],
        )
        ledger.append(project.id, by=editor, verb=LedgerVerb.PROJECT_CREATED, subject=project, payload=said)


def vacuum() -> None:
    """Statistics and visibility as a database has them that has stood for a while."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("vacuum (analyze)")


class _Rows:
    def __init__(
        self,
        project: UUID,
        people: Sequence[UUID],
        sources: Sequence[UUID],
        chance: random.Random,
        *,
        suggestions: bool,
        evidence: bool,
    ) -> None:
        self.project, self.people, self.sources = project, people, sources
        self.chance, self.suggestions, self.evidence, self.made = chance, suggestions, evidence, 0

    def write(self, claims: int) -> None:
        """Write that many claims with all that hangs on them, in the caller's transaction."""
        tables: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("article", "claim", "decision", "link", *SUGGESTED, "evidence")
        }
        for first in range(0, claims, SENTENCES_AN_ARTICLE):
            self._article(tables, min(SENTENCES_AN_ARTICLE, claims - first))
        for name, rows in tables.items():
            _copy(f"annotations_{name}", rows)

    def _article(self, tables: dict[str, list[dict[str, Any]]], sentences: int) -> None:
        from django.utils import timezone

        from annotations.domain.ids import new_id

        words = [self._sentence() for _ in range(sentences)]
        starts = [sum(len(word) + 1 for word in words[:index]) for index in range(sentences)]
        now, article = timezone.now(), new_id()
        text = " ".join(words)
        tables["article"].append(
            {
                "id": article, "project_id": self.project, "title": words[0], "url": "", "language": "en",
                "text": text, "length": len(text), "gaps": str([[s - 1, s] for s in starts[1:]]),
                "sha256": f"{self.made:064x}", "media_type": "text/plain", "encoding": "utf-8", "filename": "",
                "coverage": 1.0, "left_out": "[]", "hidden": "[]", "notes": "[]", "imported_by_id": self.people[0],
                "imported_at": now, "suggestions": "done", "suggestions_why": "",
            }
        )  # fmt: skip
        for position, (start, sentence) in enumerate(zip(starts, words, strict=True), start=1):
            claim = {"id": new_id(), "project_id": self.project, "article_id": article, "position": position}
            claim |= {"start": start, "end": start + len(sentence), "text": sentence, "role": "body"}
            tables["claim"].append(claim | {"state": "unreviewed"})
            self.made += 1
            source = self.chance.choice(self.sources)
            for person in self.people:
                self._answer(tables, claim["id"], start, now, person=person, source=source)
            if self.evidence:
                self._evidence(tables, claim["id"], now)

    def _answer(
        self,
        tables: dict[str, list[dict[str, Any]]],
        claim: Any,
        start: int,
        now: Any,
        *,
        person: UUID,
        source: UUID,
    ) -> None:
        from annotations.domain.ids import new_id

        decision = new_id()
        tables["decision"].append(
            {
                "id": decision, "project_id": self.project, "claim_id": claim, "reviewer_id": person,
                "stage": "review", "revision": 1, "complete": True, "verification": "supported",
                "chain_answered": True, "note": "", "flag": False, "guideline_version": 1, "seconds": 4.5,
                "suggestions_shown": self.suggestions, "others_hidden": False, "idempotency_key": str(decision),
                "request_digest": "0" * 64, "salt": "0" * 32, "decided_at": now,
            }
        )  # fmt: skip
        link = {
            "depth": 1,
            "source_span": f"[{start}, {start + 5}]",
            "cue_span": f"[{start + 6}, {start + 9}]",
        }
        link |= {
            "content_spans": f"[[{start + 10}, {start + 20}]]",
            "quote_type": "indirect",
            "record": "not_stated",
        }
        link |= {"identification": "named_organisation", "mention": "canonical_name"}
        tables["link"].append({"id": new_id(), "decision_id": decision, "source_id": source, **link})
        if self.suggestions and person == self.people[0]:
            self._suggestion(tables, claim, decision, start, now)

    def _evidence(self, tables: dict[str, list[dict[str, Any]]], claim: Any, now: Any) -> None:
        from annotations.domain.ids import new_id

        tables["evidence"].append(
            {
                "id": new_id(), "project_id": self.project, "claim_id": claim, "url": "https://port.example/report",
                "filename": "", "quote": self._sentence(), "stance": "supports", "added_by_id": self.people[0],
                "added_at": now,
            }
        )  # fmt: skip

    def _suggestion(
        self, tables: dict[str, list[dict[str, Any]]], claim: Any, decision: Any, start: int, now: Any
    ) -> None:
        from annotations.domain.ids import new_id

        suggestion = new_id()
        tables["suggestion"].append(
            {
                "id": suggestion, "project_id": self.project, "claim_id": claim, "suggester": "rules", "version": "1",
                "kind": "check_worthiness", "rank": 0, "value": '"check_worthy"', "confidence": 0.8,
                "explanation": "A number and a past verb.", "rule": "number", "created_at": now,
                "spans": f'[[{start}, {start + 5}, "trigger"]]',
            }
        )  # fmt: skip
        tables["suggestionoutcome"].append(
            {"id": new_id(), "decision_id": decision, "suggestion_id": suggestion, "outcome": "accepted"}
        )
        if len(self.people) > 1:
            value = (
                f'[{{"depth":1,"source":{{"name":"port office","kind":"government_agency"}},'
                f'"source_span":[{start},{start + 5}],"cue_span":[{start + 6},{start + 9}],'
                f'"content_spans":[[{start + 10},{start + 20}]],"quote_type":"indirect","mention":"canonical_name",'
                f'"identification":"named_organisation","record":"not_stated"}}]'
            )
            chain = {**tables["suggestion"][-1], "id": new_id(), "kind": "chain", "value": value}
            tables["suggestion"].append(chain)

    def _sentence(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(8, 24))).capitalize() + "."


def _copy(table: str, rows: Iterable[dict[str, Any]]) -> None:
    from django.db import connection

    rows = list(rows)
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in rows[0])
    with connection.cursor() as cursor, cursor.copy(f'copy "{table}" ({columns}) from stdin') as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))
