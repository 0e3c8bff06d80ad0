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

ONE_PROJECT = migrations.RunSQL(
    """
    alter table annotations_article add constraint article_of_a_project unique (project_id, id);
    alter table annotations_claim add constraint claim_in_its_articles_project
        foreign key (project_id, article_id) references annotations_article (project_id, id);
    """,
    """
    alter table annotations_claim drop constraint claim_in_its_articles_project;
    alter table annotations_article drop constraint article_of_a_project;
    """,
)


class Migration(migrations.Migration):
    """Triggers and one constraint; to reverse them is to drop them."""

    dependencies = [("annotations", "0002_ledger")]

    operations = [
        *(append_only_trigger(table) for table in APPEND_ONLY),
        ONE_PROJECT,
        fixed_columns_trigger("annotations_article", ("project_id", "text", "length", "sha256")),
        fixed_columns_trigger("annotations_claim", ("project_id", "article_id", "start", "end", "text")),
    ]
