"""The embedded store: generations on this machine, answered by workers.

The law of this file: a query is evaluated in a worker, which can be ended; in this process only a lookup of one triple
pattern, which cannot run away (``lookup``). ``Trusted`` is for commands that a person runs and ends: it sees the same
generation, in the process of the command.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import io
import json
import os
import threading
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from ecograph.engine import generations, guard, live, locks, sparql_rewrite, sparql_tree
from ecograph.engine.calls import Call
from ecograph.engine.generations import Generation
from ecograph.engine.live import Live, Write
from ecograph.engine.locks import Use
from ecograph.engine.lookup import MOST, Found, Lookups, read
from ecograph.engine.pool import Pool
from ecograph.engine.store import Accepts, Answer, Request, StreamedAnswer
from ecograph.engine.syntax import explain
from ecograph.engine.workers import Frame, Limits, Question, Worker
from ecograph.errors import EcoGraphError, NotAcceptable, QueueFull, StoreError
from ecograph.settings import Settings
from ecograph.terms import PREFIXES
from ecograph.texts import Text


@functools.lru_cache(maxsize=512)
def faster(text: str) -> str | None:
    """Return the query with NOT EXISTS as MINUS where that is provably the same; None where nothing changes.

    Oxigraph evaluates NOT EXISTS anew for each solution: docs/decisions/0032-not-exists.md.

    >>> faster("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s <a:b> ?x } }")
    'SELECT * { ?s ?p ?o  MINUS { ?s <a:b> ?x  } }'
    >>> faster("SELECT * { ?s ?p ?o }") is None
    True
    """
    if "EXISTS" not in text.upper():
        return None
    try:
        query = sparql_tree.read(text)
        return sparql_tree.write(query) if sparql_rewrite.not_exists_to_minus(query) else None
    except (sparql_tree.NotRead, RecursionError, IndexError):
        return None


@functools.lru_cache(maxsize=512)
def _options(
    generation: Generation,
    base: str,
    default: tuple[str, ...] | None,
    named: tuple[str, ...] | None,
    accepts: Accepts,
    has_dataset: bool,
    compress: bool,
    rows: int,
    cut: bool,
    size: int,
) -> bytes:
    """Return what decides an answer besides its text, as the worker reads it; the same for most queries."""
    options = {
        "path": str(generation.store_path),
        "base": base,
        "default": default,
        "named": named,
        "has_dataset": has_dataset,
        "formats": {"solutions": accepts.solutions, "boolean": accepts.boolean, "graph": accepts.graph},
        "gzip": compress,
        "rows": rows,
        "cut": cut,
        "bytes": size,
    }
    return json.dumps(options).encode()


#: Queries of the service itself at a time, each in a worker of its own beside those of the clients.
_OWN = 2


def _end(workers: list[Worker]) -> None:
    while workers:
        workers.pop().close()


class EmbeddedStore:
    """Answers from the current generation, or an older one that is still kept."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.data_dir = settings.data_dir
        self.limits = Limits(
            settings.query_seconds, settings.query_megabytes, settings.query_rows, settings.answer_bytes
        )
        self._pointer = str(self.data_dir / "current")
        self._stamp: tuple[int, int] | None = None
        self._current: Generation | None = None
        self._serving = False
        self._uses: dict[int, Use] = {}
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(_OWN)
        weakref.finalize(self, _end, self._idle)
        self.pool: Pool | None = None
        self.live: Live | None = None
        self.lookups = Lookups()

    # --- which state -------------------------------------------------------------------------------------------

    def current(self) -> Generation:
        """Return the current generation; looks at the pointer each time, so a new build shows at once.

        Raises:
            StoreError: nothing was published yet.
        """
        try:
            status = os.stat(self._pointer)  # noqa: PTH116  # a string: this is asked for each query
        except FileNotFoundError:
            raise StoreError(f"There is no store in {self.data_dir} yet.", remedy="Run: ecograph build.") from None
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp or self._current is None:
            self._current = generations.current(self.data_dir)
            self._stamp = stamp
            if self._serving and self._current:
                self._use(self._current)
        assert self._current is not None
        return self._current

    def generation(self) -> int:
        """Return the number of the current generation."""
        return self.current().number

    def prepare(self, request: Request) -> tuple[Generation, Question, float]:
        """Return what a worker is asked, and the deadline.

        Raises:
            QueryRefused: the guard does not let it pass.
            UnknownName: the generation is not kept (any more).
        """
        checked = guard.check(request.text, max_bytes=self.settings.query_bytes, max_depth=self.settings.query_depth)
        if request.generation is None:
            generation = self.current()
        else:
            generation = generations.numbered(self.data_dir, request.generation)
        limits = self.limits
        return generation, self._question(request, generation, checked), min(request.seconds or 1e9, limits.seconds)

    def _question(self, request: Request, generation: Generation, checked: guard.Checked) -> Question:
        limits, text = self.limits, request.text
        options = _options(
            generation,
            request.base,
            request.default_graphs,
            request.named_graphs,
            request.accepts,
            checked.has_dataset,
            request.compress,
            limits.rows if request.rows is None else min(request.rows, limits.rows),
            request.rows is not None,
            limits.bytes,
        )
        return Question(options, faster(text) or text, text, request.accepts)

    # --- blocking ----------------------------------------------------------------------------------------------

    def query(self, request: Request) -> Answer:
        """Answer a query in a worker, blocking; see ``Store.query``."""
        generation, question, seconds = self.prepare(request)
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        worker = worker or Worker(self.data_dir, self.limits)
        frames = self._frames(worker, worker.ask(question, seconds))
        head = json.loads(next(frames)[1])
        answer = Answer(head["kind"], head["media_type"], iter(()), generation.number)

        def chunks() -> Iterator[bytes]:
            for kind, content in frames:
                if kind == b"D":
                    yield content
                else:
                    end = json.loads(content)
                    answer.rows, answer.truncated = end["rows"], end["truncated"]

        answer.chunks = chunks()
        return answer

    def _frames(self, worker: Worker, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Pass frames on; the worker is kept if it ended well, else it goes."""
        good = False
        try:
            yield from frames
            good = True
        except EcoGraphError as error:
            good = error.fault == "caller" and worker.process.poll() is None and error.code != "deadline"
            raise
        finally:
            if good:
                with self._lock:
                    self._idle.append(worker)
            else:
                worker.close()

    # --- for a server ------------------------------------------------------------------------------------------

    def _use(self, generation: Generation) -> None:
        """Show that this service answers from a generation, and no longer from those before the last one."""
        if generation.number not in self._uses:
            self._uses[generation.number] = Use(generation.folder)
        while len(self._uses) > 2:  # a worker keeps two stores open
            self._uses.pop(next(iter(self._uses))).end()

    async def start(self) -> None:
        """Start the workers of a server, in the running event loop."""
        self._serving, self._stamp = True, None
        self.pool = Pool(self.data_dir, self.limits, workers=self.settings.workers, queue=self.settings.queue)
        await self.pool.start()
        if self.settings.writable:
            settings = self.settings
            self.live = Live(self.data_dir, self.limits, settings.keep_generations, settings.update_validation)
            await self.live.start()
        elif live.needs_recovery(self.data_dir):
            with locks.lock(self.data_dir, ".writer"):
                live.recover(self.data_dir, self.settings.keep_generations)
        with contextlib.suppress(StoreError):  # no store yet
            await asyncio.to_thread(self.lookups.open, self.current())

    @property
    def unsettled(self) -> bool:
        """Return whether acknowledged writes are in no generation yet."""
        return self.live is not None and self.live.dirty

    async def settle(self) -> None:
        """Make every acknowledged write visible to what is asked next."""
        if self.live and self.live.dirty:
            await self.live.seal()

    async def update(self, text: str, *, base: str = "") -> tuple[Mapping[str, object], ...]:
        """Do a SPARQL Update; see ``Store.update``."""
        if self.live is None:
            raise StoreError("The writer does not run.", remedy="Start the service with --writable.")
        write = Write("update", text, base=base or Request("").base)
        await self.live.write(write)
        return write.findings

    async def stream(self, request: Request) -> StreamedAnswer:
        """Answer a query through the pool; see ``Store.stream``."""
        await self.settle()
        special = (request.default_graphs, request.named_graphs, request.generation, request.rows)
        if special == (None, None, None, None) and not request.compress:
            media_type = request.accepts.solutions
            generation = self.current()
            found = self.look_up(generation, request.text, media_type, request.base)
            if found is not None and media_type is not None:
                return StreamedAnswer("solutions", media_type, generation.number, found.body, rows=found.rows)
        generation, question, seconds = self.prepare(request)
        return await self._run(generation, Call(question, request.client, seconds, whole=request.rows is not None))

    def look_up(self, generation: Generation, text: str, media_type: str | None, base: str) -> Found | None:
        """Answer a query of one triple pattern on the spot, if it is small; None where a worker has to be asked.

        Args:
            generation: Where to look: the current one.
            text: The query.
            media_type: How to write the answer; None: the client takes no table.
            base: What relative IRIs are relative to.
        """
        # A character has four bytes at most: what is longer than this may be longer than a query may be.
        lookup = read(text) if media_type is not None and len(text) <= self.settings.query_bytes // 4 else None
        if lookup is None:
            return None
        assert media_type is not None
        if self.pool:
            self.pool.give_way()
        return self.lookups.answer(generation, lookup, media_type, base, min(MOST, self.limits.rows))

    async def graph(self, name: str | None, media_type: str, client: str = "") -> StreamedAnswer:
        """Answer with one graph as it is; None: the default graph.

        Raises:
            UnknownName: there is no such graph.
        """
        await self.settle()
        generation = self.current()
        options = {
            "path": str(generation.store_path),
            "graph": name,
            "formats": {"graph": media_type},
            "rows": 1 << 62,
            "bytes": self.limits.bytes,
        }
        question = Question(json.dumps(options).encode(), "", "", Accepts(None, None, media_type))
        return await self._run(generation, Call(question, client, self.limits.seconds, whole=False))

    def begin(self, request: Request, generation: Generation, checked: guard.Checked, told: Callable[[], None]) -> Call:
        """Give a query to the workers; ``follow`` gives the answer.

        Args:
            request: What is asked, of the current generation.
            generation: That generation.
            checked: What the guard said.
            told: Called once, when the answer is complete or so far that it may start.

        Raises:
            QueueFull: too many wait already.
        """
        assert self.pool is not None, "start() first"
        call = Call(self._question(request, generation, checked), request.client, self.limits.seconds, whole=False)
        call.listener = told
        self.pool.submit(call)
        return call

    async def _run(self, generation: Generation, call: Call) -> StreamedAnswer:
        assert self.pool is not None, "start() first"
        self.pool.submit(call)
        return await self.follow(generation, call)

    async def follow(self, generation: Generation, call: Call) -> StreamedAnswer:
        """Return the answer to a call that was begun, when it is complete or so far that it may start.

        Raises:
            EcoGraphError: it failed before that.
        """
        assert self.pool is not None, "start() first"
        pool = self.pool
        try:
            await call.open()
        except BaseException:
            pool.cancel(call)
            raise
        answer = StreamedAnswer(call.head["kind"], call.head["media_type"], generation.number)
        if call.end is not None:
            answer.body = call.body()
            answer.rows, answer.truncated = call.end["rows"], call.end["truncated"]
            return answer

        async def chunks() -> AsyncIterator[bytes]:
            try:
                async for block in call.chunks():
                    yield block
                assert call.end is not None
                answer.rows, answer.truncated = call.end["rows"], call.end["truncated"]
            finally:
                pool.cancel(call)

        answer.chunks = chunks()
        return answer

    async def stop(self) -> None:
        """End the workers of a server."""
        self._serving = False
        while self._uses:
            self._uses.popitem()[1].end()
        if self.live:
            await self.live.close()
            self.live = None
        if self.pool:
            await self.pool.close()
            self.pool = None
        self.lookups.close()

    @contextlib.contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for one of the few places that queries of the service itself have, so that pages cannot fill a machine.

        Raises:
            QueueFull: none came free in so many seconds.
        """
        if not self._turns.acquire(timeout=seconds):
            raise QueueFull(
                Text(nl="Er worden al veel pagina's gemaakt.", en="Many pages are being made already."),
                remedy=Text(nl="Kom over enkele seconden terug.", en="Come back in a few seconds."),
            )
        try:
            yield
        finally:
            self._turns.release()

    def close(self) -> None:
        """End the workers of blocking queries."""
        with self._lock:
            _end(self._idle)


class Trusted:
    """The current generation in this process, for our own queries only: no deadline, no memory limit, no process."""

    def __init__(self, data_dir: Path) -> None:
        generation = generations.current(data_dir)
        if generation is None:
            raise StoreError(f"There is no store in {data_dir} yet.", remedy="Run: ecograph build.")
        self._generation = generation
        self._store = ox.Store.read_only(str(generation.store_path))

    def query(self, request: Request) -> Answer:
        """Answer a query of our own; see ``Store.query``."""
        checked = guard.check(request.text, max_bytes=1 << 20, max_depth=128)
        try:
            result = self._store.query(
                request.text, prefixes=PREFIXES, use_default_graph_as_union=not checked.has_dataset
            )
        except SyntaxError as error:
            raise explain(request.text, str(error)) from error
        out = io.BytesIO()
        if isinstance(result, ox.QueryTriples):
            kind, media_type = "graph", request.accepts.graph
        elif isinstance(result, ox.QueryBoolean):
            kind, media_type = "boolean", request.accepts.boolean
        else:
            kind, media_type = "solutions", request.accepts.solutions
        if media_type is None:
            raise NotAcceptable(f"An answer of kind {kind} has no format that was asked for.")
        if isinstance(result, ox.QueryTriples):
            result.serialize(out, format=ox.RdfFormat.from_media_type(media_type))
        else:
            result.serialize(out, format=ox.QueryResultsFormat.from_media_type(media_type))
        return Answer(kind, media_type, iter((out.getvalue(),)), self._generation.number)  # type: ignore[arg-type]

    async def settle(self) -> None:
        """Do nothing: it shows the generation that it was opened with."""

    async def update(self, text: str, *, base: str = "") -> tuple[Mapping[str, object], ...]:
        """Refuse.

        Raises:
            StoreError: always.
        """
        raise StoreError(f"This store is read-only ({len(text + base)} bytes of update).")

    def quads(self) -> Iterator[ox.Quad]:
        """Yield everything that is in the generation."""
        yield from self._store

    async def stream(self, request: Request) -> StreamedAnswer:
        """Answer for a server; our own queries are short enough to be answered whole."""
        answer = self.query(request)
        return StreamedAnswer(answer.kind, answer.media_type, answer.generation, body=answer.read())

    def generation(self) -> int:
        """Return the number of the generation that was current when this was opened."""
        return self._generation.number

    def close(self) -> None:
        """Let go of the store."""
        del self._store
