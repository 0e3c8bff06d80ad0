"""Plain text in any encoding, and what is refused before anything is stored."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid, Unreadable
from annotations.domain.records import Draft
from annotations.readers import MAX_TITLE, read, read_text, refuse_long_title
from annotations.readers.encodings import decode

GERMAN = "Die Außenministerin sagte am Freitag, über „Gespräche“ könne man erst später reden – für 20 €."
RUSSIAN = "В среду правительство приняло закон, который изменит работу судов по всей стране."
JAPANESE = "政府は水曜日、裁判所の運営を変える法律を承認した。首相は記者団に語った。"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8-sig", "utf-8"),
        (GERMAN, "cp1252", "windows-1252"),
        (GERMAN, "utf-16", "utf-16-le"),
        (GERMAN, "utf-16-le", "utf-16-le"),
        (GERMAN, "utf-32", "utf-32-le"),
        ("The café closed.", "cp1252", "windows-1252"),
        ("El señor Muñoz dijo que la situación económica está mejorando.", "latin-1", "windows-1252"),
        ("W środę rząd przyjął ustawę, która zmieni sądy w całej Łodzi i Gdańsku.", "cp1250", "windows-1250"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "shift_jis", "cp932"),
        ("政府周三批准了一项改变法院运作方式的法律。", "gbk", "gb18030"),
    ],
)
def test_the_encoding_is_found_and_named(text: str, codec: str, label: str) -> None:
    draft = read(text.encode(codec), filename="a.txt")
    assert (draft.text, draft.encoding) == (text, label)
    assert read(text.encode(codec), encoding=draft.encoding).text == text


def test_a_guess_can_be_corrected() -> None:
    data = "Łódź".encode("cp1250")
    assert read(data, encoding="windows-1250").text == "Łódź"
    assert read(data, encoding="windows-1250").encoding == "windows-1250"


def test_a_wrong_encoding_names_the_byte_its_offset_and_the_way_out() -> None:
    with pytest.raises(Unreadable, match="byte 0xE9 at offset 3") as refused:
        read(b"caf\xe9 closed", encoding="utf-8")
    assert "leave it empty" in refused.value.errors["encoding"][0]


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "hex", "idna", "a\0b", "utf-7", "unicode_escape"])
def test_an_encoding_nobody_knows_is_refused(encoding: str) -> None:
    with pytest.raises(Invalid, match="No encoding is called"):
        read(b"abc", encoding=encoding)


@pytest.mark.parametrize(
    "text", ["a\r\nb\r\n", "a\nb", "a\rb", "a\u2028b\u0085", " \u00a0 a \u00a0", "🧑🏽‍🚀 said “no”"]
)
def test_the_text_is_kept_as_it_stands(text: str) -> None:
    assert read(text.encode()).text == text
    assert read_text(text).text == text


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1))
def test_any_text_in_utf8_comes_back_or_is_refused_in_words(text: str) -> None:
    draft, refused = _tried(b"\xef\xbb\xbf" + text.encode())
    assert draft.text == text if draft else refused


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    draft, refused = _tried(data)
    assert refused or (draft and draft.text.encode() and "\0" not in draft.text)


def _tried(data: bytes) -> tuple[Draft | None, str]:
    try:
        return read(data, media_type="text/plain"), ""
    except Invalid as error:
        return None, str(error)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\u00a0\u2003".encode(), "white space"),
        (b"%PDF-1.7 ...", "no PDF that can be opened"),
        (b"PK\x03\x04....", "an office document"),
        (bytes(range(256)) * 4, "binary file"),
        (b"ab\0cd", "NUL character at offset 2"),
        (b"ab\xed\xa0\x80", "surrogate pair (U+D800) at offset 2"),
        (b"\xff\xfea\0\x00\xd8b\0", "surrogate pair (U+D800) at offset 1"),
        (b"\xff\xfea", "offset 2"),
    ],
)
def test_bad_files_are_refused_and_told_apart(data: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(data)
    assert words in str(refused.value)


def test_a_file_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(Unreadable, match=r"2\.0 MB; at most 1 MB"):
        read(b"x" * 2_097_152, max_bytes=1_048_576)
    with pytest.raises(Invalid, match="at most 1"):
        read_text("x" * 2_097_152, max_bytes=1_048_576)


def test_five_megabytes_in_one_line_are_read_in_linear_time() -> None:
    def seconds(count: int) -> float:
        data = b"word and word. " * count
        best = min(_timed(data) for _ in range(3))
        return max(best, 0.01)

    assert seconds(350_000) / seconds(175_000) < 3


def _timed(data: bytes) -> float:
    started = time.process_time()
    assert len(read(data).text) == len(data)
    return time.process_time() - started


def test_bidi_controls_are_reported_and_kept() -> None:
    draft = read("He paid \u202e001\u202c crowns".encode())
    assert draft.hidden == ((8, "RIGHT-TO-LEFT OVERRIDE"), (12, "POP DIRECTIONAL FORMATTING"))
    assert "\u202e" in draft.text


def test_lone_surrogates_in_pasted_text_are_refused() -> None:
    with pytest.raises(Invalid, match="offset 1"):
        read_text("a\udfff")


def test_the_media_type_decides_before_the_name() -> None:
    html = b"<html><body><p>The mayor said on Monday that it had rained.</p></body></html>"
    assert read(html, media_type="text/html; charset=utf-8", filename="a.txt").media_type == "text/html"
    assert read(html, filename="a.html").media_type == "text/html"
    assert read(html).media_type == "text/html"
    assert read(html, media_type="text/plain").text == html.decode()


def test_a_title_has_a_limit() -> None:
    refuse_long_title("t" * MAX_TITLE)
    with pytest.raises(Invalid, match="1,001 characters; at most 1,000"):
        refuse_long_title("t" * (MAX_TITLE + 1))


@pytest.mark.parametrize("text", ["Café owner “said” it cost €50.", "Mr García said it cost €50."])
def test_a_short_western_line_is_not_taken_for_a_code_page_of_dos(text: str) -> None:
    assert decode(text.encode("cp1252"))[:2] == (text, "windows-1252")


def test_code_pages_of_dos_are_still_found() -> None:
    text = "Мэр сказал, что мост закрыт."
    assert decode(text.encode("cp866")).text == text
