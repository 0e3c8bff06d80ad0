"""The agreement page: its finding, its tables, and what a project without overlap is told."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import Claim, Project, User
from annotations.queries.agreement_page import agreement_page
from annotations.web.agreement import TABLES
from tests.factories import decide, make_article, make_member, make_project, make_user, reviewable

pytestmark = pytest.mark.django_db
S, R, M = Verification.SUPPORTED, Verification.REFUTED, Verification.MISLEADING
ANSWERS = ((S, S), (S, S), (R, R), (S, M))


@pytest.fixture
def project() -> Project:
    """Two articles; on four claims of each Mara and Jon answered as ANSWERS says, on one Mara alone."""
    project = make_project(quorum=2)
    jon, mara = (make_member(project, user=make_user(name)) for name in ("jon", "mara"))
    for number in range(2):
        text = " ".join(f"The mayor of ward {number} spoke {n} times." for n in range(5))
        claims = reviewable(make_article(project, text=text))
        for claim, both in zip(claims, ANSWERS, strict=False):
            _both(claim, jon, mara, both)
        decide(claims[4], mara)
    return project


def _both(claim: Claim, jon: User, mara: User, both: tuple[Verification, Verification]) -> None:
    decide(claim, jon, verification=both[0])
    decide(claim, mara, verification=both[1])


def get(project: Project, rest: str = "", role: MemberRole = MemberRole.SUPERVISOR) -> Any:
    client = Client()
    client.force_login(make_member(project, role))
    return client.get(f"/p/{project.slug}/agreement/{rest}")


def test_the_heading_is_the_finding(project: Project) -> None:
    page = get(project).content.decode()
    assert "<h1>Reviewers agree on status 75 times in 100</h1>" in page
    assert "They part most often between Supported and Misleading." in page
    assert "8 claims with answers of two people or more" in page


def test_pairs_labels_confusion_and_differences_say_the_same(project: Project) -> None:
    page = agreement_page(project, role=MemberRole.EDITOR)
    assert [(p.one, p.other, p.n, p.same_status, p.same_chain) for p in page.pairs] == [
        ("jon", "mara", 8, 6, 8)
    ]
    labels = {line.value: line for line in page.labels}
    assert {value: line.given for value, line in labels.items()} == {
        "supported": 10,
        "refuted": 4,
        "misleading": 2,
    }
    assert labels["refuted"].found.alpha == 1
    counts = {
        (row.value, column.value): number
        for row, cells in zip(page.confusion.values, page.confusion.rows, strict=True)
        for column, number in zip(page.confusion.values, cells, strict=True)
        if number
    }
    assert counts == {
        ("supported", "supported"): 4,
        ("refuted", "refuted"): 2,
        ("supported", "misleading"): 2,
    }
    assert [line.fields for line in page.differ] == [("Status",), ("Status",)]
    assert page.status.interval is not None


def test_the_pace_counts_complete_answers_by_day(project: Project) -> None:
    pace = agreement_page(project, role=MemberRole.EDITOR).pace
    assert len(pace) == 14
    assert pace[-1] == (timezone.localdate(), 18)
    assert pace[0] == (timezone.localdate() - timedelta(days=13), 0)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_there_as_csv(project: Project, table: str) -> None:
    answer = get(project, f"csv/{table}/")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(answer.content.decode()))
    assert rows
    assert {len(row) for row in rows} == {len(head)}


def test_there_is_no_other_table(project: Project) -> None:
    assert get(project, "csv/secrets/").status_code == 404


def test_a_project_without_overlap_is_told_so() -> None:
    page = get(make_project()).content.decode()
    assert "<h1>No two people have answered the same claim yet</h1>" in page
    assert "undefined" in page


def test_a_blind_projects_reviewer_sees_no_sentence_before_the_quorum(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(blind=True, quorum=3)
    project.refresh_from_db()
    assert "claim-link" not in get(project, role=MemberRole.REVIEWER).content.decode()
    assert "claim-link" in get(project, role=MemberRole.EDITOR).content.decode()
