"""Files made to do harm: what the limits keep away, and what happens without them, in processes that may be killed."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotations.domain.errors import Unreadable
from annotations.readers import guarded, read
from tests.readers.office import pdf, word

pytestmark = pytest.mark.slow
LEVELS = 40


def doubling() -> bytes:
    """A PDF whose forms each draw the next one twice: two to the fortieth drawings on one page."""
    one = pdf(["x"])
    body = one[: one.index(b"xref\n")].replace(
        b"/Resources << /Font", b"/Resources << /XObject << /N 10 0 R >> /Font"
    )
    body = body.replace(b"(x) Tj", b"/N Do ")
    for number in range(10, 10 + LEVELS):
        content = b"/N Do /N Do" if number < 9 + LEVELS else b"BT (x) Tj ET"
        body += (
            b"%d 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources "
            b"<< /XObject << /N %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream\nendobj\n"
            % (number, number + 1, len(content), content)
        )
    return body + b"trailer\n<< /Size 99 /Root 1 0 R /Info 6 0 R >>\n%%EOF\n"


def document(filler: bytes) -> bytes:
    """A Word document with this much more in it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word(("Normal", "It rained.")))) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"</w:body>", filler + b"</w:body>")
            target.writestr(name, content)
    return made.getvalue()


def bomb() -> bytes:
    """Two hundred kilobytes that unfold to two hundred megabytes."""
    return document(b"<w:p/>" + b" " * 200_000_000)


def swelling() -> bytes:
    """Within the size that is unfolded, but each of its six bytes becomes an object."""
    return document(b"<w:p/>" * 7_000_000)


def alone(script: str, argument: str, *, within_s: float) -> str:
    """What a script says that reads the file in a process of its own, without the limits of the reading child."""
    done = subprocess.run(
        [sys.executable, "-c", script, argument],
        timeout=within_s,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_a_page_that_doubles_itself_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="too long"):
        read(doubling(), filename="a.pdf")
    assert read(pdf(["It rained."]), filename="b.pdf").text == "It rained."


def test_twin_without_the_limit_of_time_the_page_draws_on_and_on(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(doubling())
    script = (
        "import sys; from annotations.readers import pdf_file; pdf_file.read(open(sys.argv[1], 'rb').read())"
    )
    with pytest.raises(subprocess.TimeoutExpired):
        alone(script, str(tmp_path / "a.pdf"), within_s=8)


PEAK = """
import sys
def peak():
    return int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) // 1024
from annotations.domain.errors import Unreadable
from annotations.readers import docx_file
way, path = sys.argv[1].split(":")
if way == "unprotected":
    docx_file._refuse_bomb = lambda data: None
before = peak()
try:
    docx_file.read(open(path, "rb").read())
except Unreadable:
    pass
print(peak() - before)
"""


@pytest.mark.parametrize(("way", "is_bounded"), [("protected", True), ("unprotected", False)])
def test_an_archive_that_unfolds_is_not_opened_and_without_the_look_it_fills_the_memory(
    tmp_path: Path, way: str, is_bounded: bool
) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(bomb())
    grown = int(alone(PEAK, f"{way}:{file}", within_s=60))
    assert (grown < 100) is is_bounded, f"{grown} MB"


def test_a_document_that_swells_in_memory_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match=r"too long|no Word document"):
        read(swelling(), filename="a.docx")
    assert read(word(("Normal", "Warm.")), filename="b.docx").text == "Warm."


SWELLS = """
import sys
import docx
docx.Document(sys.argv[1])
print(int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) // 1024)
"""


def test_twin_without_the_limit_of_memory_the_document_takes_more_than_that(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(swelling())
    assert int(alone(SWELLS, str(file), within_s=60)) > guarded.MEMORY_LIMIT // 1024**2
