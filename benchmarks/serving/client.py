"""A client that keeps its connections and adds as little time of its own as Python can.

The law of this file: it speaks just enough HTTP/1.1 for the servers that are measured, and checks what it gets.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit


@dataclass
class Connection:
    """One connection to a server."""

    base: str
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def send(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, int, float]:
        """Return status, bytes of the body and the second of its first byte."""
        parts = urlsplit(self.base)
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 22)
        assert self.reader
        head = f"{method} {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {len(body)}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.writer.write(head.encode() + b"\r\n" + body)
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(answer.split(" ", 2)[1])
        size, first = 0, 0.0
        if "transfer-encoding: chunked" in answer:
            while length := int((await self.reader.readline()).strip(), 16):
                first = first or time.perf_counter()
                await self.reader.readexactly(length + 2)
                size += length
            await self.reader.readline()
        else:
            found = [line for line in answer.split("\r\n") if line.startswith("content-length:")]
            left = int(found[0].split(":")[1]) if found else 0
            while left:
                block = await self.reader.read(min(left, 1 << 20))
                if not block:
                    raise ConnectionError("broken off")
                first = first or time.perf_counter()
                left -= len(block)
                size += len(block)
        if "connection: close" in answer:
            self.close()
        return status, size, first or time.perf_counter()

    def close(self) -> None:
        """Close."""
        if self.writer:
            self.writer.close()
            self.reader = self.writer = None


@dataclass
class Measured:
    """What a run of many requests gave."""

    seconds: float
    times: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def per_second(self) -> float:
        """Return requests per second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return a percentile in milliseconds."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


Ask = Callable[[Connection, str], Awaitable[int]]


def query_path(endpoint: str, query: str) -> str:
    """Return path and query string of a GET."""
    return f"{urlsplit(endpoint).path}?query={quote(query)}"


async def ask(
    connection: Connection, endpoint: str, query: str, accept: str = "application/sparql-results+json"
) -> int:
    """Ask one query; return the size of the answer, or -1 where it is no answer."""
    status, size, _ = await connection.send("GET", query_path(endpoint, query), {"Accept": accept})
    return size if status == 200 else -1


async def run(base: str, tasks: Sequence[str], work: Ask, clients: int) -> Measured:
    """Give the tasks to so many clients, each of which has one request on its way at a time."""
    left = iter(tasks)
    measured = Measured(0.0)

    async def client() -> None:
        connection = Connection(base)
        for task in left:
            began = time.perf_counter()
            try:
                good = await work(connection, task) >= 0
            except (OSError, asyncio.IncompleteReadError):
                good = False
                connection.close()
            measured.failed += not good
            measured.times.append(time.perf_counter() - began)
        connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    measured.seconds = time.perf_counter() - began
    return measured
