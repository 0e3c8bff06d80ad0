"""The queue's application; its settings are those beginning with CELERY_ in workbench/settings.py."""

import os
import signal
import threading
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
app = Celery("workbench")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SIGN_OF_LIFE_EVERY_S = 5.0


@setup_logging.connect
def log_as_the_web_does(**_: Any) -> None:
    """Celery would replace the handlers that the settings make."""


@worker_process_init.connect
def die_with_the_worker(**_: Any) -> None:
    """A killed worker leaves no process behind that would go on with a task which is handed out again."""
    from workbench.services.guardian import die_with_parent

    die_with_parent(signal.SIGKILL)()


@worker_ready.connect
def show_life_now_and_then(**_: Any) -> None:
    """In a thread of the worker's parent process, which no long task keeps busy."""
    threading.Thread(target=_show_life, name="sign-of-life", daemon=True).start()


def _show_life() -> None:
    import structlog
    from django.db import DatabaseError, connection

    from annotations.tasks import show_life

    log, never = structlog.get_logger(__name__), threading.Event()
    while True:
        try:
            show_life()
        except DatabaseError as error:
            log.warning("no sign of life could be left", error=str(error).strip())
            connection.close()
        never.wait(SIGN_OF_LIFE_EVERY_S)
