"""Tags of every page: icons, status chips, keys, times and figures as the workbench writes them."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from annotations.domain.markdown import to_html
from annotations.domain.vocabulary import TERMS, Verification

register = template.Library()

_TERM_CLASSES = {term_class.__name__: term_class for term_class in TERMS}


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """The drawing `name` of the sprite in the page; always stands beside a word. `size` "small" is 14 px."""
    return _icon(name, size)


@lru_cache(maxsize=256)
def _icon(name: str, size: str) -> SafeString:
    css = "icon small" if size == "small" else "icon"
    return format_html('<svg class="{}" aria-hidden="true"><use href="#icon-{}"/></svg>', css, name)


@register.simple_tag
def status(value: str, style: str = "") -> SafeString:
    """A verification status as icon and word; `style` is "plain" in tables, "suggested" for a machine's."""
    return status_chip(value or "", style)


@lru_cache(maxsize=64)
def status_chip(value: str, style: str) -> SafeString:
    """The chip itself; "" is "Not decided"."""
    shown = value or "open"
    label = Verification(value).label if value else "Not decided"
    css = " ".join(filter(None, ("status", shown, style)))
    return format_html('<span class="{}">{}{}</span>', css, _icon(shown, ""), label)


@register.simple_tag
def key(keys: str) -> SafeString:
    """A key as it is printed inside the button that it presses."""
    return format_html('<kbd aria-hidden="true">{}</kbd>', keys)


@register.simple_tag
def terms(class_name: str) -> list[object]:
    """All words of one class of the vocabulary, in order: `{% terms "Verification" as statuses %}`."""
    return list(_TERM_CLASSES[class_name])


@register.filter
def label_of(value: str, class_name: str) -> str:
    """The label of a word: `{{ "named_person"|label_of:"Identification" }}`; "" stays ""."""
    return _TERM_CLASSES[class_name](value).label if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """14:03 today, "yesterday 14:03", else 4 Jan 2024, 14:03."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    today = timezone.localdate()
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return f"yesterday {local:%H:%M}"
    return f"{local.day} {local:%b %Y}, {local:%H:%M}"


@register.filter
def day(value: datetime | date | None) -> str:
    """4 Jan 2024."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{local.day} {local:%b %Y}"


@register.filter
def due(value: datetime | None) -> str:
    """A deadline: "today 18:00", "tomorrow 12:00", "Thu 26 Nov", "was 20 Nov" when it has passed."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    days = (local.date() - timezone.localdate()).days
    if days < 0:
        return f"was {local.day} {local:%b}"
    if days < 2:
        return f"{'today' if days == 0 else 'tomorrow'} {local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b}"


@register.filter
def figure(value: int | None) -> str:
    """18,204."""
    return "" if value is None else f"{value:,}"


@register.filter
def share(part: int, whole: int) -> int:
    """`part` of `whole` in percent, rounded down, so that 100 means all of it."""
    return 100 * part // whole if whole else 0


@register.filter
def size(value: int) -> str:
    """Bytes as 310 kB or 1.4 MB."""
    if value < 1000:
        return f"{value} bytes"
    if value < 1_000_000:
        return f"{value / 1000:.0f} kB"
    return f"{value / 1_000_000:.1f} MB"


@register.filter
def short_hash(value: str) -> str:
    """The ends of a hash: 9f2c41…e07b."""
    return f"{value[:6]}…{value[-4:]}" if len(value) > 12 else value


@register.filter
def markdown(text: str) -> SafeString:
    """A guideline's headings, lists and emphasis; markup of the writer's own is shown as written."""
    return mark_safe(to_html(text))  # noqa: S308 - to_html escapes all that it is given


_HIDDEN_NAMES = {
    "\u00a0": "no-break space",
    "\u00ad": "soft hyphen",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
_BIDI = dict.fromkeys(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "direction control"
)


_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


@register.filter
def directions(text: str) -> SafeString:
    """The text with each control of direction shown and held to itself: it reads in the order in which it is kept."""
    return mark_safe(_DIRECTION.sub(_shown, escape(text)))  # noqa: S308 - escaped, and the rest is ours


def _shown(control: re.Match[str]) -> str:
    return f'<span class="direction" data-code="U+{ord(control.group()):04X}">{control.group()}</span>'


@register.filter
def show_hidden(text: str) -> SafeString:
    """The text with a visible stand-in for each character that a reader cannot see."""
    names = _HIDDEN_NAMES | _BIDI
    parts: list[str] = []
    for character in text:
        if character in names:
            parts.append(f'<span class="hidden-character">U+{ord(character):04X} {names[character]}</span>')
        else:
            parts.append(_ESCAPES.get(character, character))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
