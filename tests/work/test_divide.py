"""An editor mends the division; what was decided stays with the retired claim."""

import pytest

from annotations import divide, ledger
from annotations.domain.errors import Conflict, Invalid, NotPermitted
from annotations.domain.vocabulary import ClaimRole, MemberRole
from annotations.models import Article, Claim, Decision, User
from tests.factories import decide, make_article, make_member, make_project

pytestmark = pytest.mark.django_db
TEXT = "The mayor spoke first. The council met. It rained.\n\nThe council met. It rained.\n"


@pytest.fixture
def article() -> Article:
    return make_article(make_project(), text=TEXT)


@pytest.fixture
def editor(article: Article) -> User:
    return make_member(article.project, MemberRole.EDITOR)


def current(article: Article) -> list[Claim]:
    return list(Claim.objects.filter(article=article).current().order_by("start"))


def whole(article: Article) -> str:
    article.refresh_from_db()
    pieces = [(c.start, c.text) for c in current(article)]
    pieces += [(start, article.text[start:end]) for start, end in article.gaps]
    return "".join(text for _, text in sorted(pieces))


def test_split_retires_the_claim_with_its_history(article: Article, editor: User) -> None:
    claim = current(article)[0]
    decide(claim, editor)
    place = claim.start + claim.text.index("spoke")
    successors = divide.split(claim.id, at=[place], by=editor)
    assert [s.text for s in successors] == ["The mayor", "spoke first."]
    claim.refresh_from_db()
    assert claim.retired_at is not None
    assert Decision.objects.filter(claim=claim).count() == 1
    assert whole(article) == TEXT
    assert [c.position for c in current(article)] == list(range(1, len(current(article)) + 1))
    assert ledger.entries(article.project_id)[-1].verb == "claim_split"


def test_merge_joins_with_the_following_claim(article: Article, editor: User) -> None:
    before = current(article)
    joined = divide.merge_next(before[0].id, by=editor)[0]
    assert joined.text == "The mayor spoke first. The council met."
    assert len(current(article)) == len(before) - 1
    assert whole(article) == TEXT


def test_new_role_keeps_place_words_and_duplicates(article: Article, editor: User) -> None:
    claim = next(c for c in current(article) if c.duplicates.exists())
    copies = list(claim.duplicates.values_list("id", flat=True))
    heir = divide.change_role(claim.id, role=ClaimRole.CAPTION, by=editor)[0]
    assert (heir.text, heir.start, heir.role) == (claim.text, claim.start, "caption")
    assert list(heir.duplicates.values_list("id", flat=True)) == copies


def test_copies_of_what_became_furniture_stand_for_themselves(article: Article, editor: User) -> None:
    claim = next(c for c in current(article) if c.duplicates.exists())
    copy = claim.duplicates.get()
    divide.change_role(claim.id, role=ClaimRole.BOILERPLATE, by=editor)
    copy.refresh_from_db()
    assert copy.is_reviewable


def test_copies_of_a_split_claim_stand_for_themselves(article: Article, editor: User) -> None:
    claim = next(c for c in current(article) if c.duplicates.exists())
    copy = claim.duplicates.get()
    divide.split(claim.id, at=[claim.start + 4], by=editor)
    copy.refresh_from_db()
    assert copy.duplicate_of is None


def test_last_claim_has_nothing_to_be_joined_with(article: Article, editor: User) -> None:
    with pytest.raises(Conflict, match="last stretch"):
        divide.merge_next(current(article)[-1].id, by=editor)


def test_a_retired_claim_is_neither_divided_nor_decided(article: Article, editor: User) -> None:
    claim = current(article)[0]
    divide.split(claim.id, at=[claim.start + 4], by=editor)
    with pytest.raises(Conflict, match="divided already"):
        divide.split(claim.id, at=[claim.start + 4], by=editor)
    with pytest.raises(Conflict, match="answer its successors"):
        decide(claim, editor)


@pytest.mark.parametrize("offset", [0, 22, 4000, -3])
def test_cut_outside_the_claim_is_refused(article: Article, editor: User, offset: int) -> None:
    with pytest.raises(Invalid, match="Give offsets between 1 and 21"):
        divide.split(current(article)[0].id, at=[offset], by=editor)


def test_cut_that_leaves_a_part_without_letters_is_refused(editor: User, article: Article) -> None:
    claim = current(article)[0]
    space = claim.start + claim.text.index(" ")
    with pytest.raises(Invalid, match="without letters"):
        divide.split(claim.id, at=[space, space + 1], by=editor)


def test_only_editors_divide(article: Article) -> None:
    reviewer = make_member(article.project)
    with pytest.raises(NotPermitted):
        divide.split(current(article)[0].id, at=[4], by=reviewer)
