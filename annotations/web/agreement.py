"""How far people agree: charts with a table beside each, and every table as CSV."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from annotations import access, pipeline
from annotations.queries.agreement_page import AgreementPage, FieldLine, agreement_page
from annotations.queries.agreement_types import GroupLine
from annotations.web.csv_answer import csv_answer
from annotations.web.scope import MemberRequest, member_view, page_context

LEFT, RIGHT, FIRST, ROW = 170, 500, 48, 38
GROUPS_DRAWN = 12
"""Weeks or versions in a chart, the newest; the table has all."""
BARS_LEFT, BARS_WIDTH, BAR_ROW = 60, 410, 22


@dataclass(frozen=True, slots=True)
class Whisker:
    """One field of the chart; None where alpha is undefined. All lengths are units of the viewBox, 520 wide."""

    label: str
    y: int
    at: int | None
    low: int | None = None
    high: int | None = None
    published: int | None = None
    published_words: str = ""

    @property
    def text_y(self) -> int:
        """Where the words stand."""
        return self.y + 5

    @property
    def triangle(self) -> str:
        """The mark of a published figure, below the line."""
        x = self.published or 0
        return f"M{x - 5} {self.y + 17}l5 -7 5 7z"

    @property
    def published_y(self) -> int:
        """Where the words beside the triangle stand."""
        return self.y + 18

    @property
    def published_end(self) -> int:
        """Where they end."""
        return (self.published or 0) - 10

    @property
    def ends(self) -> str:
        """The strokes at both ends of the interval and the line between them."""
        top, bottom = self.y - 5, self.y + 5
        return f"M{self.low} {self.y}H{self.high}M{self.low} {top}V{bottom}M{self.high} {top}V{bottom}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's answers."""

    label: str
    number: int
    y: int
    width: int

    @property
    def text_y(self) -> int:
        """Where the words stand."""
        return self.y + 14

    @property
    def number_x(self) -> int:
        """Where the number stands, right of the bar."""
        return BARS_LEFT + self.width + 6


@require_GET
@member_view
def agreement(request: MemberRequest) -> HttpResponse:
    """The page; reviewers of a blind project see the claims on which the quorum is reached."""
    page = agreement_page(request.project, role=request.member_role)
    whiskers = [_whisker(index, line) for index, line in enumerate(page.fields)]
    context = page_context(
        request,
        section="agreement",
        page=page,
        finding=_finding(page),
        whiskers=whiskers,
        chart_height=FIRST + ROW * len(whiskers),
        grid=[(_x(tenth / 10), f"{tenth / 10:.1f}") for tenth in range(0, 11, 2)],
        bars=_bars(page),
        matrix=list(zip(page.confusion.values, _matrix(page), strict=True)),
        groups=[(key, heading, lines, _whiskers(lines)) for key, heading, lines in page.groups],
        may_measure=access.can_audit(request.member_role),
    )
    return render(request, "annotations/agreement.html", context)


@require_POST
@member_view
def measure(request: MemberRequest) -> HttpResponse:
    """Have all claims measured in the background."""
    pipeline.measure_agreement(request.project, by=request.user)
    messages.success(request, "A worker measures all claims now; open the page again in a minute or two.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/agreement/")


@require_GET
@member_view
def agreement_csv(request: MemberRequest, table: str) -> HttpResponse:
    """One of the page's tables."""
    if table not in TABLES:
        raise Http404(f"There is no table '{table:.40}'; there are: {', '.join(TABLES)}.")
    head, rows = TABLES[table]
    page = agreement_page(request.project, role=request.member_role)
    return csv_answer(f"agreement-{table}.csv", head(page), rows(page))


def _finding(page: AgreementPage) -> str:
    """The heading: what was found about the status."""
    found = page.status
    if found.percent is None:
        return "No two people have answered the same claim yet"
    return f"Reviewers agree on status {found.percent:.0f} times in 100"


def _whisker(index: int, line: FieldLine) -> Whisker:
    y, found = FIRST + ROW * index, line.found
    words, value = line.published or ("", None)
    return Whisker(
        line.label,
        y,
        None if found.alpha is None else _x(found.alpha),
        low=_x(found.interval[0]) if found.interval else None,
        high=_x(found.interval[1]) if found.interval else None,
        published=None if value is None else _x(value),
        published_words=words,
    )


def _whiskers(lines: Sequence[GroupLine]) -> list[Whisker]:
    """The newest lines of a group for its chart."""
    return [
        Whisker(
            line.label,
            FIRST + ROW * index,
            None if line.found.alpha is None else _x(line.found.alpha),
            low=_x(line.found.interval[0]) if line.found.interval else None,
            high=_x(line.found.interval[1]) if line.found.interval else None,
        )
        for index, line in enumerate(lines[-GROUPS_DRAWN:])
    ]


def _x(alpha: float) -> int:
    """Where a figure stands between 0 and 1; worse than chance is drawn at 0, the table has the figure."""
    return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, alpha)))


def _bars(page: AgreementPage) -> list[Bar]:
    most = max((count for _, count in page.pace), default=0) or 1
    return [
        Bar(f"{day.day} {day:%b}", count, BAR_ROW * index, round(BARS_WIDTH * count / most))
        for index, (day, count) in enumerate(page.pace)
    ]


def _matrix(page: AgreementPage) -> Iterable[list[tuple[int, str]]]:
    """Cells with their mark: "same" on the diagonal, "apart" where a tenth of all parting or more happens."""
    rows = page.confusion.rows
    parted = sum(number for i, row in enumerate(rows) for j, number in enumerate(row) if i != j)
    for i, row in enumerate(rows):
        yield [
            (number, "same" if i == j else "apart" if number and number * 10 >= parted else "")
            for j, number in enumerate(row)
        ]


Head = Callable[[AgreementPage], Sequence[str]]
Rows = Callable[[AgreementPage], Iterable[Sequence[object]]]
_MEASURES = ("n", "percent", "kappa", "alpha", "low", "high", "why")


def _measures(found: object) -> list[object]:
    low, high = getattr(found, "interval", None) or (None, None)
    return [
        *(getattr(found, name) for name in ("n", "percent", "kappa", "alpha")),
        low,
        high,
        getattr(found, "why", ""),
    ]


TABLES: dict[str, tuple[Head, Rows]] = {
    "fields": (
        lambda page: ("field", *_MEASURES),
        lambda page: ([line.key, *_measures(line.found)] for line in page.fields),
    ),
    "labels": (
        lambda page: ("field", "label", "given", *_MEASURES),
        lambda page: ([line.field, line.value, line.given, *_measures(line.found)] for line in page.labels),
    ),
    "pairs": (
        lambda page: (
            "one",
            "other",
            "n",
            "same_status",
            "kappa",
            "chains",
            "same_chain",
            "mean_edit_distance",
        ),
        lambda page: (
            [p.one, p.other, p.n, p.same_status, p.kappa, p.chains, p.same_chain, p.edits] for p in page.pairs
        ),
    ),
    "groups": (
        lambda page: ("by", "value", *_MEASURES),
        lambda page: (
            [line.by, line.value, *_measures(line.found)] for _, _, lines in page.groups for line in lines
        ),
    ),
    "confusion": (
        lambda page: ("one_down_other_across", *(value.value for value in page.confusion.values)),
        lambda page: (
            [value.value, *row] for value, row in zip(page.confusion.values, page.confusion.rows, strict=True)
        ),
    ),
    "differences": (
        lambda page: ("claim", "article", "text", "fields", "statuses"),
        lambda page: (
            [
                d.claim_id,
                d.article_id,
                d.text,
                ", ".join(d.fields),
                ", ".join(f"{s} {n}" for s, n in d.statuses),
            ]
            for d in page.differ
        ),
    ),
    "states": (
        lambda page: ("state", "claims"),
        lambda page: ([state.value, number] for state, number in page.states),
    ),
    "pace": (
        lambda page: ("day", "complete_answers"),
        lambda page: ([day.isoformat(), number] for day, number in page.pace),
    ),
}
"""The page's tables as CSV: what their first row says, and the rows."""
