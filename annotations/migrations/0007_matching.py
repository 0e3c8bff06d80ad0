import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import annotations.domain.ids
import annotations.domain.vocabulary
from annotations.migrations_sql import append_only_trigger

APPEND_ONLY = (
    "annotations_reviewfeed",
    "annotations_importedreview",
    "annotations_checkedvector",
    "annotations_suggestionmatch",
)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0006_review_by_many")]

    operations = [
        migrations.CreateModel(
            name="ReviewFeed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=annotations.domain.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=2000)),
                ("sha256", models.CharField(max_length=64)),
                ("reviews_count", models.PositiveIntegerField()),
                ("added", models.PositiveIntegerField()),
                ("passed_over", models.PositiveIntegerField()),
                ("imported_at", models.DateTimeField()),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_feeds",
                        to="annotations.project",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "-imported_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ImportedReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=annotations.domain.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("title", models.CharField(blank=True, max_length=500)),
                ("publisher", models.CharField(blank=True, max_length=300)),
                ("url", models.CharField(blank=True, max_length=2000)),
                ("rating", models.CharField(blank=True, max_length=200)),
                (
                    "verification",
                    models.CharField(
                        choices=annotations.domain.vocabulary.Verification.choices, max_length=20, null=True
                    ),
                ),
                ("reviewed_on", models.DateField(null=True)),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "text", "title", config="simple"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_reviews",
                        to="annotations.project",
                    ),
                ),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="annotations.reviewfeed",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "id"),
            },
        ),
        migrations.CreateModel(
            name="SuggestionMatch",
            fields=[
                (
                    "suggestion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="match",
                        serialize=False,
                        to="annotations.suggestion",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matched_by",
                        to="annotations.claim",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matched_by",
                        to="annotations.importedreview",
                    ),
                ),
            ],
            options={
                "ordering": ("suggestion",),
            },
        ),
        migrations.CreateModel(
            name="CheckedVector",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=annotations.domain.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("vector", models.BinaryField()),
                (
                    "claim",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vector",
                        to="annotations.claim",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotations.project",
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vector",
                        to="annotations.importedreview",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", False), ("review__isnull", True)),
                            models.Q(("claim__isnull", True), ("review__isnull", False)),
                            _connector="OR",
                        ),
                        name="checked_vector_of_one",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="importedreview",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="imported_review_words"),
        ),
        migrations.AddConstraint(
            model_name="importedreview",
            constraint=models.UniqueConstraint(fields=("project", "key"), name="imported_review_once"),
        ),
        migrations.AddConstraint(
            model_name="importedreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="imported_review_has_a_claim"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verification", None),
                    (
                        "verification__in",
                        [
                            "supported",
                            "refuted",
                            "misleading",
                            "conflicting",
                            "not_enough_evidence",
                            "not_checkable",
                        ],
                    ),
                    _connector="OR",
                ),
                name="imported_review_verification_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestionmatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim__isnull", False), ("review__isnull", True)),
                    models.Q(("claim__isnull", True), ("review__isnull", False)),
                    _connector="OR",
                ),
                name="match_leads_to_one",
            ),
        ),
        *(append_only_trigger(table) for table in APPEND_ONLY),
    ]
