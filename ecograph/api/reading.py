"""How the service itself reads its store.

The law of this file: only texts of the package come here, with parameters bound as terms; what a user wrote goes to the
workers.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, parse_query_results

from ecograph.engine.embedded import EmbeddedStore, Trusted
from ecograph.engine.graph import Graph
from ecograph.engine.rows import Row, rows
from ecograph.engine.store import Request, Store, construct


class Reader:
    """Runs our own SELECTs: in this process over the embedded store, else over whatever store there is.

    Only texts of the package come here (``queries/``), with parameters bound as terms; see ``engine.embedded.Trusted``.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._trusted: Trusted | None = None

    def version(self) -> str:
        """Name the current state."""
        return str(self._store.generation() or "")

    def select(self, text: str) -> list[Row]:
        """Return the rows of a SELECT."""
        results = parse_query_results(self._source().query(Request(text)).read(), QueryResultsFormat.JSON)
        assert isinstance(results, QuerySolutions)  # ours are SELECTs, by their tests
        return rows(results)

    def construct(self, text: str) -> Graph:
        """Return the triples of a CONSTRUCT."""
        return construct(self._source(), text)

    def quads(self) -> Iterable[Quad]:
        """Return every quad of the embedded store; none of a remote one, which counts itself."""
        source = self._source()
        return source.quads() if isinstance(source, Trusted) else ()

    def _source(self) -> Store:
        if not isinstance(self._store, EmbeddedStore):
            return self._store
        if self._trusted is None or self._trusted.generation() != self._store.generation():
            self._trusted = Trusted(self._store.data_dir)
        return self._trusted
