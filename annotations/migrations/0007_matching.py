from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0006_review_by_many")]

    operations: ClassVar = []
