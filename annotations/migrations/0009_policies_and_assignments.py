import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import annotations.domain.ids
import annotations.domain.vocabulary
from annotations.migrations_sql import append_only_trigger

APPEND_ONLY = (
    "annotations_policy",
    "annotations_policyoverride",
    "annotations_endorsement",
)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0008_learned_models")]

    operations = [
        migrations.CreateModel(
            name="Endorsement",
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
                ("endorsed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("claim", "endorsed_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                    "kind",
                    models.CharField(choices=annotations.domain.vocabulary.NoticeKind.choices, max_length=16),
                ),
                ("subject", models.UUIDField()),
                ("number", models.PositiveIntegerField(db_default=1, default=1)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("user", "-made_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Policy",
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
                ("version", models.PositiveIntegerField()),
                ("rules", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("project", "version"),
            },
        ),
        migrations.CreateModel(
            name="PolicyOverride",
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
                    "demand",
                    models.CharField(choices=annotations.domain.vocabulary.Demand.choices, max_length=16),
                ),
                ("policy_version", models.PositiveIntegerField()),
                ("rule", models.TextField()),
                ("reason", models.TextField()),
                ("overridden_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-overridden_at", "id"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assignment_once_a_person",
        ),
        migrations.AddField(
            model_name="article",
            name="priority",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="uncertainty",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="claim",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="annotations.claim",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ended_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="note",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="project",
            name="policies",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name="project",
            name="policy_version",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="reopening",
            name="returned",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("project"),
                models.OrderBy(models.F("deadline"), nulls_last=True),
                models.OrderBy(models.F("priority"), descending=True, nulls_last=True),
                models.OrderBy(models.F("uncertainty"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="article_next",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["user", "project", "assigned_at"],
                name="assignment_open",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(
                    ("duplicate_of", None),
                    ("retired_at", None),
                    ("role__in", ["body", "caption", "dek", "headline"]),
                    ("state__in", ["unreviewed", "in_review", "reopened"]),
                ),
                fields=["project", "-article", "start"],
                name="claim_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority", None), ("priority__range", (1, 3)), _connector="OR"),
                name="article_priority_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("claim", None), ("ended_at", None)),
                fields=("article", "user"),
                name="assignment_once_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("claim__isnull", False), ("ended_at", None)),
                fields=("claim", "user"),
                name="assignment_once_a_claim",
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="claim",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="endorsements",
                to="annotations.claim",
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="decision",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.decision",
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="editor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.article",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="claim",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.claim",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotations.project"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotations.project"
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="policyoverride",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="annotations.claim"
            ),
        ),
        migrations.AddField(
            model_name="policyoverride",
            name="decision",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.decision",
            ),
        ),
        migrations.AddField(
            model_name="policyoverride",
            name="overridden_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="policyoverride",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotations.project"
            ),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.UniqueConstraint(
                fields=("claim", "decision", "editor"), name="endorsement_once_an_editor"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["user", "-made_at", "-id"], name="notice_newest_first"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="notice_unread"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("mailed_at", None), ("read_at", None)),
                fields=["user", "made_at"],
                name="notice_to_mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("user", "kind", "subject"), name="notice_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["mentioned", "assigned", "returned", "settled", "signature_void", "release_built"],
                    )
                ),
                name="notice_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(fields=("project", "version"), name="policy_version_once"),
        ),
        migrations.AddIndex(
            model_name="policyoverride",
            index=models.Index(fields=["project", "-overridden_at", "id"], name="override_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="policyoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="override_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("demand__in", ["evidence", "second_editor", "quorum"])),
                name="override_demand_known",
            ),
        ),
        *(append_only_trigger(table) for table in APPEND_ONLY),
    ]
