"""What each line of an article is for: headline and what belongs to it, running text, furniture around it."""

import re
from collections.abc import Sequence

from annotations.domain import datelines, furniture, people
from annotations.domain.duplicates import Likeness
from annotations.domain.paragraphs import Line
from annotations.domain.vocabulary import ClaimRole

_HEAD_LINES = 14  # how far below the headline its dek, byline, pictures and dateline are looked for
_LONGEST_HEADLINE = 220
_LONGEST_TITLE = 1000
_LONGEST_DEK = 320
_LONG = 160  # code points from which a line is running text even without a full stop
_BULLET = re.compile(r"(?:[-*•·‣▪■●★☆►▶✓✔→–—]\s?|\d{1,2}[.)]\s)\S")
_LABEL = re.compile(
    r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z(][\w.)’'-]*){0,5}(?:(?: \(|, )[^:.!?]{1,40})?:(?=\s|$)"
)
_PICTURES = frozenset({"picture credit", "agency credit"})
_SPEAKERS = 3
_OPENINGS = 3  # in so many paragraphs at the start of the running text "CITY —" is a dateline


def assign(lines: Sequence[Line], *, title: str = "") -> None:
    """Give a role to each of `lines` that has none yet."""
    if not lines:
        return
    _recognise(lines)
    dense = len(lines) > 3 and not any(line.after_blank for line in lines[1:])
    _captions(lines, dense=dense)
    below = _headline(lines, title)
    start = _head(lines, below, dense=dense)
    _rest(lines, start, dense=dense)


def is_listed(line: Line) -> bool:
    """Whether a line is a point of a list."""
    return _BULLET.match(line.words) is not None


def _recognise(lines: Sequence[Line]) -> None:
    speaking = [line for line in lines if ":" in line.words[:60] and _LABEL.match(line.words)]
    if speaking and speaking[0] is lines[0] and _is_no_speaker(speaking, lines):
        del speaking[0]
    if len(speaking) >= _SPEAKERS and 4 * len(speaking) >= sum(line.role is None for line in lines):
        for line in speaking:
            line.kind = line.kind or "speaker"
            if line.words[-1] == ":":
                line.role = ClaimRole.SUBHEADING
    for line in lines:
        if line.role is not None or line.kind or len(line.words) > furniture.LONGEST:
            continue
        rule = furniture.recognise(line.words)
        if rule is not None:
            line.role, line.kind = rule.role, rule.name
            if rule.name == "byline" and datelines.holds_date(line.words):
                line.role = ClaimRole.DATELINE
        elif datelines.is_dateline(line.words):
            line.role, line.kind = ClaimRole.DATELINE, "dateline"


def _is_no_speaker(speaking: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether the first line is a headline with a colon, not the first words of a transcript."""
    if len(speaking) < 2 or lines[1] is not speaking[1]:
        return True
    labels = [line.words.partition(":")[0] for line in speaking]
    return not speaking[0].terminal and labels[0] not in labels[1:]


def _captions(lines: Sequence[Line], *, dense: bool) -> None:
    """Captions stand on the line before a picture's credit; page copies print them twice."""
    for index in range(len(lines) - 2, -1, -1):
        line, below = lines[index], lines[index + 1]
        if line.role is not None or line.kind or below.after_blank or len(line.words) > _LONGEST_DEK:
            continue
        credited = below.kind in _PICTURES and not (dense and line.terminal)
        copied = (below.role is None or below.kind == "caption") and line.words == below.words
        if (credited or copied) and index > 0:
            line.role, line.kind = ClaimRole.CAPTION, "caption"
            if copied:
                below.role, below.kind = ClaimRole.CAPTION, "caption"


def _headline(lines: Sequence[Line], title: str) -> int:
    """Find the headline and its copies; returns the index of the line below them, 0 where there is none."""
    at = next((i for i, line in enumerate(lines) if line.role is ClaimRole.HEADLINE), None)
    if at is None and title.strip():
        wanted = Likeness(title)
        at = next((i for i, line in enumerate(lines[:_HEAD_LINES]) if _is_copy(line, wanted)), None)
    if at is None:
        at = _guess(lines)
    if at is None:
        return 0
    words = Likeness(lines[at].words)
    for line in lines[:at]:
        if _is_copy(line, words):
            line.role = ClaimRole.HEADLINE
        elif line.role is None and not line.terminal:
            line.role = ClaimRole.BOILERPLATE
    lines[at].role = ClaimRole.HEADLINE
    below = at + 1
    for index in range(at + 1, min(at + 6, len(lines))):
        if _is_copy(lines[index], words):
            lines[index].role = ClaimRole.HEADLINE
            below = index + 1
    return below


def _is_copy(line: Line, words: Likeness) -> bool:
    return line.kind in ("", "caption") and len(line.words) <= _LONGEST_TITLE and words.fits(line.words)


def _guess(lines: Sequence[Line]) -> int | None:
    plain = [i for i, line in enumerate(lines[:_HEAD_LINES]) if line.role is None]
    if not plain:
        return None
    at = plain[0]
    if people.is_section(lines[at].words) and len(plain) > 1:
        at = plain[1]
    line = lines[at]
    if line.kind == "speaker" or len(line.words) > _LONGEST_HEADLINE:
        return None
    if not line.terminal or (line.words[-1] in "?!" and len(lines) > 1) or _is_title_case(line.words):
        return at
    words = Likeness(line.words)
    return at if any(_is_copy(other, words) for other in lines[at + 1 : at + 4]) else None


def _is_title_case(words: str) -> bool:
    """Whether a line is written As Headlines Are: of its longer words nearly all are capitalised."""
    longer = [word for word in words.split() if len(word) > 4 and word[0].isalpha()]
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) > 0.8 * len(longer)


def _head(lines: Sequence[Line], below: int, *, dense: bool) -> int:
    """Roles of what stands between headline and running text; returns where the running text begins."""
    if below == 0:
        return 0
    end = below
    told: Line | None = None
    for index in range(below, min(below + _HEAD_LINES, len(lines))):
        line = lines[index]
        if line.kind == "given":
            if line.role is ClaimRole.SUBHEADING or line.role is ClaimRole.BODY:
                break
            end = index + 1
        elif (
            line.role is ClaimRole.CREDIT or line.role is ClaimRole.DATELINE or line.role is ClaimRole.CAPTION
        ):
            end = index + 1
        elif line.role is None:
            if line.kind or len(line.words) > _LONGEST_DEK or datelines.opening(line.words, first=True):
                break
            if _is_author(line):
                end = index + 1
            if line.terminal and not is_listed(line):
                if told is not None and (line.after_blank or dense):
                    break
                told = line
    while end < len(lines) and _belongs_to_headline(lines, end, below, dense=dense):
        end += 1
    for index in range(below, end):
        if lines[index].role is None:
            lines[index].role = _head_role(lines, index)
    return end


def _belongs_to_headline(lines: Sequence[Line], index: int, below: int, *, dense: bool) -> bool:
    """Whether a line after the last byline, picture or dateline is still a dek."""
    line = lines[index]
    if line.role is not None:
        return line.role is ClaimRole.BOILERPLATE and line.kind == "desk note"
    if line.kind or len(line.words) > _LONGEST_DEK or index + 1 >= len(lines) or index > below + _HEAD_LINES:
        return False
    if is_listed(line):
        return True
    if not line.terminal:
        return len(line.words) < _LONG and not (index > below and len(line.words.split()) < 5)
    return index == below and not line.after_blank and not dense and lines[index + 1].after_blank


def _head_role(lines: Sequence[Line], index: int) -> ClaimRole:
    if _is_author(lines[index]):
        return ClaimRole.CREDIT
    return ClaimRole.BOILERPLATE if people.is_section(lines[index].words) else ClaimRole.DEK


def _is_author(line: Line) -> bool:
    if line.terminal or is_listed(line):
        return False
    return people.is_job(line.words) or people.is_name(line.words)


def _rest(lines: Sequence[Line], start: int, *, dense: bool) -> None:
    """Running text, its subheadings, and what stands below it."""
    last = len(lines) - 1
    while last >= start and not _is_running(lines[last]):
        last -= 1
    trail = False
    for line in lines[start : start + _OPENINGS]:
        line.kind = line.kind or "opening"
    for index in range(start, len(lines)):
        line = lines[index]
        if line.role is not None:
            trail = line.kind == "trail" or (trail and index > last)
            continue
        if trail and not line.terminal and (index > last or not line.after_blank or is_listed(line)):
            line.role = ClaimRole.BOILERPLATE
            continue
        trail = False
        if index > last:
            line.role = _tail_role(line, last)
        elif (
            index < last
            and (line.after_blank or dense)
            and _is_subheading(line)
            and _is_running(lines[index + 1])
        ):
            line.role = ClaimRole.SUBHEADING
        else:
            line.role = ClaimRole.BODY


def _is_running(line: Line) -> bool:
    return (
        line.role is None and (line.terminal or len(line.words) > _LONG or line.kind == "speaker")
    ) or line.role is ClaimRole.BODY


def _is_subheading(line: Line) -> bool:
    words = line.words
    if len(words) > 90 or line.kind == "speaker" or words[0].islower() or words[-1] in ",;:—–-":
        return False
    if words[0] == "#":
        return True
    if (line.terminal and words[-1] != "?") or is_listed(line):
        return False
    return len(words.split()) <= 12 and ". " not in words and "? " not in words


def _tail_role(line: Line, last: int) -> ClaimRole:
    if last < 0 or line.kind == "speaker":
        return ClaimRole.BODY
    if _is_author(line):
        return ClaimRole.CREDIT
    if line.words[0] in "([":
        return ClaimRole.BODY
    return ClaimRole.BOILERPLATE if len(line.words.split()) <= 15 else ClaimRole.BODY
