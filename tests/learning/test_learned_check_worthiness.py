"""Learned check-worthiness: it learns, says honestly how sure it is, and is kept as bytes that run nothing."""

import itertools
import json
import random

import pytest

from annotations.domain.errors import Unreadable
from annotations.learning.check_worthiness import LearnedCheckWorthiness
from annotations.learning.check_worthiness_fitting import FEWEST, Judged, fit

PLACES = ("Arden", "Belford", "Corby", "Dunmore", "Elston", "Farley", "Garton")
CHECKED = (
    "The council of {place} spent {n} million on roads last year.",
    "Unemployment in {place} rose to {n} percent in March.",
    "{place} has closed {n} schools since 2015.",
)
LEFT = (
    "I think we should all come together in {place} tonight.",
    "Thank you, {place}, and good night to all {n} of you.",
    "What would you do about {place} if you had {n} wishes?",
)


def made(count: int, *, groups: int = 8, swapped: bool = False) -> list[Judged]:
    """Sentences of two plain kinds; `swapped` calls the one what the other is."""
    drawing = random.Random(4)
    found = []
    for k in range(count):
        worthy = k % 2 == 0
        words = (CHECKED if worthy else LEFT)[k % 3].format(place=PLACES[k % 7], n=drawing.randint(2, 90))
        found.append(Judged(words, worthy != swapped, str(k % groups)))
    return found


@pytest.fixture(scope="module")
def model() -> LearnedCheckWorthiness:
    fitted = fit(made(FEWEST))
    assert fitted is not None
    return fitted


def test_it_tells_what_the_desk_checks_from_what_it_does_not(model: LearnedCheckWorthiness) -> None:
    texts = [one.text.replace("Arden", "Harwell") for one in made(40)]
    said = [chance >= model.threshold for chance in model.chances(texts)]
    assert said == [one.is_check_worthy for one in made(40)]


def test_it_learns_from_the_answers_and_not_from_the_rules() -> None:
    swapped = fit(made(FEWEST, swapped=True))
    assert swapped is not None
    worthy, other = swapped.chances([made(2)[0].text, made(2)[1].text])
    assert worthy < swapped.threshold <= other


def test_the_scale_keeps_the_order_and_divides_at_one_half(model: LearnedCheckWorthiness) -> None:
    steps = [model.scaled(k / 50) for k in range(51)]
    assert all(one < other for one, other in itertools.pairwise(steps))
    assert (steps[0], model.scaled(model.threshold), steps[-1]) == (0.0, 0.5, 1.0)


def test_its_bytes_say_the_same(model: LearnedCheckWorthiness) -> None:
    texts = [one.text for one in made(10)]
    again = LearnedCheckWorthiness.from_bytes(model.to_bytes())
    assert again.chances(texts) == pytest.approx(model.chances(texts), abs=1e-4)
    assert again.to_bytes() == model.to_bytes()


@pytest.mark.parametrize("harm", [b"", b"cos\nsystem\n(S'id'\ntR.", b'{"format": "another"}\n1234'])
def test_other_bytes_are_refused(harm: bytes) -> None:
    with pytest.raises(Unreadable, match="Train a new one"):
        LearnedCheckWorthiness.from_bytes(harm)


def test_bytes_cut_short_are_refused(model: LearnedCheckWorthiness) -> None:
    with pytest.raises(Unreadable):
        LearnedCheckWorthiness.from_bytes(model.to_bytes()[:-4])


def test_too_little_fits_nothing() -> None:
    assert fit(made(FEWEST - 2)) is None
    assert fit([]) is None
    assert fit([Judged(one.text, True, one.group) for one in made(FEWEST)]) is None
    assert fit(made(FEWEST, groups=2)) is None


def test_the_head_is_plain_json(model: LearnedCheckWorthiness) -> None:
    assert json.loads(model.to_bytes().partition(b"\n")[0])["format"].startswith("learned check-worthiness")
