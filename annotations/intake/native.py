"""A release of ours taken into an empty project: every row with the id it had, so that it goes out again the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations import ledger
from annotations.access import EDITORS, require_member
from annotations.admit import change_project, rules_of
from annotations.domain.errors import Conflict, DomainError, Invalid
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import ClaimRole
from annotations.ingest import require_whole
from annotations.intake import answers
from annotations.intake.looking import looked_through, require_empty
from annotations.intake.people import StandIns, note_made, stand_ins
from annotations.intake.registry import write_sources
from annotations.intake.restoring import Form, Restored, moment, restored
from annotations.intake.settling import Acts
from annotations.models import (
    Article,
    Claim,
    ForeignRecord,
    Project,
    SourceAlias,
    Suggestion,
    SuggestionOutcome,
    SuggestionsState,
    User,
)
from annotations.models.bulk import ArticleRow, ClaimRow, write_articles
from annotations.readers.native import ReleaseFolder, wrong

ORIGIN: Final = "jsonl"
AT_ONCE = 100
"""Articles in memory at a time."""
NAMED_AT_MOST = 10
RULES = ("quorum", "asks", "blind", "blind_share")


@dataclass(slots=True)
class Counted:
    """What was taken in so far."""

    articles: int = 0
    claims: int = 0
    decisions: int = 0
    suggestions: int = 0
    sources: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class _Import:
    """One import under way."""

    project: Project
    by: User
    people: Mapping[str, User]
    known: frozenset[str]
    counted: Counted


def import_release(project: Project, release: ReleaseFolder, *, by: User) -> Counted:
    """Take the whole release in, in one transaction; the project takes over its quorum and what it asks for.

    Raises NotPermitted, Conflict for a project that holds anything or an id that is taken, and Invalid naming the
    record that cannot stand.
    """
    require_member(project, by, *EDITORS, to="import data sets")
    try:
        with transaction.atomic():
            return _imported(project, release, by)
    except IntegrityError as error:
        raise _taken(error) from error


def _imported(project: Project, release: ReleaseFolder, by: User) -> Counted:
    project = Project.objects.select_for_update().get(pk=project.pk)
    require_empty(project)
    project = _take_rules(project, release.rules, by)
    found = looked_through(release)
    accounts = stand_ins(project, found.people, origin=ORIGIN, are_pseudonyms=release.are_pseudonyms)
    work = _Import(
        project, by, accounts.by_name, frozenset(found.articles), Counted(people=len(found.people))
    )
    work.counted.sources, later = write_sources(project, release)
    pairs = release.articles()
    while batch := list(islice(pairs, AT_ONCE)):
        _write_batch(work, batch)
    SourceAlias.objects.bulk_create(later, batch_size=answers.AT_ONCE)
    _note(work, accounts)
    return work.counted


def _take_rules(project: Project, rules: Mapping[str, Any], by: User) -> Project:
    """States follow from quorum and what is asked for, so that these come along."""
    named = {name: rules[name] for name in RULES if name in rules}
    try:
        if "asks" in named:
            named["asks"] = tuple(named["asks"])
        return change_project(project, by=by, rules=replace(rules_of(project), **named))
    except TypeError as error:
        raise wrong("manifest.json, rules", error) from None


def _write_batch(work: _Import, batch: Sequence[tuple[Form, Sequence[Form]]]) -> None:
    rows = [_article(work, article, claims) for article, claims in batch]
    lines = [claim for _, claims in batch for claim in claims]
    acts, parts = Acts(), []
    for claim in lines:
        try:
            parts.append(restored(work.project.id, claim, work.people))
            acts.take(work.project.id, claim, work.people)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise wrong(f"Claim {claim.get('id')}", error) from None
    write_articles(rows)
    _mark_replaced_elsewhere(work, [article for article, _ in batch])
    kept = _write_parts(parts)
    acts.write()
    answers.fold(UUID(claim["id"]) for claim in lines if _is_touched(claim))
    _require_same_states(work, lines)
    work.counted.articles += len(rows)
    work.counted.claims += len(lines)
    work.counted.decisions += len(kept)
    work.counted.suggestions += sum(len(part.suggestions) for part in parts)
    ledger.append_many(
        work.project.id,
        [*(_article_line(row, work.by) for row in rows), *answers.lines(kept, origin=ORIGIN, by=work.by)],
    )


def _write_parts(parts: Sequence[Restored]) -> list[answers.Given]:
    kept = [given for part in parts for given in part.answers]
    size = answers.AT_ONCE
    Suggestion.objects.bulk_create([one for part in parts for one in part.suggestions], batch_size=size)
    answers.write(kept)
    SuggestionOutcome.objects.bulk_create([one for part in parts for one in part.outcomes], batch_size=size)
    ForeignRecord.objects.bulk_create([one for part in parts for one in part.foreign], batch_size=size)
    return kept


def _article(work: _Import, form: Form, claims: Sequence[Form]) -> ArticleRow:
    try:
        spans = [(claim["start"], claim["end"]) for claim in claims]
        require_whole(form["text"], spans, [(start, end) for start, end in form["gaps"]])
        own = [_claim(form["text"], claim) for claim in claims]
        earlier = form["replaces"] if form["replaces"] in work.known else None
        return ArticleRow(
            id=UUID(form["id"]),
            project_id=work.project.id,
            outlet_id=UUID(form["outlet_id"]) if form["outlet_id"] else None,
            published_at=moment(form["published_at"]),
            deadline=None,
            replaces_id=UUID(earlier) if earlier else None,
            content=None,
            filename="",
            imported_by_id=work.by.id,
            imported_at=timezone.now(),
            suggestions=_suggestions_state(claims),
            claims=own,
            **{
                name: form[name]
                for name in ("title", "url", "language", "text", "gaps", "sha256", "media_type")
            },
            **{name: form[name] for name in ("encoding", "coverage", "left_out", "hidden", "notes")},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise wrong(f"Article {form.get('id')}", error) from None
    except DomainError as error:
        raise Invalid(
            {"file": [f"Article {form['id']}: {error} Ask for a data set without a selection."]}
        ) from error


def _claim(text: str, form: Form) -> ClaimRow:
    start, end = form["start"], form["end"]
    if form["text"] != text[start:end]:
        raise ValueError(
            f"claim {form['id']} says '{form['text']:.60}' where the text has '{text[start:end]:.60}'"
        )
    repeats = form["duplicate_of"]
    role = ClaimRole(form["role"]).value
    return ClaimRow(
        UUID(form["id"]),
        form["position"],
        start,
        end,
        text[start:end],
        role,
        UUID(repeats) if repeats else None,
    )


def _suggestions_state(claims: Sequence[Form]) -> SuggestionsState:
    return SuggestionsState.DONE if any(claim["suggestions"] for claim in claims) else SuggestionsState.NONE


def _mark_replaced_elsewhere(work: _Import, articles: Sequence[Form]) -> None:
    for form in articles:
        if form["replaces"] and form["replaces"] not in work.known:
            Article.objects.filter(pk=form["id"]).update(replaces_elsewhere=form["replaces"])


def _is_touched(claim: Form) -> bool:
    return any(claim[name] for name in ("reviews", "adjudications", "sign_offs", "reopenings"))


def _require_same_states(work: _Import, lines: Sequence[Form]) -> None:
    """The state follows from the rows, as always; a file that says otherwise lacks some, or was made by other rules."""
    ids = [claim["id"] for claim in lines]
    follows = {str(pk): state for pk, state in Claim.objects.filter(pk__in=ids).values_list("pk", "state")}
    wrong_ones = [
        f"{claim['id']} ({claim['state']}, but its answers make it {follows[claim['id']]})"
        for claim in lines
        if follows[claim["id"]] != claim["state"]
    ]
    if wrong_ones:
        more = f"; and {len(wrong_ones) - NAMED_AT_MOST} more" if len(wrong_ones) > NAMED_AT_MOST else ""
        raise Invalid(
            {
                "file": [
                    f"The states of claims do not follow from the data set: {'; '.join(wrong_ones[:NAMED_AT_MOST])}"
                    f"{more}. It was changed, or the project it comes from has other rules (here: quorum "
                    f"{work.project.quorum}, asking for {', '.join(work.project.asks)})."
                ]
            }
        )


def _note(work: _Import, accounts: StandIns) -> None:
    counted = work.counted
    said = {
        "format": ORIGIN,
        "articles": counted.articles,
        "claims": counted.claims,
        "decisions": counted.decisions,
        "suggestions": counted.suggestions,
        "sources": counted.sources,
    }
    ledger.append(
        work.project.id, by=work.by, verb=LedgerVerb.DATASET_IMPORTED, subject=work.project, payload=said
    )
    note_made(accounts, origin=ORIGIN, by=work.by)


def _article_line(row: ArticleRow, by: User) -> ledger.Line:
    said = {
        "sha256": row.sha256,
        "characters": len(row.text),
        "claims": len(row.claims),
        "outlet": str(row.outlet_id) if row.outlet_id else None,
        "replaces": str(row.replaces_id) if row.replaces_id else None,
        "media_type": row.media_type,
    }
    return ledger.Line(by, LedgerVerb.ARTICLE_IMPORTED, f"article:{row.id}", said)


def _taken(error: IntegrityError) -> Conflict:
    """Which record could not stand, in the database's own naming of it."""
    told = getattr(error.__cause__, "diag", None)
    table = (getattr(told, "table_name", None) or "record").removeprefix("annotations_")
    detail = (getattr(told, "message_detail", None) or str(error)).rstrip(".")
    key = detail.partition(")=(")[2].partition(")")[0] or detail
    if (getattr(told, "constraint_name", None) or "").endswith("_pkey"):
        return Conflict(f"The {table} {key} is in this workbench already; nothing was imported.", current=key)
    return Conflict(
        f"The {table} ({detail}) cannot stand beside what is there; nothing was imported.", current=key
    )
