"""One worker of a server, as its event loop sees it: the questions that it was given, and what it uses.

The law of this file: a worker takes its questions in the order in which they were sent, so the first is the one that it
is at. What stands behind that can be taken back: the place stays, empty, and its answer is passed over.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.engine.calls import Call
from ecograph.engine.workers import FrameReader, Worker

if TYPE_CHECKING:
    from ecograph.engine.pool import Pool

QUICK = 0.25
LONG = 2.0
#: The share of one that others wait for, as long as there is room in the slow lane.
SHORT = 0.06
#: Memory of its own from which a worker is not used again.
_GROWN = 256 << 20
_LAST = frozenset((b"A", b"E", b"X"))


class Channel(asyncio.Protocol):
    """The parent's end of one worker in the event loop.

    Attributes:
        calls: What it was given, the one that it is at first; None: nobody waits for this one here any more.
        began: When it began with the first.
        slow: It is in the slow lane.
        lowered: It has the lowest priority, for good.
    """

    def __init__(self, pool: Pool, worker: Worker) -> None:
        self.pool = pool
        self.worker = worker
        self.calls: deque[Call | None] = deque()
        self.began = 0.0
        self.slow = False
        self.lowered = False
        self._used: float | None = None
        self._reader = FrameReader()
        self._paused = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = transport  # type: ignore[assignment]

    def start(self, call: Call) -> None:
        """Ask the worker, now or after what it has already; the event loop sends what one turn gives it in one go."""
        assert self._transport is not None
        call.channel = self
        self.calls.append(call)
        if len(self.calls) == 1:
            self._begin()
        self._transport.write(call.question.frame())

    def _begin(self) -> None:
        self.began = time.monotonic()
        self._used = None
        if call := self.calls[0]:
            call.began = self.began

    def data_received(self, data: bytes) -> None:
        """Pass frames on to the call; the worker goes on with the next one after the last of them."""
        for kind, content in self._reader.feed(data):
            if not self.calls:
                continue
            call = self.calls[0]
            if kind in _LAST:
                self.calls.popleft()
                if self.calls:
                    self._begin()
                if call:
                    call.channel = None
                    call.take(kind, content)
                self.resume()
                self.pool.freed(self)
            elif call:
                call.take(kind, content)
                if call.full and not self._paused and self._transport:
                    self._paused = True
                    self._transport.pause_reading()

    def resume(self) -> None:
        """Read on: the client took what was kept."""
        if self._paused and self._transport and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's signature
        """The worker is gone: by itself, or because it was killed."""
        self.pool.lost(self)

    def take_back(self) -> list[Call]:
        """Return what stands behind the first call; nobody waits for it here any more."""
        behind = [call for call in list(self.calls)[1:] if call]
        for call in behind:
            self.leave(call)
        return behind

    def leave(self, call: Call) -> None:
        """Leave the place of a call empty."""
        self.calls[self.calls.index(call)] = None
        call.channel = None

    def is_slow(self, now: float, *, awaited: bool) -> bool:
        """Return whether the present call has had its share, which is smaller where others wait for the worker.

        Time of a processor, since on a busy machine the clock says little; read from the second look on, so that a
        quick call costs nothing.
        """
        used = processor_seconds(self.worker.process.pid)
        if self._used is None:
            self._used = used
        return used - self._used > (SHORT if awaited else QUICK) or now - self.began > LONG

    def give_way(self) -> None:
        """Take the lowest priority, so that quick calls hardly notice; only the superuser could give it back."""
        self.lowered = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.worker.process.pid, 19)

    @property
    def fresh(self) -> bool:
        """Return whether the worker is as good as a new one, and better: it has read what a new one has to read."""
        return not self.lowered and not self.calls and own_memory(self.worker.process.pid) < _GROWN

    def kill(self) -> None:
        """End the worker."""
        self.worker.kill()
        if self._transport:
            self._transport.abort()


def processor_seconds(pid: int) -> float:
    """Return how long a process has run on a processor; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def own_memory(pid: int) -> int:
    """Return the bytes of memory that a process shares with no file; more than any worker has where nobody says."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        return 1024 * int(status.partition("RssAnon:")[2].split(maxsplit=1)[0])
    except (OSError, ValueError, IndexError):
        return 1 << 62
