"""A query as nested functions over a small graph of numbers, made once and run on any data.

The law of this file: a plan knows no data; what it needs of a graph it looks up once, at the start of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from weakref import ref

from pyoxigraph import NamedNode

from ecograph.engine.sparql_tree import NotRead
from ecograph.engine.validation.matching.expressions import Env
from ecograph.engine.validation.matching.grouping import grouped
from ecograph.engine.validation.matching.scope import Scope
from ecograph.engine.validation.matching.steps import (
    DATA,
    EACH,
    FOUND,
    KEPT,
    LEFT,
    MOST,
    Walk,
    alternatives,
    chained,
    in_turn,
    repeated,
)
from ecograph.engine.validation.matching.tree import GIVEN, Select, Var
from ecograph.engine.validation.matching.variables import projected
from ecograph.engine.validation.paths import Alternative, Inverse, Path, Repeat, Sequence, Step

if TYPE_CHECKING:
    from ecograph.engine.validation.data import Data
    from ecograph.engine.validation.report import Term


class Plan:
    """A query made ready; make it with `plan`. It does not change, and threads may share it.

    Attributes:
        columns: the names of what it finds.
    """

    def __init__(self, query: Select) -> None:
        planner = Planner()
        self.columns, self._rows = planner.select(query)
        self._planner = planner
        self._known: _Known | None = None

    def _start(self, data: Data) -> Env:
        """Return an environment with the constants and the indexes in it; what a shared layer knows is kept with it."""
        planner, lowest = self._planner, data.layers()[0]
        if self._known is None or self._known[0]() is not lowest:
            known = lowest.known
            start: Env = [None] * planner.size
            for place, term in planner.terms:
                n = known(term)
                start[place] = -1 if n is None else n
            indexes = [(place, iri, known(iri), back) for place, iri, back in planner.indexes]
            self._known = ref(lowest), start, [x for x in planner.terms if known(x[1]) is None], indexes
        _, start, unknown, indexes = self._known
        env = start.copy()
        known_here = data.known
        for place, term in unknown:
            n = known_here(term)
            env[place] = -1 if n is None else n
        for place, iri, known_p, back in indexes:
            p = known_here(iri) if known_p is None else known_p
            env[place] = _EMPTY if p is None else data.backward(p) if back else data.forward(p)
        return env

    @property
    def given(self) -> Collection[str]:
        """Return the names of the terms that have to be given with each call."""
        return [name[1:] for name in self._planner.given]

    def rows(self, data: Data, given: dict[str, int]) -> Iterator[dict[str, Term | None]]:
        """Yield what the query finds, each row once.

        Args:
            data: the graph.
            given: name → the number of the term that stands for it.

        Raises:
            Doubtful: it has to do with values about which engines differ; ask an engine.
        """
        return (row for _, row in self.about("this", (given.get("this", -1),), data, given))

    def about(
        self, name: str, nodes: Collection[int], data: Data, given: dict[str, int]
    ) -> Iterator[tuple[int, dict[str, Term | None]]]:
        """Yield what the query finds about each of many nodes, with the node; each row once for each.

        Args:
            name: the name of the given term that each of the nodes stands for.
            nodes: their numbers.
            data: the graph.
            given: name → the number of every other term.

        Raises:
            Doubtful: as `rows` does; also if the nodes together need more than an engine would.
        """
        planner, columns, terms = self._planner, self.columns, data.terms
        start = self._start(data)
        start[DATA] = data
        for other, place in planner.given.items():
            start[place] = given.get(other[1:])
        start[LEFT] = [MOST + EACH * len(nodes)]
        here = planner.given.get(GIVEN + name)
        for node in nodes:
            env = start.copy()
            if here is not None:
                env[here] = node
            if planner.nested:
                env[KEPT] = {DATA: env.copy()}
            for row in dict.fromkeys(self._rows(env)):
                yield node, {n: terms[v] if isinstance(v, int) else v for n, v in zip(columns, row, strict=True)}


#: The lowest layer of some data, an environment with the numbers that it gives, what it does not know, and indexes.
_Known = tuple["ref[Data]", Env, list[tuple[int, "Term"]], list[tuple[int, NamedNode, int | None, bool]]]
_EMPTY: dict[int, list[int]] = {}


class Planner:
    """Gives out places and makes functions; one for each query.

    Attributes:
        nested: whether there are queries inside the query, what each finds being kept during a run.
    """

    def __init__(self) -> None:
        self.nested = False
        self.size = 4
        self.terms: list[tuple[int, Term]] = []
        self.indexes: list[tuple[int, NamedNode, bool]] = []
        self.given: dict[str, int] = {}
        self._have: dict[object, int] = {}

    def place(self) -> int:
        """Return a place that nobody has yet."""
        self.size += 1
        return self.size - 1

    def term(self, term: Term) -> int:
        """Return the place of a constant."""
        if term not in self._have:
            self._have[term] = self.place()
            self.terms.append((self._have[term], term))
        return self._have[term]

    def index(self, iri: str, *, back: bool) -> int:
        """Return the place of a property's index, by subject or, back, by value."""
        key = iri, back
        if key not in self._have:
            self._have[key] = self.place()
            self.indexes.append((self._have[key], NamedNode(iri), back))
        return self._have[key]

    def single(self, path: Path | Var, *, back: bool) -> int | None:
        """Return the place of the index of a path that is a single step, forward or not."""
        while isinstance(path, Inverse):
            path, back = path.path, not back
        return self.index(path.iri, back=back) if isinstance(path, Step) else None

    def walk(self, path: Path, *, back: bool) -> Walk:
        """Return what finds where a path leads, each node once."""
        place = self.single(path, back=back)
        if place is not None:
            return lambda env, n: env[place].get(n, ())
        if isinstance(path, Inverse):
            return self.walk(path.path, back=not back)
        if isinstance(path, Repeat):
            return repeated(self.walk(path.path, back=back), path.sign)
        assert isinstance(path, Alternative | Sequence)
        steps = [self.walk(part, back=back) for part in path.paths]
        if isinstance(path, Alternative):
            places = [self.single(part, back=back) for part in path.paths]
            return alternatives(steps, [place for place in places if place is not None])
        return in_turn(steps[::-1] if back else steps)

    def select(self, query: Select) -> tuple[tuple[str, ...], Callable[[Env], Iterable[tuple[Any, ...]]]]:
        """Return the columns of a query, and what finds its rows in a fresh environment."""
        scope = Scope(self, query)
        makes = scope.group(query.group)
        columns = query.columns
        if columns is None:
            if query.grouped:
                raise NotRead("*")
            columns = tuple((name, None) for name in sorted(projected(query)))
        names_ = tuple(name for name, _ in columns)
        if len(set(names_)) < len(names_):
            raise NotRead("a column twice")
        given = [name for name, e in columns if isinstance(e, Var) and e.name == GIVEN + name]
        if any(e is not None and name in scope.bindable and name not in given for name, e in columns):
            raise NotRead("a column that is bound already")
        if query.grouped:
            return names_, grouped(query, columns, makes, scope)
        values = [scope.column(name, expression) for name, expression in columns]

        def last(env: Env) -> bool:
            env[FOUND].append(tuple([value(env) for value in values]))
            return False

        run = chained(makes, last)

        def rows(env: Env) -> list[tuple[Any, ...]]:
            found = env[FOUND] = []
            run(env)
            return list(dict.fromkeys(found)) if query.distinct else found

        return names_, rows
