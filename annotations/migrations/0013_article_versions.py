from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0012_desk_labels")]

    operations: ClassVar = []
