"""The queue's application; its settings are those beginning with CELERY_ in workbench/settings.py."""

import os
import threading
import time

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
app = Celery("workbench")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {"sweep": {"task": "annotations.tasks.sweep", "schedule": 5.0}}

LIFE_SIGN_S = 10.0


@worker_ready.connect
def keep_showing_life(**_: object) -> None:
    """From the worker's start on, note every ten seconds that it lives."""
    threading.Thread(target=_show_life_for_ever, name="life", daemon=True).start()


def _show_life_for_ever() -> None:
    from django.db import Error, connection

    from annotations.tasks import show_life

    while True:
        try:
            show_life()
        except Error:  # the database is away: so is everything else, and the next round tries again
            connection.close()
        time.sleep(LIFE_SIGN_S)
