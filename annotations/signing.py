"""Signing off: an editor's signature over text, chains, verdicts and evidence, and opening again what was settled."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from annotations import keeping, ledger, policing
from annotations.access import EDITORS, require_role
from annotations.domain.digests import canonical_json
from annotations.domain.errors import Conflict, Invalid, NotFound, OwnWork
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import ClaimState, Stage
from annotations.models import ArchivedCopy, Article, Claim, Evidence, Reopening, SignedClaim, SignOff, User
from annotations.queries.answers import answer_form, timestamp
from annotations.standing import (
    Settled,
    fold_claim,
    fold_claims,
    reviews_by_claim,
    settled_claims,
    void_signatures,
)

SETTLED = (ClaimState.AGREED, ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)
MAX_WORDS = 10_000
NAMED_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """What keeps an article from being signed by a person: claims not settled, and settled by that person alone."""

    claims: Sequence[Claim]
    not_settled: Sequence[Claim]
    theirs_alone: Sequence[Claim]


@transaction.atomic
def sign_off(
    article_id: UUID,
    *,
    claims: Sequence[UUID] | None = None,
    note: str = "",
    override: str = "",
    by: User,
) -> SignOff:
    """Sign for the article, or for those of its claims that are named; duplicates and unreviewed roles are left out.

    `override` is the reason to let claims pass that the project's policies hold back.
    Raises NotFound, NotPermitted (also where a settled answer is the person's alone), Invalid where nothing is
    left to sign, and Conflict naming the claims that are disputed, reopened, not yet decided by quorum, or held
    back.
    """
    article = _locked(article_id, by)
    _require_words("note", note, needed=False)
    standing = standing_of(_chosen(article, claims, lock=True), by=by)
    if standing.theirs_alone:
        named = ", ".join(f"sentence {claim.position}" for claim in standing.theirs_alone[:NAMED_AT_MOST])
        raise OwnWork(
            f"Somebody else has to sign: the settled answer is yours alone on {named}.",
            act="sign_off",
            subject=f"article:{article_id}",
        )
    if standing.not_settled:
        raise _not_settled(standing.not_settled)
    if not standing.claims:
        raise Invalid({"claims": ["There is nothing to sign: no claim of these is put before reviewers."]})
    policing.require_met(standing.claims, override=override, by=by)
    return _signed(article, standing.claims, note, by)


@transaction.atomic
def reopen(claim_id: UUID, *, reason: str, by: User) -> Reopening:
    """Open a settled claim again; its sign-offs are void, and the quorum has to be reached anew.

    Raises NotFound, NotPermitted, Invalid without a reason, and Conflict for a claim that is not settled.
    """
    claim = keeping.locked(claim_id, by, *EDITORS, to="reopen claims")
    _require_words("reason", reason, needed=True)
    keeping.require_answerable(claim)
    before = ClaimState(claim.state)
    if before not in SETTLED:
        raise Conflict(
            f"Claim {claim.id} is {before.label.lower()}; only what is settled can be reopened.",
            current={"claim": str(claim.id), "state": str(before)},
        )
    made = Reopening.objects.create(
        claim=claim, reopened_by=by, reopened_at=timezone.now(), reason=reason.strip()
    )
    void_signatures([claim.id], by=str(by.pk), because=LedgerVerb.REOPENED.value)
    fold_claim(claim)
    ledger.append(
        claim.project_id,
        by=by,
        verb=LedgerVerb.REOPENED,
        subject=f"claim:{claim.id}",
        payload={"reopening": str(made.id), "state": [str(before), str(claim.state)]},
    )
    return made


def standing_of(claims: Sequence[Claim], *, by: User) -> Standing:
    """What keeps these claims from being signed by the person; six queries, however many claims."""
    ids = [claim.id for claim in claims]
    reviews, settled = reviews_by_claim(ids), settled_claims(ids)
    not_settled = [claim for claim in claims if claim.state not in SETTLED]
    alone = [
        claim
        for claim in claims
        if claim.state in SETTLED
        and _people_behind(claim, reviews.get(claim.id, []), settled.get(claim.id)) == {by.pk}
    ]
    return Standing(claims, not_settled, alone)


def signable(article: Article) -> list[Claim]:
    """The article's claims that a signature covers, as it reads, each with its project."""
    return list(_chosen(article, None, lock=False))


def _locked(article_id: UUID, by: User) -> Article:
    found = Article.objects.filter(pk=article_id, project__membership__user=by)
    role = found.values_list("project__membership__role", flat=True).first()
    if role is None:
        raise NotFound(f"There is no article {article_id} in your projects.")
    require_role(role, *EDITORS, to="sign off")
    return Article.objects.select_for_update(no_key=True).get(pk=article_id)


def _chosen(article: Article, named: Sequence[UUID] | None, *, lock: bool) -> list[Claim]:
    rows = Claim.objects.filter(project_id=article.project_id, article=article).current()
    if named is not None:
        known = set(rows.filter(pk__in=named).values_list("pk", flat=True))
        if unknown := [str(pk) for pk in named if pk not in known]:
            raise NotFound(f"There is no claim {unknown[0]} in this article.")
        rows = rows.filter(pk__in=named)
    rows = rows.reviewable().select_related("project").defer("words").order_by("start")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return list(rows)


def _people_behind(claim: Claim, reviews: Iterable[Any], settled: Settled | None) -> set[Any]:
    """Who gave the answer that stands: its adjudicator, else everybody whose complete answer counts."""
    settled = settled or Settled()
    if settled.adjudication is not None and settled.adjudication.id == claim.standing_id:
        return {settled.adjudication.reviewer_id}
    since = settled.reopened_at
    counted = [review for review in reviews if review.complete and (not since or review.decided_at > since)]
    return {review.reviewer_id for review in counted}


def _not_settled(claims: Sequence[Claim]) -> Conflict:
    shown = claims[:NAMED_AT_MOST]
    listed = "; ".join(
        f"sentence {claim.position} ({ClaimState(claim.state).label.lower()})" for claim in shown
    )
    more = f"; and {len(claims) - len(shown):,} more" if len(claims) > len(shown) else ""
    what = "1 claim is" if len(claims) == 1 else f"{len(claims):,} claims are"
    named = [{"id": str(claim.id), "position": claim.position, "state": str(claim.state)} for claim in claims]
    return Conflict(
        f"{what} disputed, reopened or not yet decided by enough people: {listed}{more}.",
        current={"claims": named},
    )


def _signed(article: Article, claims: Sequence[Claim], note: str, by: User) -> SignOff:
    hashes = claim_hashes(claims)
    signed = SignOff.objects.create(
        id=new_id(),
        project_id=article.project_id,
        article=article,
        editor=by,
        signed_at=timezone.now(),
        note=note.strip(),
        hash=_sha256([str(article.id), _text_hash(article), sorted(hashes.items())]),
    )
    SignedClaim.objects.bulk_create(
        (SignedClaim(sign_off=signed, claim=claim, hash=hashes[str(claim.id)]) for claim in claims),
        batch_size=1000,
    )
    fold_claims(claims)
    ledger.append(
        article.project_id,
        by=by,
        verb=LedgerVerb.SIGNED_OFF,
        subject=f"article:{article.id}",
        payload={
            "sign_off": str(signed.id),
            "hash": signed.hash,
            "claims": [str(claim.id) for claim in claims],
        },
    )
    return signed


def claim_hashes(claims: Sequence[Claim]) -> Mapping[str, str]:
    """SHA-256 of what is signed about each settled claim: its text, the standing answer, the evidence not withdrawn."""
    ids = [claim.id for claim in claims]
    answers = {review.id: review for reviews in reviews_by_claim(ids).values() for review in reviews}
    answers |= {
        settled.adjudication.id: settled.adjudication
        for settled in settled_claims(ids).values()
        if settled.adjudication is not None
    }
    evidence = _evidence_by_claim(ids)
    hashes = {}
    for claim in claims:
        if claim.standing_id is None:
            continue
        answer = answers[claim.standing_id]
        said = {"decision": str(answer.id), "stage": str(Stage(answer.stage)), **answer_form(answer)}
        text = [claim.start, claim.end, claim.text, str(claim.role)]
        hashes[str(claim.id)] = _sha256([str(claim.id), text, said, evidence.get(claim.id, [])])
    return hashes


def _evidence_by_claim(claim_ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """What is signed of each piece of evidence that was not withdrawn, its archived copies' hashes included."""
    found: dict[UUID, list[Any]] = {}
    rows = Evidence.objects.filter(claim__in=claim_ids, withdrawal=None).order_by("added_at", "id")
    for piece in rows.prefetch_related(
        Prefetch("copies", queryset=ArchivedCopy.objects.defer("content", "text"))
    ):
        copies = sorted(copy.sha256 for copy in piece.copies.all() if copy.sha256)
        words = [piece.url, piece.filename, piece.quote, piece.stance, timestamp(piece.published_at)]
        found.setdefault(piece.claim_id, []).append([str(piece.id), *words, str(piece.origin_id), copies])
    return found


def _text_hash(article: Article) -> str:
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()


def _require_words(field: str, words: str, *, needed: bool) -> None:
    if needed and not words.strip():
        raise Invalid({field: [f"'{field}' is missing: say why, for those who look at it later."]})
    if len(words) > MAX_WORDS:
        raise Invalid({field: [f"'{field}' has {len(words):,} characters; at most {MAX_WORDS:,} are kept."]})
