"""The workers of a server: who is served when, by which process, and for how long.

The law of this file: a quick question never waits for a slow one. Every query starts in the quick lane. One that has
not ended after ``QUICK`` seconds moves to the slow lane with its process, which gets the lowest priority, and a fresh
process takes its place in the quick lane. When the slow lane is full, the query is stopped and starts over there when
there is room. Within a queue, clients take turns. Everything here runs in one event loop; nothing blocks it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import tempfile
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import IO, Any

from ecograph.engine.workers import FrameReader, Limits, Worker, deadline_reached, died, frame, problem
from ecograph.errors import EcoGraphError, QueueFull

QUICK = 0.25
_TICK = 0.05
#: What the first block must hold before the answer starts: below it, an answer is sent whole or not at all.
GATE = 64 * 1024
_IN_MEMORY = 1 << 20
_ON_DISK = 256 << 20


class Call:
    """One query on its way: what came in of the answer and who waits for it."""

    def __init__(self, request: dict[str, Any], client: str, seconds: float, *, whole: bool) -> None:
        self.request = request
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

    def restart(self) -> None:
        """Forget what came in: the query starts over on another worker."""
        self._blocks.clear()
        self.head, self.received, self._held, self.channel = {}, 0, 0, None

    def take(self, kind: bytes, content: bytes) -> None:
        """Take one frame in."""
        if kind == b"D":
            self.received += len(content)
            self._store(content)
        elif kind == b"H":
            self.head = json.loads(content)
        elif kind == b"E":
            self.end = json.loads(content)
        else:
            self.error = problem(json.loads(content), self.request["text"])
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
    def full(self) -> bool:
        """Return whether the worker must wait for the client."""
        return self._written - self._read >= _ON_DISK

    async def open(self) -> None:
        """Wait until the answer is complete, or so far that it may start.

        Raises:
            EcoGraphError: it failed before that.
        """
        while not self.finished and (self.whole or self.received < GATE):
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
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)


class Channel(asyncio.Protocol):
    """The parent's end of one worker in the event loop."""

    def __init__(self, pool: Pool, worker: Worker) -> None:
        self.pool = pool
        self.worker = worker
        self.call: Call | None = None
        self.slow = False
        self.killed = False
        self._reader = FrameReader()
        self._paused = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = transport  # type: ignore[assignment]

    def start(self, call: Call) -> None:
        """Ask the worker."""
        assert self._transport is not None
        self.call = call
        call.channel = self
        call.began = time.monotonic()
        self._transport.write(frame(b"Q", json.dumps(call.request).encode()))

    def data_received(self, data: bytes) -> None:
        """Pass frames on to the call; the worker is free again after the last one."""
        for kind, content in self._reader.feed(data):
            call = self.call
            if call is None:
                continue
            call.take(kind, content)
            if kind in (b"E", b"X"):
                self.call = None
                call.channel = None
                self.resume()
                self.pool.freed(self)
            elif call.full and not self._paused and self._transport:
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

    def kill(self) -> None:
        """End the worker."""
        self.killed = True
        self.worker.kill()
        if self._transport:
            self._transport.abort()


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


class Pool:
    """The workers of one server."""

    def __init__(self, data_dir: Path, limits: Limits, *, workers: int, queue: int) -> None:
        self.data_dir = data_dir
        self.limits = limits
        self.workers = workers
        self.slow_workers = workers
        self.queue_limit = queue
        self.started = self.killed = 0
        self._idle: list[Channel] = []
        self._channels: set[Channel] = set()
        self._queue = TurnQueue()
        self._slow_queue = TurnQueue()
        self._calls: set[Call] = set()
        self._spawning = 0
        self._ticker: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start the quick lane and one worker to spare."""
        self._replenish()
        await asyncio.gather(*self._tasks)

    @property
    def waiting(self) -> int:
        """Return how many calls wait for a worker."""
        return len(self._queue) + len(self._slow_queue)

    @property
    def running(self) -> int:
        """Return how many calls a worker is busy with."""
        return sum(1 for c in self._channels if c.call)

    def submit(self, call: Call) -> None:
        """Start a call, or let it wait.

        Raises:
            QueueFull: too many wait already.
        """
        self._calls.add(call)
        if self._idle and self._quick_busy() < self.workers:
            self._idle.pop().start(call)
        elif self.waiting < self.queue_limit:
            self._queue.put(call)
        else:
            self._calls.discard(call)
            raise QueueFull(
                f"{self.waiting} queries wait already.", remedy=f"Come back in {QueueFull.retry_after} seconds."
            )
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().call_later(_TICK, self._tick)

    def cancel(self, call: Call) -> None:
        """Forget a call; a worker that is busy with it is killed."""
        self._calls.discard(call)
        self._queue.drop(call)
        self._slow_queue.drop(call)
        call.discard()
        if call.channel:
            call.channel.kill()

    def freed(self, channel: Channel) -> None:
        """A worker has finished its call: give it the next one, or keep it for later."""
        if channel.slow:
            # Its memory may have grown and its priority is low: a fresh one is better, and as cheap as raising it.
            channel.slow = False
            channel.kill()
            self._next_slow()
            return
        if self._queue:
            channel.start(self._queue.get())
        else:
            self._idle.append(channel)

    def lost(self, channel: Channel) -> None:
        """A worker is gone: tell its call, and replace it."""
        self._channels.discard(channel)
        if channel in self._idle:
            self._idle.remove(channel)
        call, channel.call = channel.call, None
        self._later(self._bury(channel, call))
        if channel.slow:
            self._next_slow()
        self._replenish()

    async def close(self) -> None:
        """End every worker."""
        self._closed = True
        if self._ticker:
            self._ticker.cancel()
        for channel in list(self._channels):
            channel.kill()
        await asyncio.sleep(0)
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _tick(self) -> None:
        """Look at everything that runs or waits: deadlines, and what is no longer quick."""
        now = time.monotonic()
        for call in list(self._calls):
            if call.finished:
                self._calls.discard(call)
            elif now - (call.began or call.asked) > call.seconds or now - call.asked > 2 * call.seconds:
                self._calls.discard(call)
                self._queue.drop(call)
                self._slow_queue.drop(call)
                call.fail(deadline_reached(call.seconds))
                if call.channel:
                    call.channel.kill()
            elif call.channel and not call.channel.slow and now - call.began > QUICK:
                self._demote(call.channel, call)
        loop = asyncio.get_running_loop()
        self._ticker = loop.call_later(_TICK, self._tick) if self._calls and not self._closed else None

    def _demote(self, channel: Channel, call: Call) -> None:
        slow = sum(1 for c in self._channels if c.slow)
        if slow < self.slow_workers or (call.opened and slow < 3 * self.slow_workers):
            channel.slow = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, channel.worker.process.pid, 19)
            self._replenish()
            return
        if call.opened:  # its answer is under way and there is no room for it: break it off
            call.fail(deadline_reached(call.seconds))
        else:
            call.restart()
            call.began = 0.0
            self._slow_queue.put(call)
        channel.call = None
        channel.kill()

    def _next_slow(self) -> None:
        if not self._slow_queue or sum(1 for c in self._channels if c.slow) >= self.slow_workers:
            return
        if self._idle:
            channel = self._idle.pop()
            channel.slow = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, channel.worker.process.pid, 19)
            channel.start(self._slow_queue.get())
            self._replenish()

    def _quick_busy(self) -> int:
        return sum(1 for c in self._channels if c.call and not c.slow)

    def _replenish(self) -> None:
        """Keep the quick lane full, with one worker to spare."""
        quick = sum(1 for c in self._channels if not c.slow) + self._spawning
        for _ in range(self.workers + 1 - quick):
            if not self._closed:
                self._spawning += 1
                self._later(self._spawn())

    async def _spawn(self) -> None:
        try:
            worker = Worker(self.data_dir, self.limits)
            worker.socket.setblocking(False)
            loop = asyncio.get_running_loop()
            _, channel = await loop.create_connection(lambda: Channel(self, worker), sock=worker.socket)
        finally:
            self._spawning -= 1
        self.started += 1
        self._channels.add(channel)
        if self._closed:
            channel.kill()
            return
        if self._queue and self._quick_busy() < self.workers:
            channel.start(self._queue.get())
        else:
            self._idle.append(channel)
            self._next_slow()

    async def _bury(self, channel: Channel, call: Call | None) -> None:
        """Wait for the process in a thread (freeing its memory takes a while), then say why it died."""
        self.killed += 1
        status = await asyncio.to_thread(channel.worker.process.wait)
        if call:
            call.fail(died(status))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
