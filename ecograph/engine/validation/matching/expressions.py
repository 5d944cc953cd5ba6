"""What the expressions of a query are worth, as Python's own values.

The law of this file: SPARQL's errors are exceptions here, as its three-valued logic has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from ecograph.engine.lexical import is_valid
from ecograph.engine.sparql_tree import NotRead
from ecograph.engine.validation.index import XSD
from ecograph.engine.validation.matching.tree import Call, Node, Var
from ecograph.engine.validation.matching.worth import (
    Doubtful,
    Failed,
    Value,
    arithmetic,
    checked,
    compared,
    rounded,
    same,
    worth,
)

#: The values of variables, by place: numbers of the data's terms, computed literals, or nothing.
Env = list[Any]
Evaluate = Callable[[Env], Value]

_ORDERS: dict[str, frozenset[int]] = {
    "<": frozenset({-1}),
    ">": frozenset({1}),
    "<=": frozenset({-1, 0}),
    ">=": frozenset({0, 1}),
}


class Expressions:
    """Makes functions of expressions, for one query.

    Args:
        places: the places of the variables that are visible.
        made: aggregate → the place of its value.
        term: the term of what stands in a place.
    """

    def __init__(self, places: Mapping[str, int], made: Mapping[Call, int]) -> None:
        self.places = places
        self.made = made

    def test(self, expression: Node | Call) -> Callable[[Env], bool]:
        """Return what says whether a filter holds."""
        if isinstance(expression, Call) and _is_choice(expression):
            place, iris = self.places.get(expression.arguments[0].name), frozenset(expression.arguments[1:])  # type: ignore[union-attr]
            if place is not None:
                return _chosen(place, iris)
        value = self.value(expression)

        def holds(env: Env) -> bool:
            try:
                return truth(value(env))
            except Failed:
                return False

        return holds

    def value(self, expression: Node | Call) -> Evaluate:
        """Return what calculates an expression.

        Raises:
            NotRead: it has a function with the wrong number of arguments.
        """
        if isinstance(expression, Call):
            if expression in self.made:
                return self._in(self.made[expression])
            return self._call(expression)
        if isinstance(expression, Var):
            if expression.name not in self.places:
                return _unbound
            return self._in(self.places[expression.name])
        try:
            known = worth(expression)
        except Doubtful as error:
            raise NotRead("a constant") from error
        return lambda _: known

    def _in(self, place: int) -> Evaluate:
        def value(env: Env) -> Value:
            found = env[place]
            if found is None:
                raise Failed
            return worth(env[0].terms[found] if isinstance(found, int) else found)

        return value

    def _call(self, call: Call) -> Evaluate:
        name, arguments = call.name, call.arguments
        if name == "BOUND":
            if len(arguments) != 1 or not isinstance(arguments[0], Var):
                raise NotRead(name)
            place = self.places.get(arguments[0].name)
            return (lambda _: False) if place is None else (lambda env: env[place] is not None)
        if name == "STR":
            return self._str(arguments)
        if _is_choice(call):
            assert isinstance(arguments[0], Var)
            return self._among(arguments[0].name, frozenset(arguments[1:]))
        parts = [self.value(a) for a in arguments]
        make = _CALLS.get(name)
        if make is None or len(parts) not in _COUNTS.get(name, (2,)):
            raise NotRead(name)
        return make(parts)

    def _among(self, name: str, iris: frozenset[Node | Call]) -> Evaluate:
        """Return what says whether a variable is one of some IRIs; an IRI is equal to itself alone."""
        place = self.places.get(name)
        if place is None:
            return _unbound
        chosen = _chosen(place, iris)

        def among(env: Env) -> Value:
            if env[place] is None:
                raise Failed
            return chosen(env)

        return among

    def _str(self, arguments: tuple[Node | Call, ...]) -> Evaluate:
        if len(arguments) != 1 or not isinstance(arguments[0], Var):
            raise NotRead("STR of what is calculated")
        place = self.places.get(arguments[0].name)
        if place is None:
            return _unbound

        def text(env: Env) -> Value:
            found = env[place]
            if found is None:
                raise Failed
            term = env[0].terms[found] if isinstance(found, int) else found
            if not isinstance(term, NamedNode | Literal):
                raise Failed
            return term.value

        return text


def _is_choice(call: Call) -> bool:
    """Return whether a call asks if a variable is one of some IRIs."""
    first, *others = call.arguments or (None,)
    return call.name == "IN" and isinstance(first, Var) and all(isinstance(a, NamedNode) for a in others)


def _chosen(place: int, iris: frozenset[Node | Call]) -> Callable[[Env], bool]:
    """Return what says whether the value in a place is one of some IRIs."""

    def chosen(env: Env) -> bool:
        found = env[place]
        return (env[0].terms[found] if isinstance(found, int) else found) in iris

    return chosen


def _unbound(_env: Env) -> Value:
    raise Failed


def truth(value: Value) -> bool:
    """Return the effective boolean value (SPARQL §17.2.2) of a boolean; what else has one is left to others."""
    if isinstance(value, bool):
        return value
    raise Doubtful


def _or(parts: list[Evaluate]) -> Evaluate:
    return _either(parts, decides=True)


def _and(parts: list[Evaluate]) -> Evaluate:
    return _either(parts, decides=False)


def _either(parts: list[Evaluate], *, decides: bool) -> Evaluate:
    left, right = parts

    def value(env: Env) -> Value:
        try:
            if truth(left(env)) is decides:
                return decides
        except Failed:
            if truth(right(env)) is decides:
                return decides
            raise
        return truth(right(env))

    return value


def _not(parts: list[Evaluate]) -> Evaluate:
    (inner,) = parts
    return lambda env: not truth(inner(env))


def _equal(parts: list[Evaluate]) -> Evaluate:
    left, right = parts
    return lambda env: same(left(env), right(env))


def _unequal(parts: list[Evaluate]) -> Evaluate:
    left, right = parts
    return lambda env: not same(left(env), right(env))


def _order(sign: str) -> Callable[[list[Evaluate]], Evaluate]:
    good = _ORDERS[sign]

    def make(parts: list[Evaluate]) -> Evaluate:
        left, right = parts
        return lambda env: compared(left(env), right(env)) in good

    return make


def _arithmetic(sign: str) -> Callable[[list[Evaluate]], Evaluate]:
    def make(parts: list[Evaluate]) -> Evaluate:
        left, right = parts
        return lambda env: arithmetic(sign, left(env), right(env))

    return make


def _in(parts: list[Evaluate]) -> Evaluate:
    one, *others = parts

    def value(env: Env) -> Value:
        wanted, failed = one(env), False
        for other in others:
            try:
                if same(wanted, other(env)):
                    return True
            except Failed:
                failed = True
        if failed:
            raise Failed
        return False

    return value


def _coalesce(parts: list[Evaluate]) -> Evaluate:
    def value(env: Env) -> Value:
        for part in parts:
            try:
                return part(env)
            except Failed:
                continue
        raise Failed

    return value


def _if(parts: list[Evaluate]) -> Evaluate:
    test, yes, no = parts
    return lambda env: yes(env) if truth(test(env)) else no(env)


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise Failed
    return value


def _strlen(parts: list[Evaluate]) -> Evaluate:
    (inner,) = parts
    return lambda env: len(_text(inner(env)))


def _strstarts(parts: list[Evaluate]) -> Evaluate:
    left, right = parts
    return lambda env: _text(left(env)).startswith(_text(right(env)))


def _substr(parts: list[Evaluate]) -> Evaluate:
    def value(env: Env) -> Value:
        text = _text(parts[0](env))
        start, length = (part(env) for part in (*parts[1:], *(() if len(parts) == 3 else (lambda _: len(text),))))
        if type(start) is not int or type(length) is not int or start < 1 or length < 0:
            raise Doubtful
        return text[start - 1 : start - 1 + length]

    return value


def _round(parts: list[Evaluate]) -> Evaluate:
    (inner,) = parts

    def value(env: Env) -> Value:
        number = inner(env)
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            raise Failed
        return rounded(number)

    return value


def _integer(parts: list[Evaluate]) -> Evaluate:
    (inner,) = parts

    def value(env: Env) -> Value:
        found = inner(env)
        if isinstance(found, str):
            if not is_valid(found, XSD + "integer"):
                raise Failed
            return checked(int(found))
        if type(found) is int:
            return found
        raise Doubtful

    return value


_CALLS: dict[str, Callable[[list[Evaluate]], Evaluate]] = {
    "||": _or,
    "&&": _and,
    "!": _not,
    "=": _equal,
    "!=": _unequal,
    "IN": _in,
    "COALESCE": _coalesce,
    "IF": _if,
    "STRLEN": _strlen,
    "STRSTARTS": _strstarts,
    "SUBSTR": _substr,
    "ROUND": _round,
    "integer": _integer,
    **{sign: _order(sign) for sign in _ORDERS},
    **{sign: _arithmetic(sign) for sign in "+-*/"},
}
_COUNTS: dict[str, tuple[int, ...] | range] = {
    "!": (1,),
    "IN": range(1, 1000),
    "COALESCE": range(1, 1000),
    "IF": (3,),
    "STRLEN": (1,),
    "SUBSTR": (2, 3),
    "ROUND": (1,),
    "integer": (1,),
}
