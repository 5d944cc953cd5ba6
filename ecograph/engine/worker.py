"""The process that evaluates queries: started by engine.workers as a script, ended by it at will.

The law of this file: it stands alone. It imports the engine and the standard library and nothing of ecograph, so that
a fresh one is ready in some forty milliseconds; and before it reads the first query it gives up everything it does not
need: network, new programs, files outside its stores, core dumps, memory without end.

Frames, both ways: one byte for the kind, four for the length (big-endian), then the content.
in:  Q a query: the lengths of the options and of the text, then options (JSON), text, and the text as it was written
     where that is another one
out: A a whole answer that fits into one block: kind, whether it was cut, rows, then its bytes
     H head (JSON), D data, E end (JSON) of a longer one; X error (JSON)
"""

from __future__ import annotations

import ctypes
import functools
import itertools
import json
import os
import platform
import resource
import select
import signal
import socket
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterable
from typing import Any

import pyoxigraph as ox

BLOCK = 64 * 1024
HEADER = struct.Struct(">cI")
QUESTION = struct.Struct(">II")
WHOLE = struct.Struct(">c?Q")
KINDS = {b"s": "solutions", b"b": "boolean", b"g": "graph"}
_LETTERS = {kind: letter for letter, kind in KINDS.items()}


class _TooLarge(Exception):
    """The answer has too many rows or bytes."""


class _NoGraph(Exception):
    """The store has no graph of that name."""


class _NoFormat(Exception):
    """No format that the client accepts can hold this kind of answer."""


def main() -> None:
    """Serve one connection until the other side closes it."""
    link = socket.socket(fileno=int(sys.argv[1]))
    inbox = Inbox(link)
    config = json.loads((inbox.receive() or (b"C", b"{}"))[1])
    end_with_parent(link)
    give_up(config)
    stores: dict[str, ox.Store] = {}
    known: dict[bytes, dict[str, Any]] = {}
    while (message := inbox.receive()) is not None:
        try:
            request = _request(message[1], known)
            _answer(link, _open(stores, request["path"], config["megabytes"]), request, config["prefixes"])
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001  # whatever goes wrong is told to the parent, which knows what to say
            link.sendall(frame(b"X", json.dumps(_problem(error)).encode()))


def _request(content: bytes, known: dict[bytes, dict[str, Any]]) -> dict[str, Any]:
    """Read a query; most have the options of one before, so those are read once."""
    options, text = QUESTION.unpack_from(content)
    at = QUESTION.size + options
    raw = content[QUESTION.size : at]
    if raw not in known:
        if len(known) > 100:
            known.clear()
        known[raw] = json.loads(raw)
    asked = content[at : at + text].decode("utf-8", "surrogatepass")
    written = content[at + text :].decode("utf-8", "surrogatepass")
    return {**known[raw], "text": asked, "original": written or asked}


def _open(stores: dict[str, ox.Store], path: str, megabytes: int) -> ox.Store:
    if path not in stores:
        while len(stores) >= 2:  # the current generation and the one before
            del stores[next(iter(stores))]
        stores[path] = ox.Store.read_only(path)
        limit_memory(megabytes)
    return stores[path]


def _answer(link: socket.socket, store: ox.Store, request: dict[str, Any], prefixes: dict[str, str]) -> None:
    if "graph" in request:
        _one_graph(link, store, request, prefixes)
        return
    text = request["text"]
    options: dict[str, Any] = {"base_iri": request.get("base"), **_dataset(request)}
    try:
        result = store.query(text, prefixes=needed(prefixes, text), **options)
    except SyntaxError:
        if request["original"] == text:
            raise
        # The place of an error is that of the text as it was written.
        result = store.query(request["original"], prefixes=prefixes, **options)
    if isinstance(result, ox.QueryTriples):
        kind = "graph"
    else:
        kind = "solutions" if isinstance(result, ox.QuerySolutions) else "boolean"
    media_type = request["formats"].get(kind)
    if media_type is None:
        raise _NoFormat(kind)
    out = _Writer(link, kind, media_type, request)
    try:
        if isinstance(result, ox.QueryTriples):
            _graph(out, result, media_type, prefixes, request)
        else:
            result.serialize(out, format=results_format(media_type))  # type: ignore[arg-type]  # it writes, no more
    except RuntimeError:
        if not out.stopped:  # not ours
            raise
    out.finish()


def needed(prefixes: dict[str, str], text: str) -> dict[str, str]:
    """Return the prefixes that a text may use; the engine checks each one that it is given, for each query."""
    if "\\" in text:  # an escape may stand for any character
        return prefixes
    names = tuple(prefixes)
    before = [piece for piece in text.split(":") if piece.endswith(names)]
    return {n: iri for n, iri in prefixes.items() if any(p.endswith(n) for p in before)} if before else {}


@functools.cache
def results_format(media_type: str) -> ox.QueryResultsFormat | None:
    """Return the engine's name of a format."""
    return ox.QueryResultsFormat.from_media_type(media_type)


def _one_graph(link: socket.socket, store: ox.Store, request: dict[str, Any], prefixes: dict[str, str]) -> None:
    """Answer with one graph as it is (Graph Store Protocol)."""
    name = None if request["graph"] is None else ox.NamedNode(request["graph"])
    if name is not None and not store.contains_named_graph(name):
        raise _NoGraph(name.value)
    media_type = request["formats"].get("graph")
    if media_type is None:
        raise _NoFormat("graph")
    quads = store.quads_for_pattern(None, None, None, name or ox.DefaultGraph())
    out = _Writer(link, "graph", media_type, request)
    try:
        _graph(out, (quad.triple for quad in quads), media_type, prefixes, request)
    except RuntimeError:
        if not out.stopped:
            raise
    out.finish()


def _graph(
    out: _Writer, triples: Iterable[ox.Triple], media_type: str, prefixes: dict[str, str], request: dict[str, Any]
) -> None:
    """Serialise triples; for the formats that write prefixes, those that the first triples use."""
    rows = iter(triples)
    limit = request["rows"]
    kept = itertools.islice(rows, limit)

    def counted() -> Iterable[ox.Triple]:
        for triple in kept:
            out.rows += 1
            yield triple

    rdf_format = ox.RdfFormat.from_media_type(media_type)
    names = prefixes if media_type in {"text/turtle", "application/trig", "application/rdf+xml"} else None
    if names:
        head = list(itertools.islice(kept, 2000))
        used = " ".join(str(t) for t in head)
        names = {p: iri for p, iri in prefixes.items() if f"<{iri}" in used}
        kept = itertools.chain(head, kept)  # type: ignore[assignment]
    ox.serialize(counted(), out, rdf_format, prefixes=names)  # type: ignore[arg-type]  # it writes, no more
    if out.rows >= limit and next(rows, None) is not None:
        if not request.get("cut"):
            raise _TooLarge
        out.truncated = True


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """SPARQL 1.1 Protocol §2.1.4: the dataset of the request wins over that of the query; else all graphs are one."""
    default, named = request.get("default"), request.get("named")
    if default is None and named is None:
        return {"use_default_graph_as_union": not request.get("has_dataset")}
    return {
        "default_graph": [ox.NamedNode(g) for g in default or ()],
        "named_graphs": [ox.NamedNode(g) for g in named or ()],
    }


class _Writer:
    """A file that the engine's serialisers write to: counts rows, keeps the limits, compresses, sends in blocks."""

    def __init__(self, link: socket.socket, kind: str, media_type: str, request: dict[str, Any]) -> None:
        self.request = request
        self.rows = 0
        self.truncated = False
        self.stopped = ""
        self._link = link
        self._kind = kind
        self._media_type = media_type
        self._begun = False
        self._block = b""
        self._pending: list[bytes] = []
        self._size = 0
        self._bytes = 0
        self._counter = row_counter(media_type) if kind == "solutions" else None
        self._gzip = zlib.compressobj(1, zlib.DEFLATED, 31) if request.get("gzip") else None

    def write(self, data: bytes) -> int:
        """Take a piece; sends a block when there is one."""
        self._pending.append(data)
        self._size += len(data)
        if self._size >= BLOCK:
            self._cut_block(last=False)
            if self.stopped:
                raise RuntimeError(self.stopped)
            if self._block:
                self._link.sendall(self._head() + frame(b"D", self._block))
        return len(data)

    def flush(self) -> None:
        """Serialisers call it at their end; a block leaves when it is full."""

    def finish(self) -> None:
        """Send the last block and the end, in one system call."""
        if self.stopped and not self.truncated:
            raise _TooLarge
        if not self.stopped:
            self._cut_block(last=True)
        if self.stopped and not self.truncated:
            raise _TooLarge
        if not self._begun:
            whole = WHOLE.pack(_LETTERS[self._kind], self.truncated, self.rows)
            self._link.sendall(frame(b"A", whole + self._block))
            return
        end = {"rows": self.rows, "bytes": self._bytes, "truncated": self.truncated}
        last = frame(b"D", self._block) if self._block else b""
        self._link.sendall(last + frame(b"E", json.dumps(end).encode()))

    def _head(self) -> bytes:
        if self._begun:
            return b""
        self._begun = True
        return frame(b"H", json.dumps({"kind": self._kind, "media_type": self._media_type}).encode())

    def _cut_block(self, *, last: bool) -> None:
        """Make a block of what was written: whole rows as far as the limit goes, compressed where that was asked."""
        block = b"".join(self._pending)
        self._pending.clear()
        if self._counter:
            keep = 0 if last else _HOLD
            block, held = self._limit_rows(block, len(block) - keep, last=last)
            if held:
                self._pending.append(held)
        self._size = sum(map(len, self._pending))
        self._bytes += len(block)
        if self._bytes > self.request["bytes"]:
            self.stopped, self.truncated, self._block = "bytes", False, b""
            return
        if self._gzip:
            block = self._gzip.compress(block) + (self._gzip.flush() if last or self.truncated else b"")
        self._block = block

    def _limit_rows(self, text: bytes, safe: int, *, last: bool) -> tuple[bytes, bytes]:
        """Count the rows that start before ``safe``; cut before the first one too many."""
        assert self._counter is not None
        count = self._counter.count(text, safe, last=last)
        limit = self.request["rows"]
        if self.rows + count <= limit:
            self.rows += count
            return text[:safe], text[safe:]
        cut = self._counter.offset(text, limit - self.rows)
        self.rows = limit
        self.stopped = "rows"
        self.truncated = bool(self.request.get("cut"))
        return text[:cut] + self._counter.tail, b""


class _Marks:
    """Rows that begin with a fixed mark which cannot stand inside a value."""

    def __init__(self, mark: bytes, before: int, tail: bytes, first: bytes = b"") -> None:
        self._mark, self._before, self.tail, self._first = mark, before, tail, first

    def count(self, text: bytes, safe: int, *, last: bool) -> int:  # noqa: ARG002  # the same signature for all
        found = text.count(self._mark, 0, max(0, safe) + len(self._mark) - 1)
        if self._first and self._first in text:
            found, self._first = found + 1, b""
        return found

    def offset(self, text: bytes, nth: int) -> int:
        """Return where the text of the row after ``nth`` more rows begins."""
        at = -1
        for _ in range(nth + 1):
            at = text.index(self._mark, at + 1)
        return at + self._before


class _JsonRows(_Marks):
    """Between two rows stands ``}},{"``; inside a string a quote follows a backslash."""

    def __init__(self) -> None:
        super().__init__(b'}},{"', 2, b"]}}", first=b'"bindings":[{"')

    def offset(self, text: bytes, nth: int) -> int:
        first = b'"bindings":[{"' in text
        return super().offset(text, nth - 1 if first else nth)


class _CsvRows:
    """A line break outside quotes, with something after it, begins a row (the first ends the header)."""

    tail = b""

    def __init__(self) -> None:
        self._quoted = False
        self._before = False

    def _starts(self, text: bytes, safe: int, *, last: bool) -> list[int]:
        found, offset, quoted = [], 0, self._quoted
        end = min(safe, len(text) - 1) if last else safe
        for part in text[:end].split(b'"'):
            if not quoted:
                at = part.find(b"\n")
                while at >= 0:
                    found.append(offset + at + 1)
                    at = part.find(b"\n", at + 1)
            quoted = not quoted
            offset += len(part) + 1
        self._before, self._quoted = self._quoted, not quoted
        return found

    def count(self, text: bytes, safe: int, *, last: bool) -> int:
        self._found = self._starts(text, safe, last=last)
        return len(self._found)

    def offset(self, text: bytes, nth: int) -> int:  # noqa: ARG002  # the same signature for all
        return self._found[nth]


class _TsvRows:
    """A line break with something after it begins a row; inside a value it is written as an escape."""

    tail = b""

    def count(self, text: bytes, safe: int, *, last: bool) -> int:
        return text.count(b"\n", 0, max(0, min(safe, len(text) - 1) if last else safe))

    def offset(self, text: bytes, nth: int) -> int:
        at = -1
        for _ in range(nth + 1):
            at = text.index(b"\n", at + 1)
        return at + 1


#: Held back from each block, so that no mark is cut in two.
_HOLD = 32
_COUNTERS: dict[str, Callable[[], Any]] = {
    "application/sparql-results+json": _JsonRows,
    "application/sparql-results+xml": lambda: _Marks(b"<result>", 0, b"</results></sparql>"),
    "text/csv": _CsvRows,
    "text/tab-separated-values": _TsvRows,
}


def row_counter(media_type: str) -> Any:  # noqa: ANN401  # one of the classes above
    """Return what counts the rows of an answer in a format; None for formats without rows."""
    make = _COUNTERS.get(media_type)
    return make() if make else None


def frame(kind: bytes, content: bytes) -> bytes:
    """Return one frame."""
    return HEADER.pack(kind, len(content)) + content


class Inbox:
    """Frames that come in on a socket, as few system calls as they take."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._buffer = bytearray()

    def receive(self) -> tuple[bytes, bytes] | None:
        """Return kind and content of the next frame; None when the other side is gone."""
        buffer = self._buffer
        while len(buffer) < HEADER.size or len(buffer) < HEADER.size + HEADER.unpack_from(buffer)[1]:
            piece = self._link.recv(1 << 16)
            if not piece:
                return None
            buffer += piece
        kind, size = HEADER.unpack_from(buffer)
        content = bytes(buffer[HEADER.size : HEADER.size + size])
        del buffer[: HEADER.size + size]
        return kind, content


def _problem(error: Exception) -> dict[str, Any]:
    """Return an error as data: a code that the parent has an exception for, and the message."""
    codes: dict[type[BaseException], str] = {
        _NoFormat: "not-acceptable",
        _NoGraph: "no-graph",
        _TooLarge: "answer-too-large",
        SyntaxError: "query-syntax",
        MemoryError: "memory",
    }
    return {"code": codes.get(type(error), "store"), "message": str(error) or type(error).__name__}


# --- what the process gives up -----------------------------------------------------------------------------------


def give_up(config: dict[str, Any]) -> None:
    """Give up what a process that evaluates the text of others does not need."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    _watch_files(tuple(config["folders"]))
    _close_network()


def end_with_parent(link: socket.socket) -> None:
    """End this process as soon as the other side is gone, also in the middle of a query (it lets threads run)."""

    def watch() -> None:
        hang_up = select.poll()
        hang_up.register(link, select.POLLHUP | getattr(select, "POLLRDHUP", 0))
        hang_up.poll()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def limit_memory(megabytes: int) -> None:
    """Allow so much address space beyond what is in use now (an open store maps its files)."""
    with open("/proc/self/statm") as handle:  # noqa: PTH123  # nothing but the engine is imported here
        used = int(handle.read().split()[0]) * resource.getpagesize()
    limit = used + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def _watch_files(folders: tuple[str, ...]) -> None:
    """Refuse, in Python code, every file outside the stores, every socket and every program."""
    roots = (*folders, sys.prefix, sys.base_prefix)
    allowed = (*(os.path.realpath(root) + os.sep for root in roots), f"/proc/{os.getpid()}/statm")
    refused = ("socket.connect", "socket.bind", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path = args[0]
            if isinstance(path, (str, bytes)) and not os.path.realpath(os.fsdecode(path)).startswith(allowed):
                raise PermissionError(f"a worker opens no file outside its stores: {path!r}")
        elif event.startswith(refused):
            raise PermissionError(f"a worker does not do {event}")

    sys.addaudithook(hook)


#: Numbers of the system calls socket, connect and execve.
_CALLS = {"x86_64": (0xC000003E, (41, 42, 59)), "aarch64": (0xC00000B7, (198, 203, 221))}


def _close_network() -> bool:
    """Make the kernel refuse sockets and programs to native code too (seccomp); return whether it will."""
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    architecture, calls = _CALLS[platform.machine()]
    deny = 0x00050000 | 13  # SECCOMP_RET_ERRNO with EACCES
    code = [(0x20, 0, 0, 4), (0x15, 0, len(calls) + 2, architecture), (0x20, 0, 0, 0)]
    code += [(0x15, len(calls) - i, 0, number) for i, number in enumerate(calls)]
    code += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, deny)]
    program = b"".join(struct.pack("HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(program)
    filters = struct.pack("HxxxxxxP", len(code), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0):  # PR_SET_NO_NEW_PRIVS
        return False
    return bool(libc.prctl(22, 2, ctypes.create_string_buffer(filters), 0, 0) == 0)  # PR_SET_SECCOMP, filter


if __name__ == "__main__":
    main()
