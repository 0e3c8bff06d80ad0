"""Learned attribution on invented articles: a verb that no list holds is learned from what people found."""

import hashlib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotations.domain.errors import Unreadable
from annotations.domain.sentences import split
from annotations.learning.agreement import agreement
from annotations.learning.attribution import LearnedAttribution
from annotations.learning.branches import branches
from annotations.learning.candidates import Candidate
from annotations.learning.fitting import FEWEST, Reviewed, fit
from annotations.learning.judging import fitted
from annotations.suggesters.flat import Flat, FlatReader
from annotations.suggesters.parsing import PACKAGES, parses
from annotations.suggesters.tokens import tokens

PEOPLE = ["Ada Lind", "The mayor", "A clerk", "Ben Orre", "The ministry", "Cleo Wark"]
CLAIMS = [
    "the bridge is closed",
    "the ferry sank",
    "prices fell",
    "the harbour froze",
    "taxes rise",
    "nobody came",
]
OTHERS = ["The river is high.", "Snow fell on the town.", "The market opens at ten."]

WEIGHTS = {
    "parser": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "tagger": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
}


def article(seed: int) -> Reviewed:
    """One article of a few sentences, in some of which somebody "mivels" something."""
    text, found, at = "", [], 0
    for k in range(5):
        person, claim = PEOPLE[(seed + k) % len(PEOPLE)], CLAIMS[(seed * 2 + k) % len(CLAIMS)]
        if (seed + k) % 2:
            sentence = f"{person} mivelled that {claim}."
            cue = (at + len(person) + 1, at + len(person) + 9)
            flat = Flat((at, at + len(person)), cue, ((cue[1] + 1, at + len(sentence) - 1),), 1.0, "reviewed")
            found.append([flat])
        else:
            sentence = OTHERS[(seed + k) % len(OTHERS)]
            found.append([])
        text += sentence + " "
        at = len(text)
    return Reviewed(text, split(text), found)


@pytest.fixture(scope="module")
def model() -> LearnedAttribution:
    made = fit((article(seed) for seed in range(30)), fewest=30)
    assert made is not None
    return made


def test_a_verb_that_the_rules_do_not_know_is_learned_with_its_parts(model: LearnedAttribution) -> None:
    text = "The weather is mild. Dora Hill mivelled that the road is open. The river is high."
    sentences = split(text)

    reading = model.read(text, sentences)

    assert FlatReader(text, sentences).read() == [[], [], []]  # the twin: without learning nothing is found
    assert reading.attributed == [False, True, False]
    (found,) = reading.attributions[1]
    assert found.source is not None
    assert text[slice(*found.source)] == "Dora Hill"
    assert text[slice(*found.cue)] == "mivelled"
    assert [text[a:b] for a, b in found.content] == ["that the road is open"]
    assert 0.5 < found.confidence <= 1


def test_a_model_read_back_from_its_bytes_says_the_same(model: LearnedAttribution) -> None:
    one = article(99)
    again = LearnedAttribution.from_bytes(model.to_bytes())

    assert again.read(one.text, one.sentences) == model.read(one.text, one.sentences)


def test_the_same_articles_make_the_same_bytes() -> None:
    first, second = (fit((article(seed) for seed in range(12)), fewest=12) for _ in range(2))

    assert first is not None
    assert second is not None
    assert first.to_bytes() == second.to_bytes()


@pytest.mark.parametrize("harm", [b"", b"{}\n", b'{"format": "other"}\n', b"\x80\x04."])
def test_bytes_that_are_no_model_are_refused(harm: bytes) -> None:
    with pytest.raises(Unreadable, match="Train a new one"):
        LearnedAttribution.from_bytes(harm)


def test_a_model_cut_short_is_refused(model: LearnedAttribution) -> None:
    with pytest.raises(Unreadable):
        LearnedAttribution.from_bytes(model.to_bytes()[:-1])


def test_too_few_articles_teach_nothing() -> None:
    assert fit(article(seed) for seed in range(FEWEST - 1)) is None


def test_empty_and_odd_texts_are_read_without_complaint(model: LearnedAttribution) -> None:
    assert model.read("", []).attributions == []
    assert model.read("— “ ” …", [(0, 7)]).attributed == [False]


def test_a_candidate_is_right_only_if_content_and_source_agree_by_half() -> None:
    reviewed = [[Flat((0, 8), (9, 13), ((14, 40),), 1.0, "")]]
    near = Flat((0, 8), (9, 13), ((18, 40),), 0.5, "")
    far = Flat((0, 8), (9, 13), ((34, 40),), 0.5, "")
    other = Flat((0, 8), (20, 25), ((30, 40),), 0.5, "")

    answers = [agreement([Candidate(0, flat, [])], reviewed) for flat in (near, far, other)]

    assert answers == [[(True, True)], [(True, False)], [(False, False)]]


def test_chances_rise_with_the_signs_and_are_the_shares_seen() -> None:
    signs = [[k / 100] for k in range(200)]
    judge = fitted(signs, [k % 4 != 0 if k > 100 else k % 4 == 0 for k in range(200)])

    low, high = judge.chances([[0.2], [1.8]])

    assert low == pytest.approx(0.25, abs=0.1)
    assert high == pytest.approx(0.75, abs=0.1)
    assert fitted([], []).chances([]) == []


def test_words_hang_on_the_branches_of_a_verb() -> None:
    text = "The mayor said that the bridge was closed."
    line = list(tokens(text, 0, len(text)))
    (parse,) = parses(text, [line])
    hanging = branches(parse, 2)

    assert hanging[0] == ("0:nsubj", "0:nsubj>det")
    assert hanging[1] == ("0:nsubj", "0:nsubj>")
    assert {branch for branch, _ in hanging[3:8]} == {"0:ccomp"}


def test_the_parser_has_the_weights_that_were_measured() -> None:
    name = next(name for name in PACKAGES if find_spec(name))
    folder = next(
        path
        for path in Path(str(import_module(name).__file__)).parent.iterdir()
        if path.is_dir() and "-3" in path.name
    )
    hashes = {part: hashlib.sha256((folder / part / "model").read_bytes()).hexdigest() for part in WEIGHTS}

    assert hashes == WEIGHTS
