"""The workers of a server: who is served when, by which process, and for how long.

The law of this file: a quick question never waits for a slow one. Every query starts in the quick lane. One that has
used ``QUICK`` seconds of a processor (or ``LONG`` on the clock), or ``SHORT`` while others wait, moves to the slow lane
with its process, which gets the lowest priority, and a fresh process takes its place in the quick lane. When the slow
lane is full, the query is stopped and starts over there when there is room. Within a queue, clients take turns.
Everything here runs in one event loop; nothing blocks it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from ecograph.engine.calls import Call, TurnQueue
from ecograph.engine.workers import FrameReader, Limits, Worker, deadline_reached, died
from ecograph.errors import QueueFull
from ecograph.texts import Text

QUICK = 0.25
LONG = 2.0
#: The share of one that others wait for, as long as there is room in the slow lane.
SHORT = 0.06
_TICK = 0.025
_LAST = frozenset((b"A", b"E", b"X"))


class Channel(asyncio.Protocol):
    """The parent's end of one worker in the event loop."""

    def __init__(self, pool: Pool, worker: Worker) -> None:
        self.pool = pool
        self.worker = worker
        self.call: Call | None = None
        self.slow = False
        self._used: float | None = None
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
        self._used = None
        call.channel = self
        call.began = time.monotonic()
        self._transport.write(call.question.frame())

    def data_received(self, data: bytes) -> None:
        """Pass frames on to the call; the worker is free again after the last one."""
        for kind, content in self._reader.feed(data):
            call = self.call
            if call is None:
                continue
            call.take(kind, content)
            if kind in _LAST:
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

    def is_slow(self, now: float, *, awaited: bool) -> bool:
        """Return whether the present call has had its share, which is smaller where others wait for the worker.

        Time of a processor, since on a busy machine the clock says little; read from the second look on, so that a
        quick call costs nothing.
        """
        assert self.call is not None
        used = processor_seconds(self.worker.process.pid)
        if self._used is None:
            self._used = used
        return used - self._used > (SHORT if awaited else QUICK) or now - self.call.began > LONG

    def slow_down(self) -> None:
        """Move to the slow lane: the lowest priority, so that quick calls hardly notice."""
        self.slow = True
        self.pool.slow += 1
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.worker.process.pid, 19)

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


class Pool:
    """The workers of one server."""

    def __init__(self, data_dir: Path, limits: Limits, *, workers: int, queue: int) -> None:
        self.data_dir = data_dir
        self.limits = limits
        self.workers = workers
        self.slow_workers = 2 * workers
        self.queue_limit = queue
        self.started = self.killed = 0
        self.slow = 0
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
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().call_later(_TICK, self._tick)
        if self._idle and not self._queue and self._quick_busy() < self.workers:
            self._idle.pop().start(call)
            return
        if self.waiting >= self.queue_limit:
            self._calls.discard(call)
            raise QueueFull(
                Text(nl=f"Er wachten al {self.waiting} vragen.", en=f"{self.waiting} queries wait already."),
                remedy=Text(
                    nl=f"Kom over {QueueFull.retry_after} seconden terug.",
                    en=f"Come back in {QueueFull.retry_after} seconds.",
                ),
            )
        self._queue.put(call)
        self._dispatch()

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
            channel.kill()
            return
        self._idle.append(channel)
        self._dispatch()

    def lost(self, channel: Channel) -> None:
        """A worker is gone: tell its call, and replace it."""
        self._channels.discard(channel)
        self.slow -= channel.slow
        if channel in self._idle:
            self._idle.remove(channel)
        call, channel.call = channel.call, None
        self._later(self._bury(channel, call))
        self._replenish()
        self._dispatch()

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
            elif (
                call.channel
                and not call.channel.slow
                and now - call.began > _TICK
                and call.channel.is_slow(now, awaited=bool(self._queue) and self.slow < self.slow_workers)
            ):
                self._demote(call.channel, call)
        loop = asyncio.get_running_loop()
        self._ticker = loop.call_later(_TICK, self._tick) if self._calls and not self._closed else None

    def _demote(self, channel: Channel, call: Call) -> None:
        if self.slow < self.slow_workers or (call.opened and self.slow < 3 * self.slow_workers):
            channel.slow_down()
            self._replenish()
            self._dispatch()
            return
        if call.opened:  # its answer is under way and there is no room for it: break it off
            call.fail(deadline_reached(call.seconds))
        else:
            call.restart()
            call.began = 0.0
            self._slow_queue.put(call)
        channel.call = None
        channel.kill()

    def _dispatch(self) -> None:
        """Give idle workers what waits: quick calls first, then slow ones for which there is room."""
        while self._queue and self._idle and self._quick_busy() < self.workers:
            self._idle.pop().start(self._queue.get())
        while self._slow_queue and self._idle and self.slow < self.slow_workers:
            channel = self._idle.pop()
            channel.slow_down()
            channel.start(self._slow_queue.get())
            self._replenish()

    def _quick_busy(self) -> int:
        return len(self._channels) - self.slow - len(self._idle)

    def _replenish(self) -> None:
        """Keep the quick lane full, with one worker to spare."""
        quick = len(self._channels) - self.slow + self._spawning
        for _ in range(self.workers + 1 - quick):
            if not self._closed:
                self._spawning += 1
                self._later(self._spawn())

    async def _spawn(self) -> None:
        try:
            worker = await asyncio.to_thread(Worker, self.data_dir, self.limits)  # waits until the program is loaded
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
        self._idle.append(channel)
        self._dispatch()

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
