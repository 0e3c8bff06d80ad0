"""Settling, signing, reopening and commenting on pages, without a script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.domain.vocabulary import ClaimState, MemberRole, Verification
from annotations.models import Claim, Comment, Decision, Project, SignOff, User
from tests.factories import (
    TEXT,
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
EDITOR = MemberRole.EDITOR


@pytest.fixture
def project() -> Project:
    return make_project(quorum=2)


@pytest.fixture
def claim(project: Project) -> Claim:
    return reviewable(make_article(project))[0]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def editor_of(project: Project) -> Client:
    return signed_in(make_member(project, EDITOR))


def page_of(claim: Claim) -> str:
    return f"/p/{claim.project.slug}/adjudication/{claim.id}/"


def form_of(content: str) -> dict[str, str]:
    """What a browser would send of the page's form as it was opened."""
    form = content.split("data-settles", 1)[1]
    hidden = dict(re.findall(r'name="(seen_revision|idempotency_key)" value="([^"]*)"', form))
    checked = dict(re.findall(r'type="radio" name="(\w+)" value="([^"]*)"[^>]* checked', form))
    return hidden | checked


def test_answers_stand_side_by_side_with_only_the_differences_marked(claim: Claim) -> None:
    dispute(claim)
    content = editor_of(claim.project).get(page_of(claim)).content.decode()
    rows = re.findall(r"<tr( class=\"differs\")?><th scope=\"row\">([\w -]+)", content)
    assert rows == [("", "Who says so"), (' class="differs"', "Status")]
    assert form_of(content)["chain"].startswith("answer:")
    assert "verification" not in form_of(content)


def test_names_can_be_hidden(claim: Claim) -> None:
    person = make_member(claim.project, user=make_user("olivia-overlook"))
    dispute(claim, person, make_member(claim.project))
    client = editor_of(claim.project)
    assert "olivia-overlook" in client.get(page_of(claim)).content.decode()
    hidden = client.get(page_of(claim) + "?names=0").content.decode()
    assert "olivia-overlook" not in hidden
    assert "Reviewer A" in hidden


def test_a_plain_form_settles_and_goes_on_with_the_next_claim(project: Project, claim: Claim) -> None:
    following = dispute(reviewable(claim.article)[1])
    dispute(claim)
    client = editor_of(project)
    sent = form_of(client.get(page_of(claim)).content.decode())
    answer = client.post(
        page_of(claim), sent | {"verification": "refuted", "reason": "slip", "note": "see p. 2"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(following))
    kept = Decision.objects.get(stage="adjudication")
    assert (kept.verification, kept.chain_answered, kept.note) == ("refuted", True, "see p. 2")
    claim.refresh_from_db()
    assert claim.state == ClaimState.ADJUDICATED


def test_another_chain_can_be_written(claim: Claim) -> None:
    dispute(claim)
    client = editor_of(claim.project)
    sent: dict[str, Any] = form_of(client.get(page_of(claim)).content.decode())
    sent |= {"verification": "supported", "reason": "link_missed", "chain": "edited"}
    sent |= {
        "link-source_name": ["Harbour Post", "a port official"],
        "link-source_kind": ["media_outlet", ""],
    }
    sent |= {"link-identification": ["", "unnamed_individual"], "link-cue_words": ["", ""]}
    assert client.post(page_of(claim), sent).status_code == 302
    kept = Decision.objects.get(stage="adjudication")
    assert [link.source.name for link in kept.links.order_by("depth")] == ["Harbour Post", "a port official"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"verification": "refuted"}, "Say why the answers differ"),
        ({"reason": "slip"}, "say which one holds"),
        ({"verification": "refuted", "reason": "slip", "chain": "edited"}, "Name the sources"),
        ({"verification": "refuted", "reason": "slip", "chain": "answer:x"}, "not about this claim"),
    ],
)
def test_what_is_missing_is_said_and_what_was_chosen_stays(
    claim: Claim, sent: dict[str, str], words: str
) -> None:
    dispute(claim)
    client = editor_of(claim.project)
    form = form_of(client.get(page_of(claim)).content.decode())
    answer = client.post(page_of(claim), form | sent | {"note": "half a thought"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "half a thought" in answer.content.decode()
    assert not Decision.objects.filter(stage="adjudication").exists()


def test_the_second_adjudicator_sees_the_first_ones_answer_and_keeps_their_own(claim: Claim) -> None:
    dispute(claim)
    client = editor_of(claim.project)
    sent = form_of(client.get(page_of(claim)).content.decode())
    sent |= {"verification": "refuted", "reason": "slip", "note": "my own words"}
    settle(claim, verification=Verification.MISLEADING, note="the first one's words")
    refused = client.post(page_of(claim), sent)
    content = refused.content.decode()
    assert refused.status_code == 409
    assert "the first one’s words" in content or "the first one&#x27;s words" in content
    assert "my own words" in content
    again = form_of(content)
    assert (again["seen_revision"], again["verification"]) == ("1", "refuted")
    assert client.post(page_of(claim), again | {"note": "my own words"}).status_code == 302
    assert Decision.objects.filter(stage="adjudication").count() == 2


def test_who_answered_reads_and_cannot_settle(claim: Claim) -> None:
    editor = make_member(claim.project, EDITOR)
    dispute(claim, editor, make_member(claim.project))
    client = signed_in(editor)
    assert "You answered this claim yourself" in client.get(page_of(claim)).content.decode()
    assert client.post(page_of(claim), {"verification": "refuted", "reason": "slip"}).status_code in (
        403,
        422,
    )
    assert not Decision.objects.filter(stage="adjudication").exists()


def test_supervisors_read_and_reviewers_do_not(claim: Claim) -> None:
    dispute(claim)
    supervisor = signed_in(make_member(claim.project, MemberRole.SUPERVISOR))
    page = supervisor.get(page_of(claim))
    assert (page.status_code, "data-settles" in page.content.decode()) == (200, False)
    sent = {"verification": "refuted", "reason": "slip", "seen_revision": "0", "idempotency_key": "k"}
    assert supervisor.post(page_of(claim), sent).status_code == 403
    reviewer = signed_in(make_member(claim.project))
    for address in (page_of(claim), f"/p/{claim.project.slug}/adjudication/"):
        assert reviewer.get(address).status_code == 403
        assert signed_in(make_user()).get(address).status_code == 404
        assert Client().get(address).headers["Location"].startswith("/sign-in/")


def test_a_blind_project_keeps_answers_back_until_enough_people_decided() -> None:
    claim = reviewable(make_article(make_project(quorum=3, blind=True)))[0]
    dispute(claim)
    client = editor_of(claim.project)
    content = client.get(page_of(claim)).content.decode()
    assert "This project is blind" in content
    assert "data-settles" not in content
    assert "Refuted" not in content
    decide(claim, make_member(claim.project))
    assert "data-settles" in client.get(page_of(claim)).content.decode()


def test_the_menu_counts_what_waits_for_editors(claim: Claim) -> None:
    dispute(claim)
    address = f"/p/{claim.project.slug}/"
    assert '1<span class="unseen"> open</span>' in editor_of(claim.project).get(address).content.decode()
    assert "Adjudication" not in signed_in(make_member(claim.project)).get(address).content.decode()


def agree(project: Project, claims: list[Claim]) -> None:
    for _ in range(2):
        person = make_member(project)
        for claim in claims:
            decide(claim, person)


def test_an_article_is_signed_on_its_page_once_nothing_blocks_it(project: Project, claim: Claim) -> None:
    client, claims = editor_of(project), reviewable(claim.article)
    address = f"/p/{project.slug}/articles/{claim.article_id}/sign-off/"
    assert f"What blocks it: {len(claims)} of {len(claims)}" in client.get(address).content.decode()
    assert client.post(address).status_code == 409
    agree(project, claims)
    assert client.post(address, {"note": "read twice"}).status_code == 302
    signed = SignOff.objects.get()
    content = client.get(address).content.decode()
    assert signed.hash in content
    assert ">void<" not in content.replace("</svg>void", ">void")
    history = f"/p/{project.slug}/claims/{claim.id}/history/"
    assert (
        client.post(f"/p/{project.slug}/claims/{claim.id}/reopen/", {"reason": "New log."}).status_code == 302
    )
    assert "1 changed since: reopened" in client.get(address).content.decode()
    story = client.get(history).content.decode()
    assert "New log." in story
    assert "signed off" in story


def test_only_editors_sign_and_reopen_on_pages(project: Project, claim: Claim) -> None:
    agree(project, reviewable(claim.article))
    for role in (MemberRole.REVIEWER, MemberRole.SUPERVISOR):
        client = signed_in(make_member(project, role))
        address = f"/p/{project.slug}/articles/{claim.article_id}/sign-off/"
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 403
        reopening = client.post(f"/p/{project.slug}/claims/{claim.id}/reopen/", {"reason": "x"})
        assert reopening.status_code == 403
    assert not SignOff.objects.exists()


def test_comments_stand_in_the_history_and_can_be_resolved(project: Project, claim: Claim) -> None:
    client = signed_in(make_member(project))
    address = f"/p/{project.slug}/claims/{claim.id}/comment/"
    client.post(address, {"text": "Who is the port authority?"})
    asked = Comment.objects.get()
    history = f"/p/{project.slug}/claims/{claim.id}/history/"
    assert str(asked.id) in client.get(history).content.decode()
    client.post(address, {"text": "A state agency.", "resolves": str(asked.id)})
    content = client.get(history).content.decode()
    assert "resolved a comment" in content
    assert f'value="{asked.id}"' not in content
    for wrong in ({"text": ""}, {"text": "x", "resolves": "nonsense"}):
        assert client.post(address, wrong).status_code == 302
    assert Comment.objects.count() == 2


def test_the_pages_ask_as_often_for_thirty_rows_as_for_one(
    project: Project, django_assert_num_queries: Callable[..., Any]
) -> None:
    editor = make_member(project, EDITOR)
    client, people = signed_in(editor), [make_member(project), make_member(project)]
    counts = []
    for number in (1, 29):
        for index in range(number):
            article = make_article(
                project, text=TEXT.replace("bridge", f"bridge {number} {index}"), by=editor
            )
            dispute(reviewable(article)[0], *people)
        claim = reviewable(article)[0]
        for place in (f"/p/{project.slug}/adjudication/", page_of(claim)):
            client.get(place)
            with CaptureQueriesContext(connection) as asked:
                client.get(place)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
