"""The desk's rows as HTML, by compiled templates: a page has hundreds of rows, and a decision answers with one."""

from functools import cache
from typing import Any

from django.template import engines
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined

from annotations.templatetags import workbench

TEMPLATE = "desk_rows.html"


def environment(**options: Any) -> Environment:
    """Jinja with the tags that the rows use; what is misspelt fails instead of being empty."""
    from annotations.templatetags import desk

    made = Environment(**(options | {"undefined": StrictUndefined}))  # noqa: S701 - Django turns escaping on
    made.globals |= {
        "chain": desk.chain,
        "claim_attributes": desk.claim_attributes,
        "icon": workbench.icon,
        "key": workbench.key,
        "sentence": desk.sentence,
        "status": workbench.status,
    }
    made.filters |= {"day": workbench.day, "moment": workbench.moment}
    return made


def html_of(part: str, *values: Any) -> SafeString:
    """The macro `part` of the rows' template, called with these values."""
    return mark_safe(getattr(_rows(), part)(*values))  # noqa: S308 - the template escapes


@cache
def _rows() -> Any:
    return engines["jinja2"].env.get_template(TEMPLATE).module  # type: ignore[attr-defined]
