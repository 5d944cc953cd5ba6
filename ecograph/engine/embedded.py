"""The embedded store: generations on this machine, answered by workers.

The law of this file: a query is evaluated in a worker, which can be ended; in this process only a lookup of few
triple patterns, which cannot run away (``lookup``). ``pool`` has the workers of a server's clients, ``own`` those of
the service itself and of commands.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping

from ecograph.engine import generations, guard, live_store, locks, sparql_rewrite, sparql_tree
from ecograph.engine.calls import Call
from ecograph.engine.generations import Generation
from ecograph.engine.live import Live, Write
from ecograph.engine.locks import Use
from ecograph.engine.lookups import MOST, Found, Lookups
from ecograph.engine.own import OwnWorkers
from ecograph.engine.pool import Pool
from ecograph.engine.store import Accepts, Answer, Request, StreamedAnswer
from ecograph.engine.workers import Limits, Question
from ecograph.errors import EcoGraphError, StoreError
from ecograph.settings import Settings


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


#: Seconds within which a generation must be sorted; a million triples take ten on an idle processor.
_SORTING = 300.0
#: Bytes that a triple of such a generation may take on average as it is written; ours take 96.
_EACH = 150


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
        self.own = OwnWorkers(self.data_dir, self.limits)
        self.pool: Pool | None = None
        self.live: Live | None = None
        self.lookups = Lookups(self._sorted if settings.lookup_triples else None)

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
        if self.pool and not request.ahead:
            self.pool.give_way()
        return self.own.answer(generation, question, seconds, ahead=request.ahead)

    def turn(self, seconds: float) -> contextlib.AbstractContextManager[None]:
        """Wait for one of the few places that queries of the service itself have; see ``OwnWorkers.turn``."""
        return self.own.turn(seconds)

    def rest(self) -> None:
        """End the processes that answered what was asked ahead."""
        self.own.rest()

    def close(self) -> None:
        """End the workers of blocking queries."""
        self.own.close()

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
        elif live_store.needs_recovery(self.data_dir):
            with locks.lock(self.data_dir, ".writer"):
                live_store.recover(self.data_dir, self.settings.keep_generations)
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

    def look_up(
        self, generation: Generation, text: str, media_type: str | None, base: str, *, engine: bool = True
    ) -> Found | None:
        """Answer a query of few triple patterns on the spot, if it is small; None where a worker has to be asked.

        Args:
            generation: Where to look: the current one.
            text: The query.
            media_type: How to write the answer; None: the client takes no table.
            base: What relative IRIs are relative to.
            engine: Whether the engine may be asked in this process.
        """
        # A character has four bytes at most: what is longer than this may be longer than a query may be.
        if media_type is None or len(text) > self.settings.query_bytes // 4:
            return None
        found = self.lookups.answer(generation, text, media_type, base, min(MOST, self.limits.rows), engine=engine)
        if found is not None and self.pool:
            self.pool.give_way()
        return found

    def _sorted(self, generation: Generation) -> bytes | None:
        """Return a small generation as sorted numbers, made in a worker of its own; blocks."""
        most = self.settings.lookup_triples
        options = {"path": str(generation.store_path), "sorted": most, "formats": {}, "rows": 0, "bytes": most * _EACH}
        question = Question(json.dumps(options).encode(), "", "", Accepts(None, None, None))
        try:
            return self.own.answer(generation, question, _SORTING, ahead=True).read()
        except (EcoGraphError, OSError):  # it is large, the worker was ended, the folder is gone: lookups do without
            return None

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
