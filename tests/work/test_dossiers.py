"""A source's dossier: what it is, how it is called, how reliable it proved, and what settled claims say with it."""

from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from annotations import dossiers, ledger, merging
from annotations.domain.dossier_words import Reliability
from annotations.domain.errors import Invalid, NotFound, NotPermitted
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Identification, MemberRole, SourceKind, Verification
from annotations.models import Claim, LedgerEntry, Project, ReliabilityEntry, Source, SourceAlias, User
from annotations.queries.dossier import dossier
from annotations.sources import add_alias, create
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db
AGENCY = SourceKind.GOVERNMENT_AGENCY


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


def link(
    name: str, depth: int = 1, identification: Identification = Identification.NAMED_ORGANISATION
) -> LinkValue:
    return LinkValue(depth, source_name=name, source_kind=AGENCY, identification=identification)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(source: Source, by: User, **fields: Any) -> Source:
    return dossiers.change(
        source, **{"kind": SourceKind.COMPANY, "parent": None, "external_ids": {}, **fields}, by=by
    )


def test_what_a_source_is_can_be_changed_and_the_ledger_says_from_what_to_what(
    project: Project, editor: User
) -> None:
    ministry = create(project, name="Ministry", kind=SourceKind.GOVERNMENT, by=editor)
    office = create(project, name="Port office", kind=SourceKind.COMPANY, by=editor)
    change(office, editor, kind=AGENCY, parent=ministry.id, external_ids={"wikidata": "Q42"})
    office.refresh_from_db()
    assert (office.kind, office.parent_id, office.external_ids) == (AGENCY, ministry.id, {"wikidata": "Q42"})
    entry = ledger.newest(project.id)
    assert entry is not None
    assert entry.verb == "source_changed"
    assert entry.payload["parent"] == [None, str(ministry.id)]
    change(office, editor, kind=AGENCY, parent=ministry.id, external_ids={"wikidata": "Q42"})
    assert ledger.newest(project.id) == entry


def test_no_source_is_part_of_itself_or_of_what_is_not_there(project: Project, editor: User) -> None:
    a, b, c = (create(project, name=name, kind=SourceKind.COMPANY, by=editor) for name in "ABC")
    change(b, editor, parent=a.id)
    change(c, editor, parent=b.id)
    for child, parent in ((a, a), (a, c)):
        with pytest.raises(Invalid, match="part of itself"):
            change(child, editor, parent=parent.id)
    elsewhere = Source.objects.create(project=make_project(), name="X", folded="x", kind="company")
    with pytest.raises(Invalid, match="no source"):
        change(a, editor, parent=elsewhere.id)
    merging.merge(c, into=a.id, by=editor)
    with pytest.raises(Invalid, match="merged into another"):
        change(b, editor, parent=c.id)
    with pytest.raises(NotPermitted):
        change(a, make_member(project))


def test_a_name_can_be_taken_away_again(project: Project, editor: User) -> None:
    source = create(project, name="Port authority", kind=AGENCY, by=editor)
    article = make_article(project, by=editor)
    alias = add_alias(source, "the port", by=editor, article=article)
    with pytest.raises(NotPermitted):
        dossiers.remove_alias(source, alias.id, by=make_member(project))
    dossiers.remove_alias(source, alias.id, by=editor)
    assert not SourceAlias.objects.filter(pk=alias.pk).exists()
    with pytest.raises(NotFound):
        dossiers.remove_alias(source, alias.id, by=editor)


def test_the_reliability_log_only_grows(project: Project, editor: User) -> None:
    source = create(project, name="Port authority", kind=AGENCY, by=editor)
    with pytest.raises(Invalid, match="reason"):
        dossiers.note_reliability(source, Reliability.PROVED_WRONG, reason="  ", by=editor)
    supervisor = make_member(project, MemberRole.SUPERVISOR)
    with pytest.raises(NotPermitted):
        dossiers.note_reliability(source, Reliability.REMARK, reason="x", by=supervisor)
    made = dossiers.note_reliability(source, Reliability.PROVED_WRONG, reason="Cables were whole.", by=editor)
    assert [line.reason for line in dossier(source, viewer=editor).log] == ["Cables were whole."]
    assert "Cables" not in str(ledger.newest(project.id))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ReliabilityEntry.objects.filter(pk=made.pk).update(reason="They were not.")


@pytest.fixture
def told(project: Project) -> Source:
    """The Herald passes on two settled claims of an unnamed official and says one itself; a fourth is in dispute."""
    person = make_member(project)
    claims = reviewable(make_article(project))
    official = link("an official", 2, Identification.UNNAMED_INDIVIDUAL)
    decide(claims[0], person, chain=(link("Herald"), official))
    decide(claims[1], person, chain=(link("Herald"), official), verification=Verification.REFUTED)
    decide(claims[2], person, chain=(link("The Herald"),))
    for verification in (Verification.SUPPORTED, Verification.REFUTED):
        decide(claims[3], make_member(project), chain=(link("Herald"),), verification=verification)
    assert Claim.objects.get(pk=claims[3].pk).state == "disputed"
    return Source.objects.get(project=project, name="Herald")


def test_the_dossier_counts_settled_claims_only(told: Source, editor: User) -> None:
    found = dossier(told, viewer=editor)
    assert (found.claims, found.unnamed, found.as_origin, found.unnamed_share) == (3, 2, 1, 67)
    assert (found.depth, found.length) == (1, 2)
    (month,) = found.months
    assert {word.value: number for word, number in month.counts if number} == {"supported": 2, "refuted": 1}


def test_a_merged_name_brings_its_claims_along(told: Source, project: Project, editor: User) -> None:
    other = create(project, name="Morning Herald", kind=SourceKind.MEDIA_OUTLET, by=editor)
    assert dossier(other, viewer=editor).claims == 0
    merging.merge(told, into=other.id, by=editor)
    assert dossier(other, viewer=editor).claims == 3


def test_the_page_shows_all_of_it_and_its_forms_work(told: Source, project: Project, editor: User) -> None:
    client, place = signed_in(editor), f"/p/{project.slug}/sources/{told.id}/"
    page = client.get(place).content.decode()
    assert "67 % rest on somebody unnamed" in page
    assert 'class="verdict refuted"' in page
    sent = {"kind": "media_outlet", "parent": "", "id-wikidata": "Q7"}
    assert client.post(place + "change/", sent).status_code == 302
    assert client.post(place + "change/", {**sent, "id-wikidata": "seven"}).status_code == 422
    assert client.post(place + "change/", {**sent, "kind": "planet"}).status_code == 422
    assert (
        client.post(place + "reliability/", {"finding": "remark", "reason": "New owner."}).status_code == 302
    )
    assert client.post(place + "reliability/", {"finding": "remark", "reason": ""}).status_code == 422
    page = client.get(place).content.decode()
    assert "https://www.wikidata.org/wiki/Q7" in page
    assert "New owner." in page


def test_a_preview_says_what_a_merge_would_do_and_does_nothing(project: Project, editor: User) -> None:
    claim = reviewable(make_article(project, by=editor))[1]
    for name in ("Harbour Ltd", "Harbour Limited"):
        decide(claim, make_member(project), chain=(link(name),))
    one, other = (
        Source.objects.get(project=project, name=name) for name in ("Harbour Ltd", "Harbour Limited")
    )
    before = LedgerEntry.objects.count()
    found = merging.preview(one, into=other.id, by=editor)
    assert (found.claims, found.changed) == (1, 1)
    assert [(c.id, now, then) for c, now, then in found.changes] == [(claim.id, "disputed", "agreed")]
    page = (
        signed_in(editor).get(f"/p/{project.slug}/sources/{one.id}/merge/?into={other.id}").content.decode()
    )
    assert "Merge into Harbour Limited" in page
    one.refresh_from_db()
    assert one.merged_into_id is None
    assert Claim.objects.get(pk=claim.pk).state == "disputed"
    assert LedgerEntry.objects.count() == before
    with pytest.raises(NotPermitted):
        merging.preview(one, into=other.id, by=make_member(project))


def test_proposals_are_shown_with_reasons_and_never_carried_out(project: Project, editor: User) -> None:
    for name in ("Wall Street Journal", "WSJ"):
        create(project, name=name, kind=SourceKind.MEDIA_OUTLET, by=editor)
    before = LedgerEntry.objects.count()
    page = signed_in(editor).get(f"/p/{project.slug}/sources/proposals/").content.decode()
    assert "1 pair that may be one source" in page
    assert "one is the initials of the other" in page
    assert not Source.objects.filter(project=project).exclude(merged_into=None).exists()
    assert LedgerEntry.objects.count() == before


def test_unnamed_sources_stand_apart(told: Source, project: Project, editor: User) -> None:
    client = signed_in(editor)
    listed = client.get(f"/p/{project.slug}/sources/").content.decode()
    assert "Herald" in listed
    assert "an official" not in listed
    assert "an official" in client.get(f"/p/{project.slug}/sources/unnamed/").content.decode()
