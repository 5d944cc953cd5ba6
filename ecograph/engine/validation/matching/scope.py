"""The steps of the groups of one SELECT, in the order in which they are run.

The law of this file: a query is answered from within, each binding handed on to what comes next; that gives SPARQL's
answer only where nothing in a group speaks of a variable that it does not bind itself, and all else is `NotRead`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ecograph.engine.sparql_tree import NotRead
from ecograph.engine.validation.matching.expressions import Env, Expressions
from ecograph.engine.validation.matching.ordering import blocks, following
from ecograph.engine.validation.matching.steps import (
    DATA,
    KEPT,
    Every,
    Make,
    Run,
    Walk,
    all_pairs,
    chained,
    check,
    enough,
    follow,
    kept,
    unsure,
)
from ecograph.engine.validation.matching.tree import (
    GIVEN,
    Bind,
    Call,
    Group,
    Node,
    Optional,
    Pattern,
    Select,
    Test,
    Union,
    Var,
)
from ecograph.engine.validation.matching.variables import binds, certain, names, of_pattern, used
from ecograph.engine.validation.paths import Alternative, Inverse, Path, Repeat, Sequence, Step

if TYPE_CHECKING:
    from ecograph.engine.validation.matching.plan import Planner


class Scope:
    """The variables of one SELECT.

    Attributes:
        places: name → where its value stands.
        certain: the variables that are bound in every solution, as far as the steps were made.
        maybe: all that are bound in some.
        bindable: all that ever will be.
    """

    def __init__(self, planner: Planner, query: Select) -> None:
        self.planner = planner
        self.places: dict[str, int] = {}
        self.certain: set[str] = set()
        self.maybe: set[str] = set()
        self.bindable = binds(query.group)

    def place(self, name: str) -> int:
        """Return the place of a variable."""
        if name.startswith(GIVEN):
            given = self.planner.given
            if name not in given:
                given[name] = self.planner.place()
            self.places[name] = given[name]
        elif name not in self.places:
            self.places[name] = self.planner.place()
        return self.places[name]

    def node(self, node: Node) -> int:
        """Return the place of a variable or of a constant."""
        return self.place(node.name) if isinstance(node, Var) else self.planner.term(node)

    def has(self, node: Node | Path) -> bool:
        """Return whether a node certainly has a value by now."""
        return not isinstance(node, Var) or node.name.startswith(GIVEN) or node.name in self.certain

    def expressions(self, *expressions: Node | Call) -> Expressions:
        """Return what makes functions of expressions here."""
        for name in (n for e in expressions for n in used(e)):
            self.place(name)
        return Expressions(self.places, {})

    def column(self, name: str, expression: Node | Call | None) -> Callable[[Env], Any]:
        """Return what gives the value of a column, as it is kept in an environment."""
        if expression is None or isinstance(expression, Var):
            place = self.place(name if expression is None else expression.name)
            return lambda env: env[place]
        return kept(self.expressions(expression).value(expression))

    # Groups

    def group(self, group: Group, foreign: frozenset[str] = frozenset(), *, direct: bool = False) -> list[Make]:
        """Return the steps of a group.

        Args:
            group: the group.
            foreign: variables bound outside, which the group by itself does not see.
            direct: whether its own filters see them all the same, as those of OPTIONAL and EXISTS do.
        """
        if group.query is not None:
            return [self._query(group.query)]
        own: set[str] = set()
        tests = list(group.tests)
        hidden = frozenset() if direct else foreign
        makes: list[Make] = []
        for element in blocks(group):
            if isinstance(element, list):
                while element:
                    item = following(element, self.certain)
                    element.remove(item)
                    if isinstance(item, Union):
                        makes.append(self._union(item, foreign))
                        own |= set.intersection(*(certain(g) for g in item.groups))
                    else:
                        if isinstance(item.path, Var) and not self.has(item.path):
                            makes.append(self._every_property(item.path))
                            makes += self._due(tests, foreign, hidden - own)
                        makes.append(self._pattern(item))
                        own |= of_pattern(item)
                        self._bound(of_pattern(item))
                    makes += self._due(tests, foreign, hidden - own)
                continue
            if isinstance(element, Bind):
                before = group.elements[: group.elements.index(element)]
                if element.name in binds(Group(before)):
                    raise NotRead("BIND of what is bound before it")  # an engine says what is wrong
                makes.append(self._bind(element, foreign - own))
            else:
                others = {n for e in group.elements if e is not element for n in binds(Group((e,)))}
                makes.append(self._optional(element, tests, foreign - own, others))
            makes += self._due(tests, foreign, hidden - own)
        return [*makes, *(self._test(test, foreign, hidden - own) for test in tests)]

    def _bound(self, certainly: set[str], maybe: set[str] | frozenset[str] = frozenset()) -> None:
        self.certain |= certainly
        self.maybe |= certainly | maybe

    def _due(self, tests: list[Test], foreign: frozenset[str], hidden: frozenset[str]) -> list[Make]:
        """Return the filters that can be asked by now, and take them from the list."""
        out: list[Make] = []
        for test in list(tests):
            wanted = used(test.expression) if test.group is None else names(test.group) & self.bindable
            if all(name in self.certain or name.startswith(GIVEN) for name in wanted):
                tests.remove(test)
                out.append(self._test(test, foreign, hidden))
        return out

    def _inside(self, group: Group, foreign: frozenset[str], *, direct: bool) -> tuple[list[Make], set[str], set[str]]:
        """Return the steps of a group inside, and what is bound after it, certainly and perhaps."""
        before = set(self.certain), set(self.maybe), self.bindable
        self.bindable = self.bindable | binds(group)  # a filter in it waits for what only it binds
        makes = self.group(group, foreign | self.maybe, direct=direct)
        after = self.certain, self.maybe
        self.certain, self.maybe, self.bindable = before
        return makes, *after

    def _test(self, test: Test, foreign: frozenset[str], hidden: frozenset[str]) -> Make:
        wanted = used(test.expression) if test.group is None else names(test.group)
        if wanted & hidden:
            raise NotRead("a filter about what is outside")
        if test.group is not None:
            return self._exists(test.group, foreign, denies=test.denies)
        assert test.expression is not None
        holds = self.expressions(test.expression).test(test.expression)
        return lambda k: lambda env: holds(env) and k(env)

    def _exists(self, group: Group, foreign: frozenset[str], *, denies: bool) -> Make:
        makes, _, _ = self._inside(group, foreign, direct=True)
        found = chained(makes, enough)
        if binds(group) <= self.certain:  # it leaves every value as it was
            if denies:
                return lambda k: lambda env: False if found(env) else k(env)
            return lambda k: lambda env: k(env) if found(env) else False
        if denies:
            return lambda k: lambda env: False if found(env.copy()) else k(env)
        return lambda k: lambda env: k(env) if found(env.copy()) else False

    def _bind(self, element: Bind, hidden: frozenset[str]) -> Make:
        if element.name in self.maybe or used(element.expression) & hidden or element.name in hidden:
            raise NotRead("BIND")
        place, value = self.place(element.name), self.column(element.name, element.expression)
        self._bound(set(), {element.name})

        def make(k: Run) -> Run:
            def run(env: Env) -> bool:
                env[place] = value(env)
                done = k(env)
                env[place] = None
                return done

            return run

        return make

    def _optional(self, element: Optional, tests: list[Test], hidden: frozenset[str], others: set[str]) -> Make:
        if names(element.group) & hidden:
            raise NotRead("OPTIONAL about what is outside")
        sure = certain(element.group) - self.maybe - others
        for test in tests:
            if isinstance(test.expression, Call) and test.expression.name == "!" and _bound_of(test.expression) & sure:
                tests.remove(test)  # OPTIONAL {P} FILTER(!BOUND(?v)): the first match of P is enough to know
                return self._exists(element.group, frozenset(), denies=True)
        makes, _, maybe = self._inside(element.group, frozenset(), direct=True)
        flag = self.planner.place()
        self._bound(set(), maybe)

        def make(k: Run) -> Run:
            def last(env: Env) -> bool:
                env[flag] = True
                return k(env)

            inner = chained(makes, last)

            def run(env: Env) -> bool:
                env[flag] = False
                if inner(env):
                    return True
                return False if env[flag] else k(env)

            return run

        return make

    def _union(self, element: Union, foreign: frozenset[str]) -> Make:
        branches = [self._inside(group, foreign, direct=False) for group in element.groups]
        self._bound(set.intersection(*(c for _, c, _ in branches)), set.union(*(m for _, _, m in branches)))

        def make(k: Run) -> Run:
            runs = [chained(makes, k) for makes, _, _ in branches]
            if len(runs) == 1:
                return runs[0]

            def run(env: Env) -> bool:
                for one in runs:  # noqa: SIM110  # a generator costs more than the branches
                    if one(env):
                        return True
                return False

            return run

        return make

    def _query(self, query: Select) -> Make:
        """Join the rows of a query inside; it sees nothing of the outside, and is asked once in a run."""
        self.planner.nested = True
        columns, rows = self.planner.select(query)
        places = [self.place(name) for name in columns]
        key = self.planner.place()
        self._bound(certain(Group(query=query)), set(columns))

        def make(k: Run) -> Run:
            def run(env: Env) -> bool:
                kept = env[KEPT]
                if key not in kept:
                    fresh = kept[DATA].copy()
                    fresh[KEPT] = kept
                    kept[key] = list(rows(fresh))
                for row in kept[key]:
                    set_here = []
                    for place, value in zip(places, row, strict=True):
                        if value is None:
                            continue
                        if env[place] is None:
                            env[place] = value
                            set_here.append(place)
                        elif env[place] != value:
                            break
                    else:
                        if k(env):
                            return True
                    for place in set_here:
                        env[place] = None
                return False

            return run

        return make

    # Triple patterns

    def _pattern(self, pattern: Pattern) -> Make:
        path, walk = pattern.path, self.planner.walk
        if isinstance(path, Var):
            at = self.place(path.name)
            return self._match(
                pattern,
                lambda: lambda env, s: env[DATA].forward(env[at]).get(s, ()),
                lambda: lambda env, o: env[DATA].backward(env[at]).get(o, ()),
                lambda: lambda env: env[DATA].forward(env[at]),
            )
        if _may_be_nothing(path) and not (isinstance(pattern.subject, Var) and isinstance(pattern.value, Var)):
            raise NotRead("a path of no length from a constant")
        every = partial(self._all_of, path.iri) if isinstance(path, Step) else None
        return self._match(pattern, partial(walk, path, back=False), partial(walk, path, back=True), every)

    def _all_of(self, iri: str) -> Every:
        index = self.planner.index(iri, back=False)
        return lambda env: env[index]

    def _every_property(self, path: Var) -> Make:
        if path.name in self.maybe:
            raise NotRead("a property that may be bound")
        place = self.place(path.name)
        self._bound({path.name})

        def make(k: Run) -> Run:
            def run(env: Env) -> bool:
                for p in env[DATA].predicates():
                    env[place] = p
                    if k(env):
                        return True
                env[place] = None
                return False

            return run

        return make

    def _match(
        self,
        pattern: Pattern,
        forward: Callable[[], Walk],
        back: Callable[[], Walk],
        every: Callable[[], Every] | None,
    ) -> Make:
        """Return the step of a pattern; of the ways to walk it, only the one that is needed is made."""
        subject, value = pattern.subject, pattern.value
        s, o = self.node(subject), self.node(value)
        sides = {node.name for node in (subject, value) if isinstance(node, Var) and not self.has(node)}
        if (subject == value and not self.has(subject)) or (
            isinstance(pattern.path, Var) and pattern.path in (subject, value)
        ):
            raise NotRead("a variable twice in a pattern")
        if sides & self.maybe:
            return unsure(s, o, forward(), back(), None if every is None else every())
        single = self.planner.single
        if self.has(subject) and self.has(value):
            return check(s, o, forward(), single(pattern.path, back=False))
        if self.has(subject):
            return follow(s, o, forward(), single(pattern.path, back=False))
        if self.has(value):
            return follow(o, s, back(), single(pattern.path, back=True))
        if every is None:
            raise NotRead("a path between unknowns")
        return all_pairs(s, o, every())


def _may_be_nothing(path: Path) -> bool:
    """Return whether a path may lead from a node to itself without a triple."""
    if isinstance(path, Repeat):
        return path.sign in "*?" or _may_be_nothing(path.path)
    if isinstance(path, Inverse):
        return _may_be_nothing(path.path)
    if isinstance(path, Sequence):
        return all(map(_may_be_nothing, path.paths))
    return isinstance(path, Alternative) and any(map(_may_be_nothing, path.paths))


def _bound_of(expression: Call) -> set[str]:
    """Return the variable of ``!BOUND(?v)``."""
    (inner,) = expression.arguments
    return used(inner) if isinstance(inner, Call) and inner.name == "BOUND" else set()
