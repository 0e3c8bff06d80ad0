from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import annotations.domain.ids
import annotations.domain.label_changes
import annotations.domain.vocabulary
from annotations.migrations_sql import append_only_trigger

APPEND_ONLY = ("annotations_labelchange", "annotations_labelling")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0011_webhooks")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LabelChange",
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
                        choices=annotations.domain.label_changes.LabelAct.choices, max_length=10
                    ),
                ),
                ("labels", models.JSONField()),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Labelling",
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
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("decision", "-id"),
            },
        ),
        migrations.CreateModel(
            name="DeskLabel",
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
                    "verification",
                    models.CharField(
                        choices=annotations.domain.vocabulary.Verification.choices, max_length=20
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("folded", models.CharField(max_length=120)),
                ("definition", models.TextField(blank=True)),
                ("is_split", models.BooleanField(default=False)),
                ("retired_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="annotations.desklabel",
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="annotations.desklabel",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="annotations.project",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "verification", "folded", "id"),
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="label",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.desklabel",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("label__isnull", False)), fields=["label"], name="decision_by_label"
            ),
        ),
        migrations.AddField(
            model_name="labelchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="labelchange",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotations.project"
            ),
        ),
        migrations.AddField(
            model_name="labelchange",
            name="undoes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="annotations.labelchange",
            ),
        ),
        migrations.AddField(
            model_name="labelling",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="labelling",
            name="change",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="labellings",
                to="annotations.labelchange",
            ),
        ),
        migrations.AddField(
            model_name="labelling",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="labellings",
                to="annotations.decision",
            ),
        ),
        migrations.AddField(
            model_name="labelling",
            name="label",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.desklabel",
            ),
        ),
        migrations.AddConstraint(
            model_name="desklabel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("project", "folded"),
                name="desk_label_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="desklabel",
            constraint=models.CheckConstraint(
                condition=models.Q(
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
                    )
                ),
                name="desk_label_verification_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="labelchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["defined", "renamed", "merged", "split", "undone"])),
                name="label_change_act_known",
            ),
        ),
        *(append_only_trigger(table) for table in APPEND_ONLY),
    ]
