"""Chains of short invented sentences: each test holds the one thing its name says, often beside its twin."""

import pytest

from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Identification, Mention, QuoteType
from tests.suggesters.conftest import Reader


def names(chain: tuple[LinkValue, ...]) -> list[str]:
    return [link.source_name for link in chain]


def words(text: str, link: LinkValue) -> tuple[str, str]:
    source, cue = link.source_span, link.cue_span
    return text[slice(*source)] if source else "", text[slice(*cue)] if cue else ""


def test_a_verb_of_speech_with_that_is_one_link(chains: Reader) -> None:
    text = "The mayor of Orrin said that the bridge would close."
    ((link,),) = chains(text)
    assert words(text, link) == ("The mayor of Orrin", "said")
    assert [text[slice(*span)] for span in link.content_spans] == ["that the bridge would close"]
    assert link.quote_type == QuoteType.INDIRECT


@pytest.mark.parametrize(
    "text",
    [
        "The bridge closed on Monday.",
        "The reports lay on his desk.",
        "A robot called Ada will sweep the harbour.",
        "The mayor declined to say whether the bridge was safe.",
        "The council has not answered calls.",
        'The ship is nicknamed "the Long Straw" by nobody.',
        'Its "Blue Vault" programme has cost 18 million.',
    ],
)
def test_sentences_in_which_nobody_asserts_anything_are_the_articles_own_voice(
    chains: Reader, text: str
) -> None:
    assert chains(text) == [()]


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("The bridge, the mayor said, would close.", "the mayor", "said"),
        ("The bridge would close, the mayor said on Friday.", "the mayor", "said"),
        ("“We will close it,” said Anna Moor, a 29-year-old welder.", "Anna Moor, a 29-year-old welder", "said"),
        ("Anna Moor, whose sons work there, said she was worried.", "Anna Moor, whose sons work there", "said"),
        ("The chair, the Rev. Col Ames, disputed that account.", "The chair, the Rev. Col Ames", "disputed"),
        ("In a memo, the harbour master notes that smoke was seen.", "the harbour master", "notes"),
        ("According to the harbour master, smoke was seen.", "the harbour master", "According to"),
        ("The ferry carried 300 people, according to the company.", "the company", "according to"),
        ("Orrin Council cut its forecast on Friday and said strikes had cost it millions.", "Orrin Council", "said"),
        ("Critics say the plan is too expensive.", "Critics", "say"),
        ("The mayor has long insisted that the bridge is safe.", "The mayor", "has long insisted"),
        ("Officers had been told by the man's sister that he was ill.", "the man's sister", "had been told by"),
        ("Brussels is watching with unease as the talks go on.", "Brussels", "is watching with unease"),
        ("The mayor has issued several warnings about the bridge.", "The mayor", "has issued several warnings about"),
        ("The mayor called the report “pure fantasy”.", "The mayor", "called"),
        ("The mayor attacked the press, saying that it had lied.", "The mayor", "saying"),
        ("She put the number of dead at 41.", "She", "put"),
    ],
)  # fmt: skip
def test_source_and_cue_are_found(chains: Reader, text: str, source: str, cue: str) -> None:
    ((link,),) = chains(text)
    assert words(text, link) == (source, cue)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'A harbour official quoted by the "Orrin Herald" said the pier was unsafe.',
            ["Orrin Herald", "harbour official (unnamed)"],
        ),
        (
            "Transport minister Eva Dorn told the Orrin Herald that the ports would stay open.",
            ["Orrin Herald", "Eva Dorn"],
        ),
        ("Transport minister Eva Dorn told reporters that the ports would stay open.", ["Eva Dorn"]),
        (
            "The Orrin Herald cites local scientists suggesting that the dam is weak.",
            ["Orrin Herald", "local scientists (unnamed)"],
        ),
        (
            "Radio Orrin quoted a doctor as saying that the wards were full.",
            ["Radio Orrin", "doctor (unnamed)"],
        ),
        (
            "The Orrin Herald wrote on Monday, citing two bankers, that bids were due.",
            ["Orrin Herald", "two bankers (unnamed)"],
        ),
        (
            "Survivors told rescuers, the governor said, that many had no tickets.",
            ["governor (unnamed)", "Survivors (unnamed)"],
        ),
        (
            "Bids are due, according to a letter obtained by the Orrin Herald.",
            ["Orrin Herald", "letter"],
        ),
        (
            "The union rejects the claim, made by the company, that its members walked out.",
            ["union", "company"],
        ),
        (
            "Local media suggested a transfer of weapons, as told by officials from the harbour.",
            ["Local media", "harbour officials (unnamed)"],
        ),
        (
            "Minutes of the meeting record Dee Moss as saying that, in the words of one teacher, pupils suffer.",
            ["Minutes of the meeting", "Dee Moss", "teacher (unnamed)"],
        ),
        ("Worries reported by the Orrin Herald cite the cost.", ["Orrin Herald", ""]),
    ],
)
def test_voices_are_ordered_by_who_embeds_whom(chains: Reader, text: str, expected: list[str]) -> None:
    (chain,) = chains(text)
    assert names(chain) == expected
    assert [link.depth for link in chain] == list(range(1, len(expected) + 1))


def test_a_hidden_holder_is_a_link_without_source_and_without_mention(chains: Reader) -> None:
    for text in ("The river is said to be rising.", "It is understood that a third man fled."):
        ((link,),) = chains(text)
        assert (link.source_name, link.mention, link.identification) == ("", None, Identification.UNSPECIFIED)


def test_who_reports_their_own_words_adds_no_second_link(chains: Reader) -> None:
    (chain,) = chains("Anna Moor said she had warned that the pier was unsafe.")
    assert names(chain) == ["Anna Moor"]


def test_what_follows_a_report_within_the_paragraph_goes_on_with_it(chains: Reader) -> None:
    _, second = chains(
        "The Orrin Herald reported that the pier was unsafe. Two planks would have to be replaced."
    )
    assert [(link.source_name, link.mention) for link in second] == [
        ("Orrin Herald", Mention.IMPLICIT_CARRY_OVER)
    ]
    assert (second[0].source_span, second[0].cue_span, second[0].content_spans) == (None, None, ())


def test_a_new_paragraph_does_not_go_on_with_the_report(chains: Reader) -> None:
    _, second = chains("The Orrin Herald reported that the pier was unsafe.", "Two planks were replaced.")
    assert second == ()


def test_a_direct_quotation_does_not_go_on_in_the_writers_words(chains: Reader) -> None:
    _, second = chains("“The pier is unsafe,” the mayor said. Two planks were replaced.")
    assert second == ()


def test_an_inner_voice_that_speaks_on_keeps_the_voices_around_it(chains: Reader) -> None:
    _, second = chains(
        "According to the Orrin Herald, citing a memo of the council, the pier is unsafe. "
        "The memo also warns that two planks are rotten."
    )
    assert names(second) == ["Orrin Herald", "memo of the council"]
    assert [link.mention for link in second] == [Mention.IMPLICIT_CARRY_OVER, Mention.DEFINITE_NOUN_PHRASE]


def test_every_sentence_of_a_quotation_has_its_speaker(chains: Reader) -> None:
    first, second, third = chains(
        "“I thought it was kids. Then I saw the arrow. He just laughed,” Anna Moor said."
    )
    assert [names(chain) for chain in (first, second, third)] == [["Anna Moor"]] * 3
    assert [chain[0].quote_type for chain in (first, second, third)] == [QuoteType.DIRECT] * 3
    assert [chain[0].source_span is None for chain in (first, second, third)] == [True, True, False]


def test_a_bare_quotation_belongs_to_the_speaker_before_it(chains: Reader) -> None:
    _, second = chains("Sgt. Lou Ames blasted “armchair experts”.", "“My colleagues ran towards that house.”")
    assert names(second) == ["Lou Ames"]


def test_a_report_within_a_bare_quotation_lies_inside_its_speaker(chains: Reader) -> None:
    _, second = chains("“We slept on the deck,” said Lucio Barr. “A sailor told me that the alarm was off.”")
    assert names(second) == ["Lucio Barr", "sailor (unnamed)"]


def test_quoted_words_make_the_innermost_link_around_them_mixed(chains: Reader) -> None:
    (chain,) = chains("The mayor said a clerk had warned that the pier was “not safe at all”.")
    assert [link.quote_type for link in chain] == [QuoteType.INDIRECT, QuoteType.MIXED]


def test_a_quoted_name_is_no_quotation_and_a_single_quoted_word_is_none_either(chains: Reader) -> None:
    (named,), (scare,) = chains(
        'The "Orrin Herald" says the pier is unsafe.', "The mayor said the pier was “fine”."
    )
    assert named.quote_type == scare.quote_type == QuoteType.INDIRECT
    assert named.source_name == "Orrin Herald"
