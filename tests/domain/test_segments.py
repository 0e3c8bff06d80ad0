"""Every stretch of an article gets a role, and nothing of its text is lost or doubled."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.records import Draft
from annotations.domain.segments import divide
from annotations.domain.text import gaps, gives_back
from annotations.domain.vocabulary import REVIEWED_ROLES, ClaimRole

Told = list[tuple[str, str]]

lines = st.one_of(
    st.text(
        st.one_of(
            st.characters(exclude_categories=("Cs",), exclude_characters="\0"),
            st.sampled_from(" .?!\u00a0\u200b\u202e\r\n\u2028\u2029\x0b\x0c\x85\u0301אبܐ🧑🏽🚀“”—-*•:"),
        ),
        max_size=60,
    ),
    st.sampled_from(
        [
            "By Ann Poe",
            "Photo: Jo Lark / AP",
            "LUND, July 2 (AP) — Nine people died. It rained.",
            "4 March 2025, 10.00am",
            "Related content",
            "NewsStorm hits the old harbour",
            "Storm hits the old harbour",
            "HOST: Good morning. Who is there?",
            "New beginnings",
            "A sentence stands here. Another follows it!",
            "• A point of a list",
            "which goes on in small letters without an end and is long enough for a line",
        ]
    ),
)
articles = st.lists(
    st.tuples(lines, st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n", "\r", " \n \n"]))
).map(lambda parts: "".join(words + end for words, end in parts))


def told(text: str, **known: Any) -> Told:
    return [(stretch.role.value, text[stretch.start : stretch.end]) for stretch in divide(text, **known)]


def roles_of(text: str) -> list[str]:
    return [role for role, _ in told(text)]


@given(articles)
def test_claims_and_gaps_give_back_the_text_letter_for_letter(text: str) -> None:
    spans = [(stretch.start, stretch.end) for stretch in divide(text)]
    between = gaps(text, spans)
    assert gives_back(text, [(start, end, text[start:end]) for start, end in [*spans, *between]])
    assert all(text[start:end].isspace() for start, end in between)


@given(articles)
def test_no_stretch_is_empty_or_has_white_space_at_its_edges(text: str) -> None:
    for stretch in divide(text):
        words = text[stretch.start : stretch.end]
        assert words
        assert words == words.strip()


@given(articles)
def test_duplicates_point_at_a_stretch_that_is_none_itself(text: str) -> None:
    stretches = divide(text)
    for stretch in stretches:
        if stretch.duplicate_of is not None:
            original = stretches[stretch.duplicate_of]
            assert original.duplicate_of is None
            assert original != stretch
            assert (original.role in REVIEWED_ROLES) == (stretch.role in REVIEWED_ROLES)


@given(articles, st.data())
def test_given_roles_are_kept(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    given_roles = [
        (start, end, data.draw(st.sampled_from(list(ClaimRole)))) for start, end in list(pairwise(edges))[::2]
    ]
    stretches = divide(text, roles=given_roles)
    spans = [(stretch.start, stretch.end) for stretch in stretches]
    assert gives_back(text, [(a, b, text[a:b]) for a, b in [*spans, *gaps(text, spans)]])
    for start, end, role in given_roles:
        inside = {stretch.role for stretch in stretches if start <= stretch.start and stretch.end <= end}
        assert inside <= ({role, ClaimRole.DATELINE} if role is ClaimRole.BODY else {role})


def test_given_roles_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="0–3"):
        divide("abc def", roles=[(4, 7, ClaimRole.BODY), (0, 3, ClaimRole.BODY)])
    with pytest.raises(ValueError, match="0–9"):
        divide("abc", roles=[(0, 9, ClaimRole.BODY)])


def test_an_agency_report_gives_its_place_and_time_apart() -> None:
    text = (
        "Quake kills 12 in mountain villages - ministry\n\nBy Dana Reuel and Omid Karr\n\n"
        "KARZAN, March 3 (Northwire) - A quake killed at least 12 people, the ministry said.\n\n"
        "(Reporting by Dana Reuel; Editing by P. Voss)"
    )
    assert told(text) == [
        ("headline", "Quake kills 12 in mountain villages - ministry"),
        ("credit", "By Dana Reuel and Omid Karr"),
        ("dateline", "KARZAN, March 3 (Northwire) -"),
        ("body", "A quake killed at least 12 people, the ministry said."),
        ("boilerplate", "(Reporting by Dana Reuel; Editing by P. Voss)"),
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "LUND, Freedonia (AP) —",
        "Berlin (dpa) -",
        "MOSCOW, July 2. /TASS/.",
        "PARIS —",
        "SAN MARCO, N.Y. --",
        "London, 4 March 2025 –",
        "(Northwire) -",
        "PORT AMADO, July 2 (ANP) —",
    ],
)
def test_the_opening_of_a_first_sentence_is_a_dateline(opening: str) -> None:
    text = f"Ferry sinks off coast\n\n{opening} Nine people are missing. It was late."
    assert told(text)[1:] == [
        ("dateline", opening),
        ("body", "Nine people are missing."),
        ("body", "It was late."),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "NATO - the alliance - met on Monday.",
        "John Smith (left) said no.",
        "A U-turn was made, he said.",
        "“No,” she said — and left.",
        "Officials (two of them) said so.",
    ],
)
def test_an_ordinary_sentence_has_no_dateline(sentence: str) -> None:
    assert "dateline" not in roles_of(
        f"Ferry sinks off coast\n\nIt rained. It stopped.\n\nIt rained.\n\nNo.\n\n{sentence}"
    )


def test_a_transcript_keeps_the_label_with_its_sentence() -> None:
    text = (
        "Minister: the bridge stays shut\n\nHOST: Good morning. Why is it shut?\n\n"
        "MINISTER ALVA STRAND: The engineers told us to\n\n(LAUGHTER)\n\nHOST: Thank you."
    )
    assert told(text) == [
        ("headline", "Minister: the bridge stays shut"),
        ("body", "HOST: Good morning."),
        ("body", "Why is it shut?"),
        ("body", "MINISTER ALVA STRAND: The engineers told us to"),
        ("boilerplate", "(LAUGHTER)"),
        ("body", "HOST: Thank you."),
    ]


def test_a_page_copy_of_an_aggregator_is_taken_apart() -> None:
    text = (
        "World\nHome > World > Europe\nNewsPort city votes to ban night flights\nPort city votes to ban night flights\n"
        "3 min read\n\nA plane over the port city.\nA plane over the port city.\nImage source: © Pix | Kai Lund\n\n"
        '8:02 AM CET, February 1, 2025\n\nAccording to the "Kurier", the council voted. It said so.\n\n'
        "What the airline says\n\nIt would appeal.\n\nRead also: Airline to appeal"
    )
    stretches = divide(text)
    assert [stretch.role.value for stretch in stretches] == (
        ["boilerplate"] * 2
        + ["headline"] * 2
        + [
            "boilerplate",
            "caption",
            "caption",
            "credit",
            "dateline",
            "body",
            "body",
            "subheading",
            "body",
            "boilerplate",
        ]
    )
    assert [stretch.duplicate_of for stretch in stretches] == [None, None, 3, None, None, None, 5] + [
        None
    ] * 7


def test_a_byline_with_a_date_is_a_dateline_and_without_one_a_credit() -> None:
    assert roles_of("Storm hits coast\nBy Ann Poe\n\nIt rained. It stopped.")[1] == "credit"
    assert roles_of("Storm hits coast\nBy Ann Poe | 4 March 2025\n\nIt rained. It stopped.")[1] == "dateline"


def test_a_name_and_a_job_below_the_headline_are_credits() -> None:
    text = "Reefs are no refuge, study says\n\nInes Halloran\nScience correspondent\n\nFor years it was held. No more."
    assert roles_of(text) == ["headline", "credit", "credit", "body", "body"]


def test_a_dek_of_two_sentences_is_two_claims_and_a_point_of_a_list_is_one() -> None:
    text = (
        "Reefs are no refuge\n\nIt was hoped. It was wrong\n\nBy Ann Poe\n\nFor years it was held. No more."
    )
    assert told(text)[1:3] == [("dek", "It was hoped."), ("dek", "It was wrong")]
    points = "Firm cuts outlook\n\n* Profit fell. Shares too\n* No talks on sale\n\nIt fell. It rose."
    assert told(points)[1:3] == [("dek", "* Profit fell. Shares too"), ("dek", "* No talks on sale")]


def test_lines_broken_to_a_width_are_one_paragraph() -> None:
    text = (
        "Old lighthouse to be sold\n\nThe lighthouse at Cape Morn, which has guided ships for more than\n"
        "a century, will be sold at auction. It stopped working\nin 2012."
    )
    assert told(text)[1:] == [
        (
            "body",
            "The lighthouse at Cape Morn, which has guided ships for more than\na century, will be sold at auction.",
        ),
        ("body", "It stopped working\nin 2012."),
    ]


def test_text_without_a_headline_has_none() -> None:
    assert roles_of("The council approved the budget. It took nine hours.\n\nIt was late.") == ["body"] * 3


def test_the_title_finds_the_headline() -> None:
    text = "Politics desk\n\nMayor resigns.\n\nShe said so on Monday. It was late."
    assert told(text, title="MAYOR\u00a0resigns.")[1] == ("headline", "Mayor resigns.")
    assert divide(Draft(text=text, title="Mayor resigns.")) == divide(text, title="Mayor resigns.")


def test_line_ends_of_all_kinds_are_only_gaps() -> None:
    unix = "Storm hits coast\n\nA deck without a stop\nBy Ann Poe\n\nIt rained. It stopped.\nMore came.\n"
    for end in ("\r\n", "\r", "\x85", "\u2028"):
        assert told(unix.replace("\n", end)) == told(unix)


def test_a_repeated_sentence_points_at_the_first() -> None:
    text = 'Storm hits coast\n\nIt’s been “wet” all night. It stopped.\n\nIt\'s been "wet"\u00a0all night. It was late.'
    assert [stretch.duplicate_of for stretch in divide(text)] == [None, None, None, 1, None]


def test_an_article_of_ten_thousand_sentences_is_divided() -> None:
    text = "Long report\n\n" + "\n\n".join(
        f"Sentence {n} of many stands here. It has a twin {n}." for n in range(5000)
    )
    stretches = divide(text)
    assert len(stretches) == 10_001
    assert {stretch.role for stretch in stretches[1:]} == {ClaimRole.BODY}
