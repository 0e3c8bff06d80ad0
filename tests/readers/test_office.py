"""Word documents and PDFs: their text with its roles, and refusals in words within two seconds."""

import io
import time
import zipfile

import pytest

from annotations.domain.errors import Unreadable
from annotations.readers import read
from tests.readers.office import pdf, word, zip_bomb

PARAGRAPHS = (
    ("Title", "Bridge closed 🌉"),
    ("Subtitle", "Two cables\u00a0snapped"),
    ("Normal", "The bridge was closed on Monday, the mayor said."),
    ("Heading 1", "What next"),
    ("Normal", "“Nobody knows,” said Zoë."),
    ("Caption", "The bridge in 1999."),
)


def test_a_word_document_says_what_its_paragraphs_are_for() -> None:
    draft = read(word(*PARAGRAPHS, header="Draft – do not print"), filename="story.docx")
    assert draft.text == "\n\n".join(text for _, text in PARAGRAPHS)
    roles = {draft.text[start:end]: role.value for start, end, role in draft.roles}
    assert roles == {
        "Bridge closed 🌉": "headline",
        "Two cables\u00a0snapped": "dek",
        "What next": "subheading",
        "The bridge in 1999.": "caption",
    }
    assert (draft.title, draft.left_out) == ("Bridge closed 🌉", ("Draft – do not print",))
    assert 0.8 < draft.coverage < 1


def test_words_under_review_stand_and_struck_ones_do_not() -> None:
    data = word(("Normal", "It rained."))
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            content = old.read(item.filename)
            if item.filename == "word/document.xml":
                content = content.replace(
                    b"<w:r><w:t>It rained.</w:t></w:r>",
                    b"<w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>hailed</w:delText></w:r></w:del>"
                    b"<w:ins><w:r><w:t>rained.</w:t></w:r></w:ins>",
                )
            new.writestr(item, content)
    assert read(changed.getvalue(), filename="x.docx").text == "It rained."


def test_a_pdf_gives_blocks_and_joins_broken_words() -> None:
    lines = ["The har-", "bour bridge was closed", "on Monday.", "", "Traffic is being diverted."]
    draft = read(pdf(lines, title="Bridge"), filename="story.pdf")
    assert draft.text == "The harbour bridge was closed on Monday.\n\nTraffic is being diverted."
    assert draft.title == "Bridge"
    assert any("1 words" in note for note in draft.notes)


FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length"
LOOP = (
    pdf(["x"])
    .replace(b"<< /Length", FORM)
    .replace(b"/Resources << /Font", b"/Resources << /XObject << /X 4 0 R >> /Font")
    .replace(b"(x) Tj", b"/X Do ")
)
"""A form that draws itself."""


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (pdf(["secret"], encrypted=True), "a.pdf", "locked by a password"),
        (pdf([]), "a.pdf", "no text, only pictures"),
        (b"%PDF-1.4\n" + b"\x00\xff" * 500, "a.pdf", "no PDF that can be opened|holds no text"),
        (LOOP, "a.pdf", "no text|too long"),
        (zip_bomb(), "a.docx", "unfolds to more than"),
        (b"PK\x03\x04" + b"x" * 100, "a.docx", "no Word document"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.docx", "locked by a password, or is in the old DOC"),
        (word(("Normal", " ")), "a.docx", "holds no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_at_once(data: bytes, name: str, words: str) -> None:
    read(word(("Normal", "Warm.")), filename="warm.docx")
    began = time.monotonic()
    with pytest.raises(Unreadable, match=words):
        read(data, filename=name)
    assert time.monotonic() - began < 10  # two seconds of work; the machine may be busy with others
