"""Reviews that others published and a project imported, vectors of what was checked, and who a match leads to."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import Verification

ONE_OF_TWO = Q(claim__isnull=False, review__isnull=True) | Q(claim__isnull=True, review__isnull=False)


class ReviewFeed(models.Model):
    """One import of ClaimReviews: from where, which bytes, how many reviews were in them and how many were new."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="review_feeds")
    name = models.CharField(max_length=2000)
    sha256 = models.CharField(max_length=64)
    reviews_count = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    passed_over = models.PositiveIntegerField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ("project", "-imported_at", "id")

    def __str__(self) -> str:
        return self.name


class ImportedReview(models.Model):
    """A claim that somebody else checked, as their ClaimReview says. `key` is the same for the same review.

    `rating` are the publisher's words, `verification` ours where the rating leads to one.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, related_name="imported_reviews", db_index=False
    )
    feed = models.ForeignKey(ReviewFeed, on_delete=models.PROTECT, related_name="reviews")
    key = models.CharField(max_length=64)
    text = models.TextField()
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    rating = models.CharField(max_length=200, blank=True)
    verification = models.CharField(max_length=20, choices=Verification.choices, null=True)
    reviewed_on = models.DateField(null=True)
    words: Any = models.GeneratedField(
        expression=SearchVector("text", "title", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("project", "id")
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="imported_review_once"),
            models.CheckConstraint(condition=~Q(text=""), name="imported_review_has_a_claim"),
            models.CheckConstraint(
                condition=Q(verification=None) | Q(verification__in=[one.value for one in Verification]),
                name="imported_review_verification_known",
            ),
        ]
        indexes = [GinIndex(fields=["words"], name="imported_review_words")]

    def __str__(self) -> str:
        return self.url or self.text[:80]


class CheckedVector(models.Model):
    """The vector of a settled claim or of an imported review: 384 half-precision numbers, little-endian."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    claim = models.OneToOneField("Claim", on_delete=models.PROTECT, null=True, related_name="vector")
    review = models.OneToOneField(ImportedReview, on_delete=models.PROTECT, null=True, related_name="vector")
    vector = models.BinaryField()

    class Meta:
        ordering = ("project", "id")
        constraints = [models.CheckConstraint(condition=ONE_OF_TWO, name="checked_vector_of_one")]

    def __str__(self) -> str:
        return f"vector of {self.claim_id or self.review_id}"


class SuggestionMatch(models.Model):
    """The earlier check that a suggestion rests on. Who is not in the claim's project does not see the suggestion."""

    append_only = True

    suggestion = models.OneToOneField(
        "Suggestion", on_delete=models.PROTECT, primary_key=True, related_name="match"
    )
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, null=True, related_name="matched_by")
    review = models.ForeignKey(ImportedReview, on_delete=models.PROTECT, null=True, related_name="matched_by")

    class Meta:
        ordering = ("suggestion",)
        constraints = [models.CheckConstraint(condition=ONE_OF_TWO, name="match_leads_to_one")]

    def __str__(self) -> str:
        return f"{self.suggestion_id} → {self.claim_id or self.review_id}"
