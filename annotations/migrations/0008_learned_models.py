import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import annotations.domain.ids
import annotations.domain.vocabulary
from annotations.migrations_sql import append_only_trigger


class Migration(migrations.Migration):
    dependencies = [("annotations", "0007_matching")]

    operations = [
        migrations.CreateModel(
            name="LearningRules",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="learning_rules",
                        serialize=False,
                        to="annotations.project",
                    ),
                ),
                ("pools", models.BooleanField(default=False)),
                (
                    "floor",
                    models.FloatField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(1.0),
                        ],
                    ),
                ),
                ("window", models.PositiveIntegerField(default=50)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("floor", None), models.Q(("floor__gte", 0), ("floor__lte", 1)), _connector="OR"
                        ),
                        name="learning_floor_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("window__gte", 1)), name="learning_window_at_least_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
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
                    "part",
                    models.CharField(
                        choices=annotations.domain.vocabulary.LearnedPart.choices, max_length=20
                    ),
                ),
                ("pooled", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "waiting for a worker"),
                            ("running", "running"),
                            ("done", "done"),
                            ("too_little", "too little to learn from"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="annotations.project",
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="LearnedModel",
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
                    "part",
                    models.CharField(
                        choices=annotations.domain.vocabulary.LearnedPart.choices, max_length=20
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("pooled", models.BooleanField()),
                ("decided_from", models.DateTimeField()),
                ("decided_until", models.DateTimeField()),
                ("counts", models.JSONField()),
                ("figures", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
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
                        related_name="learned_models",
                        to="annotations.project",
                    ),
                ),
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="model",
                        to="annotations.training",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "part", "-version"),
            },
        ),
        migrations.CreateModel(
            name="ActiveModel",
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
                    "part",
                    models.CharField(
                        choices=annotations.domain.vocabulary.LearnedPart.choices, max_length=20
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="active_models",
                        to="annotations.project",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotations.learnedmodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "part"), name="active_model_once_a_part")
                ],
            },
        ),
        migrations.CreateModel(
            name="SuggesterSwitch",
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
                ("suggester", models.CharField(max_length=60)),
                ("is_off", models.BooleanField()),
                ("since", models.DateTimeField()),
                ("why", models.TextField(blank=True)),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggester_switches",
                        to="annotations.project",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "suggester"),
                "constraints": [
                    models.UniqueConstraint(fields=("project", "suggester"), name="switch_once_a_suggester")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["queued", "running", "done", "too_little", "failed"])),
                name="training_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["attribution", "check_worthiness", "calibration"])),
                name="training_part_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["queued", "running"])),
                fields=("project", "part"),
                name="training_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="learnedmodel",
            constraint=models.UniqueConstraint(
                fields=("project", "part", "version"), name="learned_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="learnedmodel",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["attribution", "check_worthiness", "calibration"])),
                name="learned_part_known",
            ),
        ),
        append_only_trigger("annotations_learnedmodel"),
    ]
