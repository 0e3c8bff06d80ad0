"""A check finds a broken chain, and answers that no longer say what was recorded."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from annotations import auditing, ledger, verify_ledger
from annotations.domain.errors import NotPermitted
from annotations.domain.vocabulary import MemberRole
from tests.databases import CommittedDatabase
from tests.factories import decide, make_article, make_member, make_project, reviewable


@pytest.mark.django_db
def test_an_honest_ledger_is_found_intact_and_the_finding_is_kept() -> None:
    article = make_article(make_project())
    decide(reviewable(article)[0], make_member(article.project))
    check = auditing.check_ledger(article.project, by=make_member(article.project, MemberRole.SUPERVISOR))
    assert check.ok
    assert check.entries == ledger.newest(article.project_id).seq  # type: ignore[union-attr]


@pytest.mark.django_db
def test_reviewers_do_not_audit() -> None:
    article = make_article(make_project())
    with pytest.raises(NotPermitted):
        auditing.check_ledger(article.project, by=make_member(article.project))


def test_an_answer_changed_behind_our_back_is_found(committed_db: CommittedDatabase) -> None:
    """As the owner with the trigger off: the harm that the check is there to find."""
    article = make_article(make_project())
    supervisor = make_member(article.project, MemberRole.SUPERVISOR)
    decide(reviewable(article)[0], make_member(article.project))
    kept = decide(reviewable(article)[1], make_member(article.project))
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table annotations_decision disable trigger annotations_decision_never_changes")
        cursor.execute(
            "update annotations_decision set verification = 'refuted' where id = %s", [kept.decision.id]
        )
    check = auditing.check_ledger(article.project, by=supervisor)
    assert not check.ok
    assert check.first_bad_seq == ledger.newest(article.project_id).seq  # type: ignore[union-attr]
    assert str(kept.decision.id) in check.why
    assert ledger.verify(article.project_id).ok, "the chain alone does not see it"


@pytest.mark.django_db
def test_an_export_names_itself_and_verifies_without_our_code(tmp_path: Path) -> None:
    article = make_article(make_project())
    supervisor = make_member(article.project, MemberRole.SUPERVISOR)
    file = tmp_path / "ledger.jsonl"
    file.write_bytes(b"".join(auditing.export_ledger(article.project, by=supervisor)))
    last = json.loads(file.read_bytes().splitlines()[-2])
    assert "ledger_exported" in json.dumps(last)
    verifier = Path(verify_ledger.__file__)
    ran = subprocess.run(
        [sys.executable, "-I", str(verifier), str(file)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
