"""The reconciliation service over the registers and over the actors that are described here.

The law of this file: it follows the store. A new generation makes a new service; until then the one there is answers.
"""

from __future__ import annotations

import threading

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.api.reading import Reader
from ecograph.engine.queries import named
from ecograph.engine.rows import Cell
from ecograph.engine.store import Store
from ecograph.linking.reconciliation import Service, actor_things


class ActorService:
    """Gives the service of the store's current state; made once per generation."""

    def __init__(self, store: Store) -> None:
        self._reader = Reader(store)
        self._lock = threading.Lock()
        self._made: tuple[str, Service] | None = None

    def __call__(self) -> Service:
        """Return the service."""
        version = self._reader.version()
        if self._made is None or self._made[0] != version:
            with self._lock:
                if self._made is None or self._made[0] != version:
                    self._made = version, Service(actor_things(self._statements()))
        return self._made[1]

    def warm(self) -> None:
        """Make the service in the background: who reads the manifest comes back with names.

        Not when the process starts: it is a second of the interpreter, and most visitors never reconcile.
        """
        if (self._made is None or self._made[0] != self._reader.version()) and not self._lock.locked():
            threading.Thread(target=self, daemon=True).start()

    def _statements(self) -> list[Triple]:
        rows = self._reader.all_rows(named("actors", "canvas").bind({}))
        return [Triple(NamedNode(r["s"].text), NamedNode(r["p"].text), _term(r["o"])) for r in rows]


def _term(cell: Cell) -> NamedNode | Literal:
    if cell.kind == "iri":
        return NamedNode(cell.text)
    return Literal(cell.text, language=cell.lang) if cell.lang else Literal(cell.text)
