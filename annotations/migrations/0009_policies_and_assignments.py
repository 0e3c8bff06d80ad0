from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0008_learned_models")]

    operations: ClassVar = []
