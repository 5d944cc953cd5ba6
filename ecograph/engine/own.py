"""The workers that the service, or a command, uses for queries of its own: one at a time for each who waits.

The law of this file: they stand beside those of the clients, so neither waits for the other; there are few of them, so
pages cannot fill a machine; and what is asked ahead of anybody who waits gives way to everything else.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

from ecograph.engine.generations import Generation
from ecograph.engine.store import Answer
from ecograph.engine.workers import Frame, Limits, Question, Worker
from ecograph.errors import EcoGraphError, QueueFull
from ecograph.texts import Text

#: Queries of the service itself at a time, each in a worker of its own beside those of the clients.
_OWN = 2
#: The priority of what is asked ahead: behind all that is waited for, before what has run long (19).
_AHEAD = 10


class OwnWorkers:
    """Workers for blocking queries; one that ended well is kept for the next.

    Args:
        data_dir: Where generations are.
        limits: What one query may use.
    """

    def __init__(self, data_dir: Path, limits: Limits) -> None:
        self.data_dir = data_dir
        self.limits = limits
        self.idle: list[Worker] = []
        self.resting: list[Worker] = []  # those of low priority
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(_OWN)
        weakref.finalize(self, _end, self.idle, self.resting)

    def answer(self, generation: Generation, question: Question, seconds: float, *, ahead: bool = False) -> Answer:
        """Answer a query, blocking.

        Args:
            generation: What the question is asked of.
            question: What is asked.
            seconds: Its deadline.
            ahead: Nobody waits for it: at a low priority.

        Raises:
            EcoGraphError: as ``Store.query``.
        """
        kept = self.resting if ahead else self.idle
        with self._lock:
            worker = kept.pop() if kept else None
        if worker is None:
            worker = Worker(self.data_dir, self.limits)
            if ahead:
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, worker.process.pid, _AHEAD)
        frames = self._frames(worker, worker.ask(question, seconds), kept)
        head = json.loads(next(frames)[1])
        answer = Answer(head["kind"], head["media_type"], iter(()), generation.number)

        def chunks() -> Iterator[bytes]:
            for kind, content in frames:
                if kind == b"D":
                    yield content
                else:
                    end = json.loads(content)
                    answer.rows, answer.truncated = end["rows"], end["truncated"]

        answer.chunks = chunks()
        return answer

    def _frames(self, worker: Worker, frames: Iterator[Frame], kept: list[Worker]) -> Iterator[Frame]:
        """Pass frames on; the worker is kept if it ended well, else it goes."""
        good = False
        try:
            yield from frames
            good = True
        except EcoGraphError as error:
            good = error.fault == "caller" and worker.process.poll() is None and error.code != "deadline"
            raise
        finally:
            if good:
                with self._lock:
                    kept.append(worker)
            else:
                worker.close()

    @contextlib.contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for one of the few places that queries of the service itself have, so that pages cannot fill a machine.

        Raises:
            QueueFull: none came free in so many seconds.
        """
        if not self._turns.acquire(timeout=seconds):
            raise QueueFull(
                Text(nl="Er worden al veel pagina's gemaakt.", en="Many pages are being made already."),
                remedy=Text(nl="Kom over enkele seconden terug.", en="Come back in a few seconds."),
            )
        try:
            yield
        finally:
            self._turns.release()

    def rest(self) -> None:
        """End the processes that answered what was asked ahead."""
        with self._lock:
            _end(self.resting)

    def close(self) -> None:
        """End every process that is not at work."""
        with self._lock:
            _end(self.idle, self.resting)


def _end(*lists: list[Worker]) -> None:
    for workers in lists:
        while workers:
            workers.pop().close()
