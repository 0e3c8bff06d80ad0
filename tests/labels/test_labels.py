"""The desk's own labels: renamed, merged, split and taken back, and no answer is ever rewritten."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import auditing, labels, review, signing
from annotations.domain.errors import AlreadyThere, Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.label_changes import LabelState, standing_label
from annotations.domain.vocabulary import ClaimState, MemberRole, Verification
from annotations.labels import Part
from annotations.models import Claim, Decision, DeskLabel, LabelChange, LedgerEntry, Project, User
from annotations.queries.labels import (
    carried_labels,
    claims_with,
    label_of,
    labels_of,
    labels_page,
    waiting_claims,
)
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


@pytest.fixture
def claims(project: Project, editor: User) -> list[Claim]:
    return reviewable(make_article(project, by=editor))


def label(
    project: Project, by: User, name: str = "Out of context", word: Any = Verification.MISLEADING
) -> DeskLabel:
    return labels.define(project, verification=word, name=name, by=by)


def labelled(claim: Claim, made: DeskLabel | None, by: User | None = None, **more: Any) -> Decision:
    return decide(
        claim,
        by or make_member(claim.project),
        verification=Verification.MISLEADING,
        label=made.id if made else None,
        **more,
    ).decision


def carried(project: Project) -> dict[UUID, str]:
    known = labels_of(project)
    return {claim: known[pk].name for claim, pk in carried_labels(project, known).items()}


def newest_change(project: Project) -> LabelChange:
    return LabelChange.objects.filter(project=project).order_by("-id")[0]


def test_an_answer_carries_a_label_and_undo_takes_it_back(
    project: Project, editor: User, claims: list[Claim]
) -> None:
    made, person = label(project, editor), make_member(project)
    first = labelled(claims[0], made, person)
    assert (first.label, carried(project)) == (made, {claims[0].id: "Out of context"})
    labelled(claims[0], None, person, seen_revision=1)
    assert carried(project) == {}
    review.undo(claims[0].id, seen_revision=2, idempotency_key=str(uuid4()), by=person)
    assert carried(project) == {claims[0].id: "Out of context"}
    assert auditing.check_ledger(project, by=editor).ok


def test_a_label_of_another_word_or_project_or_none_is_refused(
    project: Project, editor: User, claims: list[Claim]
) -> None:
    other = make_project()
    foreign = label(other, make_member(other, MemberRole.EDITOR))
    for wrong in (label(project, editor, "Hoax", Verification.REFUTED), foreign, DeskLabel(id=uuid4())):
        with pytest.raises(Invalid) as refused:
            labelled(claims[0], wrong)
        assert list(refused.value.errors) == ["label"]
    assert not Decision.objects.filter(claim=claims[0]).exists()


def test_labels_never_dispute(project: Project, editor: User, claims: list[Claim]) -> None:
    Project.objects.update(quorum=2)
    labelled(claims[0], label(project, editor))
    labelled(claims[0], label(project, editor, "Old picture"))
    claims[0].refresh_from_db()
    assert claims[0].state == ClaimState.AGREED


def test_a_renamed_label_is_the_same_and_its_name_can_come_back(
    project: Project, editor: User, claims: list[Claim]
) -> None:
    made = label(project, editor)
    decision = labelled(claims[0], made)
    labels.rename(made.id, name="Lacks context", definition="Something left out.", by=editor)
    assert carried(project) == {claims[0].id: "Lacks context"}
    assert Decision.objects.get(pk=decision.pk).label_id == made.id
    labels.undo(newest_change(project).id, by=editor)
    made.refresh_from_db()
    assert (made.name, made.definition) == ("Out of context", "")


def test_a_merged_label_counts_as_the_other_and_can_come_back(
    project: Project, editor: User, claims: list[Claim]
) -> None:
    one, two, three = (label(project, editor, name) for name in ("Alpha", "Beta", "Gamma"))
    labelled(claims[0], one)
    labels.merge(one.id, into=two.id, by=editor)
    merged = newest_change(project)
    labels.merge(two.id, into=three.id, by=editor)
    assert carried(project) == {claims[0].id: "Gamma"}
    with pytest.raises(Conflict, match="later"):
        labels.undo(merged.id, by=editor)
    labels.undo(newest_change(project).id, by=editor)
    assert carried(project) == {claims[0].id: "Beta"}
    labels.undo(merged.id, by=editor)
    assert carried(project) == {claims[0].id: "Alpha"}
    with pytest.raises(Conflict, match="already"):
        labels.undo(merged.id, by=editor)


def test_the_claims_of_a_split_label_wait_and_are_labelled_one_by_one(
    project: Project, editor: User, claims: list[Claim]
) -> None:
    made = label(project, editor)
    for claim in claims[:3]:
        labelled(claim, made)
    old, new = labels.split(
        made.id, into=[Part("Old picture"), Part("Cut quote", "Words left out.")], by=editor
    )
    count, waiting = waiting_claims(project)
    assert (count, [row.claim for row in waiting]) == (3, [claim.id for claim in claims[:3]])
    assert {choice.name for choice in waiting[0].choices} == {"Old picture", "Cut quote"}
    labels.relabel(claims[0].id, label_id=old.id, by=editor)
    labels.relabel(claims[1].id, label_id=None, by=editor)
    assert waiting_claims(project)[0] == 1
    assert carried(project) == {claims[0].id: "Old picture", claims[2].id: "Out of context"}
    with pytest.raises(Invalid):
        labelled(claims[3], made)
    split = LabelChange.objects.get(act="split")
    labels.undo(split.id, by=editor)
    assert set(carried(project).values()) == {"Out of context"}
    assert len(carried(project)) == 3
    new.refresh_from_db()
    assert new.retired_at is not None
    assert auditing.check_ledger(project, by=editor).ok


def test_a_split_whose_labels_were_given_since_is_not_taken_back(
    project: Project, editor: User, claims: list[Claim]
) -> None:
    made = label(project, editor)
    one, _ = labels.split(made.id, into=[Part("Out of context"), Part("Cut quote")], by=editor)
    labelled(claims[0], one)
    with pytest.raises(Conflict, match="1 answer carries"):
        labels.undo(newest_change(project).id, by=editor)


def test_a_definition_is_taken_back_while_nothing_carries_it(
    project: Project, editor: User, claims: list[Claim]
) -> None:
    made = label(project, editor)
    labels.undo(newest_change(project).id, by=editor)
    assert label(project, editor).id != made.id  # the name is free again
    labelled(claims[0], DeskLabel.objects.current().get())
    with pytest.raises(Conflict, match="carries"):
        labels.undo(newest_change(project).id, by=editor)


def test_labelling_makes_a_sign_off_void(project: Project, editor: User, claims: list[Claim]) -> None:
    made = label(project, editor)
    labelled(claims[0], None)
    signing.sign_off(claims[0].article_id, claims=[claims[0].id], by=editor)
    labels.relabel(claims[0].id, label_id=made.id, by=editor)
    claims[0].refresh_from_db()
    assert claims[0].state == ClaimState.AGREED
    assert claims[0].signatures.get().voiding.because == "claim_labelled"


def test_names_are_told_apart_folded_and_odd_ones_are_refused(project: Project, editor: User) -> None:
    made = label(project, editor, "Old picture")
    with pytest.raises(AlreadyThere) as refused:
        label(project, editor, "  OLD  Picture ", Verification.REFUTED)
    assert refused.value.current == made.id
    for name in ("", "  ", "x" * 61, "a\0b", "\u200b"):
        with pytest.raises(Invalid):
            label(project, editor, name)
    with pytest.raises(Invalid):
        labels.rename(made.id, name="Old picture", by=editor)
    with pytest.raises(Invalid):
        labels.split(made.id, into=[Part("One")], by=editor)
    with pytest.raises(Invalid):
        labels.merge(made.id, into=made.id, by=editor)
    with pytest.raises(Invalid):
        labels.merge(made.id, into=label(project, editor, "Hoax", Verification.REFUTED).id, by=editor)


def test_only_editors_change_labels_and_strangers_find_none(
    project: Project, editor: User, claims: list[Claim]
) -> None:
    made = label(project, editor)
    change, stranger = newest_change(project), make_member(make_project(), MemberRole.EDITOR)
    for act in (
        lambda by: labels.rename(made.id, name="X", by=by),
        lambda by: labels.split(made.id, into=[Part("A"), Part("B")], by=by),
        lambda by: labels.merge(made.id, into=made.id, by=by),
        lambda by: labels.undo(change.id, by=by),
    ):
        with pytest.raises(NotFound):
            act(stranger)
        with pytest.raises(NotPermitted):
            act(make_member(project))
    labelled(claims[0], made)
    with pytest.raises(NotPermitted):
        labels.relabel(claims[0].id, label_id=None, by=make_member(project, MemberRole.SUPERVISOR))
    with pytest.raises(Conflict, match="No answer stands"):
        labels.relabel(claims[1].id, label_id=made.id, by=editor)


def test_every_act_is_in_the_ledger(project: Project, editor: User, claims: list[Claim]) -> None:
    one, two = label(project, editor, "Alpha"), label(project, editor, "Beta")
    labels.rename(one.id, name="Aleph", by=editor)
    labels.merge(one.id, into=two.id, by=editor)
    labels.undo(newest_change(project).id, by=editor)
    labels.split(one.id, into=[Part("A"), Part("B")], by=editor)
    labelled(claims[0], two)
    labels.relabel(claims[0].id, label_id=None, by=editor)
    said = LedgerEntry.objects.filter(project_id=project.id, verb__contains="label").order_by("seq")
    assert list(said.values_list("verb", flat=True)) == [
        *["label_defined"] * 2,
        "label_renamed",
        "labels_merged",
        "label_change_undone",
        "label_split",
        "claim_labelled",
    ]


def test_the_page_counts_and_previews(project: Project, editor: User, claims: list[Claim]) -> None:
    made = label(project, editor)
    for claim in claims[:2]:
        labelled(claim, made)
    page = labels_page(project)
    below = next(one for one in page.below if one.verification == "misleading")
    assert [(line.name, line.claims) for line in below.labels] == [("Out of context", 2)]
    count, rows = claims_with(project, made)
    assert (count, [row.id for row in rows]) == (2, [claim.id for claim in claims[:2]])
    assert label_of(Decision.objects.get(claim=claims[0])) == LabelState(made.id)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_merges_lead_to_a_label_that_is_not_merged(pairs: list[tuple[int, int]]) -> None:
    ids = [UUID(int=n) for n in range(10)]
    into: dict[int, int] = {}
    for one, other in pairs:
        if one not in into and other not in into and one != other:
            into[one] = other
    known = {ids[n]: LabelState(ids[n], ids[into[n]] if n in into else None) for n in range(10)}
    for pk in ids:
        assert standing_label(pk, known).merged_into is None
