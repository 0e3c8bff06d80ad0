"""Where sentences begin and end: cases by kind, and the promises as properties."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.domain.abbreviations import FORMS, Stop
from annotations.domain.sentences import split


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


# Each case is written with " | " where a sentence ends; the text that is split has a plain space there.
CASES = {
    "titles": "The ferry was late, Dr. Marrin said. | Capt. A. B. Oduya and Lt. Gen. Sorle disagreed.",
    "unknown words end": "He sold the boat. | Orsk bought it. | They left.",
    "companies": "Norlund Inc. of Velm and Briggs & Co. Holdings merged. | It took Tarn Ltd. | The rest waited.",
    "states": "She was born in Dover, Del. | He moved from Gary, Ind., to Ore. in May.",
    "acronyms": "He flew to the U.S. on Monday. | She stayed in the E.U. | Why did she?",
    "acronyms before names": "The U.S. Navy and the U.N. Council met. | J.K. Orm wrote it.",
    "latin": "Bring tools, e.g. Hammers, i.e. Mallets, etc. | Then call vs. Orsk.",
    "numbers": "See No. 7 and p. 12 in Vol. IV of Fig. 3. | No. | I will not, he said in Art. 5.",
    "no as an answer": "Was it true? | No. | The mayor had lied.",
    "months": "It opened on Jan. 5 and shut on Sept. 30. | It rained in Nov. | The rest was dry.",
    "decimals": "Rates rose 0.25 points to 3.5 per cent. | In 1.5 years $4.20 became €5.10.",
    "times": "It sank at 5 p.m. Monday, 6 a.m. GMT. | We left at 7 p.m. | Orsk stayed until 8 p.m. E.T. today.",
    "a time that opens": "At 5 a.m. Marrin woke. | By 6.30 a.m. Orsk had gone.",
    "initials": "Mary A. Orsk and John B. Tarn wed. | We, you and I. | Did it last?",
    "suffixes": "Sammy Oduya Jr. Hall is shut. | Ask Tarn Sr. | He knows Eve Tarn, Ph.D. of Velm.",
    "hyphened titles": "It pleased then-Sen. Tarn and Vice-Adm. Orsk.",
    "quotes after the stop": '“It is over.” | He left. | "Is it?" she asked. | ‘No!’ said Tarn. | “Yes…” | They went.',
    "quotes one after another": "“One.” | “Two.” | ‘Three.’ | She counted on.",
    "spaced quotes": 'He asked what it meant. " | Then he left.',
    "brackets": "It failed (as he had said it would.) and sank. | (It had no keel.) | They swam.",
    "question in brackets": "The mayor (who else?) signed. | The clerk (hers!) did not.",
    "marks in names": "He works at Yahoo! in Velm, not at Yahoo! News. | She does not.",
    "double marks": "What?! | No way!! | Really?? | Yes.",
    "ellipsis": "He was... tired, she said. | Well... | He slept. | I … think so.",
    "spaced ellipsis": "It was . . . cold. | They hoped for more . . . . | Then it snowed.",
    "an omission that opens": "It rained. | ... Then it stopped. | … Then it froze. | . . . Then it broke.",
    "omission in brackets": "Heat will rise [...] | However, rain will not. | It is […] cold.",
    "reference marks": "The reef died.[3] | Corals bleached. [12] | Fish left.[4][5] | Nobody came.",
    "mail and links": "Ask Ann.Orsk@reef.example. | See https://reef.example/a.b?c=1. | Go to reef.example.org.",
    "a link before a capital": "The film is at https://reef.example/film | It shows the harbour.",
    "web text without spaces": "Their bread was the best.The owner is kind. Great!We go again. It was late..I left.",
    "small letters on the web": "we went there. it was shut. | why? | nobody knew. | lol! | we laughed.",
    "smileys": "We won the cup :-) | Now we rest ;) | And you?",
    "chinese": "他们昨天到了。他们今天走。| “好！”她说。“我走。”他走了。",
    "no-break spaces": "He met Mr.\u00a0Tarn at 5\u00a0p.m.\u00a0Monday. | Prices rose. | They fell.",
    "emoji": "We won! 🎉 | They lost. 😀😀 | Everybody cheered.",
    "bidi marks": "He left.\u200f | \u200eShe stayed. | \u202bThey slept.\u202c",
    "numbered items": "1. The boats | 2. The nets | 3. The men",
    "numbered items in brackets": "9) Bring rope. | 10) Bring bread.",
    "lettered items": "a. the first boat | b. the second boat",
    "bullets": "• The boats • The nets",
    "a paragraph's number": "14. The court finds for the fishers. | 15. It orders costs.",
    "a date alone": "Friday, September 9, 2016 | The harbour was shut.",
    "datelines": "VELM, Oct. 24 (Northwire) - | Shares fell on Thursday. | They rose again.",
    "a dateline without agency": "PORT AMADO — | A ferry burned.",
    "a credit": "A ferry in the harbour Photo: Ann Orsk",
    "a rule": "The end is near. | ---------- | A new story begins",
    "salutation": "Dear Ms. Orsk, | Thank you for the boat.",
}
UNSPLIT = {
    "bullets": ["• The boats", "• The nets"],
    "a credit": ["A ferry in the harbour", "Photo: Ann Orsk"],
    "web text without spaces": [
        "Their bread was the best.",
        "The owner is kind.",
        "Great!",
        "We go again.",
        "It was late..",
        "I left.",
    ],
    "small letters on the web": [
        "we went there.",
        "it was shut.",
        "why?",
        "nobody knew.",
        "lol!",
        "we laughed.",
    ],
    "chinese": ["他们昨天到了。", "他们今天走。", "“好！”她说。", "“我走。”", "他走了。"],
}


@pytest.mark.parametrize("name", CASES)
def test_sentences_of_this_kind_are_parted_as_an_editor_would(name: str) -> None:
    marked = CASES[name]
    expected = UNSPLIT.get(name) or marked.split(" | ")
    assert parts(marked.replace(" | ", " ").replace("| ", "")) == expected


WRAPPED = """The harbour master of Velm said on Monday that the ferry had left
without its second engineer, who was ill. The company that owns the
boat denied this. A report is due in May, the ministry said, and may
take longer."""


def test_a_text_wrapped_to_a_width_is_read_across_its_lines() -> None:
    assert [part.split(None, 1)[0] for part in parts(WRAPPED)] == ["The", "The", "A"]


def test_a_wrapped_text_with_the_line_ends_of_another_system_is_read_alike() -> None:
    assert len(parts(WRAPPED.replace("\n", "\r\n"))) == 3


def test_single_line_breaks_between_headline_byline_and_date_end_sentences() -> None:
    assert len(parts("Two schools may close\nBy Ann Orsk\nThursday 6 March, 6.00am\nParents object.")) == 4


def test_a_line_that_begins_small_goes_on_from_a_long_one() -> None:
    assert len(parts("The council of Velm met in the old town hall on Friday\nand rose at noon.")) == 1


def test_items_under_each_other_stay_apart_though_they_begin_small() -> None:
    assert parts("apples\npears\nplums") == ["apples", "pears", "plums"]


def test_a_blank_line_always_ends_a_sentence() -> None:
    assert len(parts("The council of Velm met in the old town hall on Friday\n \nand rose at noon.")) == 2


@pytest.mark.parametrize("form", sorted(form for form, group in FORMS.items() if group is Stop.NEVER))
def test_no_abbreviation_of_this_group_ends_a_sentence(form: str) -> None:
    assert len(parts(f"Yesterday we all saw {form}. Orsk in the harbour.")) == 1


@pytest.mark.parametrize("form", sorted(form for form, group in FORMS.items() if group is Stop.NUMBER))
def test_an_abbreviation_of_a_number_leads_on_to_the_number(form: str) -> None:
    assert len(parts(f"Yesterday we all saw {form}. 12 in the harbour.")) == 1


@pytest.mark.parametrize("form", sorted(form for form, group in FORMS.items() if group is Stop.STARTER))
def test_an_abbreviation_before_a_name_leads_on_and_before_an_article_ends(form: str) -> None:
    assert len(parts(f"Yesterday we all saw {form}. Orsk in the harbour.")) == 1
    assert len(parts(f"Yesterday we all saw the {form}. The harbour was shut.")) == 2


PIECES = st.sampled_from(
    [*" \n\t\r\u00a0\u2028\u200b\u200f\u202e", *".!?…。！", *"\"'”“’()[]{}*_-–—•:;<>@/#=,", *"aAiI1é好", "😀"]
    + [
        "Mr.",
        "U.S.",
        "Inc.",
        "etc.",
        "p.m.",
        "No.",
        "...",
        ". . .",
        "[3]",
        "1.",
        "2)",
        "http://a.b",
        "The",
        "said",
    ]
    + [
        "Photo:",
        ":-)",
        "----",
        "VELM (NW) - ",
        "1/2/03 10:11 AM",
        "Dear Ann,",
        "a line long enough to be wrapped by mail",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
@example("")
@example(" \n\u00a0")
@example("\ud800. A")
@example(". Image: x")
def test_spans_are_in_order_apart_bare_at_the_edges_and_hold_every_character(text: str) -> None:
    spans = split(text)
    covered = 0
    for start, end in spans:
        assert covered <= start < end <= len(text)
        assert text[covered:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        covered = end
    assert text[covered:].strip() == ""


@given(TEXTS, TEXTS)
def test_a_blank_line_parts_texts_that_are_then_split_each_for_itself(first: str, second: str) -> None:
    offset = len(first) + 2
    assert split(f"{first}\n\n{second}") == split(first) + [
        (a + offset, b + offset) for a, b in split(second)
    ]


@given(TEXTS, st.sampled_from([" ", "\n", "\n\n", "\t"]))
def test_white_space_around_a_text_changes_no_sentence(text: str, space: str) -> None:
    assert parts(space + text.strip() + space) == parts(text.strip())


@pytest.mark.parametrize("name", CASES)
def test_a_sentence_split_again_stays_one(name: str) -> None:
    for part in parts(CASES[name].replace(" | ", " ")):
        assert parts(part) == [part]
