"""What an import would store, before anything is stored."""

from collections import Counter
from uuid import UUID

from annotations.domain.records import Draft
from annotations.domain.segments import divide
from annotations.domain.text import character_name
from annotations.domain.vocabulary import REVIEWED_ROLES
from annotations.models import Article, Project, Upload
from annotations.queries.page_types import Choice, ImportPreview, PreviewStretch
from annotations.sources import name_key, named

ENCODINGS = (
    "utf-8",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-2",
    "windows-1251",
    "utf-16",
    "shift_jis",
    "gb18030",
    "mac_roman",
)
STRETCHES_SHOWN = 400


def import_preview(project: Project, upload: Upload, draft: Draft, *, sha256: str) -> ImportPreview:
    """How the draft would be divided, what is hidden in it and what was left out."""
    stretches = divide(draft.text, roles=draft.roles, title=draft.title)
    numbers: dict[int, int] = {}
    for index, stretch in enumerate(stretches):
        if stretch.role in REVIEWED_ROLES and stretch.duplicate_of is None:
            numbers[index] = len(numbers) + 1
    shown = [
        PreviewStretch(
            text=draft.text[stretch.start : stretch.end],
            role=stretch.role.value,
            role_label=stretch.role.label,
            number=numbers.get(index),
            duplicate_of_number=None if stretch.duplicate_of is None else numbers.get(stretch.duplicate_of),
            opens_paragraph=index == 0 or "\n" in draft.text[stretches[index - 1].end : stretch.start],
        )
        for index, stretch in enumerate(stretches[:STRETCHES_SHOWN])
    ]
    left = len(stretches) - len(shown)
    notes = (*draft.notes, f"{left:,} further stretches are not shown here.") if left else draft.notes
    return ImportPreview(
        token=str(upload.id),
        file_name=upload.filename,
        title=draft.title,
        outlet=draft.outlet,
        url=draft.url,
        published_at=draft.published_at.isoformat() if draft.published_at else "",
        language=draft.language,
        encoding=draft.encoding,
        encodings=_encodings(draft.encoding),
        bytes=len(upload.content),
        length=len(draft.text),
        coverage=round(100 * draft.coverage),
        stretches=shown,
        reviewed=len(numbers),
        left_out=draft.left_out,
        hidden=_hidden(draft),
        notes=notes,
        existing_address=_existing(project, draft, sha256),
    )


def _encodings(found: str) -> list[Choice]:
    names = list(dict.fromkeys([found, *ENCODINGS])) if found else list(ENCODINGS)
    return [Choice(name, name, name == found) for name in names]


def _hidden(draft: Draft) -> list[tuple[str, str, int]]:
    counted = Counter(draft.text[offset] for offset, _ in draft.hidden)
    return [
        (f"U+{ord(sign):04X}", character_name(sign).lower(), count) for sign, count in counted.most_common()
    ]


def _existing(project: Project, draft: Draft, sha256: str) -> str:
    outlet = named(project.id, [draft.outlet]).get(name_key(draft.outlet)) if draft.outlet else None
    found: UUID | None = (
        Article.objects.filter(project=project, sha256=sha256, outlet=outlet, url=draft.url)
        .values_list("id", flat=True)
        .first()
    )
    return f"/p/{project.slug}/articles/{found}/" if found else ""
