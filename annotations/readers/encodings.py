"""From bytes to text: which character encoding a file has, and what to say when it has another one.

Order of trust: what a person states, a byte order mark, what the file or its sender declares, UTF-8, a guess.
"""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from annotations.domain.errors import Invalid, Unreadable
from annotations.domain.text import refuse_unstorable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"SQLite format 3", "a database"),
)
# Labels of the web mean their Windows supersets (WHATWG, Encoding standard, section 4.2).
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}
_COMMON = (
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "mac_roman",
    "cp1253",
    "cp1254",
    "cp1257",
    "cp932",
    "cp949",
)
_SAMPLE = 262_144  # bytes; a guess from more is not better, only slower
_BINARY_SHARE = 0.05
_FEW_CONTROLS = 8  # so that one NUL in a short text is named with its offset
_ASCII = bytes(range(32, 127))
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_LONE_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_SIGN_IN_WORD = re.compile("[^\\W\\d_][¹²³£¥§¤¦¯±µ¶¼½¾¿¡][^\\W\\d_]")
# What Windows-1252 makes of letters of the code pages of DOS: signs in or at the end of words.
_DOS_IN_WORD = re.compile(
    rb"[A-Za-z][\x80-\x91\x93-\xbf][A-Za-z]|[A-Za-z][\x81-\x84\x86-\x90\x98-\xaf](?![A-Za-z])"
)
_NO_WORD = re.compile(rb"[\x80-\xff]{4}")
_WAY_OUT = (
    "Name the file's encoding (for instance utf-8 or windows-1252) or leave it empty to have it detected."
)


class Decoded(NamedTuple):
    """A file's text, the name of its encoding, and sentences about how sure that is."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, encoding: str | None = None, declared: str = "") -> Decoded:
    """The text of `data`; a byte order mark is not part of it.

    `encoding` is binding, `declared` (by a header or the file) is believed when it fits. Raises Invalid for an
    encoding nobody knows and for NUL and lone surrogates (with their offset), Unreadable for binary files and
    for bytes that are not in the encoding.
    """
    _refuse_known_kinds(data)
    if encoding:
        decoded = _as_stated(data, encoding)
    else:
        _refuse_binary(data)
        decoded = (
            _marked(data) or _unmarked_wide(data) or _declared(data, declared) or _utf8(data) or _guess(data)
        )
    refuse_unstorable(decoded.text)
    return decoded


def _refuse_known_kinds(data: bytes) -> None:
    for start, kind in _KINDS:
        if data.startswith(start):
            raise Unreadable(
                f"This is {kind}, not plain text or HTML. Save the article as text and import that."
            )


def _refuse_binary(data: bytes) -> None:
    if any(data.startswith(mark) for mark, _ in _MARKS) or _unmarked_wide(data) is not None:
        return
    sample = data[:65_536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(_FEW_CONTROLS, _BINARY_SHARE * len(sample)):
        raise Unreadable(
            "This is a binary file, not text. Save the article as plain text or HTML and import that."
        )


def _as_stated(data: bytes, encoding: str) -> Decoded:
    codec = _codec(encoding)
    if codec is None:
        raise Invalid({"encoding": [f"No encoding is called {encoding[:60]!r}. {_WAY_OUT}"]})
    skipped = 0
    for mark, marked in _MARKS:
        if data.startswith(mark) and marked.startswith(codec):
            data, codec, skipped = data[len(mark) :], marked, len(mark)
            break
    try:
        return Decoded(data.decode(codec, _surrogates(codec)), _label(codec))
    except UnicodeDecodeError as error:
        raise _misfit(data, error, _label(codec), skipped=skipped) from None


def _marked(data: bytes) -> Decoded | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(codec, _surrogates(codec))
            except UnicodeDecodeError as error:
                raise _misfit(data[len(mark) :], error, _label(codec), skipped=len(mark)) from None
            return Decoded(text, _label(codec))
    return None


def _declared(data: bytes, declared: str) -> Decoded | None:
    codec = _codec(declared) if declared else None
    if codec is None or codec.startswith(("utf-16", "utf-32")):
        return None  # bytes without a mark whose declaration could be read cannot be in these
    codec = _SUPERSETS.get(codec, codec)
    try:
        return Decoded(data.decode(codec), _label(codec))
    except UnicodeDecodeError:
        return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _LONE_SURROGATE.search(data):
        try:
            return Decoded(data.decode("utf-8", "surrogatepass"), "utf-8")
        except UnicodeDecodeError:
            return None
    return None


def _unmarked_wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every second byte of Western text is NUL."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4:
        return None
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        other = sample[0::2] if codec == "utf-16-le" else sample[1::2]
        if zeros.count(0) > 0.7 * len(zeros) and other.count(0) < 0.05 * len(other):
            try:
                return Decoded(data.decode(codec, "surrogatepass"), codec, ("The encoding was guessed.",))
            except UnicodeDecodeError:
                return None
    return None


def _guess(data: bytes) -> Decoded:
    sample = _sample(data)
    matches = list(from_bytes(sample))
    if not _is_western(sample):
        matches = [match for match in matches if "cp1252" not in match.could_be_from_charset] or matches
    best = matches[0] if matches else None
    candidates: list[str] = []
    if best is not None:
        close = [m for m in matches if m.chaos <= best.chaos + 0.06 and m.coherence >= best.coherence - 0.05]
        names = {name for match in close for name in match.could_be_from_charset}
        rare = not any(name in _COMMON for name in best.could_be_from_charset)
        western = rare and not any(sign.search(sample) for sign in (_DOS_IN_WORD, _NO_WORD))
        candidates = ["cp1252"] if western or "cp1252" in names else []
        candidates += [name for name in _COMMON if name in best.could_be_from_charset]
        candidates += [match.encoding for match in matches]
    for codec in [*candidates, "cp1252"]:
        try:
            if _ASCII.decode(codec) != _ASCII.decode("ascii"):
                continue  # mainframe encodings fit anything
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        label = _label(codec)
        return Decoded(
            text, label, (f"The encoding was guessed: {label}. Correct it if letters look wrong.",)
        )
    at = next((i for i, byte in enumerate(data) if byte >= 0x80), 0)
    raise Unreadable(f"The file's encoding cannot be told: byte 0x{data[at]:02X} at offset {at}. {_WAY_OUT}")


def _is_western(data: bytes) -> bool:
    """Whether Windows-1252 makes words of `data`: in other languages' bytes it puts signs between letters."""
    return _SIGN_IN_WORD.search(data.decode("cp1252", "replace")) is None


def _sample(data: bytes) -> bytes:
    """All of a small file; of a large one the lines that are not plain ASCII."""
    if len(data) <= _SAMPLE:
        return data
    lines: list[bytes] = []
    size = 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:4096].rsplit(b" ", 1)[0] if len(line) > 4096 else line)
            size += len(lines[-1])
            if size > _SAMPLE:
                break
    return b"".join(lines)


def _misfit(data: bytes, error: UnicodeDecodeError, label: str, *, skipped: int = 0) -> Unreadable:
    byte = data[error.start] if error.start < len(data) else 0
    where = f"byte 0x{byte:02X} at offset {error.start + skipped}"
    return Unreadable(f"The file is not in {label}: {where} does not fit. {_WAY_OUT}", field="encoding")


def _surrogates(codec: str) -> str:
    return "surrogatepass" if codec.startswith("utf-") and codec != "utf-7" else "strict"


def _codec(name: str) -> str | None:
    """Python's name of a text encoding, or None: not every codec turns bytes into text."""
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    usable = getattr(info, "_is_text_encoding", True) and info.name not in (
        "idna",
        "punycode",
        "undefined",
        "utf-7",
    )
    return (
        "utf-8" if info.name == "utf-8-sig" else info.name if usable and "escape" not in info.name else None
    )


def _label(codec: str) -> str:
    """The name people use, which Python understands too."""
    name = codec.replace("_", "-").lower()
    if re.fullmatch(r"cp125\d", name):
        return "windows-" + name[2:]
    return re.sub(r"^iso8859", "iso-8859", name)
