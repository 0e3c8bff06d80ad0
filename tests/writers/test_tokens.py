"""Tokens cover every letter that is no blank, keep marks with their letters, and never straddle a cut."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.writers.tokens import tokens
from tests.writers.test_formats import ODD


@given(text=ODD, data=st.data())
def test_tokens_cover_the_text_and_respect_the_cuts(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.sets(st.integers(0, len(text))))
    found = tokens(text, cuts)
    assert "".join(text[start:end] for start, end in found) == "".join(text.split())
    for start, end in found:
        assert not any(letter.isspace() for letter in text[start:end])
        assert not any(start < cut < end for cut in cuts)
    assert found == sorted(found)


def test_words_and_marks_are_what_a_reader_takes_them_for() -> None:
    said = "Zoe\u0308n's it's 3.5 % don’t—“well-known” 👩‍👩‍👧 אָמַר, end."
    words = [said[start:end] for start, end in tokens(said)]
    assert words == [
        "Zoe\u0308n's", "it's", "3.5", "%", "don’t", "—", "“", "well-known", "”", "👩‍👩‍👧", "אָמַר", ",", "end", ".",
    ]  # fmt: skip
