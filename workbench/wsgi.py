"""What gunicorn loads: `gunicorn workbench.wsgi`. Refuses to serve from a database that forgets."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
application = get_wsgi_application()


def _check() -> None:
    from django.conf import settings
    from django.db import connection

    from workbench.services.durability import demand_durability

    try:
        demand_durability(connection, disposable=settings.DISPOSABLE_DATA)
        # Every page is loaded before gunicorn forks: no worker's first request waits for it, and all share it.
        import_module(settings.ROOT_URLCONF)
    finally:
        # Opened before gunicorn forks: no two processes may share it.
        connection.close()


_check()
