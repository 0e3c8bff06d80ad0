"""Several threads at once, each with its own connection to the database."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

WAIT_S = 60.0


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the exception it raised, in the order given; all begin in the same moment."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(index: int) -> None:
        try:
            barrier.wait(WAIT_S)
            results[index] = acts[index]()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
        assert not thread.is_alive(), "a thread still waits: is there a deadlock?"
    return results


def errors(results: Sequence[Any]) -> list[Exception]:
    """The exceptions among what the acts gave."""
    return [result for result in results if isinstance(result, Exception)]
