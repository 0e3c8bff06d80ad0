"""Whom the words of a source lead to, who speaks in transcripts, and what is no link: short invented sentences."""

import pytest

from annotations.domain.ids import new_id
from annotations.domain.records import Context, KnownSource, LinkValue
from annotations.domain.vocabulary import ClaimRole, Mention, SourceKind
from annotations.suggesters.attribution import AttributionChains
from tests.suggesters.conftest import Reader, article


def names(chain: tuple[LinkValue, ...]) -> list[str]:
    return [link.source_name for link in chain]


@pytest.mark.parametrize(
    ("text", "expected", "mention"),
    [
        ("He said it was old.", "Tom Iredale", Mention.PRONOUN),
        ("Iredale said it was old.", "Tom Iredale", Mention.ALIAS),
        ("The director said it was old.", "Tom Iredale", Mention.DEFINITE_NOUN_PHRASE),
        ("The SIMR said it was old.", "Sorensen Institute of Marine Research", Mention.ALIAS),
        (
            "The institute said it was old.",
            "Sorensen Institute of Marine Research",
            Mention.DEFINITE_NOUN_PHRASE,
        ),
        ("The newspaper says it is old.", "Harbour Post", Mention.DEFINITE_NOUN_PHRASE),
        ("The report says it is old.", "Harbour Post", Mention.ARTEFACT),
        ("The HP says it is old.", "Harbour Post", Mention.ALIAS),
        ("Russia denies that it is old.", "Russian government", Mention.METONYMY),
    ],
)
def test_a_mention_leads_to_the_source_the_article_named(
    chains: Reader, text: str, expected: str, mention: Mention
) -> None:
    told = (
        "Director Tom Iredale of the Sorensen Institute of Marine Research (SIMR) told the Harbour Post that the pier "
        "was old."
    )
    *_, ((link),) = chains(told, text)
    assert (link.source_name, link.mention) == (expected, mention)


@pytest.mark.parametrize("day", ["2024", "2019"])
def test_the_day_of_a_report_is_not_who_made_it(chains: Reader, day: str) -> None:
    *_, chain = chains(
        f"An inspection report from {day}, seen by the Courier, had warned of rust on the tower."
    )
    assert names(chain)[-1] == f"inspection report from {day}"


def test_a_mention_before_the_name_leads_forward(chains: Reader) -> None:
    first, _ = chains("The newspaper says the pier is old.", 'The "Harbour Post" printed pictures of it.')
    assert names(first) == ["Harbour Post"]


def test_a_headline_colon_ties_its_source_and_a_topic_does_not(chains: Reader) -> None:
    headline = {0: ClaimRole.HEADLINE}
    (spoken,) = chains("Mayor: no talks on the pier", roles=headline)
    (topic,) = chains("Harbour works: no end in sight", roles=headline)
    assert [link.source_span for link in spoken] == [(0, 5)]
    assert topic == ()


def test_a_transcript_gives_every_turn_to_its_label_and_the_hosts_to_nobody(chains: Reader) -> None:
    read = chains(
        "HOST: Will the pier be mended this year?",
        "ANNA MOOR: It will. The engineers say that it is safe.",
        "HOST: The Orrin Herald reported that it is not.",
        "MOOR: It is wrong.",
    )
    assert [[name.upper() for name in names(chain)] for chain in read] == [
        [],
        ["ANNA MOOR"],
        ["ANNA MOOR", "ENGINEERS (UNNAMED)"],
        ["ORRIN HERALD"],
        ["ANNA MOOR"],
    ]


def test_spans_of_every_link_lie_within_the_claim_or_are_none(chains: Reader) -> None:
    text = 'The "Orrin Herald", citing two bankers, wrote that “bids are due”. They were late.'
    for chain, end in zip(chains(text), (text.index(". They") + 1, len(text)), strict=True):
        for link in chain:
            for span in (link.source_span, link.cue_span, *link.content_spans):
                assert span is None or 0 <= span[0] < span[1] <= end


@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not say when the plan would take effect.",
        "The mayor never acknowledged that the letter existed.",
        "The council was considering selling the pier.",
    ],
)
def test_what_was_left_unsaid_or_only_planned_is_no_link(chains: Reader, text: str) -> None:
    assert chains(text) == [()]


def test_a_denial_and_a_refusal_to_rule_out_are_links(chains: Reader) -> None:
    for text in ("The mayor denied that the pier was unsafe.", "The mayor did not rule out a sale."):
        assert [len(chain) for chain in chains(text)] == [1]


def test_silence_does_not_go_on_with_the_report_before_it(chains: Reader) -> None:
    _, second = chains("The Orrin Herald reported that the pier was sold. The mayor could not be reached.")
    assert second == ()


def test_a_relative_clause_that_cites_is_an_inner_voice_and_another_explains_only(chains: Reader) -> None:
    (citing,) = chains("According to the Orrin Herald, which cites two officials, the pier is sold.")
    (explaining,) = chains(
        "The Orrin Herald, which first reported the sale, quoted a clerk as saying that it was late."
    )
    assert names(citing) == ["Orrin Herald", "two officials (unnamed)"]
    assert names(explaining) == ["Orrin Herald", "clerk (unnamed)"]


def test_the_label_of_a_transcript_may_explain_its_bearer(chains: Reader) -> None:
    read = chains(
        "LENA ORD (presenter): The inquiry opened today.",
        "PIET HAMM: I warned the board.",
        "ORD: The board says it never heard of it.",
        "HAMM: That is untrue.",
    )
    assert [names(chain) for chain in read] == [[], ["PIET HAMM"], ["board"], ["PIET HAMM"]]


def test_a_name_or_alias_of_the_registry_leads_to_its_id() -> None:
    known = KnownSource(new_id(), "Orrin Herald", SourceKind.MEDIA_OUTLET, ("OH",))
    plain = article("The OH says the pier is old.")
    read = AttributionChains().propose(Context(plain.text, plain.claims, sources=[known]))
    (proposal,) = read
    assert [(link.source_id, link.source_name, link.mention) for link in proposal.value] == [
        (known.id, "Orrin Herald", Mention.ALIAS)
    ]


def test_what_the_articles_own_outlet_is_told_has_no_outer_link() -> None:
    plain = article("Eva Dorn told the Orrin Herald that the pier was old.")
    found = []
    for outlet in ("", "Orrin Herald"):
        (proposal,) = AttributionChains().propose(Context(plain.text, plain.claims, outlet=outlet))
        found.append(names(proposal.value))
    assert found == [["Orrin Herald", "Eva Dorn"], ["Eva Dorn"]]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("The mayor of Orrin", "The mayor of Liwa", ["Liwa mayor (unnamed)"]),
        ("The minister of finance", "The minister of transport", ["transport minister (unnamed)"]),
        ("The mayor of Orrin", "The mayor", ["Orrin mayor (unnamed)"]),
        (
            "The director of the Orrin Works",
            "The director of the company",
            ["Orrin Works director (unnamed)"],
        ),
    ],
)
def test_the_mayor_of_one_town_is_not_the_mayor_of_another(
    chains: Reader, first: str, second: str, expected: list[str]
) -> None:
    text = f"{first} said that the bridge was old. {second} said that it would close."
    assert names(chains(text)[1]) == expected
