"""Validation where the data is: any SPARQL 1.1 store, embedded or remote, is asked and nothing is copied whole.

The law of this file: one SELECT for each property that the shapes look at, and one for each SPARQL constraint; so every
engine that can answer a triple pattern gives the same report. The store holds the data; if it writes literals in a
canonical form, then so does the report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

from ecograph.engine import bulk
from ecograph.engine.validation.compiled import Shapes
from ecograph.engine.validation.data import Data
from ecograph.engine.validation.focus_tests import Items
from ecograph.engine.validation.paths import write_path
from ecograph.engine.validation.prebinding import fill, template, together
from ecograph.engine.validation.report import Report, Term
from ecograph.engine.validation.sparql import Row, Sparqler
from ecograph.engine.validation.tree import Constraint, Shape, Sparql, place
from ecograph.errors import QuerySyntaxError, ShapesProblem, StoreError

if TYPE_CHECKING:
    from ecograph.engine.remote import RemoteStore

#: Runs a SELECT and gives its solutions: variable → term.
Select = Callable[[str], Iterable[Mapping[str, Term | None]]]
#: So many bytes of focus nodes go into one query: engines refuse texts that are much longer.
_CHUNK = 8_000
#: An answer of fewer rows has not been cut by any engine that we know.
_SUSPICIOUS = 1_000


def validate_store(select: Select, shapes: Shapes, *, only: Iterable[NamedNode | BlankNode] | None = None) -> Report:
    """Validate what a store holds, by asking it.

    Args:
        select: runs a SELECT on the data graph.
        shapes: from `compile_shapes`.
        only: judge these shapes alone.

    Raises:
        ShapesProblem: the shapes ask for what a store cannot be asked (a constraint about blank nodes by name).
    """
    data = StoreData(select)
    return shapes.judge(data, StoreSparqler(select, data, shapes), shapes.chosen(only))


def validate_embedded(store: Store, shapes: Shapes, *, only: Iterable[NamedNode | BlankNode] | None = None) -> Report:
    """Validate the default graph of an embedded store.

    The store writes its graph out as numbers once, which is quicker than answering a query for each property; without
    polars it is asked as any other store is.

    Args:
        store: the store; it is only read.
        shapes: from `compile_shapes`.
        only: judge these shapes alone.
    """
    columns = bulk.of_store(store)
    if columns is not None:
        return shapes.validate(columns, only=only)

    def select(text: str) -> Iterator[Mapping[str, Term | None]]:
        solutions = store.query(text)
        assert isinstance(solutions, QuerySolutions)
        names = [v.value for v in solutions.variables]
        return ({name: solution[name] for name in names} for solution in solutions)

    return validate_store(select, shapes, only=only)


def select_at(store: RemoteStore, graphs: Iterable[str] = ()) -> Select:
    """Return what runs a SELECT on a remote engine, over some of its graphs or over its default graph.

    Blank nodes must keep their names from one query to the next, as they do in Virtuoso and Oxigraph.

    Args:
        store: the engine.
        graphs: the graphs that together are the data; none for its default graph.
    """
    from ecograph.engine.store import Accepts, Request

    named = tuple(graphs) or None

    def select(text: str) -> list[Mapping[str, Term | None]]:
        answer = store.query(Request(text, default_graphs=named, accepts=Accepts(solutions=_JSON)))
        try:
            found = json.loads(answer.read())["results"]["bindings"]
            return [{name: _term(cell) for name, cell in row.items()} for row in found]
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError("The engine's answer is not the JSON of SPARQL results.") from error

    return select


_JSON = "application/sparql-results+json"


def _term(cell: Mapping[str, str]) -> Term:
    """Return a term of the JSON results format; engines name blank nodes in ways that RDF texts cannot."""
    value = cell["value"]
    if cell["type"] == "uri":
        return NamedNode(value)
    if cell["type"] == "bnode":
        return BlankNode(re.sub(r"\W", "_", value))
    if "xml:lang" in cell:
        return Literal(value, language=cell["xml:lang"])
    return Literal(value, datatype=NamedNode(cell["datatype"])) if cell.get("datatype") else Literal(value)


class StoreData(Data):
    """A data graph whose properties are fetched when a shape looks at them."""

    def __init__(self, select: Select) -> None:
        super().__init__(())
        self.select = select
        self._fetched: set[int] = set()
        self._described: dict[int, list[tuple[int, int]]] = {}

    @property
    def small(self) -> bool:
        """Whether an index of a property is worth its price: not before somebody comes as far as that property."""
        return False

    def _fetch(self, p: int) -> None:
        if p in self._fetched:
            return
        self._fetched.add(p)
        number = self.number
        rows = self.select(f"SELECT ?s ?o WHERE {{ ?s {self.term(p)} ?o }}")
        self.triples[p] = [(number(_bound(row, "s")), number(_bound(row, "o"))) for row in rows]
        if len(self.triples[p]) >= _SUSPICIOUS:
            self._all_there(p)

    def _all_there(self, p: int) -> None:
        """Ask how many there are: some engines cut an answer off and do not say so.

        Raises:
            StoreError: with what to change.
        """
        got = len(self.triples[p])
        for row in self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s {self.term(p)} ?o }}"):
            n = _bound(row, "n")
            assert isinstance(n, Literal)
            if int(float(n.value)) > got:
                raise StoreError(
                    f"The engine gave {got:,} of the {int(float(n.value)):,} values of {self.term(p)}.",
                    remedy="Raise its limit on the rows of an answer (Virtuoso: ResultSetMaxRows in virtuoso.ini).",
                )

    def forward(self, p: int) -> dict[int, list[int]]:
        """Return the values of a property by subject."""
        self._fetch(p)
        return super().forward(p)

    def backward(self, p: int) -> dict[int, list[int]]:
        """Return the subjects of a property by value."""
        self._fetch(p)
        return super().backward(p)

    def objects(self, s: int, p: int) -> list[int] | tuple[int, ...]:
        """Return what a node has for a property."""
        return self.forward(p).get(s, ())

    def known(self, term: Term) -> int | None:
        """Return the number of a term; an IRI always gets one, since the store may hold it."""
        return self.number(term) if isinstance(term, NamedNode) else self.numbers.get(term)

    def about(self, s: int) -> list[tuple[int, int]]:
        """Return the properties and values of a node."""
        if s not in self._described:
            term, number = self.term(s), self.number
            if isinstance(term, Literal):
                return []
            if isinstance(term, BlankNode):
                for row in self.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(ISBLANK(?s)) }"):
                    pair = number(_bound(row, "p")), number(_bound(row, "o"))
                    self._described.setdefault(number(_bound(row, "s")), []).append(pair)
                self._described.setdefault(s, [])
            else:
                rows = self.select(f"SELECT ?p ?o WHERE {{ {term} ?p ?o }}")
                self._described[s] = [(number(_bound(row, "p")), number(_bound(row, "o"))) for row in rows]
        return self._described[s]


def _bound(row: Mapping[str, Term | None], name: str) -> Term:
    term = row[name]
    assert term is not None
    return term


def _chunks(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts together, some thousands of bytes at a time."""
    held: list[str] = []
    size = 0
    for text in texts:
        if held and size + len(text) > _CHUNK:
            yield " ".join(held)
            held, size = [], 0
        held.append(text)
        size += len(text) + 1
    if held:
        yield " ".join(held)


class StoreSparqler(Sparqler):
    """Runs the SPARQL of shapes in the store."""

    def __init__(self, select: Select, data: StoreData, shapes: Shapes) -> None:
        super().__init__((), data, shapes.graph)
        self.select = select

    def targets(self, query: str) -> Iterator[Term]:
        """Yield the nodes that a SPARQL target finds."""
        for row in self.select(query):
            found = row.get("this")
            if found is not None:
                yield found

    def violations(self, shape: Shape, constraint: Constraint, items: Items) -> Iterator[Row]:
        """Yield what a SPARQL constraint finds wrong, some thousands of focus nodes a query."""
        what = constraint.value
        assert isinstance(what, Sparql)
        nodes = [self.data.term(f) for f, _ in items]
        path = write_path(shape.path, short=False) if shape.path else None
        if what.ask or what.bindings or any(isinstance(n, BlankNode | Triple) for n in nodes):
            raise ShapesProblem(
                "A custom component, or a query about blank nodes, is not judged inside a store.",
                place=place(shape.node),
                remedy="Validate a copy of the data.",
            )
        single = template(what.text, frozenset({"this"}), path, shape.name)
        many = together(what.text, frozenset(), path, values=True)
        if many is not None:
            try:
                found = [
                    list(self._judged(shape, what, fill(many, {"foci": values}), None))
                    for values in _chunks(map(str, nodes))
                ]
            except (StoreError, QuerySyntaxError):
                pass  # Virtuoso's compiler fails on some queries about a list of nodes, and not on those about one
            else:
                yield from (row for rows in found for row in rows)
                return
        for node in nodes:
            yield from self._judged(shape, what, fill(single, {"this": str(node)}), node)

    def _judged(self, shape: Shape, what: Sparql, query: str, focus: Term | None) -> Iterator[Row]:
        seen: set[tuple[tuple[str, Term | None], ...]] = set()
        for solution in self.select(query):
            row = dict(solution)
            key = tuple(sorted(row.items(), key=lambda item: item[0]))
            if key in seen:
                continue
            seen.add(key)
            yield self._row(shape, what, row, focus)

    def original(self, term: Term, focus: Term | None) -> Term:
        """Return the term: what the store says is how it is written."""
        del focus
        return term
