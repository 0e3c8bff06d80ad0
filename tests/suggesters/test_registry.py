"""What holds for every suggester: names, versions, languages, hostile text, and the same words every time."""

import time

import pytest

from annotations.domain.records import ClaimView, Context
from annotations.domain.vocabulary import ClaimRole, SuggestionKind
from annotations.suggesters import SUGGESTERS, Suggester, refusal
from tests.suggesters.conftest import article

NESTED = "The mayor said that the clerk claimed that " * 1500
HOSTILE = {
    "nested reports": NESTED,
    "quotations": '"a b c d e" ' * 5400,
    "apostrophes": "' a " * 16000,
    "open quotations": "“he said " * 7000,
    "commas": "the man, " * 7000,
    "capitals": "A B C D " * 8000,
    "parentheses": "(" * 65000,
    "colons": "X: " * 20000,
}


def test_names_are_unique_and_versions_are_given() -> None:
    assert len({suggester.name for suggester in SUGGESTERS}) == len(SUGGESTERS) == 3
    assert all(suggester.version for suggester in SUGGESTERS)


@pytest.mark.parametrize("suggester", SUGGESTERS, ids=lambda suggester: suggester.name)
def test_the_same_article_gets_the_same_words_twice(suggester: Suggester) -> None:
    context = article("The mayor of Orrin said that the bridge would close in 2031.", "Who knows?")
    assert list(suggester.propose(context)) == list(suggester.propose(context))


@pytest.mark.parametrize("suggester", SUGGESTERS, ids=lambda suggester: suggester.name)
@pytest.mark.parametrize("kind", HOSTILE)
def test_64_kb_of_hostile_text_in_one_sentence_take_no_more_than_seconds(
    suggester: Suggester, kind: str
) -> None:
    text = HOSTILE[kind][:65536]
    whole = article("x").claims[0]
    context = Context(text, [ClaimView(whole.id, 0, len(text), text, ClaimRole.BODY)])
    begun = time.perf_counter()
    list(suggester.propose(context))
    assert time.perf_counter() - begun < 8


def test_twice_the_sentences_take_about_twice_the_time() -> None:
    paragraph = (
        "The minister of Orrin said that the dam was safe. “We are ready,” Anna Moor told the Orrin Herald. "
        "It would cost 4 million crowns."
    )
    took = []
    for count in (150, 600):
        context = article(*[paragraph] * count)
        begun = time.perf_counter()
        list(SUGGESTERS[0].propose(context))
        took.append(time.perf_counter() - begun)
    assert took[1] < 4 * took[0] * 2.5


def test_chains_and_check_worthiness_speak_of_each_reviewed_claim_once() -> None:
    roles = {0: ClaimRole.HEADLINE, 2: ClaimRole.CREDIT}
    context = article(
        "Bridge to close, mayor says", "The mayor said so. It rains.", "Photo: Ada Holm", roles=roles
    )
    reviewed = [claim.id for claim in context.claims if claim.role.is_reviewed]
    for suggester, kind in zip(
        SUGGESTERS, (SuggestionKind.CHAIN, SuggestionKind.CHECK_WORTHINESS), strict=False
    ):
        proposals = list(suggester.propose(context))
        assert [proposal.claim_id for proposal in proposals] == reviewed
        assert {proposal.kind for proposal in proposals} == {kind}
        assert all(0 <= proposal.confidence <= 1 and proposal.explanation for proposal in proposals)


def test_a_duplicate_gets_no_suggestion_and_its_original_does() -> None:
    context = article(
        "The mayor said that the bridge would close.", "The mayor said that the bridge would close."
    )
    original, copy = context.claims
    claims = [original, ClaimView(copy.id, copy.start, copy.end, copy.text, copy.role, original.id)]
    proposals = list(SUGGESTERS[0].propose(Context(context.text, claims)))
    assert [proposal.claim_id for proposal in proposals] == [original.id]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le maire a déclaré que le pont serait fermé dès lundi, selon le journal local du matin. " * 2, ""),
        (
            "Der Bürgermeister sagte, dass die Brücke am Montag geschlossen werde, wie die Zeitung berichtet. "
            * 2,
            "",
        ),
        ("The mayor said that the bridge would close.", "fr"),
    ],
)
def test_other_languages_get_no_words_and_a_reason(text: str, language: str) -> None:
    context = article(text, language=language)
    assert [list(suggester.propose(context)) for suggester in SUGGESTERS[:2]] == [[], []]
    assert refusal(context).startswith("No suggestions for this language")


def test_english_is_read_whatever_its_region_and_however_short() -> None:
    for language in ("en", "en-GB", "EN_us", ""):
        context = article("The mayor said that the bridge would close.", language=language)
        assert refusal(context) == ""
        assert len(list(SUGGESTERS[0].propose(context))) == 1


def test_an_explanation_names_the_cue_and_the_source_with_their_offsets() -> None:
    context = article("The newspaper says the pier is old.", 'The "Harbour Post" printed pictures of it.')
    first = next(iter(SUGGESTERS[0].propose(context)))
    assert "cue 'says'" in first.explanation
    assert "'The newspaper' → Harbour Post" in first.explanation
    marked = [(context.text[start:end], what) for start, end, what in first.spans]
    assert marked == [("The newspaper", "source"), ("says", "cue")]
