"""Flat attributions of given sentences, on minimal pairs of our own."""

from annotations.domain.sentences import split
from annotations.suggesters.flat import FlatReader


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
