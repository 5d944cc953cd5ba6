"""A query about one node of data that are judged.

The law of this file: what the data answer by themselves is not asked of an engine; the answer is the same.
"""

from __future__ import annotations

import functools
from types import TracebackType
from typing import Self

from pyoxigraph import NamedNode

from ecograph.engine.queries import with_prefixes
from ecograph.engine.validation.data import Data
from ecograph.engine.validation.matching import Doubtful, Plan, plan
from ecograph.engine.validation.report import Term
from ecograph.engine.validation.sparql import Sparqler
from ecograph.errors import Place

Rows = list[dict[str, Term | None]]


class Asker:
    """Answers SELECT queries in which ``$this`` is a node; use it in a ``with`` statement.

    Args:
        data: what is asked about.

    >>> from pyoxigraph import RdfFormat
    >>> from ecograph.engine.graph import read_bytes
    >>> from ecograph.engine.validation import number
    >>> with Asker(number(read_bytes(b"<urn:a> <urn:p> 1 .", RdfFormat.TURTLE).triples)) as ask:
    ...     [str(row["o"]) for row in ask("SELECT ?o WHERE { $this <urn:p> ?o }", NamedNode("urn:a"))]
    ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>']
    """

    def __init__(self, data: Data) -> None:
        self.data = data
        self._sparql = Sparqler(data.graph, data, ())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._sparql.close()

    def __call__(self, text: str, this: NamedNode) -> Rows:
        """Return the rows of a query; it may use our prefixes without declaring them.

        Raises:
            ShapesProblem: no engine can run it.
        """
        ready = _ready(text)
        if ready is not None:
            try:
                return list(ready.rows(self.data, {"this": self.data.number(this)}))
            except Doubtful:
                pass
        found = self._sparql.run(with_prefixes(text).replace("$this", str(this)), Place(iri=this.value))
        assert not isinstance(found, bool)
        return list(found)


@functools.lru_cache(maxsize=1024)
def _ready(text: str) -> Plan | None:
    return plan(with_prefixes(text), frozenset({"this"}))
