"""A database of a benchmark's own, thrown away afterwards; never the one people work with."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def stage(*, durable: bool = False, with_broker: bool = False) -> Iterator[Path]:
    """Settings read, PostgreSQL up and migrated inside the block; gives the folder all of it lies in.

    To be entered before anything imports `annotations`. A `durable` stage writes with fsync, as a benchmark
    of saving must; with DATABASE_URL set, the benchmark works on that server and drops nothing there.
    """
    folder = Path(tempfile.mkdtemp(prefix="workbench-bench-"))
    os.environ["VAR_DIR"] = str(folder)
    os.environ["DISPOSABLE_DATA"] = "no" if durable else "yes"
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "workbench.settings"
    import django
    from django.core.management import call_command
    from django.db import connections

    from workbench.services import ensure_database

    django.setup()
    try:
        with ensure_database(), _broker() if with_broker else contextlib.nullcontext():
            call_command("migrate", verbosity=0)
            yield folder
            connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _broker() -> Iterator[None]:
    """The embedded broker, so that what a verb hands on is really handed on; nobody works on it."""
    from django.conf import settings

    from workbench.services import valkey

    broker = subprocess.Popen(valkey.command(settings.EMBEDDED_BROKER))
    try:
        time.sleep(0.5)
        yield
    finally:
        broker.terminate()
        broker.wait(10)
