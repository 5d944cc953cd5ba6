"""A generation in the process of a command: for what a person runs and ends.

The law of this file: our own queries only. No deadline, no memory limit, no process; the same generation and the same
guard as ``embedded``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from ecograph.engine import generations, guard
from ecograph.engine.store import Answer, Request, StreamedAnswer
from ecograph.engine.syntax import explain
from ecograph.engine.worker import ordered
from ecograph.errors import NotAcceptable, StoreError
from ecograph.terms import PREFIXES


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
            text = ordered(request.text, PREFIXES, None)
            result = self._store.query(text, prefixes=PREFIXES, use_default_graph_as_union=not checked.has_dataset)
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
