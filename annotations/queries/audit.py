"""The audit page: who did what, when, to which claim, old and new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q

from annotations import ledger
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import Article, Claim, Decision, LedgerCheck, LedgerEntry, Membership, Project, User
from annotations.queries.page_types import Choice, LedgerState, Pager
from annotations.queries.record_types import AuditEntry, AuditPage, ClaimHistory

ENTRIES_A_PAGE = 50
SUBJECTS_AT_MOST = 200
KEPT = ("actor", "verb", "about", "claim")


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks: filters ("" for none), the entry before which the page begins, the open claim."""

    actor: str = ""
    verb: str = ""
    about: str = ""
    before: int | None = None
    claim: UUID | None = None


def audit_page(project: Project, asked: Question, *, claim: ClaimHistory | None) -> AuditPage:
    """A page of entries, newest first, with names and words for what the ledger keeps as ids."""
    rows = list(_chosen(project, asked).order_by("-seq")[: ENTRIES_A_PAGE + 1])
    entries = [ledger.entry_of(row) for row in rows[:ENTRIES_A_PAGE]]
    return AuditPage(
        ledger=ledger_state(project),
        entries=_lines(project, entries, asked),
        pager=Pager(older=_address(asked, entries[-1].seq) if len(rows) > ENTRIES_A_PAGE else ""),
        people=_people(project, asked.actor),
        verbs=[Choice(verb.value, verb.label, verb.value == asked.verb) for verb in LedgerVerb],
        about=asked.about,
        heading=_heading(asked, shown=len(entries), all_of_them=len(rows) <= ENTRIES_A_PAGE),
        claim=claim,
    )


def _heading(asked: Question, *, shown: int, all_of_them: bool) -> str:
    if not any((asked.actor, asked.verb, asked.about)):
        return "Audit: who did what, newest first"
    fits = f"{shown:,}" if all_of_them and asked.before is None else f"the newest {shown:,}"
    found = "entry that fits" if fits == "1" else "entries that fit"
    return f"Audit: {fits} {found}"


def ledger_state(project: Project) -> LedgerState:
    """The ledger's length and head, and what the newest check found."""
    newest = ledger.newest(project.id)
    check = LedgerCheck.objects.filter(project=project).order_by("-checked_at", "id").first()
    entries, head = (newest.seq, newest.hash) if newest else (0, "")
    if check is None:
        return LedgerState(entries=entries, head=head)
    return LedgerState(
        entries=check.entries,
        head=check.head,
        is_intact=check.ok,
        checked_at=check.checked_at,
        seconds=check.seconds,
        first_bad=check.first_bad_seq,
        trouble=check.why,
    )


def subjects_about(project: Project, about: str) -> list[str]:
    """The ledger's subjects that words mean: an id, words of a claim, or a title; at most two hundred."""
    try:
        return [f"{kind}:{UUID(about)}" for kind in ("claim", "article", "source", "release", "project")]
    except ValueError:
        pass
    claims = (
        Claim.objects.filter(project=project, text__icontains=about)
        .order_by("-id")
        .values_list("id", flat=True)
    )
    articles = articles_about(project, about).values_list("id", flat=True)
    return [
        *(f"article:{pk}" for pk in articles[:SUBJECTS_AT_MOST]),
        *(f"claim:{pk}" for pk in claims[:SUBJECTS_AT_MOST]),
    ]


def articles_about(project: Project, about: str) -> Any:
    """Articles whose title or id the words are, or whose claim has that id; newest first."""
    try:
        wanted = Q(pk=UUID(about)) | Q(claims=UUID(about))
    except ValueError:
        wanted = Q(title__icontains=about)
    return Article.objects.filter(wanted, project=project).order_by("-id").distinct()


def _chosen(project: Project, asked: Question) -> Any:
    rows = LedgerEntry.objects.filter(project_id=project.id)
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.about:
        rows = rows.filter(subject__in=subjects_about(project, asked.about))
    if asked.before is not None:
        rows = rows.filter(seq__lt=asked.before)
    return rows


def _lines(project: Project, entries: Sequence[ledger.Entry], asked: Question) -> list[AuditEntry]:
    names = _names(entries)
    claims, articles = _subjects(project, entries)
    old = _older_answers(entries)
    lines = []
    for entry in entries:
        kind, _, key = entry.subject.partition(":")
        claim = claims.get(key)
        is_answer = entry.verb in (LedgerVerb.DECIDED, LedgerVerb.UNDONE)
        lines.append(
            AuditEntry(
                seq=entry.seq,
                at=entry.at,
                who=names.get(entry.actor, entry.actor.removeprefix(ledger.COMPONENT)),
                did=_label(entry.verb),
                about=claim.text[:90] if claim else articles.get(key, kind),
                about_address=_about_address(project, asked, kind, key),
                hash=entry.hash,
                new="" if is_answer else _words(entry.payload),
                old_status=old.get((key, entry.actor, entry.payload.get("revision", 0) - 1), "")
                if is_answer
                else None,
                new_status=(entry.payload.get("verification") or "") if is_answer else None,
                is_selected=bool(asked.claim) and key == str(asked.claim),
            )
        )
    return lines


def _label(verb: str) -> str:
    try:
        return LedgerVerb(verb).label.lower()
    except ValueError:
        return verb


def _names(entries: Sequence[ledger.Entry]) -> dict[str, str]:
    ids = {entry.actor for entry in entries if not entry.actor.startswith(ledger.COMPONENT)}
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}


def _subjects(project: Project, entries: Sequence[ledger.Entry]) -> tuple[dict[str, Claim], dict[str, str]]:
    ids: dict[str, set[str]] = {"claim": set(), "article": set()}
    for entry in entries:
        kind, _, key = entry.subject.partition(":")
        ids.setdefault(kind, set()).add(key)
    claims = Claim.objects.filter(project=project, pk__in=ids["claim"]).only("id", "text")
    titles = Article.objects.filter(project=project, pk__in=ids["article"]).values_list("id", "title")
    return {str(claim.pk): claim for claim in claims}, {str(pk): title for pk, title in titles}


def _older_answers(entries: Sequence[ledger.Entry]) -> dict[tuple[str, str, int], str]:
    """The verification of each reviewer's revisions on the claims in question, "" where unanswered."""
    claims = [
        UUID(entry.subject.partition(":")[2]) for entry in entries if entry.verb in ("decided", "undone")
    ]
    rows = Decision.objects.filter(claim__in=claims).values_list(
        "claim", "reviewer", "revision", "verification"
    )
    return {(str(claim), str(person), revision): word or "" for claim, person, revision, word in rows}


def _about_address(project: Project, asked: Question, kind: str, key: str) -> str:
    if kind == "claim":
        kept = {"actor": asked.actor, "verb": asked.verb, "about": asked.about, "claim": key}
        return "?" + urlencode({name: value for name, value in kept.items() if value})
    return f"/p/{project.slug}/audit/articles/{key}/" if kind == "article" else ""


def _words(payload: Mapping[str, Any]) -> str:
    parts = [
        f"{name.replace('_', ' ')} {value}"
        for name, value in payload.items()
        if isinstance(value, str | int) and value
    ]
    return ", ".join(part if len(part) < 60 else part[:57] + "…" for part in parts[:4])


def _people(project: Project, chosen: str) -> list[Choice]:
    members = Membership.objects.filter(project=project).select_related("user").order_by("user__username")
    return [Choice(str(m.user_id), str(m.user), str(m.user_id) == chosen) for m in members]


def _address(asked: Question, before: int) -> str:
    values = {name: getattr(asked, name) for name in KEPT} | {"before": before}
    return "?" + urlencode({name: str(value) for name, value in values.items() if value})
