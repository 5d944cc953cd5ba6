"""The process that answers lookups of one generation from memory: ``python -m ecograph.api.annex.process``.

The law of this file: it knows one state of the data and looks, in every turn, whether that is still the current one. It
answers what it has in memory and is one whole plain request; every other byte goes back unread, with the connection,
to the service, which alone accepts, refuses, waits for the rest of a request, and says what is wrong.

Its standard input has one line of JSON (``Order``) and then what ``sorting`` makes of the generation.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from email.utils import formatdate
from typing import Any, Literal, NamedTuple

from ecograph.api import negotiation, protocol
from ecograph.api.annex import passing, request
from ecograph.api.answers import KEPT_READY, KeptAnswer, ReadyAnswers
from ecograph.api.operation import Watch, collect_seldom, log_to_stderr
from ecograph.api.wire import as_read, base_of, ready
from ecograph.engine.lookups.answering import from_memory
from ecograph.engine.lookups.directory import Directory
from ecograph.errors import CallerError

#: Seconds that a connection may be idle, here and in the service.
IDLE = 30
#: Seconds between two looks at what is idle, and two reports of what was counted.
_TICK = 1.0


class Order(NamedTuple):
    """What the process is told at its start.

    Attributes:
        generation: the number of the state.
        files: which file names the current state, and which is there while no write is ahead of it.
        stamps: of those files, while this state is the current one.
        rows: rows of an answer.
        longest: characters of a question.
        log: lines of the log that are wanted.
        slow_seconds: from here a question is slow.
    """

    generation: int
    files: list[str]
    stamps: list[list[int] | None]
    rows: int
    longest: int
    log: Literal["off", "slow", "requests"]
    slow_seconds: float


def stamps_of(files: list[str]) -> list[list[int] | None]:
    """Return what tells one state of each file from another; None where there is none."""
    found: list[list[int] | None] = []
    for file in files:
        try:
            status = os.stat(file)  # noqa: PTH116  # a string: this is asked in every turn
            found.append([status.st_mtime_ns, status.st_ino])
        except OSError:
            found.append(None)
    return found


class House:
    """Connections, and what is answered on them.

    Args:
        order: What is to be done.
        content: What the generation says.
        link: To the service.
    """

    def __init__(self, order: Order, content: bytes, link: socket.socket) -> None:
        self.order = order
        self.directory = Directory(content)
        self.link = link
        self.loop = asyncio.get_running_loop()
        self.over = asyncio.Event()
        self.connections: set[Connection] = set()
        self.begin = b""  # of every answer: the status line and the date
        self._ready = ReadyAnswers(KEPT_READY)
        self._watch = Watch(order.slow_seconds)
        self._current: bool | None = None  # for one turn of the event loop
        self._leaving = False
        self._reader = passing.Reader(link)
        self._tasks: set[asyncio.Future[Any]] = set()
        self.tick()
        self.loop.add_reader(link.fileno(), self._read)
        passing.send(link, passing.READY)

    def tick(self) -> None:
        """Do what is due each second: the date, what is idle, what was counted; give all back in another state."""
        now = self.loop.time()
        self.begin = b"HTTP/1.1 200 OK\r\ndate: %b\r\n" % formatdate(usegmt=True).encode()
        for connection in list(self.connections):
            if not self.current():
                connection.give_back(b"")
            elif now - connection.last > IDLE:
                connection.transport.abort()
        counted = self._watch.taken()
        if counted and not passing.send(self.link, passing.COUNTED, json.dumps(counted).encode()):
            self.over.set()
        if not self.current() and not self._leaving:
            self._leaving = passing.send(self.link, passing.LEAVING)
        self.loop.call_later(_TICK, self.tick)

    def current(self) -> bool:
        """Return whether the state is still the current one."""
        if self._current is None:
            self._current = stamps_of(self.order.files) == self.order.stamps
            self.loop.call_soon(self._next_turn)
        return self._current

    def _next_turn(self) -> None:
        self._current = None

    def _read(self) -> None:
        try:
            for frame in self._reader.frames():
                connected = socket.socket(fileno=frame.descriptor)
                connected.setblocking(False)
                task = asyncio.ensure_future(self.loop.connect_accepted_socket(lambda: Connection(self), connected))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        except OSError:  # the service is gone: so are its connections
            self.loop.remove_reader(self.link.fileno())
            self.over.set()

    def answer(self, target: bytes, headers: dict[bytes, bytes]) -> bytes | None:
        """Return the answer to a question, from its headers on; None where the service has to say it."""
        if not self.current():
            return None
        began = time.perf_counter()
        number = self.order.generation
        sent = as_read(target, headers, "http")
        known = self._ready.get(sent, number)
        if known is not None:
            self._watch.at_once(known, time.perf_counter() - began, cached=True)
            return known.head + known.body
        accept, host = sent[1], sent[3]
        try:
            text = protocol.only_query(sent[0])
        except CallerError:
            return None
        if not text or len(text) > self.order.longest:
            return None
        wanted, types = negotiation.accepts("" if accept is None else accept.decode("latin-1"))
        found = from_memory(self.directory, text, wanted.solutions, self.order.rows)
        if found is None:
            return None
        variant = (None, None, wanted, None, base_of("http", host or b"", sent[4]))
        kept = KeptAnswer("solutions", found.body, found.rows, truncated=False)
        made = ready(sent, text, kept, number, types, variant, None)
        self._ready.put(sent, number, made)
        self._watch.at_once(made, time.perf_counter() - began, cached=False)
        return made.head + made.body


class Connection(asyncio.Protocol):
    """One connection of a client."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lines = b""
        self._headers: dict[bytes, bytes] | None = None
        self._behind: list[bytes] | None = None  # what came while an answer was not taken yet
        self._gone = False
        self.last = house.loop.time()
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; whatever cannot be sent at once stops what comes in."""
        self.transport = transport
        self.transport.set_write_buffer_limits(high=0)
        self._house.connections.add(self)

    def data_received(self, data: bytes) -> None:
        """Answer, or give the connection back."""
        if self._behind is not None:
            self._behind.append(data)
            self.transport.pause_reading()
            return
        plain = request.read(data)
        if plain is not None:
            target, lines = plain
            if lines != self._lines:
                self._lines, self._headers = lines, request.headers_of(lines)
            answer = None if self._headers is None else self._house.answer(target, self._headers)
            if answer is not None:
                self.last = self._house.loop.time()
                self.transport.write(self._house.begin + answer)
                return
        self.give_back(data)

    def pause_writing(self) -> None:
        """Wait until the client takes its answer."""
        self._behind = self._behind or []

    def resume_writing(self) -> None:
        """Go on with what came meanwhile."""
        behind, self._behind = self._behind, None
        if behind:
            self.transport.resume_reading()
            self.data_received(b"".join(behind))

    def eof_received(self) -> None:
        """Let the connection end: the client has."""

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's signature
        """Tell the service."""
        self._house.connections.discard(self)
        if not self._gone:
            passing.send(self._house.link, passing.ENDED)

    def give_back(self, data: bytes) -> None:
        """Give the connection back, with what was read of it; unless an answer is still on its way."""
        if self._behind is not None or self.transport.is_closing():
            return
        self.transport.pause_reading()
        descriptor = self.transport.get_extra_info("socket").fileno()
        self._gone = passing.send(self._house.link, passing.BACK, data, descriptor)
        self._house.connections.discard(self)
        self.transport.close()


async def serve(order: Order, content: bytes, link: socket.socket) -> None:
    """Answer until the service wants no more, or is gone: what is still under way to here is not lost."""
    house = House(order, content, link)
    del content
    collect_seldom()
    await house.over.wait()


def main() -> None:
    """Do what standard input says."""
    for ending in (signal.SIGINT, signal.SIGTERM):  # these are for the service; this process ends with it
        signal.signal(ending, signal.SIG_IGN)
    link = socket.socket(fileno=int(sys.argv[1]))
    link.setblocking(False)
    order = Order(**json.loads(sys.stdin.buffer.readline()))
    content = sys.stdin.buffer.read()
    log_to_stderr(order.log)
    runner = asyncio.run
    with contextlib.suppress(ImportError):
        import uvloop

        runner = uvloop.run
    runner(serve(order, content, link))


if __name__ == "__main__":
    main()
