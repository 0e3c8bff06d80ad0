"""A guideline's Markdown becomes HTML in which nothing of the writer's is markup."""

import re

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.markdown import to_html

OURS = re.compile(r"</?(?:h[3-6]|p|ul|ol|li|b|em|code)>")


@given(st.text(alphabet=st.sampled_from("ab <>&\"'`*#-1.\n\t/="), max_size=200))
def test_only_our_tags_come_out(text: str) -> None:
    rest = OURS.sub("", to_html(text))
    assert "<" not in rest
    assert ">" not in rest


def test_headings_lists_and_words_are_set() -> None:
    written = to_html("# Guideline\n\nPress **`j`**, *then* `1`.\n\n1. one\n2. two\n   goes on\n\n- x")
    assert written == (
        "<h3>Guideline</h3>\n<p>Press <b><code>j</code></b>, <em>then</em> <code>1</code>.</p>\n"
        "<ol><li>one</li><li>two goes on</li></ol>\n<ul><li>x</li></ul>"
    )


def test_markup_of_the_writer_is_shown_as_written() -> None:
    assert to_html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_a_list_may_follow_its_introduction_without_an_empty_line() -> None:
    assert to_html("Press:\n- j\n- k") == "<p>Press:</p>\n<ul><li>j</li><li>k</li></ul>"
