"""What changed in a guideline, and which answers it is about."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.guidelines import Change, changed_paragraphs, terms_named
from annotations.domain.vocabulary import CheckWorthiness, Verification

OLD = "# Rules\n\nUse *misleading* for numbers.\n\nAsk when in doubt.\n\nOld habits."
NEW = "# Rules\n\nUse *misleading* for dates, too.\n\nAsk when in doubt.\n\nA wish is not checkable."


def test_only_paragraphs_that_differ_are_named_with_their_words() -> None:
    first, second = changed_paragraphs(OLD, NEW)
    assert first == Change(
        "Use *misleading* for numbers.", "Use *misleading* for dates, too.", (Verification.MISLEADING,)
    )
    assert (second.before, second.after) == ("Old habits.", "A wish is not checkable.")
    assert second.terms == (Verification.NOT_CHECKABLE,)


def test_new_and_dropped_paragraphs_stand_against_nothing() -> None:
    assert changed_paragraphs("", "One.\n\nTwo.") == [Change("", "One.", ()), Change("", "Two.", ())]
    assert changed_paragraphs("One.\n\nTwo.", "Two.") == [Change("One.", "", ())]
    assert changed_paragraphs(OLD, OLD.replace("\n", "\r\n")) == []


def test_a_longer_word_is_not_taken_for_the_one_inside_it() -> None:
    assert terms_named("This is not enough evidence.") == (Verification.NOT_ENOUGH_EVIDENCE,)
    assert terms_named("unsupported") == ()
    assert terms_named("check_worthy or Supported") == (Verification.SUPPORTED, CheckWorthiness.CHECK_WORTHY)


PARAGRAPHS = st.lists(st.sampled_from(["One.", "Two.", "Three.", "Four."]), max_size=8)


@given(PARAGRAPHS, PARAGRAPHS)
def test_a_guideline_has_no_changes_against_itself_and_some_against_another(
    old: list[str], new: list[str]
) -> None:
    changes = changed_paragraphs("\n\n".join(old), "\n\n".join(new))
    assert (changes == []) is (old == new)
    assert all(change.before != change.after for change in changes)
