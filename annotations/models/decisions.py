"""What people decided: rows that never change. The revision is history and optimistic lock at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    Fidelity,
    Identification,
    Mention,
    Outcome,
    QuoteType,
    RecordStatus,
    RejectionReason,
    Stage,
    Verification,
)


def _known(field: str, terms: type, *, null: bool = False) -> models.CheckConstraint:
    values = [term.value for term in terms]  # type: ignore[attr-defined]
    condition = Q(**{f"{field}__in": values})
    if null:
        condition |= Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(condition=condition, name=f"%(class)s_{field}_known")


class Decision(models.Model):
    """One person's answer about one claim, as of one revision.

    `revision` counts 1, 2, 3 … a claim and reviewer (a claim at adjudication). A part that is null is not
    answered; `chain_answered` tells an unanswered chain from the article's own voice (answered, no links).
    `undoes` is the revision that this one takes back, null for an ordinary decision. `label` is the desk's own, below
    the verification, as it was given. `salt` belongs to the
    digest of the answer in the ledger. `seconds` is the time the claim was on the screen, in seconds.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="decisions", db_index=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions", db_index=False
    )
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.REVIEW.value)
    revision = models.PositiveIntegerField()
    undoes = models.PositiveIntegerField(null=True, blank=True)
    complete = models.BooleanField()
    verification = models.CharField(max_length=20, choices=Verification.choices, null=True)
    label = models.ForeignKey(
        "DeskLabel", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    chain_answered = models.BooleanField(default=False)
    check_worthiness = models.CharField(max_length=12, choices=CheckWorthiness.choices, null=True)
    priority = models.PositiveSmallIntegerField(null=True)
    basis = models.CharField(max_length=20, choices=Basis.choices, null=True)
    as_of = models.DateTimeField(null=True)
    revisit_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    flag = models.BooleanField(default=False)
    guideline_version = models.PositiveIntegerField()
    suggestions_shown = models.BooleanField()
    others_hidden = models.BooleanField()
    seconds = models.FloatField(null=True)
    idempotency_key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("claim_id", "reviewer_id", "-revision")
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "reviewer", "revision"],
                name="decision_revision_once_a_reviewer",
                condition=Q(stage=Stage.REVIEW.value),
            ),
            models.UniqueConstraint(
                fields=["claim", "revision"],
                name="decision_revision_once_at_adjudication",
                condition=Q(stage=Stage.ADJUDICATION.value),
            ),
            models.UniqueConstraint(fields=["reviewer", "idempotency_key"], name="decision_key_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="decision_revision_counts_from_one"),
            models.CheckConstraint(
                condition=Q(priority__isnull=True) | Q(priority__in=[1, 2, 3]),
                name="decision_priority_one_to_three",
            ),
            _known("verification", Verification, null=True),
            _known("check_worthiness", CheckWorthiness, null=True),
            _known("basis", Basis, null=True),
            _known("stage", Stage),
        ]
        indexes = [
            models.Index(fields=["claim"], name="decision_by_claim"),
            models.Index(fields=["project", "verification"], name="decision_by_answer"),
            models.Index(fields=["label"], name="decision_by_label", condition=Q(label__isnull=False)),
            models.Index(fields=["project", "-decided_at", "id"], name="decision_newest_first"),
            models.Index(fields=["reviewer", "-decided_at", "id"], name="decision_by_person"),
        ]

    def __str__(self) -> str:
        return f"revision {self.revision} of {self.reviewer_id} on {self.claim_id}"


class Link(models.Model):
    """One link of a decided chain; `depth` counts from 1, outermost first. Spans are [start, end] in code points."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="links", db_index=False)
    depth = models.PositiveSmallIntegerField()
    source = models.ForeignKey("Source", on_delete=models.PROTECT, null=True, related_name="links")
    source_span = models.JSONField(null=True)
    cue_span = models.JSONField(null=True)
    content_spans = models.JSONField(default=list)
    quote_type = models.CharField(max_length=12, choices=QuoteType.choices)
    identification = models.CharField(max_length=20, choices=Identification.choices)
    record = models.CharField(
        max_length=16, choices=RecordStatus.choices, default=RecordStatus.NOT_STATED.value
    )
    mention = models.CharField(max_length=24, choices=Mention.choices, null=True)
    fidelity = models.CharField(max_length=16, choices=Fidelity.choices, null=True)

    class Meta:
        ordering = ("decision", "depth")
        constraints = [
            models.UniqueConstraint(fields=["decision", "depth"], name="link_depth_once"),
            models.CheckConstraint(condition=Q(depth__gte=1), name="link_depth_counts_from_one"),
            models.CheckConstraint(
                condition=Q(source__isnull=False)
                | Q(identification=Identification.UNSPECIFIED.value, mention=None),
                name="link_without_source_is_unspecified",
            ),
            _known("quote_type", QuoteType),
            _known("identification", Identification),
            _known("record", RecordStatus),
            _known("mention", Mention, null=True),
            _known("fidelity", Fidelity, null=True),
        ]

    def __str__(self) -> str:
        return f"link {self.depth} of {self.decision_id}"


class SuggestionOutcome(models.Model):
    """That a suggestion was on the screen when a decision was made, and what became of it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="outcomes", db_index=False)
    suggestion = models.ForeignKey("Suggestion", on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=16, choices=RejectionReason.choices, null=True)

    class Meta:
        ordering = ("decision", "suggestion")
        constraints = [
            models.UniqueConstraint(fields=["decision", "suggestion"], name="outcome_once_a_decision"),
            models.CheckConstraint(
                condition=Q(reason=None) | Q(outcome=Outcome.REJECTED.value),
                name="outcome_reason_only_when_rejected",
            ),
            _known("outcome", Outcome),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.outcome}"
