"""Small documents made for tests: Word by its own library, PDF written by hand."""

import io
import zipfile
from collections.abc import Sequence

import docx


def word(*paragraphs: tuple[str, str], header: str = "", title: str = "") -> bytes:
    """A Word document of (style, text) paragraphs."""
    document = docx.Document()
    document.core_properties.title = title
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zip_bomb() -> bytes:
    """An archive of a hundred kilobytes that unfolds to a hundred megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 100_000_000)
    return file.getvalue()


def pdf(lines: Sequence[str], *, title: str = "", encrypted: bool = False) -> bytes:
    """A PDF of one page with these lines, an empty line between blocks; without lines it has none, as a scan has."""
    shown = "".join(f"({line}) Tj 0 -14 Td " if line else "0 -40 Td " for line in lines)
    content = f"BT /F1 12 Tf 72 720 Td {shown}ET".encode("latin-1") if lines else b""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) >>" % title.encode("latin-1"),
        b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    locked = b" /Encrypt 7 0 R /ID [<00> <00>]" if encrypted else b""
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"<< /Size 8 /Root 1 0 R /Info 6 0 R%s >>" % locked
    return body + b"xref\n0 8\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        trailer,
        len(body),
    )


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Post</title>
<language>en-GB</language>
<item><title>Bridge closed 🌉</title><link>https://post.example/1</link>
<pubDate>Mon, 05 Jan 2026 10:00:00 +0100</pubDate>
<description>short</description>
<content:encoded><![CDATA[<p>The bridge was closed on Monday. Two cables “snapped”.</p>
<script>x()</script>]]></content:encoded></item>
<item><title>Only a link</title><link>https://post.example/2</link></item>
<item><title>Rain</title><link>javascript:alert(1)</link>
<description>It rained &amp;amp; rained all day.</description></item>
</channel></rss>""".encode()
