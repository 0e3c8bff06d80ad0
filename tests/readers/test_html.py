"""HTML pages: what is kept, what it is for, what was left out, and what is refused."""

import subprocess
import sys
import time
from datetime import datetime

import pytest

from annotations.domain.errors import Invalid, Unreadable
from annotations.domain.segments import divide
from annotations.readers import guarded, read, read_html, read_text
from tests.readers.pages import ARTICLE, page

FILLER = "<h1>Head</h1><p>The mayor said on Monday that the wall had been repaired twice since 1921.</p>"


def test_facts_come_from_the_page() -> None:
    draft = read_html(page())
    assert (draft.title, draft.outlet) == ("Harbour wall gives way", "The Example Post")
    assert (draft.url, draft.language, draft.encoding) == ("https://post.example/harbour", "en", "utf-8")
    assert draft.published_at == datetime.fromisoformat("2025-03-04T10:00:00+01:00")
    assert draft.media_type == "text/html"


def test_asides_and_captions_stand_where_they_stood_with_their_roles() -> None:
    draft = read_html(page())
    told = [(stretch.role.value, draft.text[stretch.start : stretch.end]) for stretch in divide(draft)]
    assert told == [
        ("headline", "Harbour wall gives way"),
        ("dek", "Two boats were lost when the old wall fell."),
        ("dek", "Nobody was hurt."),
        ("credit", "By Mara Quist"),
        ("dateline", "4 March 2025, 10.00am"),
        ("caption", "The wall on Tuesday morning."),
        ("credit", "Photo: O. Brandt"),
        ("body", "The harbour wall of Lundá gave way on Tuesday, the mayor said."),
        ("body", "“We had\u00a0warned them,” she told the Example Post."),
        ("body", "Engineers will look at the site on Wednesday, a spokesman for the port said."),
        ("subheading", "What is the harbour wall?"),
        ("body", "It was built in 1921 and repaired twice."),
        ("subheading", "Long history of repairs"),
        ("body", "The council paid for repairs in 1987, according to records seen by this newspaper."),
        ("body", "A second followed."),
        ("body", "Residents near the quay said they had heard a noise like thunder."),
        ("body", "The police closed the road at noon."),
    ]


def test_what_was_left_out_is_listed_and_counted() -> None:
    draft = read_html(page())
    for words in ("Home", "Ferry late again", "Sign up to our newsletter"):
        assert words in draft.left_out
        assert words not in draft.text
    assert 0.7 < draft.coverage < 0.95
    assert read_html(f"<html><body><article>{FILLER}</article></body></html>").coverage == 1.0


def test_scripts_styles_and_markup_never_reach_the_text() -> None:
    draft = read_html(
        page(ARTICLE + '<script>steal("more")</script><p onclick="x()">A <b>bold</b> last word.</p>')
    )
    everything = "\n".join((draft.text, *draft.left_out))
    for trace in ("secret", "steal", "color", "onclick", "<p", "<b>", "var "):
        assert trace not in everything
    assert draft.text.endswith("A bold last word.")


def test_hidden_characters_are_kept_and_named() -> None:
    draft = read_html(page(FILLER + "<p>He paid &#x202e;001 crowns&#x202c; to the man, she said.</p>"))
    assert [name for _, name in draft.hidden] == ["RIGHT-TO-LEFT OVERRIDE", "POP DIRECTIONAL FORMATTING"]
    assert all(draft.text[offset] in "\u202e\u202c" for offset, _ in draft.hidden)


@pytest.mark.parametrize(
    ("declared", "encoding", "label"),
    [
        ("iso-8859-1", "cp1252", "windows-1252"),
        ("windows-1251", "cp1251", "windows-1251"),
        ("utf-8", "utf-8", "utf-8"),
    ],
)
def test_the_declared_encoding_is_believed_where_it_fits(declared: str, encoding: str, label: str) -> None:
    words = "Мэр сказал" if encoding == "cp1251" else "The café’s owner said"
    html = page(FILLER + f"<p>{words} so on Monday, again and again.</p>", head="").replace(
        '"utf-8"', f'"{declared}"'
    )
    draft = read(html.replace("©", "(c)").encode(encoding))
    assert words in draft.text
    assert draft.encoding == label


@pytest.mark.parametrize(
    "html",
    [
        page(FILLER + "<div>" * 50_000),
        page(FILLER + "<b>" * 300 + "x"),
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>&b;</p></body></html>',
        page(FILLER + "<p>x</p>" * 100_000),
        "<html><body><script>only()</script></body></html>",
    ],
    ids=["deep", "just too deep", "entities", "many", "no text"],
)
def test_hostile_and_empty_pages_are_refused_at_once(html: str) -> None:
    read_html(page())  # the child is there
    started = time.perf_counter()
    with pytest.raises(Unreadable, match=r"plain text"):
        read_html(html)
    assert time.perf_counter() - started < 4  # twice the promise, for a busy machine


def test_a_page_that_keeps_the_parser_busy_is_refused_and_the_next_one_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    busy = page(FILLER + "<p " + " ".join(f'a{n}="x"' for n in range(120_000)) + ">y</p>")
    with pytest.raises(Unreadable, match="too long"):
        read_html(busy)
    assert read_html(page()).title == "Harbour wall gives way"


def test_nul_and_surrogates_are_refused_with_their_offset() -> None:
    with pytest.raises(Invalid, match="NUL character at offset 4"):
        read_html("<p>a\0b</p>")
    with pytest.raises(Invalid, match="offset 3"):
        read_html("<p>\ud800</p>")


def test_a_title_of_ten_thousand_characters_names_the_field_and_the_limit() -> None:
    with pytest.raises(Invalid, match="1,000") as refused:
        read_html(page(head=f'<meta property="og:title" content="{"t" * 10_000}">'))
    assert list(refused.value.errors) == ["title"]


def test_hostile_facts_do_no_harm() -> None:
    head = (
        f'<script type="application/ld+json">{"[" * 100_000}</script><meta name="date" content="yesterday">'
    )
    draft = read_html(
        page(head=head + '<link rel="canonical" href="javascript:alert(1)">').replace("https://post", "data:")
    )
    assert (draft.title, draft.url, draft.published_at is None) == ("Harbour wall gives way", "", False)


def test_a_pasted_page_is_read_as_a_page_and_words_about_tags_as_text() -> None:
    assert read_text(page()).media_type == "text/html"
    assert read_text("The <p> tag is short, he said.").text == "The <p> tag is short, he said."


def test_without_the_limit_the_same_page_keeps_the_parser_busy() -> None:
    """The twin: what the child's limit protects from, in a process that may be killed."""
    script = (
        "from lxml.html import document_fromstring as parse\n"
        "parse('<p ' + ' '.join(f'a{n}=x' for n in range(120_000)) + '>y</p>')"
    )
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", script], timeout=4, check=False)


def test_a_child_that_died_is_replaced() -> None:
    read_html(page())
    guarded.stop()
    assert read_html(page()).text
