import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import annotations.domain.dossier_words
import annotations.domain.ids
from annotations.migrations_sql import append_only_trigger

APPEND_ONLY = (
    "annotations_reliabilityentry",
    "annotations_confidentialnote",
    "annotations_dismissedcheck",
    "annotations_refusedattempt",
)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0009_policies_and_assignments")]

    operations = [
        migrations.CreateModel(
            name="Confidence",
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
                ("name", models.CharField(max_length=100)),
                ("created_at", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confidences",
                        to="annotations.project",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "name", "id"),
            },
        ),
        migrations.CreateModel(
            name="Confidant",
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
                ("since", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confidants",
                        to="annotations.confidence",
                    ),
                ),
            ],
            options={
                "ordering": ("confidence", "since", "id"),
            },
        ),
        migrations.CreateModel(
            name="ConfidentialNote",
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
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "confidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="annotations.confidence",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotations.source"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("source", "-written_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="DismissedCheck",
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
                (
                    "check_kind",
                    models.CharField(
                        choices=annotations.domain.dossier_words.StoryCheck.choices, max_length=24
                    ),
                ),
                ("reason", models.TextField()),
                ("dismissed_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dismissed_checks",
                        to="annotations.claim",
                    ),
                ),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotations.claim"
                    ),
                ),
            ],
            options={
                "ordering": ("claim", "-dismissed_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="RefusedAttempt",
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
                (
                    "act",
                    models.CharField(
                        choices=annotations.domain.dossier_words.RefusedAct.choices, max_length=16
                    ),
                ),
                ("subject", models.CharField(max_length=80)),
                ("why", models.TextField()),
                ("attempted_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotations.project",
                    ),
                ),
            ],
            options={
                "ordering": ("-attempted_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReliabilityEntry",
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
                (
                    "finding",
                    models.CharField(
                        choices=annotations.domain.dossier_words.Reliability.choices, max_length=16
                    ),
                ),
                ("reason", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reliability",
                        to="annotations.source",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("source", "-written_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="AgreementFigures",
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
                ("settled_only", models.BooleanField()),
                ("measured_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("claims", models.PositiveIntegerField()),
                ("answers", models.PositiveIntegerField()),
                ("figures", models.JSONField()),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotations.project",
                    ),
                ),
            ],
            options={
                "ordering": ("-measured_at", "id"),
                "indexes": [
                    models.Index(
                        fields=["project", "settled_only", "-measured_at"], name="figures_newest_first"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="confidence",
            constraint=models.UniqueConstraint(fields=("project", "name"), name="confidence_name_once"),
        ),
        migrations.AddConstraint(
            model_name="confidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="confidence_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="confidant",
            constraint=models.UniqueConstraint(fields=("confidence", "user"), name="confidant_once"),
        ),
        migrations.AddConstraint(
            model_name="confidentialnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="confidential_note_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissedcheck",
            constraint=models.UniqueConstraint(
                fields=("claim", "other", "check_kind"), name="check_dismissed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissedcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="dismissal_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissedcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("check_kind__in", ["attribution_lost", "hedge_lost"])),
                name="story_check_known",
            ),
        ),
        migrations.AddIndex(
            model_name="refusedattempt",
            index=models.Index(fields=["project", "-attempted_at"], name="refused_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="refusedattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["adjudicate", "sign_off"])), name="refused_act_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reliabilityentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="reliability_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="reliabilityentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finding__in", ["proved_right", "proved_wrong", "corrected", "interest", "remark"])
                ),
                name="reliability_finding_known",
            ),
        ),
        *(append_only_trigger(table) for table in APPEND_ONLY),
    ]
