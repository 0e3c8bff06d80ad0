"""Chains of short invented sentences: each test holds the one thing its name says."""

from annotations.domain.vocabulary import Mention, QuoteType
from tests.suggesters.conftest import Reader


def names(chain: tuple) -> list[str]:
    return [link.source_name for link in chain]


def test_a_verb_of_speech_with_that_is_one_link(chains: Reader) -> None:
    text = "The mayor of Orrin said that the bridge would close."
    (chain,) = chains(text)
    (link,) = chain
    assert text[slice(*link.source_span)] == "The mayor of Orrin"
    assert text[slice(*link.cue_span)] == "said"
    assert [text[slice(*span)] for span in link.content_spans] == ["that the bridge would close"]
    assert link.quote_type == QuoteType.INDIRECT


def test_a_sentence_without_a_cue_is_the_articles_own_voice(chains: Reader) -> None:
    assert chains("The bridge closed on Monday.") == [()]


def test_who_quotes_is_outside_and_who_is_quoted_inside(chains: Reader) -> None:
    (chain,) = chains('A harbour official quoted by the "Orrin Herald" said the pier was unsafe.')
    assert names(chain) == ["Orrin Herald", "harbour official (unnamed)"]
    assert [link.depth for link in chain] == [1, 2]


def test_what_follows_a_report_within_the_paragraph_goes_on_with_it(chains: Reader) -> None:
    _, second = chains("The Orrin Herald reported that the pier was unsafe. Two planks would have to be replaced.")
    assert [(link.source_name, link.mention) for link in second] == [("Orrin Herald", Mention.IMPLICIT_CARRY_OVER)]


def test_a_new_paragraph_does_not_go_on_with_the_report(chains: Reader) -> None:
    _, second = chains("The Orrin Herald reported that the pier was unsafe.", "Two planks were replaced.")
    assert second == ()
