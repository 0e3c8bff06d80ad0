"""Claims: every stretch of an article's text with its role; what reviewers decide about."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import REVIEWED_ROLES, ClaimRole, ClaimState

PENDING_WORDS_KB = 32 * 1024
"""What imports may leave for the index to sort in later: sorting in at every 4 MB took two fifths of an import."""

REVIEWABLE = Q(retired_at=None, duplicate_of=None, role__in=sorted(role.value for role in REVIEWED_ROLES))

REVIEWABLE_SQL = (
    "c.retired_at is null and c.duplicate_of_id is null and c.role in ("
    + ", ".join(sorted(f"'{role.value}'" for role in REVIEWED_ROLES))
    + ")"
)
"""The same for SQL that calls the claim c."""

WAITING = (ClaimState.UNREVIEWED, ClaimState.IN_REVIEW, ClaimState.REOPENED)
"""States in which a claim waits for a further reader."""


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "ClaimQuerySet":
        """The claims of the projects the person is in, retired ones too."""
        return self.filter(project__membership__user=user)

    def current(self) -> "ClaimQuerySet":
        """Without claims that a split or a merge has retired."""
        return self.filter(retired_at=None)

    def reviewable(self) -> "ClaimQuerySet":
        """Claims put before reviewers: current, of a reviewed role, and no duplicate of another."""
        return self.filter(REVIEWABLE)

    def in_reading_order(self) -> "ClaimQuerySet":
        """Newest article first, then as the article reads."""
        return self.order_by("-article_id", "start")


class Claim(models.Model):
    """One stretch of an article's text. `article`, `start`, `end` and `text` never change (trigger).

    `state` and `standing` are stored folds of the claim's rows: the verb that writes a decision writes them in
    the same transaction, and `check_states` proves them equal to the pure function. `standing` is the answer
    that counts now: the adjudication, else the newest complete review unless reviews differ.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # One constraint, claim_in_its_articles_project, proves both references at half the cost of two (migration 0003).
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, related_name="claims", db_index=False, db_constraint=False
    )
    article = models.ForeignKey(
        "Article", on_delete=models.PROTECT, related_name="claims", db_index=False, db_constraint=False
    )
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    role = models.CharField(max_length=12, choices=ClaimRole.choices)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates", db_index=False
    )
    state = models.CharField(max_length=12, choices=ClaimState.choices, default=ClaimState.UNREVIEWED.value)
    standing = models.ForeignKey(
        "Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decisions_count = models.PositiveIntegerField(default=0, db_default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    words: Any = models.GeneratedField(
        expression=SearchVector("text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-article_id", "start")
        constraints = [
            models.UniqueConstraint(
                F("project"),
                F("article").desc(),
                F("start"),
                name="claim_one_at_a_place",
                condition=Q(retired_at=None),
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="claim_span_not_empty"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in ClaimRole]), name="claim_role_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ClaimState]), name="claim_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "state", "-article", "start"],
                name="claim_by_state",
                condition=~Q(state=ClaimState.UNREVIEWED.value),
            ),
            models.Index(
                fields=["project", "-article", "start"],
                name="claim_waiting",
                condition=REVIEWABLE & Q(state__in=[state.value for state in WAITING]),
            ),
            models.Index(
                fields=["duplicate_of"], name="claim_duplicates", condition=Q(duplicate_of__isnull=False)
            ),
            GinIndex(fields=["words"], name="claim_words", gin_pending_list_limit=PENDING_WORDS_KB),
        ]

    def __str__(self) -> str:
        return f"claim {self.position} of {self.article_id}"

    @property
    def is_reviewable(self) -> bool:
        """Whether the claim is put before reviewers."""
        return self.retired_at is None and self.duplicate_of_id is None and ClaimRole(self.role).is_reviewed


class Succession(models.Model):
    """Which claims took the place of a retired one: by a mended division, or in a newer version of its article."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    retired = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="origins")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["retired", "successor"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.retired_id} → {self.successor_id}"
