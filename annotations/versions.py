"""A newer version takes the place of an article: its claims are anchored anew, and unchanged ones keep their answers.

The older version's claims are retired with their history and their sign-offs void. What was answered about a claim that
stands word for word in the newer version is written again there, under the person's name, with the moment of the first
answer and with its spans moved; which answer it repeats is a row beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from annotations import carrying, ledger
from annotations.domain.anchoring import Anchored, Anchoring, Move, anchored
from annotations.domain.errors import Conflict, NotFound
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import Article, Assignment, Claim, Project, Reanchoring, Succession, User
from annotations.standing import fold_claims, void_signatures

REPLACED = "A newer version took the article's place."


@dataclass(frozen=True, slots=True)
class Versions:
    """An older article and its newer version, each with its current claims in order."""

    older: Article
    newer_id: UUID
    before: Sequence[Claim]
    after: Sequence[Claim]
    pairs: Sequence[Anchored]

    @property
    def both(self) -> list[tuple[Claim, Claim, Anchoring]]:
        """The claims that have a counterpart, with it."""
        return [
            (self.before[pair.before], self.after[pair.after], pair.outcome)
            for pair in self.pairs
            if pair.before is not None and pair.after is not None
        ]

    @property
    def moves(self) -> list[Move]:
        """Where the words of unchanged claims stand now, in order of the older text."""
        kept = [
            Move(old.start, old.end, new.start)
            for old, new, outcome in self.both
            if outcome is Anchoring.UNCHANGED
        ]
        return sorted(kept, key=lambda move: move.start)


def locked(project: Project, article_id: UUID) -> Article:
    """The project's article that is to be replaced, held until the transaction ends.

    Raises NotFound, and Conflict naming the newer version where it has one already.
    """
    held = Article.objects.select_for_update(no_key=True).filter(project=project, pk=article_id)
    article = held.defer("text").first()
    if article is None:
        raise NotFound(f"There is no article {article_id} in this project that could be replaced.")
    newer = Article.objects.filter(replaces=article).order_by("id").values_list("id", flat=True).first()
    if newer is not None:
        raise Conflict(
            f"Article {article_id} was replaced already, by {newer}. Replace that one.", current=str(newer)
        )
    return article


def take_the_place(older: Article, newer_id: UUID, *, by: User) -> None:
    """Anchor the claims of `older` in the newer article and carry over what was answered about unchanged ones.

    To be called in the transaction that imports the newer version, with `older` from `locked`.
    """
    versions = _laid_side_by_side(older, newer_id)
    _keep_pairs(versions)
    voided = _retire(versions, by)
    carried = carrying.carry(versions.both, versions.moves, older=older, newer_id=newer_id)
    assignments = _hand_over(versions, by)
    counts = _counts(versions.pairs)
    replaced = ledger.Line(
        by=by,
        verb=LedgerVerb.ARTICLE_REPLACED,
        subject=f"article:{newer_id}",
        payload={
            "replaces": str(older.id),
            **counts,
            "sign_offs_void": voided,
            "evidence": [[str(one), str(other)] for one, other in carried.evidence],
            "stubs": [[str(one), str(other)] for one, other in carried.stubs.items()],
            "assignments": [[str(one), str(other)] for one, other in assignments],
        },
    )
    entries = [
        ledger.Line(
            by=by, verb=LedgerVerb.ANSWER_CARRIED, subject=f"claim:{answer.claim}", payload=answer.said
        )
        for answer in carried.answers
    ]
    ledger.append_many(older.project_id, [replaced, *entries])


def _laid_side_by_side(older: Article, newer_id: UUID) -> Versions:
    def claims(article_id: UUID) -> list[Claim]:
        rows = Claim.objects.filter(project_id=older.project_id, article_id=article_id).current()
        held = rows.select_for_update(of=("self",), no_key=True).order_by("start")
        return list(held.select_related("project").defer("words"))

    before, after = claims(older.id), claims(newer_id)
    pairs = anchored([claim.text for claim in before], [claim.text for claim in after])
    return Versions(older, newer_id, before, after, pairs)


def _keep_pairs(versions: Versions) -> None:
    Reanchoring.objects.bulk_create(
        (
            Reanchoring(
                article_id=versions.newer_id,
                before=None if pair.before is None else versions.before[pair.before],
                after=None if pair.after is None else versions.after[pair.after],
                outcome=pair.outcome,
            )
            for pair in versions.pairs
        ),
        batch_size=1000,
    )
    Succession.objects.bulk_create(
        (Succession(retired=old, successor=new) for old, new, _ in versions.both), batch_size=1000
    )


def _retire(versions: Versions, by: User) -> int:
    """Take the older version's claims out of work; how many signatures that made void."""
    ids = [claim.id for claim in versions.before]
    now = timezone.now()
    Claim.objects.filter(pk__in=ids).update(retired_at=now)
    voided = void_signatures(ids, by=str(by.pk), because=LedgerVerb.ARTICLE_REPLACED.value)
    if voided:
        fold_claims(versions.before)
    return voided


def _hand_over(versions: Versions, by: User) -> list[tuple[UUID, UUID]]:
    """Whoever should look at the older version should look at the newer; old and new ids.

    What was asked about a claim that is gone, or that nobody reviews any more, ends there.
    """
    held = Assignment.objects.filter(article=versions.older, ended_at=None).select_for_update(of=("self",))
    heirs = {old.id: new.id for old, new, _ in versions.both if new.is_reviewable}
    now, ended = timezone.now(), list(held.order_by("pk"))
    Assignment.objects.filter(pk__in=[one.pk for one in ended]).update(
        ended_at=now, ended_by=by, reason=REPLACED
    )
    made = [
        (
            one.pk,
            Assignment(
                id=new_id(),
                project_id=one.project_id,
                article_id=versions.newer_id,
                claim_id=heirs[one.claim_id] if one.claim_id else None,
                user_id=one.user_id,
                assigned_by=by,
                assigned_at=now,
                note=one.note,
            ),
        )
        for one in ended
        if one.claim_id is None or one.claim_id in heirs
    ]
    Assignment.objects.bulk_create([new for _, new in made])
    return [(old, new.pk) for old, new in made]


def _counts(pairs: Sequence[Anchored]) -> Mapping[str, int]:
    return {outcome.value: sum(pair.outcome is outcome for pair in pairs) for outcome in Anchoring}
