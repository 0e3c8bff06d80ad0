"""`manage.py serve`: everything up from nothing, watched, and down again on Ctrl-C."""

import contextlib
import fcntl
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from argparse import BooleanOptionalAction
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connections

from workbench.services import ensure_database, readiness, sample, valkey
from workbench.services.children import Children
from workbench.services.durability import demand_durability
from workbench.services.errors import ServiceError
from workbench.services.watch import DatabaseWatch

LOOK_EVERY_S = 0.25
ANSWER_WITHIN_S = 60.0
BROKER, WEB, WORKER, SCHEDULER = "broker", "web", "worker", "scheduler"


class Command(BaseCommand):
    help = "Starts database, broker, web server, worker and scheduler; Ctrl-C stops them all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sample",
            action=BooleanOptionalAction,
            default=settings.EMBEDDED_DATABASE is not None,
            help="seed the sample project (default: only on the embedded database)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            with self._alone() as lock, self._listen() as listening, ensure_database():
                self._serve(lock, listening, with_sample=options["sample"])
        except ServiceError as error:
            raise CommandError(str(error)) from error

    def _serve(self, lock: IO[str], listening: socket.socket, *, with_sample: bool) -> None:
        host, port = listening.getsockname()[:2]
        url = f"http://{_reachable(host)}:{port}/"
        children = Children(say=self._say, users=settings.VAR_DIR / "serve.lock")
        try:
            if settings.EMBEDDED_BROKER:
                children.add(BROKER, valkey.command(settings.EMBEDDED_BROKER))
            lines = self._prepare(url, with_sample=with_sample)
            _start_web(children, listening)
            answers = self._web_answers(url, children)
            _start_others(children)
            if answers:
                ready = f"{settings.WORKBENCH_NAME} is ready: {url}"
                self._say("\n".join([ready, *lines, "Ctrl-C stops it."]))
            with DatabaseWatch(self._say) as database:
                while not self.stopping.wait(LOOK_EVERY_S):
                    children.watch()
                    database.look()
        finally:
            connections.close_all()
            children.stop(WEB, WORKER, SCHEDULER)
            children.stop(BROKER)

    def _prepare(self, url: str, *, with_sample: bool) -> list[str]:
        """What a start does once; the lines about the sample project."""
        try:
            if readiness.migrations_are_due(connections["owner"]):
                self._say("Bringing the database up to date ...")
                call_command("migrate", verbosity=0)
            connections["owner"].close()
            demand_durability(connections["default"], disposable=settings.DISPOSABLE_DATA)
        except OperationalError as error:
            raise ServiceError(f"The database cannot be reached: {' '.join(str(error).split())}") from error
        readiness.collect_static_files()
        return sample.seed_once(settings.VAR_DIR / "sample-access.json", url=url) if with_sample else []

    def _web_answers(self, url: str, children: Children) -> bool:
        """Waits for the web server, which starts alone: on few cores the others would hold up the first page."""
        end = time.monotonic() + ANSWER_WITHIN_S
        while time.monotonic() < end and not self.stopping.wait(0.05):
            if _answers(url):
                return True
            children.watch()
        return False

    @contextlib.contextmanager
    def _alone(self) -> Iterator[IO[str]]:
        """Two servers in one folder would fight over the same files."""
        path = settings.VAR_DIR / "serve.lock"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = open(path, "a+")  # noqa: SIM115  held as long as we run
        except OSError as error:
            raise ServiceError(
                f"Cannot write {path}: {error.strerror}. Set VAR_DIR to a folder that can be written."
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise ServiceError(
                    f"The workbench already runs from {settings.VAR_DIR} (process {lock.read().strip() or 'unknown'}). "
                    "Stop it, or set VAR_DIR and PORT for a second one."
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield lock

    def _listen(self) -> socket.socket:
        return readiness.listening_socket(settings.HOST, settings.PORT)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _start_web(children: Children, listening: socket.socket) -> None:
    gunicorn = [sys.executable, "-m", "gunicorn", "workbench.wsgi", "--preload"]
    gunicorn += ["--bind", f"fd://{listening.fileno()}"]
    gunicorn += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
    gunicorn += ["--graceful-timeout", "5", "--timeout", "120", "--log-level", "warning"]
    children.add(WEB, gunicorn, inherited=[listening.fileno()])


def _start_others(children: Children) -> None:
    # As root, which containers often are, Celery would warn at every start.
    celery = [
        sys.executable,
        "-W",
        "ignore:You're running the worker",
        "-m",
        "celery",
        "--app",
        "workbench",
        "--quiet",
    ]
    worker = ["worker", "--pool", "prefork", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    children.add(WORKER, [*celery, *worker, "--loglevel", "warning"])
    scheduler = ["beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=", "--loglevel", "warning"]
    children.add(SCHEDULER, [*celery, *scheduler])


def _reachable(host: str) -> str:
    """An address that a browser on this machine can open."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _answers(url: str) -> bool:
    """Any answer will do, also a refusal: the web server is up."""
    try:
        urllib.request.urlopen(f"{url}healthz", timeout=1).close()  # noqa: S310  our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
