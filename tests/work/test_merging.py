"""Two sources that are one: a logged act that rewrites no chain and can be undone."""

import pytest
from django.test import Client

from annotations import ledger, merging
from annotations.domain.errors import AlreadyThere, Conflict, Invalid, NotPermitted
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import ClaimState, Identification, MemberRole, SourceKind
from annotations.models import Claim, Link, Source, User
from annotations.sources import named
from annotations.standing import compared_claims
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db


def by_name(name: str) -> LinkValue:
    return LinkValue(
        1, source_name=name, source_kind=SourceKind.COMPANY, identification=Identification.NAMED_ORGANISATION
    )


@pytest.fixture
def claim() -> Claim:
    """A claim in dispute only because two reviewers wrote the same company in two ways."""
    claim = reviewable(make_article(make_project(quorum=2)))[1]
    decide(claim, make_member(claim.project), chain=(by_name("Harbour Ltd"),))
    decide(claim, make_member(claim.project), chain=(by_name("Harbour Limited"),))
    claim.refresh_from_db()
    assert claim.state == ClaimState.DISPUTED
    return claim


@pytest.fixture
def editor(claim: Claim) -> User:
    return make_member(claim.project, MemberRole.EDITOR)


def source(claim: Claim, name: str) -> Source:
    return Source.objects.get(project=claim.project, name=name)


def state(claim: Claim) -> str:
    assert all(stored == follows for _, stored, follows in compared_claims(claim.project))
    return Claim.objects.get(pk=claim.pk).state


def test_merging_settles_what_was_disputed_only_by_name_and_undoing_brings_it_back(
    claim: Claim, editor: User
) -> None:
    one, other = source(claim, "Harbour Ltd"), source(claim, "Harbour Limited")
    chains = list(Link.objects.order_by("id").values_list("source", flat=True))
    merging.merge(one, into=other.id, by=editor)
    assert state(claim) == ClaimState.AGREED
    merging.unmerge(one, by=editor)
    assert state(claim) == ClaimState.DISPUTED
    assert list(Link.objects.order_by("id").values_list("source", flat=True)) == chains
    verbs = [entry.verb for entry in ledger.entries(claim.project_id)]
    assert verbs[-2:] == ["sources_merged", "merge_undone"]


def test_names_of_a_merged_source_lead_to_the_one_that_stays(claim: Claim, editor: User) -> None:
    one, other = source(claim, "Harbour Ltd"), source(claim, "Harbour Limited")
    merging.merge(one, into=other.id, by=editor)
    assert named(claim.project_id, ["harbour ltd"])["harbour ltd"] == other


def test_what_was_merged_before_follows_and_comes_back(claim: Claim, editor: User) -> None:
    one, other = source(claim, "Harbour Ltd"), source(claim, "Harbour Limited")
    third = Source.objects.create(project=claim.project, name="HL", folded="hl", kind="company")
    merging.merge(third, into=one.id, by=editor)
    merging.merge(one, into=other.id, by=editor)
    third.refresh_from_db()
    assert third.merged_into == other
    merging.unmerge(one, by=editor)
    third.refresh_from_db()
    assert third.merged_into == one


def test_what_makes_no_sense_is_refused(claim: Claim, editor: User) -> None:
    one, other = source(claim, "Harbour Ltd"), source(claim, "Harbour Limited")
    elsewhere = Source.objects.create(project=make_project(), name="X", folded="x", kind="company")
    with pytest.raises(Invalid, match="into itself"):
        merging.merge(one, into=one.id, by=editor)
    with pytest.raises(Invalid, match="in this project"):
        merging.merge(one, into=elsewhere.id, by=editor)
    with pytest.raises(Conflict, match="not merged"):
        merging.unmerge(one, by=editor)
    merging.merge(one, into=other.id, by=editor)
    with pytest.raises(Conflict, match="merged already"):
        merging.merge(one, into=other.id, by=editor)
    with pytest.raises(NotPermitted):
        merging.unmerge(one, by=make_member(claim.project))


def test_a_name_given_away_meanwhile_is_named(claim: Claim, editor: User) -> None:
    one, other = source(claim, "Harbour Ltd"), source(claim, "Harbour Limited")
    merging.merge(one, into=other.id, by=editor)
    taken = Source.objects.create(
        project=claim.project, name="Harbour Ltd", folded=one.folded, kind="company"
    )
    with pytest.raises(AlreadyThere) as refused:
        merging.unmerge(one, by=editor)
    assert refused.value.current == taken.id


def test_the_page_merges_and_takes_back(claim: Claim, editor: User) -> None:
    one, other = source(claim, "Harbour Ltd"), source(claim, "Harbour Limited")
    client = Client()
    client.force_login(editor)
    place = f"/p/{claim.project.slug}/sources/{one.id}/"
    assert "1 claim names Harbour Ltd" in client.get(place).content.decode()
    assert client.post(place + "merge/", {"into": str(other.id)}).status_code == 302
    assert "Merged into" in client.get(place).content.decode()
    assert client.post(place + "merge/", {"into": "nobody"}).status_code == 422
    assert client.post(place + "unmerge/").status_code == 302
    assert client.post(place + "alias/", {"text": "The Harbour"}).status_code == 302
    assert "The Harbour" in client.get(place).content.decode()
