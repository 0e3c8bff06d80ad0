"""What the desk's form does on the server, with and without a script."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations import suggest
from annotations.domain.vocabulary import MemberRole
from annotations.models import Claim, Decision, Suggestion, User
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def claim() -> Claim:
    article = make_article(make_project(quorum=2))
    suggest.propose_for(article.id)
    return reviewable(article)[2]


@pytest.fixture
def reviewer(claim: Claim) -> User:
    return make_member(claim.project)


@pytest.fixture
def client(reviewer: User) -> Client:
    client = Client()
    client.force_login(reviewer)
    return client


def chain_suggestion(claim: Claim) -> Suggestion:
    return Suggestion.objects.get(claim=claim, kind="chain")


def form(**fields: Any) -> dict[str, Any]:
    return {
        "seen_revision": "0",
        "idempotency_key": str(uuid4()),
        "verification": "supported",
        "chain": "",
    } | fields


def post(client: Client, claim: Claim, act: str = "decide", *, script: bool = True, **fields: Any) -> Any:
    headers = SCRIPT if script else {}
    return client.post(f"/p/{claim.project.slug}/claims/{claim.id}/{act}/", form(**fields), headers=headers)


def test_accepting_a_suggestion_keeps_its_chain_and_what_became_of_it(client: Client, claim: Claim) -> None:
    suggestion = chain_suggestion(claim)
    assert post(client, claim, chain=f"suggestion:{suggestion.id}").status_code == 200
    decision = Decision.objects.get()
    assert decision.complete
    assert [link.source.name for link in decision.links.order_by("depth")] == [
        link["source"]["name"] for link in suggestion.value
    ]
    assert decision.outcomes.get(suggestion=suggestion).outcome == "accepted"


def test_untouched_chain_stays_unanswered(client: Client, claim: Claim) -> None:
    post(client, claim)
    decision = Decision.objects.get()
    assert (decision.chain_answered, decision.complete, decision.verification) == (False, False, "supported")


def test_own_voice_is_an_answer(client: Client, claim: Claim) -> None:
    post(client, claim, chain="own_voice")
    decision = Decision.objects.get()
    assert decision.chain_answered
    assert not decision.links.exists()


def test_rejected_with_a_reason(client: Client, claim: Claim) -> None:
    suggestion = chain_suggestion(claim)
    post(client, claim, **{f"outcome-{suggestion.id}": ["ignored", "rejected"], "reason": "wrong_source"})
    outcome = Decision.objects.get().outcomes.get()
    assert (outcome.outcome, outcome.reason) == ("rejected", "wrong_source")


def test_not_a_claim_is_one_press(client: Client, claim: Claim) -> None:
    client.post(
        f"/p/{claim.project.slug}/claims/{claim.id}/decide/?not_a_claim=1",
        form(verification=""),
        headers=SCRIPT,
    )
    decision = Decision.objects.get()
    assert (decision.check_worthiness, decision.verification, decision.complete) == (
        "non_factual", "not_checkable", True,
    )  # fmt: skip


def test_keep_repeats_the_chain_that_was_shown(client: Client, claim: Claim) -> None:
    post(client, claim, chain=f"suggestion:{chain_suggestion(claim).id}")
    post(client, claim, chain="keep", seen_revision="1", verification="refuted")
    first, second = Decision.objects.order_by("revision")
    assert [link.source_id for link in first.links.all()] == [link.source_id for link in second.links.all()]
    assert second.verification == "refuted"


def test_plain_form_edits_a_chain_by_words(client: Client, claim: Claim) -> None:
    post(
        client,
        claim,
        script=False,
        chain="edited",
        **{
            "link-source_name": ["Harbour Board", ""],
            "link-source_id": ["", ""],
            "link-source_kind": ["government_agency", ""],
            "link-source_words": ["the port authority", ""],
            "link-cue_words": ["According to", ""],
        },
    )
    link = Decision.objects.get().links.get()
    start, end = link.source_span
    assert claim.text[start - claim.start : end - claim.start] == "the port authority"
    assert (link.source.name, link.source.kind) == ("Harbour Board", "government_agency")


def test_words_that_are_not_there_are_refused_with_the_form_kept(client: Client, claim: Claim) -> None:
    fields = {"link-source_name": "X", "link-source_words": "no such words"}
    answer = post(client, claim, script=False, chain="edited", **fields)
    assert answer.status_code == 422
    assert "do not stand in this sentence" in answer.content.decode()
    assert not Decision.objects.exists()


def test_without_a_script_the_next_claim_is_opened(client: Client, claim: Claim) -> None:
    following = reviewable(claim.article)[3]
    answer = post(client, claim, script=False, next=str(following.id))
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?claim={following.id}#claim-{following.id}")


def test_a_stale_form_shows_both_versions_and_loses_neither(
    client: Client, claim: Claim, reviewer: User
) -> None:
    decide(claim, reviewer)
    answer = post(client, claim, verification="refuted", note="my draft")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Revision 1 is saved" in shown
    assert "my draft" in shown
    assert f'data-claim="{claim.id}"' in shown
    plain = post(client, claim, script=False, verification="refuted", note="my draft")
    assert plain.status_code == 409
    assert 'name="note" value="my draft"' in plain.content.decode()
    assert Decision.objects.count() == 1


def test_undo_shows_the_answer_before(client: Client, claim: Claim, reviewer: User) -> None:
    decide(claim, reviewer)
    answer = post(client, claim, "undo", seen_revision="1")
    assert answer.status_code == 200
    assert 'data-revision="2"' in answer.content.decode()
    again = post(client, claim, "undo", seen_revision="2")
    assert again.status_code == 409
    assert "Nothing is left to undo" in again.content.decode()


def test_supervisors_and_strangers_do_not_decide(claim: Claim) -> None:
    for user, status in (
        (make_member(claim.project, MemberRole.SUPERVISOR), 403),
        (make_member(make_project()), 404),
    ):
        client = Client()
        client.force_login(user)
        assert post(client, claim).status_code == status


def test_saving_costs_as_many_queries_in_a_long_article_as_in_a_short_one(
    reviewer: User, client: Client
) -> None:
    counts = set()
    editor = make_member(make_project(), MemberRole.EDITOR)
    for sentences in (3, 200):
        project = make_project()
        make_member(project, MemberRole.EDITOR, editor)
        make_member(project, user=reviewer)
        text = " ".join(f"The mayor said it rained {n} times." for n in range(sentences))
        article = make_article(project, text=text, by=editor)
        suggest.propose_for(article.id)
        first, second = reviewable(article)[:2]
        post(client, first, chain="own_voice")
        with CaptureQueriesContext(connection) as asked:
            post(client, second, chain="own_voice")
        counts.add(len(asked))
    assert len(counts) == 1
    assert counts.pop() <= 24


def test_every_part_a_project_can_ask_for_is_answered_on_the_desk(claim: Claim, client: Client) -> None:
    claim.project.asks = ["chain", "verification", "check_worthiness", "priority"]
    claim.project.save()
    more = {"more_check_worthiness": "check_worthy", "more_priority": "2", "more_basis": "on_record"}
    assert post(client, claim, chain="own_voice", **more).status_code == 200
    decision = Decision.objects.get()
    assert (decision.check_worthiness, decision.priority, decision.basis, decision.complete) == (
        "check_worthy", 2, "on_record", True,
    )  # fmt: skip
    post(client, claim, chain="keep", seen_revision="1", check_worthiness="check_worthy", priority="2")
    assert Decision.objects.get(revision=2).basis == "on_record", "what the form does not speak of stays"


def test_editors_take_a_suggested_role_over(claim: Claim) -> None:
    suggestion = Suggestion.objects.create(
        project=claim.project, claim=claim, suggester="roles", version="1", kind="role", value="caption",
        confidence=0.5, explanation="stands below a picture", created_at=timezone.now(),
    )  # fmt: skip
    place = f"/p/{claim.project.slug}/articles/{claim.article_id}/?claim={claim.id}"
    for role, offered in ((MemberRole.EDITOR, True), (MemberRole.REVIEWER, False)):
        client = Client()
        client.force_login(make_member(claim.project, role))
        assert (
            f'formaction="/p/{claim.project.slug}/claims/{claim.id}/role/"'
            in client.get(place).content.decode()
        ) is (offered)
    editor = Client()
    editor.force_login(make_member(claim.project, MemberRole.EDITOR))
    answer = editor.post(f"/p/{claim.project.slug}/claims/{claim.id}/role/", {"role": suggestion.value})
    assert answer.status_code == 302
    assert Claim.objects.get(article=claim.article, start=claim.start, retired_at=None).role == "caption"
