"""What a supervisor looks at first: each kind of exception is found, its near misses are not; corrections, releases."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessFailureLog
from django.test import Client
from django.utils import timezone

from annotations import signing
from annotations.domain.vocabulary import MemberRole, Stance, Verification
from annotations.evidence import add as add_evidence
from annotations.models import Claim, Project, RefusedAttempt, Release, User
from annotations.queries.corrections import corrections
from annotations.queries.exceptions import BY_NAME, exceptions, last_week
from tests.factories import (
    decide,
    dispute,
    make_article,
    make_member,
    make_project,
    make_user,
    reviewable,
    settle,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def claims(project: Project) -> list[Claim]:
    text = " ".join(f"The mayor spoke {number} times." for number in range(12))
    return reviewable(make_article(project, text=text))


def counted(project: Project, kind: str) -> int:
    return BY_NAME[kind].count(project, last_week())


def page(project: Project, rest: str, role: MemberRole = MemberRole.SUPERVISOR) -> Any:
    client = Client()
    client.force_login(make_member(project, role))
    return client.get(f"/p/{project.slug}/{rest}")


def test_supported_and_refuted_on_nothing_are_found(project: Project, claims: list[Claim]) -> None:
    person = make_member(project)
    decide(claims[0], person)
    decide(claims[1], person, verification=Verification.NOT_CHECKABLE)
    decide(claims[2], person, verification=Verification.REFUTED)
    add_evidence(claims[2].id, stance=Stance.REFUTES, by=person, url="https://example.org/a")
    assert counted(project, "without-evidence") == 1
    shown = page(project, "exceptions/without-evidence/").content.decode()
    assert claims[0].text in shown
    assert claims[2].text not in shown


def test_a_burst_is_five_quick_answers_in_a_row_by_one_person(project: Project, claims: list[Claim]) -> None:
    hasty, other = make_member(project), make_member(project)
    for claim in claims[:4]:
        decide(claim, hasty, seconds=0.4)
    decide(claims[4], other, seconds=0.4)
    decide(claims[5], hasty, seconds=30.0)
    assert counted(project, "bursts") == 0
    assert counted(project, "fast") == 5
    decide(claims[6], hasty, seconds=0.4)
    assert counted(project, "bursts") == 1
    assert "5 complete answers" in page(project, "exceptions/bursts/").content.decode()


def test_attempts_on_ones_own_work_are_kept_from_page_and_interface(
    project: Project, claims: list[Claim]
) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    decide(claims[0], editor)
    client = Client()
    client.force_login(editor)
    article = claims[0].article
    Claim.objects.filter(article=article).exclude(pk=claims[0].pk).update(retired_at=timezone.now())
    assert client.post(f"/p/{project.slug}/articles/{article.id}/sign-off/").status_code == 403
    path = f"/api/v1/articles/{article.id}/sign-offs/"
    assert client.post(path, {}, content_type="application/json").status_code == 403
    kept = RefusedAttempt.objects.filter(project=project)
    assert [(row.person, row.act, row.subject) for row in kept] == [
        (editor, "sign_off", f"article:{article.id}")
    ] * 2
    assert counted(project, "own-work") == 2
    assert "Refused: Somebody else has to sign" in page(project, "exceptions/own-work/").content.decode()


def test_settling_ones_own_claim_is_an_attempt_and_looking_at_it_is_none(
    project: Project, claims: list[Claim]
) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    dispute(claims[0], editor, make_member(project))
    client = Client()
    client.force_login(editor)
    client.get(f"/p/{project.slug}/adjudication/{claims[0].id}/")
    assert not RefusedAttempt.objects.exists()
    body = {"seen_revision": 0, "verification": "refuted", "chain": [], "reason": "slip"}
    answer = client.post(
        f"/api/v1/claims/{claims[0].id}/adjudications/",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "one"},
    )
    assert answer.status_code == 403
    assert RefusedAttempt.objects.get().act == "adjudicate"


def test_failed_sign_ins_stay_after_one_that_succeeds(project: Project) -> None:
    member, stranger = make_member(project, user=make_user("mara")), make_user("zoe")
    client = Client()
    for name, password in ((member, "wrong"), (stranger, "wrong"), (member, "correct horse battery")):
        client.post("/sign-in/", {"username": name.username, "password": password})
    assert AccessFailureLog.objects.count() == 2
    assert counted(project, "sign-ins") == 1


def signed(claims: list[Claim], editor: User) -> None:
    reviewer = make_member(claims[0].project)
    for claim in claims:
        decide(claim, reviewer)
    signing.sign_off(claims[0].article_id, by=editor)


def release_at(project: Project, by: User, **fields: Any) -> Release:
    now = timezone.now()
    return Release.objects.create(
        project=project, requested_by=by, requested_at=now, formats=["jsonl"], status="done",
        snapshot_at=now, built_at=now, **fields,
    )  # fmt: skip


def test_a_correction_lists_every_release_with_the_old_answer(project: Project, claims: list[Claim]) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    before = release_at(project, editor)
    signed(claims, editor)
    whole = release_at(project, editor)
    chosen = release_at(project, editor, selection={"articles": [str(claims[0].article_id)]})
    release_at(project, editor, selection={"verifications": ["refuted"]})
    decide(claims[3], make_member(project), verification=Verification.REFUTED)
    settle(claims[3])
    after = release_at(project, editor)
    found = corrections(project)
    assert [(one.claim, one.because, one.old) for one in found] == [(claims[3].id, "decided", "supported")]
    assert found[0].new == "refuted"
    listed = {release.id for release in found[0].releases}
    assert listed == {whole.id, chosen.id}
    assert not {before.id, after.id} & listed
    shown = page(project, "corrections/").content.decode()
    assert f"/releases/{whole.id}/" in shown
    assert f"/releases/{after.id}/" not in shown
    assert corrections(project, claim=claims[4].id) == []
    assert counted(project, "corrected") == 1


def test_reopening_after_sign_off_is_an_exception(project: Project, claims: list[Claim]) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    signed(claims, editor)
    assert counted(project, "reopened") == 0
    signing.reopen(claims[0].id, reason="New papers.", by=editor)
    assert counted(project, "reopened") == 1
    assert claims[0].text in page(project, "exceptions/reopened/").content.decode()


def test_what_is_older_than_a_week_is_the_change_not_the_count(project: Project, claims: list[Claim]) -> None:
    person = make_member(project)
    decide(claims[0], person)
    (line,) = [one for one in exceptions(project, last_week()) if one.what == "Decided without evidence"]
    assert (line.count, line.change) == (1, "+1")
    later = last_week()
    shifted = type(later)(later.since + timedelta(days=7), later.until + timedelta(days=7))
    assert [one.what for one in exceptions(project, shifted)] == []


def test_every_kind_has_its_page_and_reviewers_see_none(project: Project, claims: list[Claim]) -> None:
    for kind in BY_NAME:
        assert page(project, f"exceptions/{kind}/").status_code == 200
    assert page(project, "exceptions/").status_code == 200
    assert page(project, "exceptions/nothing/").status_code == 404
    for rest in ("exceptions/", "exceptions/fast/", "corrections/"):
        assert page(project, rest, MemberRole.REVIEWER).status_code == 403
