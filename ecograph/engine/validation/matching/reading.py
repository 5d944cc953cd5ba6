"""SPARQL texts as a small typed tree, as far as `plan` can answer them.

The law of this file: what it does not know it refuses with `NotRead`, and the query goes to an engine of the whole
language. Nothing is half understood.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from ecograph.engine import sparql_tree as structure
from ecograph.engine.sparql_text import Token
from ecograph.engine.sparql_tree import NotRead
from ecograph.engine.validation.index import RDF, XSD
from ecograph.engine.validation.matching.tree import (
    GIVEN,
    NAMELESS,
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
from ecograph.engine.validation.paths import Alternative, Inverse, Path, Repeat, Sequence, Step

_TYPE = RDF + "type"


AGGREGATES = {"COUNT", "SUM", "MAX", "MIN"}
FUNCTIONS = {"BOUND", "STR", "STRLEN", "SUBSTR", "STRSTARTS", "COALESCE", "IF", "ROUND"}
_CASTS = {XSD + "integer"}
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
#: Operators by how strongly they bind.
_BINARY = {"||": 1, "&&": 2, "=": 3, "!=": 3, "<": 3, ">": 3, "<=": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "/": 5}


def read(text: str) -> Select:
    """Return a SELECT query as a structure.

    Raises:
        NotRead: it has something that is not known here.
    """
    query = structure.read(text)
    prefixes: dict[str, str] = {}
    head = [t for t in query.head if t.kind != "space"]
    while head and head[0].upper == "PREFIX":
        if len(head) < 3 or head[1].kind != "name" or head[2].kind != "iri":
            raise NotRead("a prefix")
        prefixes[head[1].text[:-1]] = head[2].text[1:-1]
        head = head[3:]
    return _Reader(prefixes).select(head, query)


class _Reader:
    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.nameless = itertools.count()

    def select(self, head: list[Token], query: structure.Query) -> Select:
        if not head or head[0].upper != "SELECT":
            raise NotRead("no SELECT")
        cursor = _Cursor(head[1:], self)
        distinct = cursor.accept("DISTINCT") or cursor.accept("REDUCED")
        columns: list[tuple[str, Node | Call | None]] | None = []
        if cursor.accept("*"):
            columns = None
        while (token := cursor.peek()) is not None and token.upper != "WHERE":
            if columns is None:
                raise NotRead(token.text)
            if token.kind == "var":
                columns.append((cursor.take().variable, None))
                continue
            cursor.expect("(")
            expression = cursor.expression()
            cursor.expect("AS")
            columns.append((cursor.variable(), expression))
            cursor.expect(")")
        cursor.accept("WHERE")
        cursor.end()
        keys, having, given = self._tail(query.tail)
        found = [e for _, e in columns or () if e is not None]
        aggregates = tuple(dict.fromkeys(a for e in (*found, *having) for a in _aggregates(e)))
        return Select(
            columns=None if columns is None else tuple(columns),
            distinct=distinct,
            group=self.group(query.group),
            keys=keys,
            having=having,
            grouped=given or bool(aggregates),
            aggregates=aggregates,
        )

    def _tail(self, tail: list[Token]) -> tuple[tuple[tuple[Node | Call, str], ...], tuple[Node | Call, ...], bool]:
        cursor = _Cursor([t for t in tail if t.kind != "space"], self)
        keys: list[tuple[Node | Call, str]] = []
        having: list[Node | Call] = []
        given = cursor.accept("GROUP")
        if given:
            cursor.expect("BY")
            while (token := cursor.peek()) is not None and (token.kind == "var" or token.text == "("):
                if token.kind == "var":
                    name = cursor.take().variable
                    keys.append((Var(name), name))
                    continue
                cursor.take()
                expression = cursor.expression()
                keys.append((expression, cursor.variable() if cursor.accept("AS") else ""))
                cursor.expect(")")
        if cursor.accept("HAVING"):
            while (token := cursor.peek()) is not None and token.text == "(":
                having.append(cursor.primary())
        cursor.end()
        return tuple(keys), tuple(having), given

    def group(self, group: structure.Group) -> Group:
        if group.subquery is not None:
            head = [t for t in group.subquery.head if t.kind != "space"]
            return Group(query=self.select(head, group.subquery))
        elements: list[tuple[Pattern, ...] | Bind | Optional | Union] = []
        tests: list[Test] = []
        for element in group.elements:
            if isinstance(element, structure.Run):
                elements.append(tuple(self._patterns(element.tokens)))
            elif isinstance(element, structure.Union):
                elements.append(Union(tuple(self.group(g) for g in element.groups)))
            elif isinstance(element, structure.Block):
                if element.keyword != "OPTIONAL":
                    raise NotRead(element.keyword)
                elements.append(Optional(self.group(element.group)))
            elif element.binds:
                elements.append(self._bind(element))
            else:
                tests.append(self._test(element))
        return Group(tuple(elements), tuple(tests))

    def _bind(self, element: structure.Filter) -> Bind:
        if element.groups:
            raise NotRead("EXISTS in an expression")
        cursor = _Cursor([t for t in element.tokens if t is not None and t.kind != "space"][1:], self)
        cursor.expect("(")
        expression = cursor.expression()
        cursor.expect("AS")
        name = cursor.variable()
        cursor.expect(")")
        cursor.end()
        return Bind(expression, name)

    def _test(self, element: structure.Filter) -> Test:
        if element.groups:
            words = [t if t is None else t.upper for t in element.tokens if t is None or t.kind != "space"]
            if words not in (["FILTER", "NOT", "EXISTS", None], ["FILTER", "EXISTS", None]):
                raise NotRead("EXISTS in an expression")
            return Test(group=self.group(element.groups[0]), denies="NOT" in words)
        cursor = _Cursor([t for t in element.tokens if t is not None and t.kind != "space"][1:], self)
        expression = cursor.primary()
        cursor.end()
        return Test(expression)

    # Triple patterns

    def _patterns(self, run: list[Token]) -> Iterator[Pattern]:
        cursor = _Cursor([t for t in run if t.kind != "space"], self)
        out: list[Pattern] = []
        while cursor.peek() is not None:
            nameless = cursor.sees("[")
            subject = self._node(cursor, out)
            if not (nameless and (cursor.peek() is None or cursor.sees("."))):
                self._properties(subject, cursor, out)
            if cursor.peek() is not None:
                cursor.expect(".")
        yield from out

    def _properties(self, subject: Node, cursor: _Cursor, out: list[Pattern]) -> None:
        while True:
            token = cursor.peek()
            path = Var(cursor.take().variable) if token is not None and token.kind == "var" else self._path(cursor)
            while True:
                out.append(Pattern(subject, path, self._node(cursor, out)))
                if not cursor.accept(","):
                    break
            if not cursor.accept(";"):
                return
            while cursor.accept(";"):
                pass
            if cursor.peek() is None or cursor.sees(".") or cursor.sees("]"):
                return

    def _node(self, cursor: _Cursor, out: list[Pattern]) -> Node:
        if not cursor.accept("["):
            found = cursor.term()
            if found is None:
                raise NotRead("a term")
            return found
        node = Var(f"{NAMELESS}{next(self.nameless)}")
        if not cursor.accept("]"):
            self._properties(node, cursor, out)
            cursor.expect("]")
        return node

    def _path(self, cursor: _Cursor) -> Path:
        parts = [self._sequence(cursor)]
        while cursor.accept("|"):
            parts.append(self._sequence(cursor))
        return parts[0] if len(parts) == 1 else Alternative(tuple(parts))

    def _sequence(self, cursor: _Cursor) -> Path:
        parts = [self._step(cursor)]
        while cursor.accept("/"):
            parts.append(self._step(cursor))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _step(self, cursor: _Cursor) -> Path:
        inverse = cursor.accept("^")
        path: Path
        if cursor.accept("("):
            path = self._path(cursor)
            cursor.expect(")")
        elif cursor.accept("a"):
            path = Step(_TYPE)
        else:
            term = cursor.term()
            if not isinstance(term, NamedNode):
                raise NotRead("a path")
            path = Step(term.value)
        for sign in "*+?":
            if cursor.accept(sign):
                path = Repeat(path, sign)
        return Inverse(path) if inverse else path


class _Cursor:
    """Tokens that are read one by one; white space is left out before."""

    def __init__(self, parts: list[Token], reader: _Reader) -> None:
        self.parts = parts
        self.reader = reader
        self.n = 0

    def peek(self) -> Token | None:
        return self.parts[self.n] if self.n < len(self.parts) else None

    def sees(self, text: str) -> bool:
        return self.n < len(self.parts) and self.parts[self.n].text == text

    def accept(self, word: str) -> bool:
        token = self.peek()
        if token is None or token.kind in {"iri", "string"} or (token.text if word == "a" else token.upper) != word:
            return False
        self.n += 1
        return True

    def expect(self, word: str) -> None:
        if not self.accept(word):
            raise NotRead(f"no {word}")

    def take(self) -> Token:
        self.n += 1
        return self.parts[self.n - 1]

    def variable(self) -> str:
        token = self.peek()
        if token is None or token.kind != "var":
            raise NotRead("a variable")
        return self.take().variable

    def end(self) -> None:
        if self.n < len(self.parts):
            raise NotRead(self.parts[self.n].text)

    def term(self) -> Node | None:
        """Take a variable, an IRI or a literal, if there is one."""
        token = self.peek()
        if token is None:
            return None
        if token.kind == "var":
            return Var(self.take().variable)
        if token.kind == "iri":
            if "\\" in token.text or ":" not in token.text:
                raise NotRead("an IRI")
            iri = self.take().text[1:-1]
            return Var(iri) if iri.startswith(GIVEN) else NamedNode(iri)
        if token.kind == "name":
            prefix, _, local = self.take().text.partition(":")
            if prefix not in self.reader.prefixes or "\\" in local:
                raise NotRead(token.text)
            return NamedNode(self.reader.prefixes[prefix] + local)
        if token.kind == "number":
            text = self.take().text
            if not text.isdecimal():
                raise NotRead(text)
            return Literal(text, datatype=NamedNode(XSD + "integer"))
        if token.kind == "string":
            return self._literal(_unescaped(self.take().text))
        if token.kind == "word" and token.text in {"true", "false"}:
            return Literal(self.take().text, datatype=NamedNode(XSD + "boolean"))
        return None

    def _literal(self, value: str) -> Literal:
        token = self.peek()
        if token is not None and token.kind == "lang":
            raise NotRead("a language")
        if self.accept("^^"):
            datatype = self.term()
            if not isinstance(datatype, NamedNode):
                raise NotRead("a datatype")
            return Literal(value, datatype=datatype)
        return Literal(value)

    # Expressions

    def expression(self, least: int = 1) -> Node | Call:
        left = self.primary()
        while (token := self.peek()) is not None:
            word = token.upper
            if word == "NOT" or (word == "IN" and token.kind == "word"):
                if least > 3:
                    break
                self.take()
                if word == "NOT":
                    self.expect("IN")
                found = Call("IN", (left, *self._arguments()))
                left = Call("!", (found,)) if word == "NOT" else found
                continue
            strength = _BINARY.get(word, 0) if token.kind not in {"iri", "string"} else 0
            if not strength or strength < least:
                break
            self.take()
            left = Call(word, (left, self.expression(strength + 1)))
        return left

    def primary(self) -> Node | Call:
        if self.accept("!"):
            return Call("!", (self.primary(),))
        if self.accept("("):
            inner = self.expression()
            self.expect(")")
            return inner
        token = self.peek()
        if token is None:
            raise NotRead("an expression ends too early")
        if token.kind == "word" and token.upper in AGGREGATES:
            self.take()
            self.expect("(")
            name = token.upper + (" DISTINCT" if self.accept("DISTINCT") else "")
            inner = self.expression()
            self.expect(")")
            return Call(name, (inner,))
        if token.kind == "word" and token.upper in FUNCTIONS:
            self.take()
            return Call(token.upper, self._arguments())
        term = self.term()
        if term is None:
            raise NotRead(token.text)
        if self.sees("("):
            if not isinstance(term, NamedNode) or term.value not in _CASTS:
                raise NotRead("a function")
            return Call(term.value.removeprefix(XSD), self._arguments())
        return term

    def _arguments(self) -> tuple[Node | Call, ...]:
        self.expect("(")
        out: list[Node | Call] = []
        if self.accept(")"):
            return ()
        while True:
            out.append(self.expression())
            if not self.accept(","):
                self.expect(")")
                return tuple(out)


def _aggregates(expression: Node | Call) -> Iterator[Call]:
    if isinstance(expression, Call):
        if expression.name.partition(" ")[0] in AGGREGATES:
            yield expression
        else:
            for argument in expression.arguments:
                yield from _aggregates(argument)


def _unescaped(text: str) -> str:
    quotes = 3 if text[:3] in {'"""', "'''"} else 1
    return re.sub(r"\\(.)", _escape, text[quotes:-quotes], flags=re.DOTALL)


def _escape(match: re.Match[str]) -> str:
    if match[1] not in _ESCAPES:
        raise NotRead(match[0])
    return _ESCAPES[match[1]]
