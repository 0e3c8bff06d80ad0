from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0009_policies_and_assignments")]

    operations: ClassVar = []
