"""The steps of a plan: functions that hand each match on to the next one.

The law of this file: a step takes the values of the variables and returns whether enough has been found; unless it has,
it leaves them as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import chain
from typing import Any

from ecograph.engine.validation.matching.expressions import Env
from ecograph.engine.validation.matching.worth import Doubtful, Failed, literal

Run = Callable[[Env], bool]
Make = Callable[[Run], Run]
Walk = Callable[[Env, int], Collection[int]]
#: Gives all pairs of a property, by subject.
Every = Callable[[Env], dict[int, list[int]]]
#: The places that every environment has: the data, what is kept during a run, how much may still be looked at, and what
#: has been found.
DATA, KEPT, LEFT, FOUND = 0, 1, 2, 3
#: So many matches may be looked at in one run, and so many more for each of its nodes; a query that needs more is
#: better asked of an engine, which looks at all nodes together.
MOST, EACH = 200_000, 200
#: Looking for one value among so many costs nothing worth counting.
_SHORT = 64


def chained(makes: list[Make], last: Run) -> Run:
    """Return what runs the steps one inside the other."""
    for make in reversed(makes):
        last = make(last)
    return last


def alternatives(walks: list[Walk], places: list[int]) -> Walk:
    """Return a walk along any of several.

    Args:
        walks: the ways.
        places: where their indexes stand, if each is a single step; that is quicker to follow.
    """
    if len(places) == len(walks):

        def step(env: Env, n: int) -> Collection[int]:
            found = [there for place in places if (there := env[place].get(n))]
            if len(found) == 1:
                return found[0]  # type: ignore[no-any-return]
            return dict.fromkeys(chain.from_iterable(found)) if found else ()

        return step

    def walk(env: Env, n: int) -> Collection[int]:
        found = [there for one in walks if (there := one(env, n))]
        if len(found) == 1:
            return found[0]
        return dict.fromkeys(chain.from_iterable(found)) if found else ()

    return walk


def in_turn(walks: list[Walk]) -> Walk:
    """Return a walk along one after the other."""

    def walk(env: Env, n: int) -> Collection[int]:
        here: Collection[int] = (n,)
        for one in walks:
            here = dict.fromkeys(there for x in here for there in one(env, x))
            spend(env, len(here))
        return here

    return walk


def repeated(step: Walk, sign: str) -> Walk:
    """Return a walk many times: ``sign`` is ``*``, ``+`` or ``?``."""

    def walk(env: Env, n: int) -> Collection[int]:
        found: dict[int, None] = {} if sign == "+" else {n: None}
        if sign == "?":
            return found | dict.fromkeys(step(env, n))
        agenda = [n]
        while agenda:
            for there in step(env, agenda.pop()):
                if there not in found:
                    found[there] = None
                    agenda.append(there)
        spend(env, len(found))
        return found

    return walk


def kept(value: Callable[[Env], Any]) -> Callable[[Env], Any]:
    """Return what calculates a value as it is kept in an environment: a number of the data where it has one."""

    def keep(env: Env) -> Any:  # noqa: ANN401  # what an environment holds
        try:
            term = literal(value(env))
        except Failed:
            return None
        found = env[DATA].known(term)
        return term if found is None else found

    return keep


def enough(_env: Env) -> bool:
    """Return that one match is enough."""
    return True


def check(s: int, o: int, forward: Walk, index: int | None = None) -> Make:
    """Match a pattern both sides of which have a value; see `follow`."""

    def make(k: Run) -> Run:
        def run(env: Env) -> bool:
            there = forward(env, env[s]) if index is None else env[index].get(env[s], ())
            if len(there) > _SHORT:
                spend(env, len(there))
            return env[o] in there and k(env)

        return run

    return make


def follow(start: int, end: int, walk: Walk, index: int | None = None) -> Make:
    """Match a pattern one side of which has a value.

    Args:
        start: the place of that value.
        end: the place of the other side.
        walk: the way.
        index: where its index stands, if it is a single step; that is quicker to follow.
    """

    def make(k: Run) -> Run:
        def run(env: Env) -> bool:
            there = walk(env, env[start]) if index is None else env[index].get(env[start], ())
            if not there:
                return False
            left = env[LEFT]
            left[0] -= len(there)
            if left[0] < 0:
                raise Doubtful
            for found in there:
                env[end] = found
                if k(env):
                    return True
            env[end] = None
            return False

        return run

    return make


def spend(env: Env, n: int) -> None:
    """Count what is looked at.

    Raises:
        Doubtful: it is too much.
    """
    left = env[LEFT]
    left[0] -= n + 1
    if left[0] < 0:
        raise Doubtful


def all_pairs(s: int, o: int, every: Every) -> Make:
    """Match a pattern neither side of which has a value."""

    def make(k: Run) -> Run:
        def run(env: Env) -> bool:
            spend(env, len(every(env)))
            for subject, values in every(env).items():
                env[s] = subject
                for value in values:
                    env[o] = value
                    if k(env):
                        return True
            env[s] = env[o] = None
            return False

        return run

    return make


def unsure(s: int, o: int, forward: Walk, back: Walk, every: Every | None) -> Make:
    """Match a pattern with a variable that an OPTIONAL may have bound."""

    def make(k: Run) -> Run:
        both, out, into = check(s, o, forward)(k), follow(s, o, forward)(k), follow(o, s, back)(k)
        neither = None if every is None else all_pairs(s, o, every)(k)

        def run(env: Env) -> bool:
            if env[s] is not None:
                return both(env) if env[o] is not None else out(env)
            if env[o] is not None:
                return into(env)
            if neither is None:
                raise Doubtful
            return neither(env)

        return run

    return make
