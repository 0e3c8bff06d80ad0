"""What the tests of reliability share: a broker that can be stopped, and a worker that takes one message at a time."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from annotations.tasks import run_job, sweep
from tests.stack import wait_for
from workbench.celery import app
from workbench.services import valkey
from workbench.services.addresses import socket_folder


@dataclass
class Broker:
    """A real Valkey of one test. Messages go to it as they do in earnest; here the test is the worker."""

    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        assert settings.EMBEDDED_BROKER
        self.process = subprocess.Popen(valkey.command(settings.EMBEDDED_BROKER), start_new_session=True)
        path = socket_folder(settings.EMBEDDED_BROKER) / "valkey.sock"
        wait_for(lambda: _listens(str(path)), within_s=20, what="the broker answers")

    def kill(self) -> None:
        """Its memory and its messages are gone; publishers find out when they next send."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """It takes connections and bytes, and never answers."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def messages(self) -> list[str]:
        """The jobs that workers were told of; the queue is empty afterwards."""
        found = []
        with app.connection_for_read() as connection:
            queue = connection.SimpleQueue("work")
            while True:
                try:
                    message = queue.get(block=False)
                except Empty:
                    break
                found.extend(message.payload[0][0])
                message.ack()
            queue.close()
        return found

    def work(self) -> list[str]:
        """Do what each message says, one after the other, as a worker would; the jobs."""
        jobs = self.messages()
        for job in jobs:
            run_job(job)
        return jobs


def recover(broker: Broker, *, within_s: float = 10.0) -> list[str]:
    """Sweep and work as scheduler and worker do, until nothing is due any more; the jobs that were done."""
    done: list[str] = []
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        time.sleep(0.05)
        sent = sweep()
        done += broker.work()
        if not sent:
            break
    return done


def ids(jobs: list[str]) -> list[UUID]:
    """Job ids of a list of messages."""
    return [UUID(job) for job in jobs]


@pytest.fixture
def broker(run_folder: Any) -> Iterator[Broker]:
    """Started with an empty queue, ended after the test."""
    made = Broker()
    made.start()
    made.messages()
    yield made
    made.kill()


def _listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(path) == 0
