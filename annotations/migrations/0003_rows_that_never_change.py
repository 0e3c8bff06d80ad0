"""What was decided, proposed or taken in never changes, whoever asks; a claim's place and words neither."""

from django.db import migrations

from annotations.migrations_sql import append_only_trigger, fixed_columns_trigger

APPEND_ONLY = (
    "annotations_guideline",
    "annotations_articleoriginal",
    "annotations_succession",
    "annotations_suggestion",
    "annotations_decision",
    "annotations_link",
    "annotations_suggestionoutcome",
    "annotations_receipt",
)


class Migration(migrations.Migration):
    """Triggers only; to reverse them is to drop them."""

    dependencies = [("annotations", "0002_ledger")]

    operations = [
        *(append_only_trigger(table) for table in APPEND_ONLY),
        fixed_columns_trigger("annotations_article", ("project_id", "text", "length", "sha256")),
        fixed_columns_trigger("annotations_claim", ("project_id", "article_id", "start", "end", "text")),
    ]
