"""What else a release says of itself: whether people are named, and its licence."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0014_foreign_records")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="release",
            name="named",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="release",
            name="licence",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
