"""SPARQL in shapes: constraints, validators, targets, and the one regular-expression engine that cannot be bombed.

The law of this file: the store is filled when the first query asks for it. It keeps canonical literals; what comes back
is spelled as the data spelled it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from ecograph.engine.bulk import Columns
from ecograph.engine.validation.exact import apart, solutions
from ecograph.engine.validation.matching import Doubtful
from ecograph.engine.validation.paths import write_path
from ecograph.engine.validation.prebinding import FOCUS, MARKS, fill, planned, template, together
from ecograph.engine.validation.report import Term
from ecograph.engine.validation.simple_patterns import simple
from ecograph.engine.validation.spelling import SPELLED
from ecograph.engine.validation.tree import Constraint, Shape, Sparql, place
from ecograph.errors import Place, ShapesProblem

if TYPE_CHECKING:
    from ecograph.engine.graph import Graph
    from ecograph.engine.validation.data import Data
    from ecograph.engine.validation.focus_tests import Items

#: What a query found, by variable.
Solutions = Iterable[dict[str, "Term | None"]]
_SHAPES_GRAPH = NamedNode("urn:x-ecograph:shapes")
DATA_GRAPH = DefaultGraph()
#: From so many focus nodes on, one query about all of them is cheaper than one about each.
_MANY = 4
#: So many changes are kept until the store is asked; with more it is filled anew then.
_LATE = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """What one solution of a constraint's query says."""

    focus: Term
    value: Term | None
    path: str | None
    facts: dict[str, object] = field(default_factory=dict)


class Beyond(Exception):
    """A query that only the reference engine can be asked: it would have to name a blank node."""


class Sparqler:
    """Runs the SPARQL of a shapes graph over a data graph.

    Args:
        triples: the data graph.
        data: the same, as numbers.
        shapes: the shapes graph, for ``$shapesGraph``.
    """

    def __init__(self, triples: Iterable[Triple] | Columns, data: Data, shapes: Graph) -> None:
        self.triples = triples
        self.data = data
        self.shapes = shapes
        self._store: Store | None = None
        self._lent: list[Quad] = []
        self._late: dict[Triple, bool] = {}

    def changed(self, new: Iterable[Triple], old: Iterable[Triple]) -> None:
        """Note what the data have gained and lost; the store hears of it when it is asked next."""
        if self._store is not None:  # else it will be filled with what is there then
            self._late.update(dict.fromkeys(old, False))
            self._late.update(dict.fromkeys(new, True))
            if len(self._late) > _LATE:
                self._store = None
                self._late.clear()

    @property
    def store(self) -> Store:
        """Return the store with the data in its default graph."""
        if self._late:
            assert self._store is not None
            for triple in (t for t, there in self._late.items() if not there):
                self._store.remove(_quad(triple))
            self._store.extend(_quad(t) for t, there in self._late.items() if there)
            self._late.clear()
        if self._store is None:
            if isinstance(self.triples, Columns):
                self._store = self.triples.store()
                return self._store
            shared, *more = self.data.layers()
            if not more:
                self._store = Store()
                own = [_quad(t) for t in self.triples]
            else:
                # A store with the shared part is lent to one validation at a time.
                self._store = shared.lend()
                quads = (_quad(t) for one in more for t in one.graph)
                own = self._lent = [quad for quad in quads if quad not in self._store]
            self._store.extend(own)
        return self._store

    def close(self) -> None:
        """Give a store that was lent back as it was."""
        store, self._store = self._store, None
        if store is not None and self.data.below is not None:
            for quad in self._lent:
                store.remove(quad)
            store.remove_graph(_SHAPES_GRAPH)
            self.data.layers()[0].give_back(store)

    def targets(self, query: str) -> Iterator[Term]:
        """Yield the nodes that a SPARQL target finds (SHACL-AF §3.1)."""
        rows = self.run(query, Place())
        assert not isinstance(rows, bool)
        for row in rows:
            found = row.get("this")
            if found is not None:
                yield self.original(found, None)

    def matches(self, pattern: str, flags: str, texts: Iterable[str]) -> dict[str, bool]:
        """Return which texts match a regular expression as SPARQL's REGEX does, in time that grows with their length.

        Raises:
            ShapesProblem: it is no regular expression of XPath's kind.
        """
        rows = list(texts)
        plain = simple(pattern, flags)
        if plain is not None:
            return {text: plain.search(text) is not None for text in rows}
        call = f"REGEX(?t, {Literal(pattern)}, {Literal(flags)})"
        values = " ".join(f"({n} {Literal(t)})" for n, t in enumerate(rows))
        out = dict.fromkeys(rows, False)
        query = f"SELECT ?n ?m {{ VALUES (?n ?t) {{ (-1 '') {values} }} BIND({call} AS ?m) }}"
        solutions = Store().query(query)
        assert isinstance(solutions, QuerySolutions)
        for solution in solutions:
            number, matched = solution["n"], solution["m"]
            if matched is None:
                raise ShapesProblem(
                    f'"{pattern}" is no regular expression that XPath and SPARQL know.',
                    remedy="Lookahead and back-references are not among what they know.",
                )
            assert isinstance(number, Literal)
            assert isinstance(matched, Literal)
            n = int(number.value)
            if n >= 0:
                out[rows[n]] = matched.value == "true"
        return out

    def violations(self, shape: Shape, constraint: Constraint, items: Items) -> Iterator[Row]:
        """Yield what a SPARQL constraint or a custom component finds wrong about the focus nodes."""
        what = constraint.value
        assert isinstance(what, Sparql)
        path = write_path(shape.path, short=False) if shape.path else None
        own = self._within(shape, what, items, path)
        if own is not None:
            yield from own
            return
        bound: Items = items if what.ask else [(f, ()) for f, _ in items]
        doubtful = apart(self.data, what.text, path, bound)
        if doubtful:
            yield from self._exactly(shape, what, [item for item in items if item[0] in doubtful], path)
            items = [item for item in items if item[0] not in doubtful]
        blank = any(isinstance(self.data.term(f), BlankNode) for f, _ in items)
        if not what.ask and (blank or len(items) >= _MANY):
            left = yield from self._together(shape, what, items, path)
        else:
            left = items
        yield from self._each(shape, what, left, path, self.run)

    def _within(self, shape: Shape, what: Sparql, items: Items, path: str | None) -> list[Row] | None:
        """Return what a query finds without an engine, or nothing where one has to be asked."""
        if what.ask or "shapesGraph" in what.text:
            return None
        terms = dict(what.bindings)
        if isinstance(shape.node, NamedNode):
            terms["currentShape"] = shape.node
        ready = planned(what.text, frozenset({"this", *terms}), path, shape.name)
        if ready is None:
            return None
        given = {name: self.data.number(term) for name, term in terms.items() if name in ready.given}
        out: list[Row] = []
        try:
            for f, row in ready.about("this", [f for f, _ in items], self.data, given):
                out.append(self._row(shape, what, row, self.data.term(f), spelled=True))
        except Doubtful:
            return None
        return out

    def _each(
        self, shape: Shape, what: Sparql, items: Items, path: str | None, run: Callable[[str, Place], Solutions | bool]
    ) -> Iterator[Row]:
        """Ask about one focus node after another; of a validator, about each value."""
        for f, values in items:
            focus = self.data.term(f)
            if what.ask:
                for v in values:
                    value = self.data.term(v)
                    if not run(self._bound(what, shape, focus, value, path), place(shape.node)):
                        yield Row(focus, value, None, self._facts(what, {"this": focus, "value": value}))
                continue
            found = run(self._bound(what, shape, focus, None, path), place(shape.node))
            assert not isinstance(found, bool)
            yield from self._rows(shape, what, found, focus)

    def _exactly(self, shape: Shape, what: Sparql, items: Items, path: str | None) -> Iterator[Row]:
        """Ask about nodes that a store with one spelling of each value is wrong about.

        Raises:
            Beyond: rdflib cannot be asked this.
        """
        if "shapesGraph" in what.text:
            raise Beyond

        def run(query: str, _where: Place) -> Solutions | bool:
            try:
                return solutions(self.data, query)
            except Exception as error:  # rdflib raises anything
                raise Beyond from error

        yield from self._each(shape, what, items, path, run)

    def _together(self, shape: Shape, what: Sparql, items: Items, path: str | None) -> Generator[Row, None, Items]:
        """Ask about all focus nodes in one query, if it can be done; return those that are left."""
        terms = {name: term for name, term in what.bindings if not isinstance(term, BlankNode)}
        if isinstance(shape.node, NamedNode):
            terms["currentShape"] = shape.node
        if len(terms) - isinstance(shape.node, NamedNode) < len(what.bindings) or "shapesGraph" in what.text:
            return items
        template(what.text, frozenset({"this", *terms}), path, shape.name)  # checks it
        text = together(what.text, frozenset(terms), path)
        if text is None:
            return items
        nodes = {f: self.data.term(f) for f, _ in items}
        marked = [t for t in nodes.values() if isinstance(t, NamedNode | BlankNode)]
        self.store.extend(Quad(node, FOCUS, FOCUS, MARKS) for node in marked)
        try:
            written = {name: str(term) for name, term in terms.items()}
            found = self.run(fill(text, written), place(shape.node))
            assert not isinstance(found, bool)
            yield from self._rows(shape, what, found, None)
        finally:
            self.store.remove_graph(MARKS)
        return [(f, values) for f, values in items if isinstance(nodes[f], Literal)]

    def _facts(self, what: Sparql, facts: dict[str, object]) -> dict[str, object]:
        return {**dict(what.bindings), **facts}

    def _bound(self, what: Sparql, shape: Shape, focus: Term, value: Term | None, path: str | None) -> str:
        """Return the query with everything in its place.

        Raises:
            Beyond: one of the terms is a blank node.
        """
        terms: dict[str, Term] = {"this": focus, **dict(what.bindings)}
        if value is not None:
            terms["value"] = value
        if isinstance(shape.node, NamedNode):
            terms["currentShape"] = shape.node
        if "shapesGraph" in what.text:
            terms["shapesGraph"] = _SHAPES_GRAPH
            if not any(True for _ in self.store.quads_for_pattern(None, None, None, _SHAPES_GRAPH)):
                self.store.extend(Quad(t.subject, t.predicate, t.object, _SHAPES_GRAPH) for t in self.shapes)
        used = {name: term for name, term in terms.items() if f"${name}" in what.text or f"?{name}" in what.text}
        if any(isinstance(term, BlankNode) for term in used.values()):
            raise Beyond  # a query cannot name a blank node
        text = template(what.text, frozenset(used), path, shape.name)
        return fill(text, {name: str(term) for name, term in used.items()})

    def run(self, query: str, where: Place) -> Solutions | bool:
        """Run a query in the store.

        Raises:
            ShapesProblem: it cannot be run; with the place that asked for it.
        """
        try:
            found = self.store.query(query)
            if isinstance(found, QuerySolutions):
                names = [v.value for v in found.variables]
                return ({name: solution[name] for name in names} for solution in found)
            return bool(found)
        except (SyntaxError, RuntimeError, ValueError) as error:
            raise ShapesProblem(f"The query cannot be run: {error}", place=where) from error

    def _rows(self, shape: Shape, what: Sparql, found: Solutions, focus: Term | None) -> Iterator[Row]:
        seen: set[tuple[object, ...]] = set()
        for row in found:
            key = tuple(row.values())
            if key in seen:
                continue
            seen.add(key)
            yield self._row(shape, what, row, focus)

    def _row(
        self, shape: Shape, what: Sparql, row: dict[str, Term | None], focus: Term | None, *, spelled: bool = False
    ) -> Row:
        """Return what a solution says; ``spelled`` if its literals are as the data spell them."""
        original = _as_it_is if spelled else self.original
        failure = row.pop("failure", None)
        if isinstance(failure, Literal) and failure.value == "true":
            raise ShapesProblem("The query reports a failure.", place=place(shape.node))
        about = row.get("this") or focus
        assert about is not None
        value, path = row.get("value"), row.get("path")
        if value is not None:
            value = original(value, about)
        elif shape.path is None:
            value = about
        facts: dict[str, object] = {name: original(term, about) for name, term in row.items() if term is not None}
        return Row(
            about,
            value,
            path.value if isinstance(path, NamedNode) else None,
            self._facts(what, {**facts, "this": about}),
        )

    def original(self, term: Term, focus: Term | None) -> Term:
        """Return a literal as the data spells it, preferably as it is spelled at the focus node."""
        if not isinstance(term, Literal) or term.datatype.value not in SPELLED:
            return term
        candidates = self.data.spellings().get(term)
        if not candidates:
            return term
        if len(candidates) == 1 and self.data.known(term) is None:
            return candidates[0]
        number = None if focus is None else self.data.known(focus)
        near = set() if number is None else {self.data.term(o) for _, o in self.data.about(number)}
        if term in near:
            return term
        return next((c for c in candidates if c in near), term if self.data.known(term) is not None else candidates[0])


def _quad(t: Triple) -> Quad:
    return Quad(t.subject, t.predicate, t.object, DATA_GRAPH)


def _as_it_is(term: Term, _focus: Term) -> Term:
    return term
