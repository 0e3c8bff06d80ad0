"""Earlier checks that are suggested: where they are found, what they say, and who sees them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from annotations import feeds, matching
from annotations.domain.vocabulary import MemberRole, SuggestionKind, Verification
from annotations.models import CheckedVector, Claim, LedgerEntry, Project, Suggestion, SuggestionMatch, User
from annotations.queries.claims import claim_forms
from annotations.queries.matching import asked_words
from annotations.queries.time_line import time_line
from annotations.signing import reopen
from tests.factories import decide, make_article, make_member, make_project, reviewable
from tests.matching.test_feeds import as_bytes, review

SAID = "The old harbour bridge was closed after inspectors found two broken cables.\n"
AGAIN = "Inspectors found two broken cables, so the old harbour bridge was closed.\n\nPotatoes cost more in March.\n"


def checked(project: Project, text: str = SAID, **answer: Any) -> Claim:
    """A settled claim of the project: refuted unless told otherwise."""
    (claim,) = reviewable(make_article(project, text=text))
    return decide(claim, make_member(project), **{"verification": Verification.REFUTED, **answer}).claim


def suggested(project: Project, text: str = AGAIN) -> list[Suggestion]:
    article = make_article(project, text=text)
    matching.match_article(article.id)
    return list(
        Suggestion.objects.filter(claim__article=article, suggester="earlier-checks").order_by("kind")
    )


@pytest.mark.django_db
def test_a_claim_checked_before_is_found_and_named() -> None:
    project = make_project()
    claim = checked(project)

    match, *others = suggested(project)

    assert match.kind == SuggestionKind.MATCH
    assert match.value == {"claim": str(claim.id), "score": match.confidence, "verification": "refuted"}
    assert "broken cables" in match.explanation
    assert "refuted by" in match.explanation
    assert {one.claim.text for one in (match, *others)} == {AGAIN.splitlines()[0]}
    assert SuggestionMatch.objects.get(suggestion=match).claim == claim


@pytest.mark.django_db
def test_the_same_words_suggest_the_status_and_name_the_check() -> None:
    project = make_project()
    checked(project)

    found = suggested(project, SAID + "\n")

    assert [one.kind for one in found] == [SuggestionKind.MATCH, SuggestionKind.VERIFICATION]
    assert found[1].value == "refuted"
    assert "broken cables" in found[1].explanation


@pytest.mark.django_db
def test_what_is_only_about_the_same_suggests_no_status() -> None:
    project = make_project()
    checked(project)

    found = suggested(project, "The old harbour bridge will be painted green next spring.\n")

    assert SuggestionKind.VERIFICATION not in [one.kind for one in found]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "The old harbour bridge was not closed after inspectors found two broken cables.\n",
        "The old harbour bridge was closed after 40 inspectors found two broken cables.\n",
    ],
)
def test_a_denial_or_another_number_is_shown_as_a_match_without_its_status(text: str) -> None:
    project = make_project()
    checked(project)

    assert [one.kind for one in suggested(project, text)] == [SuggestionKind.MATCH]


@pytest.mark.django_db
def test_without_an_earlier_check_nothing_is_said_and_no_entry_is_made() -> None:
    project = make_project()
    article = make_article(project, text=SAID)
    before = LedgerEntry.objects.count()

    assert matching.match_article(article.id) == 0
    assert LedgerEntry.objects.count() == before
    assert not CheckedVector.objects.exists()


@pytest.mark.django_db
def test_claims_that_are_not_settled_are_no_earlier_checks() -> None:
    project = make_project(quorum=2)
    checked(project)  # one answer of two

    assert suggested(project) == []


@pytest.mark.django_db
def test_matching_twice_adds_nothing() -> None:
    project = make_project()
    checked(project)
    article = make_article(project, text=AGAIN)

    assert matching.match_article(article.id) > 0
    assert matching.match_article(article.id) == 0


@pytest.mark.django_db
def test_imported_reviews_are_matched_by_meaning_and_by_words_alone() -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    taken = feeds.import_reviews(
        project, as_bytes(review(1, claimReviewed=SAID.strip())), name="feed.json", by=editor
    )

    by_words = suggested(project)  # no vectors are kept yet
    matching.read_reviews(taken.feed.id)
    by_meaning = suggested(project, "Because cables of the ancient port crossing had snapped, it was shut.\n")

    assert CheckedVector.objects.filter(review__feed=taken.feed).count() == 1
    for found in (by_words, by_meaning):
        assert found[0].value["review"]
        assert "rated “False” (refuted) by Checks Desk on 5 March 2024" in found[0].explanation


@pytest.mark.django_db
def test_reviews_of_another_project_are_not_matched() -> None:
    mine, other = make_project(), make_project()
    editor = make_member(mine, MemberRole.EDITOR)
    make_member(other, user=editor)
    feeds.import_reviews(
        other,
        as_bytes(review(1, claimReviewed=SAID.strip())),
        name="f",
        by=make_member(other, MemberRole.EDITOR),
    )

    assert suggested(mine) == []


def in_both() -> tuple[Project, User, User, Claim]:
    """A project with somebody who is in another one, too, and somebody who is not; and a check of the other one."""
    mine, other = make_project(), make_project()
    both, only_here = make_member(mine), make_member(mine)
    make_member(other, user=both)
    checked(other)
    found = suggested(mine, SAID)
    assert len(found) == 2
    return mine, both, only_here, found[0].claim


@pytest.mark.django_db
def test_a_match_in_another_project_is_shown_to_those_who_are_in_it_only() -> None:
    mine, both, only_here, claim = in_both()

    assert seen(claim, mine, both) == {"match", "verification"}
    assert seen(claim, mine, only_here) == set()


@pytest.mark.django_db
def test_twin_without_the_scope_another_projects_check_is_told() -> None:
    mine, _, only_here, claim = in_both()

    with override_settings(PROTECTIONS_OFF=frozenset({"match scope"})):
        assert seen(claim, mine, only_here) == {"match", "verification"}


@pytest.mark.django_db
def test_a_check_that_is_open_again_is_no_longer_shown() -> None:
    project = make_project()
    claim = checked(project)
    viewer = make_member(project)
    match = suggested(project)[0]
    assert seen(match.claim, project, viewer)

    reopen(claim.id, reason="A newer report", by=make_member(project, MemberRole.EDITOR))

    assert seen(match.claim, project, viewer) == set()


def seen(claim: Claim, project: Project, viewer: User) -> set[str]:
    (form,) = claim_forms([claim], project=project, viewer=viewer)
    return {one["kind"] for one in form["suggestions"] if one["suggester"] == "earlier-checks"}


@pytest.mark.django_db
def test_projects_without_common_people_are_not_looked_at() -> None:
    checked(make_project())

    assert suggested(make_project()) == []


def test_the_question_for_full_text_search_holds_no_operators() -> None:
    assert asked_words("It's !& | ( 'quoted' 12.5 :* \\ <-> Ünïcode") != ""
    assert asked_words("!!! …") == ""


@pytest.mark.django_db
def test_the_desk_shows_a_match_with_the_way_to_it_and_hides_what_is_not_the_viewers(client: Client) -> None:
    mine, both, only_here, claim = in_both()
    desk = f"/p/{mine.slug}/articles/{claim.article_id}/?claim={claim.id}"
    suggestion = Suggestion.objects.filter(claim=claim, kind=SuggestionKind.MATCH).get()
    match = f"/p/{mine.slug}/matches/{suggestion.id}/"

    client.force_login(both)
    shown = client.get(desk).content.decode()
    assert "Checked before: refuted" in shown
    assert match in shown
    there = client.get(match)
    assert there.status_code == 302
    assert client.get(there["Location"].split("#")[0]).status_code == 200

    client.force_login(only_here)
    assert "Checked before" not in client.get(desk).content.decode()
    assert client.get(match).status_code == 404


@pytest.mark.django_db
def test_the_history_of_a_claim_hides_what_is_not_the_viewers() -> None:
    _, both, only_here, claim = in_both()

    told = {
        viewer: [event.did for event in time_line(Claim.objects.get(pk=claim.pk), viewer=viewer).events]
        for viewer in (both, only_here)
    }

    assert "suggested a match" in told[both]
    assert "suggested a match" not in told[only_here]


def test_a_data_set_gives_away_no_check_of_another_project(committed_db: object, tmp_path: Path) -> None:
    mine, _, _, claim = in_both()

    arguments = [
        "--project",
        mine.slug,
        "--format",
        "jsonl",
        "--output",
        str(tmp_path / "out"),
        "--allow-open",
    ]
    call_command("export_dataset", *arguments, verbosity=0)

    lines = (tmp_path / "out" / "claims.jsonl").read_text("utf-8").splitlines()
    (record,) = [record for line in lines if (record := json.loads(line))["id"] == str(claim.id)]
    assert "earlier-checks" not in [one["suggester"] for one in record["suggestions"]]


@pytest.mark.django_db
def test_the_match_of_a_review_leads_to_it(client: Client) -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    feeds.import_reviews(
        project, as_bytes([review(1, claimReviewed=SAID.strip()), review(2)]), name="f", by=editor
    )
    found = suggested(project)
    client.force_login(editor)

    shown = client.get(f"/p/{project.slug}/matches/{found[0].id}/", follow=True).content.decode()

    assert SAID.strip() in shown
    assert "closed 2 times" not in shown
