"""Live updates: one writer, acknowledged when durable, seen by everybody at once.

The law of this file: a write is acknowledged after the writer has committed it and forced its log to the disk, in
groups. Readers never open the live store: before the next query after a write, the live store is sealed into a new
generation (hard links), and that is what they read. So nobody sees half an update, and whoever was told that a write is
done sees it. ``live_store`` has what stands on the disk.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ecograph.engine import generations, live_store, locks
from ecograph.engine.blocks import frame
from ecograph.engine.judging import Judge, Verdict
from ecograph.engine.syntax import explain
from ecograph.engine.workers import FrameReader, Limits, Worker, deadline_reached, died
from ecograph.errors import (
    ChangedMeanwhile,
    Conflict,
    DataError,
    EcoGraphError,
    NotReady,
    NotWellFormed,
    Place,
    StoreError,
    SyntaxProblem,
    UnknownName,
)
from ecograph.texts import Text

_GROUP = 256


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of RDF as it came in."""

    content: bytes
    media_type: str


@dataclass(slots=True)
class Write:
    """One write.

    Attributes:
        kind: ``update``, ``put``, ``post`` or ``delete``.
        text: The SPARQL Update.
        graph: The name of the graph for the other kinds; None: the default graph.
        parts: What is put or posted.
        base: Base IRI for relative IRIs.
        seen: The generation that the caller has seen; refused if this graph was written since.
        findings: What it adds to what is wrong, where writes are judged (see `judging`).
    """

    kind: str
    text: str = ""
    graph: str | None = None
    parts: tuple[Part, ...] = ()
    base: str = "http://localhost/"
    seen: int | None = None
    findings: tuple[dict[str, Any], ...] = ()
    done: asyncio.Future[dict[str, Any]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def message(self) -> dict[str, Any]:
        """Return what the writer is told."""
        parts = [{"content": base64.b64encode(p.content).decode(), "media_type": p.media_type} for p in self.parts]
        return {"kind": self.kind, "text": self.text, "graph": self.graph, "parts": parts, "base": self.base}


class Live:
    """The parent's side of the writer, in one event loop."""

    def __init__(
        self, data_dir: Path, limits: Limits, keep: int, validation: Literal["off", "report", "reject"] = "off"
    ) -> None:
        self.data_dir = data_dir
        self.limits = limits
        self.keep = keep
        self.dirty = False
        self.writes = 0
        self._held = contextlib.ExitStack()
        self._worker: Worker | None = None
        self._frames: list[tuple[bytes, bytes]] = []
        self._reader = FrameReader()
        self._queue: asyncio.Queue[Write | None] = asyncio.Queue()
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        #: Which write changed a graph last, any graph (an update) last, and what generations had seen.
        self._changed: dict[str | None, int] = {}
        self._changed_any = 0
        self._seen: dict[int, int] = {}
        self.validation = validation
        self._judge = Judge(data_dir, limits.seconds, limits.megabytes)
        #: The judge reads the store and judges all of it; None: its mirror is not what the store is.
        self._judging: asyncio.Task[None] | None = None
        self._judging_since = 0.0

    async def start(self) -> None:
        """Take the writer's lock, make the live store ready, start the writer.

        Raises:
            StoreError: another process writes here.
        """
        self._held.enter_context(locks.lock(self.data_dir, ".writer"))
        try:
            live_store.prepare(self.data_dir, self.keep)
            now = generations.current(self.data_dir)
            assert now is not None
            self._seen[now.number] = 0
            await self._open()
        except BaseException:
            self._held.close()
            raise
        if self.validation != "off":
            self._begin_to_judge()
        self._task = asyncio.get_running_loop().create_task(self._serve())

    async def write(self, write: Write) -> dict[str, Any]:
        """Do one write; returns when it is durable.

        Raises:
            NotWellFormed: it adds violations of the structure shapes, and those are rejected; nothing was written.
            NotReady: what is there has not been judged yet; nothing was written.
            QuerySyntaxError: the update does not parse.
            SyntaxProblem: the body does not parse.
            ChangedMeanwhile: the graph was written since the caller has seen it.
            LimitReached: time or memory; then it may or may not have been done.
        """
        await self._queue.put(write)
        return await write.done

    async def seal(self) -> None:
        """Make what was acknowledged visible."""
        async with self._turn:
            await self._seal()

    async def _seal(self) -> None:
        if self.dirty:

            def copy(path: Path) -> None:
                assert self._worker is not None
                self._worker.socket.sendall(frame(b"B", json.dumps({"path": str(path)}).encode()))
                self._until_done(self._worker)

            generation = await asyncio.to_thread(generations.seal, self.data_dir, copy, keep=self.keep)
            live_store.note_sealed(self.data_dir, generation)
            self._seen[generation.number] = self.writes
            self.dirty = False

    async def close(self) -> None:
        """End the writer; what was acknowledged is durable, and sealed for the next start."""
        if self._task:
            await self._queue.put(None)
            await self._task
        with contextlib.suppress(EcoGraphError, OSError):
            await self.seal()
        if self._worker:
            self._worker.close()
        self._judge.end()
        if self._judging:
            await asyncio.gather(self._judging, return_exceptions=True)
        await asyncio.to_thread(self._judge.close)
        self._held.close()

    async def _serve(self) -> None:
        while True:
            first = await self._queue.get()
            group: list[Write] = []
            end = first is None
            if first is not None:
                group.append(first)
            while not self._queue.empty() and len(group) < _GROUP:
                item = self._queue.get_nowait()
                if item is None:
                    end = True
                    break
                group.append(item)
            if group:
                async with self._turn:
                    try:
                        await (self._do(group) if self.validation == "off" else self._judged(group))
                    except EcoGraphError as error:
                        _fail(group, error)
                    except OSError as error:
                        _fail(group, StoreError(f"The writer cannot be reached: {error}."))
            if end:
                return

    def _begin_to_judge(self) -> None:
        """Have everything judged once, beside the work; what is sealed is what is there."""
        now = generations.current(self.data_dir)
        assert now is not None
        work = asyncio.to_thread(self._judge.open, now.store_path)
        self._judging, self._judging_since = asyncio.get_running_loop().create_task(work), time.monotonic()

    async def _judged(self, group: Sequence[Write]) -> None:
        """Do those writes of a group that the structure shapes allow; each learns what it adds to what is wrong."""
        for write in group:
            try:
                verdict = await self._verdict(write)
                if verdict is None:
                    await self._do([write])  # it is told why it cannot be done
                    if write.done.exception() is None:  # the mirror was wrong
                        self._judging = None
                    continue
                write.findings = verdict.findings
                if self.validation == "reject" and verdict.rejects:
                    await asyncio.to_thread(self._judge.undo)
                    _fail([write], NotWellFormed(verdict.findings, verdict.report))
                    continue
                await self._do([write])
                if write.done.exception() is not None:
                    await asyncio.to_thread(self._judge.undo)
                if not verdict.certain:
                    self._judging = None
            except NotReady as error:
                _fail([write], error)
            except (EcoGraphError, OSError) as error:
                self._judging = None
                _fail([write], error if isinstance(error, EcoGraphError) else StoreError(f"{error}."))

    async def _verdict(self, write: Write) -> Verdict | None:
        if self._judging is None:
            await self._seal()
            self._begin_to_judge()
        assert self._judging is not None
        patience = self._judging_since + self.limits.seconds - time.monotonic()
        await asyncio.wait({self._judging}, timeout=max(0.0, patience))
        if not self._judging.done():
            raise NotReady
        self._judging.result()
        return await asyncio.to_thread(self._judge.verdict, write.message())

    async def _do(self, group: Sequence[Write]) -> None:
        """Do a group of writes; each learns its own fate after the log is on the disk."""
        accepted = [write for write in group if self._fits(write)]
        if not accepted:
            return
        if not self.dirty:
            live_store.note_ahead(self.data_dir)
            self.dirty = True
        results: list[dict[str, Any]] = []
        problem: EcoGraphError | None = None
        try:
            await asyncio.to_thread(self._exchange, [write.message() for write in accepted], results.append)
        except EcoGraphError as error:
            problem = error
            await self._open()  # the engine replays its log and the new writer forces it to the disk
        for write, result in zip(accepted, results, strict=False):
            if "ok" in result:
                write.done.set_result(result["ok"])
            else:
                write.done.set_exception(_problem(result, write))
        rest = accepted[len(results) :]
        if rest and problem is None:
            problem = StoreError("The writer left a write without a result.")
        if problem and rest:
            _fail(rest[:1], problem)
            for write in rest[1:]:
                self._queue.put_nowait(write)

    def _fits(self, write: Write) -> bool:
        """Check what the caller has seen, and note what this write changes."""
        if write.seen is not None:
            known = self._seen.get(write.seen)
            changed = max(self._changed_any, self._changed.get(write.graph, 0))
            if known is None or changed > known:
                write.done.set_exception(
                    ChangedMeanwhile(
                        Text(
                            nl="De graaf is veranderd sinds u haar ophaalde.",
                            en="The graph has changed since you fetched it.",
                        ),
                        remedy=Text(nl="Haal haar opnieuw op.", en="Fetch it again."),
                    )
                )
                return False
        self.writes += 1
        if write.kind == "update":
            self._changed_any = self.writes
        else:
            self._changed[write.graph] = self.writes
        return True

    def _exchange(self, messages: list[dict[str, Any]], take: Callable[[dict[str, Any]], None]) -> None:
        assert self._worker is not None
        self._worker.socket.settimeout(self.limits.seconds)
        try:
            self._worker.socket.sendall(frame(b"W", json.dumps(messages).encode()))
            self._until_done(self._worker, take)
        except BrokenPipeError:
            raise died(self._worker.process.wait()) from None

    def _until_done(self, worker: Worker, take: Callable[[dict[str, Any]], None] = lambda _: None) -> None:
        """Read results until the writer says that all is on the disk; each result gets the deadline of its own."""
        while True:
            try:
                piece = worker.socket.recv(1 << 20)
            except (TimeoutError, socket.timeout) as error:  # noqa: UP041  # the same class
                worker.close()
                raise deadline_reached(self.limits.seconds) from error
            except ConnectionError:
                piece = b""
            if not piece:
                raise died(worker.process.wait())
            for kind, content in self._reader.feed(piece):
                if kind == b"S":
                    return
                take(json.loads(content))

    async def _open(self) -> None:
        if self._worker:
            self._worker.close()
        self._reader = FrameReader()
        self._worker = Worker(self.data_dir, self.limits, writes=self.data_dir / "live" / "store")
        self._worker.socket.settimeout(60)
        await asyncio.to_thread(self._until_done, self._worker)


def _fail(group: Sequence[Write], error: EcoGraphError) -> None:
    for write in group:
        if not write.done.done():
            write.done.set_exception(error)


def _problem(report: dict[str, Any], write: Write) -> EcoGraphError:
    message = report["message"]
    match report["code"]:
        case "query-syntax":
            return explain(write.text, message, update=True)
        case "syntax":
            return SyntaxProblem(message, place=Place(line=report.get("line"), column=report.get("column")))
        case "bad-data":
            return DataError(message, remedy="Send triples.")
        case "no-graph":
            return UnknownName(Text(nl="graaf", en="graph"), write.graph or "", [])
        case "conflict":
            return Conflict(f"{message}.", remedy="Use SILENT, or look at what is there.")
        case _:
            return StoreError(f"The engine reports: {message}.")
