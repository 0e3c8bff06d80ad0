"""People of data sets from elsewhere, and their labels that are not ours."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import annotations.domain.ids
from annotations.migrations_sql import append_only_trigger

APPEND_ONLY = ("annotations_foreignrecord", "annotations_importedperson")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0013_article_versions")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ForeignRecord",
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
                ("origin", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("item", "item"),
                            ("answer", "answer"),
                            ("prediction", "prediction"),
                            ("draft", "draft"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField(null=True)),
                ("labels", models.JSONField(default=list)),
                ("regions", models.JSONField(default=list)),
                ("relations", models.JSONField(default=list)),
                ("details", models.JSONField(default=dict)),
                ("original", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foreign",
                        to="annotations.claim",
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
                "ordering": ("claim", "id"),
                "indexes": [models.Index(fields=["project", "by"], name="foreign_record_by_person")],
            },
        ),
        migrations.CreateModel(
            name="ImportedPerson",
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
                ("origin", models.CharField(max_length=20)),
                ("known_as", models.CharField(max_length=300)),
                ("pseudonym", models.CharField(blank=True, max_length=150)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotations.project",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("project", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "origin", "known_as"), name="imported_person_once_a_project"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pseudonym", ""), _negated=True),
                        fields=("project", "pseudonym"),
                        name="imported_pseudonym_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="replaces_elsewhere",
            field=models.UUIDField(blank=True, null=True),
        ),
        *(append_only_trigger(table) for table in APPEND_ONLY),
    ]
