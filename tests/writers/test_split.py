"""Articles are divided once and for all, by id or by time, and versions of one article stay together."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotations.writers.split import PARTS, SHARES, Split, by_article, by_time
from tests.writers.test_formats import article


@given(st.uuids())
def test_the_part_follows_from_the_id_alone(pk: object) -> None:
    assert by_article(str(pk)) in PARTS
    assert by_article(str(pk)) == Split().part(article(id=str(pk)))


def test_this_split_never_changes_and_has_the_shares_it_says() -> None:
    assert [by_article(str(number)) for number in range(8)] == ["test", "dev", *["train"] * 6]
    counts = Counter(by_article(f"article {number}") for number in range(20_000))
    for part, share in zip(PARTS, SHARES, strict=True):
        assert abs(counts[part] / 20_000 - share) < 0.01


def test_another_seed_divides_otherwise() -> None:
    ids = [str(number) for number in range(200)]
    assert [by_article(pk) for pk in ids] != [by_article(pk, seed=1) for pk in ids]


def test_later_versions_stay_with_the_first() -> None:
    for number in range(50):
        split = Split()
        first = split.part(article(id=f"{number}-1"))
        assert split.part(article(id=f"{number}-2", replaces=f"{number}-1")) == first
        assert split.part(article(id=f"{number}-3", replaces=f"{number}-2")) == first
    alone = {(by_article(f"{number}-1"), by_article(f"{number}-3")) for number in range(50)}
    assert any(one != other for one, other in alone)  # twin: by id alone they would part


def test_by_time_the_newest_are_measured_on() -> None:
    cuts = ("2026-03-01T00:00:00.000000Z", "2026-04-01T00:00:00.000000Z")
    days = ["2026-02-01", "2026-03-01", "2026-03-02", "2026-04-01", "2026-04-02"]
    parts = [by_time(f"{day}T00:00:00.000000Z", cuts) for day in days]
    assert parts == ["train", "train", "dev", "dev", "test"]
    assert by_time(None, cuts) is by_time("2026-01-01T00:00:00.000000Z", None) is None
