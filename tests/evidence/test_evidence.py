"""Evidence: added, archived by its address, withdrawn with a reason; what is signed becomes void by it."""

import hashlib
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from annotations import evidence, fetch, outbox, tasks
from annotations.domain.errors import AlreadyThere, Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import ClaimState, MemberRole, Stance
from annotations.evidence import EvidenceFile
from annotations.models import (
    ArchivedCopy,
    Claim,
    Evidence,
    Job,
    JobState,
    LedgerEntry,
    SignedClaim,
    SignOff,
    User,
    Voiding,
)
from annotations.queries.evidence import copies_of, evidence_of, searches_of
from annotations.standing import fold_claim
from tests.factories import decide, make_article, make_member, make_project, make_user, reviewable
from tests.security.web_server import connects, page, web_server

URL = "https://press.test/story"
HTML = (
    b"<html><body><article><h1>Bridge</h1><p>The bridge was closed on Monday, engineers said.</p></article>"
)


@pytest.fixture
def claim(db: None) -> Claim:
    return reviewable(make_article())[0]


@pytest.fixture
def reviewer(claim: Claim) -> User:
    return make_member(claim.project)


def add(claim: Claim, by: User, **parts: Any) -> Evidence:
    return evidence.add(claim.id, **{"stance": Stance.SUPPORTS, "url": URL, **parts}, by=by)


def verbs(claim: Claim) -> list[str]:
    entries = LedgerEntry.objects.filter(subject=f"claim:{claim.id}").order_by("seq")
    return list(entries.values_list("verb", flat=True))


def known(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def test_a_page_is_archived_with_bytes_hash_and_text(
    claim: Claim, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "system_resolver", known)
    with web_server({"/story": page(HTML)}) as server:
        made = add(claim, reviewer, url=server.url("/story"), quote="closed on Monday")
        assert copies_of([made.id])[made.id].state == "pending"
        copy = evidence.archive(made.id)
        assert evidence.archive(made.id) == copy  # once, however often it is asked for
        assert len(server.asked) == 1
    stored = ArchivedCopy.objects.get(evidence=made)
    assert bytes(stored.content or b"") == HTML
    assert stored.sha256 == hashlib.sha256(HTML).hexdigest()
    assert "closed on Monday" in stored.text
    assert "<" not in stored.text
    shown = evidence_of([claim], viewer=reviewer)[claim.id][0]
    assert (shown.copy.state, shown.copy.sha256, shown.place) == ("done", stored.sha256, "press.test")
    assert verbs(claim) == [LedgerVerb.EVIDENCE_ADDED, LedgerVerb.EVIDENCE_ARCHIVED]
    entry = LedgerEntry.objects.get(verb=LedgerVerb.EVIDENCE_ARCHIVED)
    assert (entry.actor, json.loads(entry.payload)["sha256"]) == (evidence.ARCHIVIST, stored.sha256)


def test_a_file_is_archived_at_once(claim: Claim, reviewer: User) -> None:
    file = EvidenceFile("minutes.txt", "Beschluß: closed".encode("latin-1"), "text/plain; charset=latin-1")
    made = add(claim, reviewer, url="", file=file)
    copy = copies_of([made.id])[made.id]
    assert (copy.state, copy.sha256) == ("done", hashlib.sha256(file.content).hexdigest())
    assert ArchivedCopy.objects.get(evidence=made).text == "Beschluß: closed"
    assert not Job.objects.filter(subject=made.id).exists()


def test_bytes_that_no_reader_takes_are_kept_all_the_same(claim: Claim, reviewer: User) -> None:
    for name, content, media_type in (
        ("a.pdf", b"%PDF-1.7\x00\xff", "application/pdf"),
        ("b.txt", b"a\x00b", "text/plain"),
    ):
        made = add(claim, reviewer, url="", file=EvidenceFile(name, content, media_type))
        stored = ArchivedCopy.objects.get(evidence=made)
        assert (bytes(stored.content or b""), stored.text) == (content, "")


def job_of(made: Evidence) -> Job:
    return Job.objects.get(subject=made.id, kind=outbox.ARCHIVE_EVIDENCE)


def test_a_failure_is_kept_with_its_words_and_tried_three_times(
    claim: Claim, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "system_resolver", known)
    pages = {"/story": page(b"busy", status=503)}
    with web_server(pages) as server:
        made = add(claim, reviewer, url=server.url("/story"))
        states = []
        for _ in range(3):
            tasks.run_job(str(job_of(made).pk))
            states.append((job_of(made).state, copies_of([made.id])[made.id].state))
        assert states == [("queued", "pending"), ("queued", "pending"), ("dead", "failed")]
        assert "503" in copies_of([made.id])[made.id].error
        assert made.copies.count() == 3
        outbox.revive(job_of(made))
        assert copies_of([made.id])[made.id].state == "pending"
        pages["/story"] = page(HTML)
        tasks.run_job(str(job_of(made).pk))
    assert (job_of(made).state, copies_of([made.id])[made.id].state) == (JobState.DONE, "done")


def test_what_will_never_come_is_not_tried_again(
    claim: Claim, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "system_resolver", lambda host, port: ["169.254.169.254"])
    made = add(claim, reviewer)
    with connects as tried:
        tasks.run_job(str(job_of(made).pk))
    assert tried == []
    copy = copies_of([made.id])[made.id]
    assert (job_of(made).state, copy.state) == (JobState.DONE, "failed")
    assert "public" in copy.error


def test_a_worker_that_never_came_back_is_said_to_have_failed(claim: Claim, reviewer: User) -> None:
    made = add(claim, reviewer)
    Job.objects.filter(pk=job_of(made).pk).update(
        state=JobState.RUNNING, attempts=3, lease_until=timezone.now() - outbox.LEASE
    )
    tasks.sweep()
    copy = copies_of([made.id])[made.id]
    assert (copy.state, copy.error) == ("failed", evidence.NEVER_CAME)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"url": ""}, "url"),
        ({"file": EvidenceFile("a", b"b")}, "url"),
        ({"url": "http://127.1/"}, "url"),
        ({"url": "ftp://press.test/"}, "url"),
        ({"url": "", "file": EvidenceFile("a", b"")}, "file"),
        ({"url": "", "file": EvidenceFile("a", b"x" * (evidence.MAX_FILE + 1))}, "file"),
        ({"quote": "a\x00b"}, "quote"),
        ({"quote": "x" * 10_001}, "quote"),
    ],
    ids=lambda part: str(part)[:40],
)
def test_what_makes_no_sense_is_refused(
    claim: Claim, reviewer: User, parts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(claim, reviewer, **parts)
    assert list(refused.value.errors) == [field]
    assert not Evidence.objects.exists()


def test_the_same_is_not_kept_twice(claim: Claim, reviewer: User) -> None:
    first = add(claim, reviewer)
    with pytest.raises(AlreadyThere) as again:
        add(claim, reviewer)
    assert again.value.current == first.id
    add(claim, reviewer, quote="other words")
    add(claim, reviewer, stance=Stance.REFUTES)
    evidence.withdraw(first.id, reason="a slip", by=reviewer)
    add(claim, reviewer)


def test_it_is_withdrawn_with_a_reason_and_never_goes(claim: Claim, reviewer: User) -> None:
    made = add(claim, reviewer)
    with pytest.raises(Invalid):
        evidence.withdraw(made.id, reason="  ", by=reviewer)
    with pytest.raises(NotPermitted):
        evidence.withdraw(made.id, reason="not mine", by=make_member(claim.project))
    with pytest.raises(NotFound):
        evidence.withdraw(made.id, reason="a stranger", by=make_user())
    evidence.withdraw(made.id, reason="another bridge", by=make_member(claim.project, MemberRole.EDITOR))
    with pytest.raises(Conflict):
        evidence.withdraw(made.id, reason="again", by=reviewer)
    shown = evidence_of([claim], viewer=reviewer)[claim.id][0]
    assert (shown.stands, shown.withdrawn_because) == (False, "another bridge")
    for act in (made.delete, lambda: Evidence.objects.filter(pk=made.id).update(quote="forged")):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()


def test_who_may_and_whose_sources(claim: Claim, reviewer: User) -> None:
    for stranger in (make_user(), make_member(make_project(), MemberRole.EDITOR)):
        with pytest.raises(NotFound):
            add(claim, stranger)
        with pytest.raises(NotFound):
            evidence.log_search(claim.id, place="archive", by=stranger)
    with pytest.raises(NotPermitted):
        add(claim, make_member(claim.project, MemberRole.SUPERVISOR))
    with pytest.raises(NotFound):
        add(claim, reviewer, origin=uuid4())


def signed(claim: Claim) -> SignedClaim:
    """The claim after an editor signed for it, by the rows alone."""
    editor = make_member(claim.project, MemberRole.EDITOR)
    sign_off = SignOff.objects.create(
        project=claim.project, article=claim.article, editor=editor, signed_at=timezone.now(), hash="0" * 64
    )
    made = SignedClaim.objects.create(sign_off=sign_off, claim=claim, hash="0" * 64)
    fold_claim(claim)
    assert claim.state == ClaimState.SIGNED_OFF
    return made


@pytest.mark.parametrize("act", ["add", "withdraw"])
def test_it_makes_a_sign_off_void(claim: Claim, reviewer: User, act: str) -> None:
    made = add(claim, reviewer)
    decide(claim, reviewer)
    claim.refresh_from_db()
    signature = signed(claim)
    if act == "add":
        add(claim, reviewer, stance=Stance.REFUTES)
    else:
        evidence.withdraw(made.id, reason="forged", by=reviewer)
    assert Voiding.objects.get().signed_claim == signature
    claim.refresh_from_db()
    assert claim.state == ClaimState.AGREED


def test_a_copy_that_comes_after_the_sign_off_makes_it_void(
    claim: Claim, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "system_resolver", known)
    with web_server({"/story": page(HTML)}) as server:
        made = add(claim, reviewer, url=server.url("/story"))
        decide(claim, reviewer)
        claim.refresh_from_db()
        signature = signed(claim)
        evidence.archive(made.id)
    assert (Voiding.objects.get().signed_claim, Voiding.objects.get().by) == (signature, evidence.ARCHIVIST)
    claim.refresh_from_db()
    assert claim.state == ClaimState.AGREED


def test_a_search_is_logged_and_leaves_the_signature(claim: Claim, reviewer: User) -> None:
    decide(claim, reviewer)
    claim.refresh_from_db()
    signed(claim)
    evidence.log_search(claim.id, place="Land registry", words="harbour bridge", by=reviewer)
    with pytest.raises(Invalid):
        evidence.log_search(claim.id, place=" ", by=reviewer)
    found = searches_of([claim], viewer=reviewer)[claim.id]
    assert [(line.place, line.words, line.found) for line in found] == [
        ("Land registry", "harbour bridge", "")
    ]
    assert not Voiding.objects.exists()
    assert verbs(claim)[-1] == LedgerVerb.SEARCH_LOGGED


def test_in_a_blind_project_nobody_sees_what_others_brought_up_before_the_quorum(db: None) -> None:
    claim = reviewable(make_article(make_project(blind=True, quorum=2)))[0]
    one, two = make_member(claim.project), make_member(claim.project)
    add(claim, one)
    evidence.log_search(claim.id, place="archive", by=one)
    assert evidence_of([claim], viewer=two) == searches_of([claim], viewer=two) == {}
    assert len(evidence_of([claim], viewer=one)[claim.id]) == 1
    for person in (one, two):
        decide(claim, person)
    claim.refresh_from_db()
    assert (
        len(evidence_of([claim], viewer=two)[claim.id])
        == len(searches_of([claim], viewer=two)[claim.id])
        == 1
    )


def test_queries_do_not_grow_with_evidence(
    claim: Claim, reviewer: User, django_assert_max_num_queries: Any
) -> None:
    claims = list(Claim.objects.filter(article=claim.article).reviewable().select_related("project"))
    for index in range(12):
        add(claims[index % len(claims)], reviewer, quote=f"words {index}")
        evidence.log_search(claim.id, place=f"place {index}", by=reviewer)
    with django_assert_max_num_queries(4):
        evidence_of(claims, viewer=reviewer)
        searches_of(claims, viewer=reviewer)
