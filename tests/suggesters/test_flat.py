"""Flat attributions of given sentences, on minimal pairs of our own."""

from annotations.domain.sentences import split
from annotations.suggesters.flat import FlatReader, touched, wide


def read(text: str) -> list[tuple[str, str, list[str]]]:
    """Source, cue and contents of every attribution, as words."""
    found = FlatReader(text, split(text)).read()
    return [
        (
            text[slice(*item.source)] if item.source else "",
            text[slice(*item.cue)],
            [text[a:b] for a, b in item.content],
        )
        for items in found
        for item in items
    ]


def test_a_quotation_that_goes_on_behind_its_sentence_belongs_to_its_speaker_whole() -> None:
    text = "“The bridge is closed,” Ada Lind said, “and it stays closed. We have no money. Nobody has.”"

    (said,) = read(text)

    assert said[:2] == ("Ada Lind", "said")
    assert said[2][-1].endswith("Nobody has.”")


def test_a_bare_quotation_goes_on_with_the_speaker_of_the_sentence_before() -> None:
    followed = "Ada Lind said the bridge was closed.\n\n“We have no money left for it.”"
    parted = "Ada Lind said the bridge was closed.\n\nThe river is high.\n\n“We have no money left for it.”"

    assert read(followed)[0][2][-1] == "“We have no money left for it.”"
    assert len(read(parted)[0][2]) == 1


def test_a_bare_quotation_belongs_to_the_words_behind_it_that_name_only_a_speaker() -> None:
    assert read("“The bridge is closed for the winter.” She added.") == [
        ("She", "added", ["“The bridge is closed for the winter.”"])
    ]


def test_a_sentence_without_a_cue_holds_nothing() -> None:
    assert read("The bridge is closed. The river is high.") == []


def read_wide(text: str) -> list[tuple[str, str, list[str]]]:
    """As `read`, in the wider notion that reads a parse."""
    found = wide(text, split(text))
    return [
        (
            text[slice(*item.source)] if item.source else "",
            text[slice(*item.cue)],
            [text[a:b] for a, b in item.content],
        )
        for items in found
        for item in items
    ]


def test_wishes_and_refusals_are_attributed_only_in_the_wider_notion() -> None:
    text = "The mayor refused to meet the owners of the ferry."

    assert read(text) == []
    assert read_wide(text) == [("The mayor", "refused", ["to meet the owners of the ferry"])]


def test_acts_are_no_attributions_even_in_the_wider_notion() -> None:
    assert read_wide("The mayor met the owners of the ferry.") == []


def test_praise_for_somebody_is_that_of_whoever_praises() -> None:
    assert read_wide("Ada Lind praised the crew of the ferry.") == [
        ("Ada Lind", "praised", ["the crew of the ferry"])
    ]
    assert read_wide("The crew was praised by Ada Lind.") == [("Ada Lind", "was praised by", ["The crew"])]


def test_what_a_verb_reports_ends_where_the_next_main_clause_begins() -> None:
    text = "Ada Lind says she wants to avoid delays, and the union has already sued the town."

    assert read_wide(text)[0][2] == ["she wants to avoid delays"]
    assert read(text)[0][2][0].endswith("sued the town")  # the twin: without the parse


def test_a_quotation_without_a_cue_is_the_subject_s_of_the_verb_around_it() -> None:
    (found,) = read_wide("Ada Lind waved the study away as “old news and worse”.")

    assert found[0] == "Ada Lind"
    assert "“old news and worse" in found[2][0]


def test_words_in_somebody_s_quotation_are_no_cues_of_the_article() -> None:
    text = "“We praised the crew and we want more boats,” Ada Lind said."

    assert [cue for _, cue, _ in read_wide(text)] == ["said"]


def test_the_earlier_sentences_of_a_quotation_are_its_speaker_s_too() -> None:
    text = "“The bridge is closed. Nobody has money,” Ada Lind said."

    (found,) = read_wide(text)

    assert found[2] == ["“The bridge is closed. Nobody has money,”"]


def test_hostile_text_is_read_to_its_end() -> None:
    nested = "Ada Lind said " * 50 + "the bridge was closed."
    quoted = "“he said ‘" * 400 + "nothing"
    long = "The mayor praised " * 3000 + "nobody."

    for text in (nested, quoted, long):
        assert len(wide(text, [(0, len(text))])) == 1


def test_sentences_are_touched_by_the_spans_that_share_letters_with_them() -> None:
    sentences = [(0, 10), (11, 20), (21, 30)]

    assert touched(sentences, [(10, 11), (19, 22)]) == [False, True, True]
    assert touched(sentences, []) == [False, False, False]


def test_whose_view_a_seeming_is_stays_hidden() -> None:
    assert read_wide("The ferry seems to be late again.") == [
        ("", "seems", ["The ferry", "to be late again"])
    ]


def test_what_somebody_is_confident_of_or_claims_as_a_noun_is_found() -> None:
    assert read_wide("Ada Lind is confident that the bridge will open.")[0][0] == "Ada Lind"
    assert read_wide("They doubted Ada Lind’s claim that the bridge is closed.")[-1][0] == "Ada Lind"
    assert read_wide("The claim was long.") == []
