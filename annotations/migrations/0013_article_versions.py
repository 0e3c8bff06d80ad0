from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import annotations.domain.anchoring
import annotations.domain.ids
from annotations.migrations_sql import append_only_trigger

APPEND_ONLY = ("annotations_carriedanswer", "annotations_reanchoring")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0012_desk_labels")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CarriedAnswer",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="carried",
                        serialize=False,
                        to="annotations.decision",
                    ),
                ),
                ("spans_lost", models.PositiveSmallIntegerField(default=0)),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_on",
                        to="annotations.decision",
                    ),
                ),
            ],
            options={"ordering": ("decision",)},
        ),
        migrations.CreateModel(
            name="Reanchoring",
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
                    "outcome",
                    models.CharField(choices=annotations.domain.anchoring.Anchoring.choices, max_length=10),
                ),
                (
                    "after",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="was",
                        to="annotations.claim",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reanchorings",
                        to="annotations.article",
                    ),
                ),
                (
                    "before",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="became",
                        to="annotations.claim",
                    ),
                ),
            ],
            options={
                "ordering": ("article", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["unchanged", "changed", "removed", "added"])),
                        name="reanchoring_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("before__isnull", False), ("after__isnull", False), _connector="OR"
                        ),
                        name="reanchoring_names_a_claim",
                    ),
                ],
            },
        ),
        *(append_only_trigger(table) for table in APPEND_ONLY),
    ]
