"""The workers of a server: who is served when, by which process, and for how long.

The law of this file: a quick question never waits for a slow one. Every query starts in the quick lane, where a worker
that has just begun with one may be given others in advance; when the one in front goes on, those behind it go to other
workers. One that has used ``QUICK`` seconds of a processor (or ``LONG`` on the clock), or ``SHORT`` while others wait,
moves to the slow lane with its process, and another takes its place in the quick lane. As soon as anybody else asks
anything, a process in the slow lane has the lowest priority. When that lane is full, the query is stopped and starts
over there when there is room. Within a queue, clients take turns. Everything here runs in one event loop; nothing
blocks it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from ecograph.engine.calls import Call, TurnQueue
from ecograph.engine.channel import Channel
from ecograph.engine.workers import Limits, Worker, deadline_reached, died
from ecograph.errors import QueueFull
from ecograph.texts import Text

_TICK = 0.025
#: Questions that a worker has at most, the one that it is at among them.
_AHEAD = 4
#: Seconds after which a question is none that others are put behind, and after which those behind it are taken away.
_YOUNG = 0.005
_OLD = 0.01
#: Workers kept beyond the quick lane and the one to spare: those that come back from a slow question.
_RETURNED = 2


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
        self._eager: set[Channel] = set()  # in the slow lane, with nobody to give way to so far
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
        return sum(1 for c in self._channels if c.calls and c.calls[0])

    def submit(self, call: Call) -> None:
        """Start a call, or let it wait.

        Raises:
            QueueFull: too many wait already.
        """
        if self._eager:
            self.give_way()
        channel = None if self._queue else self._place()
        if channel is None and self.waiting >= self.queue_limit:
            raise QueueFull(
                Text(nl=f"Er wachten al {self.waiting} vragen.", en=f"{self.waiting} queries wait already."),
                remedy=Text(
                    nl=f"Kom over {QueueFull.retry_after} seconden terug.",
                    en=f"Come back in {QueueFull.retry_after} seconds.",
                ),
            )
        self._calls.add(call)
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().call_later(_TICK, self._tick)
        if channel:
            channel.start(call)
        else:
            self._queue.put(call)
            self._dispatch()

    def give_way(self) -> None:
        """Let what is slow have the lowest priority from now on: somebody else wants something (of any thread)."""
        eager, self._eager = self._eager, set()
        for channel in eager:
            channel.give_way()

    def cancel(self, call: Call) -> None:
        """Forget a call; a worker that has been busy with it for a while is ended, now or at the next look."""
        self._calls.discard(call)
        self._queue.drop(call)
        self._slow_queue.drop(call)
        call.discard()
        channel = call.channel
        if channel is None:
            return
        begun = channel.calls[0] is call
        channel.leave(call)
        if begun and (channel.slow or call.received or time.monotonic() - channel.began > _TICK):
            channel.kill()

    def freed(self, channel: Channel) -> None:
        """A worker has finished a call: it goes on, is kept for later, or has come to its end."""
        if channel.slow:
            if not channel.fresh or self._quick() > self.workers + _RETURNED:
                # Its memory may have grown and its priority is low: a new one is better, and as cheap as raising it.
                channel.kill()
                return
            channel.slow = False
            self.slow -= 1
            self._eager.discard(channel)
        if not channel.calls:
            self._idle.append(channel)
            if not self._queue:
                self._spread()
        self._dispatch()

    def lost(self, channel: Channel) -> None:
        """A worker is gone: tell the call that it was at, give the others to others, and replace it."""
        self._channels.discard(channel)
        self._eager.discard(channel)
        self.slow -= channel.slow
        if channel in self._idle:
            self._idle.remove(channel)
        for call in channel.take_back():
            self._queue.put(call)
        first = channel.calls[0] if channel.calls else None
        channel.calls.clear()
        if first:
            first.channel = None
        self._later(self._bury(channel, first))
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
                self._queue.drop(call)
                self._slow_queue.drop(call)
                call.fail(deadline_reached(call.seconds))
                self.cancel(call)
        self._spread()
        for channel in list(self._channels):
            if not channel.calls or now - channel.began <= _TICK:
                continue
            first = channel.calls[0]
            if first is None:
                channel.kill()  # it is busy for nobody
            elif not channel.slow:
                others = bool(self._queue) or len(channel.calls) > 1
                if channel.is_slow(now, awaited=others and self.slow < self.slow_workers):
                    self._demote(channel, first)
        going_on = self._calls or any(channel.calls for channel in self._channels)
        loop = asyncio.get_running_loop()
        self._ticker = loop.call_later(_TICK, self._tick) if going_on and not self._closed else None

    def _demote(self, channel: Channel, call: Call) -> None:
        for other in channel.take_back():
            self._queue.put(other)
        if self.slow < self.slow_workers or (call.opened and self.slow < 3 * self.slow_workers):
            self._slow_down(channel)
            self._dispatch()
            return
        if call.opened:  # its answer is under way and there is no room for it: break it off
            call.fail(deadline_reached(call.seconds))
        else:
            call.restart()
            call.began = 0.0
            self._slow_queue.put(call)
        channel.leave(call)
        channel.kill()

    def _slow_down(self, channel: Channel) -> None:
        """Move a worker to the slow lane; it gives way at once where there is anybody to give way to."""
        channel.slow = True
        self.slow += 1
        self._eager.add(channel)
        if self.waiting or any(other.calls for other in self._channels if other is not channel):
            self.give_way()
        self._replenish()

    def _place(self) -> Channel | None:
        """Return the worker that takes the next quick call: an idle one, else one that has just begun with another."""
        if self._idle and self._quick() - len(self._idle) < self.workers:
            return self._idle.pop()
        now, found, fewest = time.monotonic(), None, _AHEAD
        for channel in self._channels:
            ahead = len(channel.calls)
            if 0 < ahead < fewest and not channel.slow and now - channel.began < _YOUNG:
                found, fewest = channel, ahead
        return found

    def _spread(self) -> None:
        """Take calls from behind one that goes on, where an idle worker can have them."""
        if self._idle and self._quick() - len(self._idle) < self.workers:
            now = time.monotonic()
            for channel in self._channels:
                if len(channel.calls) > 1 and now - channel.began > _OLD:
                    for call in channel.take_back():
                        self._queue.put(call)
            self._dispatch()

    def _dispatch(self) -> None:
        """Give workers what waits: quick calls first, then slow ones for which there is room."""
        while self._queue and (channel := self._place()):
            channel.start(self._queue.get())
        while self._slow_queue and self._idle and self.slow < self.slow_workers:
            channel = self._idle.pop()
            channel.start(self._slow_queue.get())
            self._slow_down(channel)

    def _quick(self) -> int:
        """Return how many workers are not in the slow lane."""
        return len(self._channels) - self.slow

    def _replenish(self) -> None:
        """Keep the quick lane full, with one worker to spare."""
        for _ in range(self.workers + 1 - self._quick() - self._spawning):
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
