"""The service's side: which connections are passed on, and what becomes of those that come back.

The law of this file: a connection is passed on between two requests, with nothing read of the next and nothing unsent
of the last; where anything stands in the way, it stays. When the other process dies, its connections break off, as at
the end of a service, and for a while everything is answered here.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from ecograph.api.annex import passing
from ecograph.api.annex.process import Order, stamps_of
from ecograph.api.confined import environment
from ecograph.api.operation import Watch
from ecograph.engine import generations
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.generations import Generation
from ecograph.engine.lookups import MOST
from ecograph.errors import EcoGraphError
from ecograph.settings import Settings

#: So many lookups in a row make a connection one to pass on; so many, one to start a process for.
OFTEN, BUSY = 100, 1000
#: Seconds until another try after a process has died.
_PAUSE = 60.0
_log = logging.getLogger("ecograph.api")


class Visitor(Protocol):
    """A connection that may be passed on."""

    transport: Any

    def between_requests(self) -> bool:
        """Return whether nothing was read of a next request, and nothing is unsent of the last."""

    def again(self, already_read: bytes) -> asyncio.Protocol:
        """Return such a connection, for one that comes back; it begins with what was read elsewhere."""


#: Makes a connection of one that comes back, and of what was read of it.
Again = Callable[[bytes], asyncio.Protocol]


class Annex:
    """At most one process for lookups, started when a connection keeps asking for them.

    Args:
        store: The store of the service.
        watch: Counts what the process has answered, too.
        settings: The limits of a query, and what is logged.
    """

    def __init__(self, store: EmbeddedStore, watch: Watch, settings: Settings) -> None:
        self._store = store
        self._watch = watch
        self._settings = settings
        #: Connections here that look up one thing after another.
        self.here: set[Visitor] = set()
        self.process: Process | None = None
        self._starting = False
        self._not_before = 0.0

    @property
    def connections(self) -> int:
        """How many connections the other process has."""
        return 0 if self.process is None else self.process.count

    @staticmethod
    def possible(settings: Settings) -> bool:
        """Return whether there may be one, and would be of use."""
        several = len(os.sched_getaffinity(0)) > 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) > 1
        return settings.lookup_process and several and hasattr(socket, "send_fds")

    def offer(self, visitor: Visitor, asked: int) -> None:
        """Pass a connection on, if the other process has fewer of its kind; start that one, if it is worth it.

        Args:
            visitor: It has just been answered.
            asked: How many lookups it has asked for in a row.
        """
        self.here.add(visitor)
        generation, process = self._store.current(), self.process
        if process is None or process.generation != generation.number:
            if asked >= BUSY:
                self._start(generation)
        elif process.ready and process.count < len(self.here):
            visitor.transport.pause_reading()
            asyncio.get_running_loop().call_soon(self._pass, visitor, process)

    def leave(self, visitor: Visitor) -> None:
        """Forget a connection: it has ended, or asked for something else."""
        self.here.discard(visitor)

    def close(self) -> None:
        """End the process and with it its connections."""
        process, self.process = self.process, None
        if process is not None:
            process.close()

    def _pass(self, visitor: Visitor, process: Process) -> None:
        transport = visitor.transport
        if transport.is_closing():
            return
        if visitor.between_requests() and process is self.process and process.take(transport, visitor.again):
            self.here.discard(visitor)
            transport.close()
        else:
            transport.resume_reading()

    def _start(self, generation: Generation) -> None:
        """Start a process for a generation, in a thread: it is told all that the directory knows."""
        if self._starting or self.process is not None or time.monotonic() < self._not_before:
            return  # one that has another generation gives its connections back in a second, and ends
        self._starting = True
        loop = asyncio.get_running_loop()

        def run() -> None:
            process = None
            with contextlib.suppress(OSError, EcoGraphError):
                process = self._started(generation)
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(begun, process)
                return
            if process is not None:
                process.close()

        def begun(process: Process | None) -> None:
            self._starting = False
            if process is None or self._store.pool is None:  # it could not be started, or the service ends
                self._not_before = time.monotonic() + _PAUSE
                if process is not None:
                    process.close()
                return
            self.process = process
            process.listen(self._watch.add, self._ended)

        threading.Thread(target=run, name="annex", daemon=True).start()

    def _started(self, generation: Generation) -> Process | None:
        data_dir, settings = self._store.data_dir, self._settings
        # Both change before a write is acknowledged, or a build has come to its end.
        files = [str(data_dir / "current"), *([str(data_dir / "live" / "sealed")] if settings.writable else [])]
        stamps, content = stamps_of(files), self._store.lookups.content(generation)
        current = generations.current(data_dir)
        if content is None or None in stamps or current is None or current.number != generation.number:
            return None
        order = Order(
            generation.number,
            files,
            stamps,
            min(MOST, settings.query_rows),
            settings.query_bytes // 4,
            settings.log,
            settings.slow_seconds,
        )
        return Process(order, content)

    def _ended(self, process: Process) -> None:
        process.close()
        if process is self.process:
            self.process = None
            if not process.leaving:
                self._not_before = time.monotonic() + _PAUSE
                _log.warning("the process for lookups has died: they are answered here, and it is tried again later")


class Process:
    """The other process, as the service sees it; blocks until it has read what it is to know.

    Attributes:
        count: how many connections it has.
        ready: whether it takes any.
        leaving: whether it gives back those that it has.
    """

    def __init__(self, order: Order, content: bytes) -> None:
        self.generation = order.generation
        self.count = 0
        self.ready = self.leaving = False
        self._again: Again | None = None
        self._tasks: set[asyncio.Future[Any]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._link, theirs = socket.socketpair()
        self._link.setblocking(False)
        self._reader = passing.Reader(self._link)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own module, no shell
                [sys.executable, "-P", "-m", "ecograph.api.annex.process", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )
        assert self._process.stdin
        try:
            with self._process.stdin as order_book:
                order_book.write(json.dumps(order._asdict()).encode() + b"\n")
                order_book.write(content)
        except OSError:
            self.close()
            raise

    def listen(self, counted: Callable[[dict[str, Any]], None], ended: Callable[[Process], None]) -> None:
        """Hear what it says from now on, in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._link.fileno(), self._read, counted, ended)

    def take(self, transport: Any, again: Again) -> bool:  # noqa: ANN401  # of asyncio or uvloop
        """Give it a connection; return whether it has it."""
        self._again = again
        descriptor = transport.get_extra_info("socket").fileno()
        given = passing.send(self._link, passing.CONNECTION, b"", descriptor, wait=False)
        self.count += given
        return given

    def _read(self, counted: Callable[[dict[str, Any]], None], ended: Callable[[Process], None]) -> None:
        try:
            for kind, content, descriptor in self._reader.frames():
                if kind == passing.READY:
                    self.ready = True
                elif kind == passing.COUNTED:
                    counted(json.loads(content))
                elif kind == passing.LEAVING:
                    self.ready, self.leaving = False, True
                elif kind == passing.ENDED:
                    self.count -= 1
                elif kind == passing.BACK:
                    self.count -= 1
                    task = asyncio.ensure_future(self._back(content, descriptor))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
        except OSError:
            ended(self)
            return
        if self.leaving and not self.count:
            ended(self)

    async def _back(self, content: bytes, descriptor: int) -> None:
        """Go on here with a connection, and with what was read of it there."""
        assert self._again
        connected = socket.socket(fileno=descriptor)
        connected.setblocking(False)
        made = functools.partial(self._again, content)
        await asyncio.get_running_loop().connect_accepted_socket(made, connected)

    def close(self) -> None:
        """End it."""
        if self._loop is not None and self._link.fileno() >= 0:
            self._loop.remove_reader(self._link.fileno())
        self._link.close()
        self._reader.close()
        self._process.kill()
        self._process.wait()
