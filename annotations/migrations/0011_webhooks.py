from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import annotations.domain.ids
import annotations.domain.webhooks


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0010_source_dossiers")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Webhook",
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
                ("url", models.CharField(max_length=2000)),
                ("events", models.JSONField()),
                ("salt", models.CharField(max_length=32)),
                ("is_active", models.BooleanField(default=True)),
                ("told", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
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
                        related_name="webhooks",
                        to="annotations.project",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "id"),
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                    "event",
                    models.CharField(choices=annotations.domain.webhooks.WebhookEvent.choices, max_length=24),
                ),
                ("subject", models.CharField(max_length=60)),
                ("seq", models.BigIntegerField(null=True)),
                ("covers", models.BigIntegerField(null=True)),
                ("content", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("delivered", "delivered"),
                            ("given_up", "given up"),
                            ("stopped", "switched off meanwhile"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="annotations.webhook",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_at"], name="delivery_due"
                    ),
                    models.Index(fields=["webhook", "-id"], name="delivery_newest_first"),
                    models.Index(fields=["webhook", "event", "subject"], name="delivery_by_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("seq__isnull", False)),
                        fields=("webhook", "seq"),
                        name="delivery_once_an_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "delivered", "given_up", "stopped"])),
                        name="delivery_state_known",
                    ),
                ],
            },
        ),
    ]
