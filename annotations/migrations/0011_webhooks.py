from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annotations", "0010_source_dossiers")]

    operations: ClassVar = []
