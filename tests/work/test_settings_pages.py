"""Settings, policies, assignments and notices on pages, without a script."""

import re

import pytest
from django.test import Client

from annotations.admit import write_guideline, write_policies
from annotations.domain.vocabulary import MemberRole
from annotations.models import (
    Article,
    Endorsement,
    Guideline,
    Membership,
    Policy,
    PolicyOverride,
    Project,
    SignOff,
    User,
)
from tests.factories import (
    decide,
    make_article,
    make_member,
    make_user,
    reviewable,
)
from tests.work.given_settings import EDITOR, content_of, rules_form, signed_in

pytestmark = pytest.mark.django_db


def test_an_editor_changes_the_rules(project: Project, client: Client) -> None:
    place = f"/p/{project.slug}/settings/"
    assert 'name="quorum" min="1" max="20" required value="2"' in content_of(client, place)
    assert client.post(place, rules_form(quorum="3", blind="on", blind_share="12.5")).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.quorum, project.blind, project.blind_share) == ("Desk", 3, True, 0.125)
    assert 'value="12.5"' in content_of(client, place)
    refused = client.post(place, rules_form(quorum="0", name="Kept"))
    assert refused.status_code == 422
    assert "A quorum is 1 to 20 people, not 0." in refused.content.decode()
    assert 'value="Kept"' in refused.content.decode()
    assert client.post(place, rules_form(quorum="many")).status_code == 422


def test_settings_are_the_editors(project: Project) -> None:
    for role in (MemberRole.REVIEWER, MemberRole.SUPERVISOR):
        other = signed_in(make_member(project, role))
        for place in ("settings/", "settings/members/", "assignments/assign/", "assignments/schedule/"):
            assert other.post(f"/p/{project.slug}/{place}", rules_form()).status_code == 403
        for place in ("settings/guideline/", "settings/policies/"):
            assert other.get(f"/p/{project.slug}/{place}").status_code == 200
            assert other.post(f"/p/{project.slug}/{place}", {"guideline": "x"}).status_code == 403
    assert not Guideline.objects.exists()


def test_members_come_and_go_and_the_last_editor_stays(
    project: Project, client: Client, editor: User
) -> None:
    place, ada = f"/p/{project.slug}/settings/members/", make_user("ada")
    client.post(place, {"username": "ada", "role": "reviewer"})
    client.post(place, {"username": "ada", "role": "supervisor"})
    assert Membership.objects.get(project=project, user=ada).role == "supervisor"
    client.post(place, {"username": "ada", "do": "remove"})
    assert not Membership.objects.filter(project=project, user=ada).exists()
    answer = client.post(place, {"username": editor.username, "do": "remove"}, follow=True)
    assert "last editor" in answer.content.decode()
    assert "no such person" in client.post(place, {"username": "zoe"}, follow=True).content.decode()
    assert Membership.objects.filter(project=project).count() == 1


def test_the_checklist_stands_until_all_is_done(project: Project, client: Client, editor: User) -> None:
    place = f"/p/{project.slug}/"
    assert content_of(client, place).count("</svg>to do") == 4
    make_member(project)
    make_article(project, by=editor)
    client.post(f"{place}settings/guideline/", {"guideline": "# Rules", "seen_version": "0"})
    assert content_of(client, place).count("</svg>to do") == 1
    client.post(f"{place}settings/policies/", {"do": "keep", "seen_version": "0"})
    assert "To begin with" not in content_of(client, place)
    assert Policy.objects.get().rules == []
    assert "To begin with" not in content_of(signed_in(make_member(project)), place)


def test_of_two_who_write_the_guideline_the_second_is_shown_and_loses_nothing(
    project: Project, client: Client, editor: User
) -> None:
    place = f"/p/{project.slug}/settings/guideline/"
    write_guideline(project, "# One", by=editor)
    refused = client.post(place, {"guideline": "# My own words", "seen_version": "0"})
    content = refused.content.decode()
    assert refused.status_code == 409
    assert "# My own words" in content
    assert 'name="seen_version" value="1"' in content
    assert client.post(place, {"guideline": "# My own words", "seen_version": "1"}).status_code == 302
    assert Guideline.objects.count() == 2


def test_a_changed_paragraph_lists_the_claims_decided_under_the_old_version(
    project: Project, client: Client, editor: User, article: Article
) -> None:
    write_guideline(project, "Numbers: misleading.\n\nAsk.", by=editor)
    first, second, third = reviewable(article)[:3]
    reviewer = make_member(project)
    decide(first, reviewer, verification="misleading")
    decide(second, reviewer)
    project.refresh_from_db()
    write_guideline(project, "Numbers and dates: misleading.\n\nAsk twice.", by=editor)
    decide(third, reviewer, verification="misleading")
    place = f"/p/{project.slug}/settings/guideline/2/"
    content = content_of(client, place)
    assert "Numbers and dates: misleading." in content
    assert ">1 claim<" in content
    assert ">2 claims<" in content
    listed = re.findall(r'<a class="claim-link"[^>]*claim=([0-9a-f-]+)#', content)
    assert listed == [str(first.id)]
    both = re.findall(
        r'<a class="claim-link"[^>]*claim=([0-9a-f-]+)#', content_of(client, place + "?change=2")
    )
    assert set(both) == {str(first.id), str(second.id)}
    assert content_of(client, f"/p/{project.slug}/settings/guideline/1/")
    for wrong in ("3/", "2/?cursor=nonsense"):
        assert client.get(f"/p/{project.slug}/settings/guideline/{wrong}").status_code in (404, 422)


def test_rules_are_added_and_removed_by_a_plain_form(project: Project, client: Client) -> None:
    place = f"/p/{project.slug}/settings/policies/"
    rule = {
        "priority": ["3"], "unnamed_origin": "yes", "single_origin": "yes", "demand": "second_editor",
        "do": "add", "seen_version": "0",
    }  # fmt: skip
    assert client.post(place, rule).status_code == 302
    assert "Priority 3, unnamed origin, single origin: needs a second editor" in content_of(client, place)
    quorum = {"sample": "12,5", "demand": "quorum", "people": "3", "do": "add", "seen_version": "1"}
    assert client.post(place, quorum).status_code == 302
    project.refresh_from_db()
    assert project.policies[1] == {"when": {"sample": 0.125}, "demand": "quorum", "people": 3}
    stale = client.post(place, {"do": "remove:1", "seen_version": "1"})
    assert stale.status_code == 409
    assert client.post(place, {"do": "remove:1", "seen_version": "2"}).status_code == 302
    assert client.post(place, {"do": "remove:9", "seen_version": "3"}).status_code == 422
    refused = client.post(place, {"do": "add", "demand": "quorum", "people": "many", "seen_version": "3"})
    assert "needs &#x27;people&#x27; from 1 to 20" in refused.content.decode()
    project.refresh_from_db()
    assert (len(project.policies), project.policy_version) == (1, 3)


def test_the_desk_says_why_an_answer_is_not_kept(
    project: Project, client: Client, editor: User, article: Article
) -> None:
    write_policies(project, [{"when": {"verification": ["supported"]}, "demand": "evidence"}], by=editor)
    claim = reviewable(article)[0]
    sent = {"seen_revision": "0", "idempotency_key": "k", "verification": "supported", "chain": "[]"}
    refused = signed_in(make_member(project)).post(f"/p/{project.slug}/claims/{claim.id}/decide/", sent)
    assert refused.status_code == 422
    assert "is not kept without evidence here" in refused.content.decode()


def test_signing_against_a_policy_needs_a_reason_that_supervisors_read(
    project: Project, client: Client, editor: User, article: Article
) -> None:
    for _ in range(2):
        person = make_member(project)
        for claim in reviewable(article):
            decide(claim, person)
    write_policies(project, [{"demand": "second_editor"}], by=editor)
    place = f"/p/{project.slug}/articles/{article.id}/sign-off/"
    number = len(reviewable(article))
    assert f"What policies ask: {number} not there" in content_of(client, place)
    assert client.post(place, {"note": "x"}).status_code == 409
    assert client.post(place, {"override": "The other desk is closed."}).status_code == 302
    supervisor = signed_in(make_member(project, MemberRole.SUPERVISOR))
    assert "The other desk is closed." in content_of(supervisor, f"/p/{project.slug}/overrides/")
    assert PolicyOverride.objects.count() == number
    assert signed_in(make_member(project)).get(f"/p/{project.slug}/overrides/").status_code == 403


def test_a_second_editor_endorses_and_the_first_signs(
    project: Project, client: Client, editor: User, article: Article
) -> None:
    for _ in range(2):
        person = make_member(project)
        for claim in reviewable(article):
            decide(claim, person)
    write_policies(project, [{"demand": "second_editor"}], by=editor)
    here = f"/p/{project.slug}/articles/{article.id}/"
    second = signed_in(make_member(project, EDITOR))
    assert "Endorse as a second editor" in content_of(second, f"{here}sign-off/")
    assert second.post(f"{here}endorse/").status_code == 302
    assert Endorsement.objects.count() == len(reviewable(article))
    assert client.post(f"{here}sign-off/").status_code == 302
    assert SignOff.objects.exists()
    assert signed_in(make_member(project)).post(f"{here}endorse/").status_code == 403
