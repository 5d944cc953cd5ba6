"""Queries on their way: what came in of each answer, and the queue in which clients take turns.

The law of this file: the worker never waits for a slow client. What the client has not taken goes to memory, then to a
file without a name, and only when that is full the worker is held back.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from typing import IO, TYPE_CHECKING, Any

from ecograph.engine.workers import Question, problem, whole
from ecograph.errors import EcoGraphError

if TYPE_CHECKING:
    from ecograph.engine.channel import Channel

#: What the first block must hold before the answer starts: below it, an answer is sent whole or not at all.
GATE = 64 * 1024
_IN_MEMORY = 1 << 20
_ON_DISK = 256 << 20


class Call:
    """One query on its way: what came in of the answer and who waits for it.

    Attributes:
        listener: Called once, when the answer is complete or so far that it may start; else ``open`` is awaited.
    """

    __slots__ = (
        "_blocks", "_held", "_read", "_spill", "_waiter", "_written", "asked", "began", "channel", "client", "end",
        "error", "head", "listener", "opened", "question", "received", "seconds", "whole",
    )  # fmt: skip

    def __init__(self, question: Question, client: str, seconds: float, *, whole: bool) -> None:
        self.question = question
        self.client = client
        self.seconds = seconds
        self.whole = whole
        self.head: dict[str, Any] = {}
        self.end: dict[str, Any] | None = None
        self.error: EcoGraphError | None = None
        self.received = 0
        self.opened = False
        self.asked = time.monotonic()
        self.began = 0.0
        self.channel: Channel | None = None
        self._blocks: deque[bytes] = deque()
        self._held = 0
        self._spill: IO[bytes] | None = None
        self._written = self._read = 0
        self._waiter: asyncio.Future[None] | None = None
        self.listener: Callable[[], None] | None = None

    def restart(self) -> None:
        """Forget what came in: the query starts over on another worker."""
        self._blocks.clear()
        self.head, self.received, self._held, self.channel = {}, 0, 0, None

    def take(self, kind: bytes, content: bytes) -> None:
        """Take one frame in."""
        if kind == b"A":
            self.head, body, self.end = whole(content, self.question.accepts)
            self.received = self._held = len(body)
            self._blocks.append(body)
        elif kind == b"D":
            self.received += len(content)
            self._store(content)
        elif kind == b"H":
            self.head = json.loads(content)
        elif kind == b"E":
            self.end = json.loads(content)
        else:
            self.error = problem(json.loads(content), self.question.written)
        self._wake()

    def fail(self, error: EcoGraphError) -> None:
        """End without an answer."""
        if self.error is None and self.end is None:
            self.error = error
            self._wake()

    @property
    def finished(self) -> bool:
        """Return whether nothing more will come in."""
        return self.end is not None or self.error is not None

    @property
    def ready(self) -> bool:
        """Return whether the answer is complete, or so far that it may start."""
        return self.finished or (not self.whole and self.received >= GATE)

    @property
    def full(self) -> bool:
        """Return whether the worker must wait for the client."""
        return self._written - self._read >= _ON_DISK

    async def open(self) -> None:
        """Wait until the answer is complete, or so far that it may start.

        Raises:
            EcoGraphError: it failed before that.
        """
        while not self.ready:
            await self._wait()
        if self.error:
            raise self.error
        self.opened = True

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the answer in blocks; raises where it breaks off."""
        while True:
            while block := self._next():
                yield block
                if self.channel and not self.full:
                    self.channel.resume()
            if self.error:
                raise self.error
            if self.end is not None:
                self.discard()
                return
            await self._wait()

    def body(self) -> bytes:
        """Return everything that came in."""
        blocks = []
        while block := self._next():
            blocks.append(block)
        self.discard()
        return b"".join(blocks)

    def discard(self) -> None:
        """Let go of what was kept on disk."""
        if self._spill:
            self._spill.close()
            self._spill = None

    def _store(self, content: bytes) -> None:
        if self._spill is None and self._held + len(content) <= _IN_MEMORY:
            self._blocks.append(content)
            self._held += len(content)
            return
        if self._spill is None or self._read == self._written:
            if self._spill is None:
                self._spill = tempfile.TemporaryFile(prefix="ecograph-")  # noqa: SIM115  # closed by discard
            self._spill.seek(0)
            self._spill.truncate()
            self._read = self._written = 0
        self._spill.seek(self._written)
        self._spill.write(content)
        self._written += len(content)

    def _next(self) -> bytes:
        if self._blocks:
            block = self._blocks.popleft()
            self._held -= len(block)
            return block
        if self._spill and self._read < self._written:
            self._spill.seek(self._read)
            block = self._spill.read(min(GATE, self._written - self._read))
            self._read += len(block)
            return block
        return b""

    async def _wait(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        await self._waiter

    def _wake(self) -> None:
        if listener := self.listener:
            if self.ready:
                self.listener = None
                listener()
        elif self._waiter and not self._waiter.done():
            self._waiter.set_result(None)


class TurnQueue:
    """A queue in which clients take turns."""

    def __init__(self) -> None:
        self._clients: OrderedDict[str, deque[Call]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def put(self, call: Call) -> None:
        """Add a call at the end of its client's own line."""
        self._clients.setdefault(call.client, deque()).append(call)
        self._size += 1

    def get(self) -> Call:
        """Return the next call; its client goes to the back."""
        client, line = self._clients.popitem(last=False)
        call = line.popleft()
        if line:
            self._clients[client] = line
        self._size -= 1
        return call

    def drop(self, call: Call) -> None:
        """Take a call out, wherever it stands."""
        line = self._clients.get(call.client)
        if line and call in line:
            line.remove(call)
            self._size -= 1
            if not line:
                del self._clients[call.client]
