"""SPARQL texts as a small typed tree, as far as `plan` can answer them.

The law of this file: what it does not know it refuses with `NotRead`, and the query goes to an engine of the whole
language. Nothing is half understood.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from ecograph.engine.sparql_text import Token, tokens
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
    Patterns,
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
_INTEGER, _BOOLEAN = NamedNode(XSD + "integer"), NamedNode(XSD + "boolean")
_END = "the end"
#: What comes after triple patterns.
_AFTER = {"}", "{", "OPTIONAL", "FILTER", "BIND"}
#: Operators by how strongly they bind.
_BINARY = {"||": 1, "&&": 2, "=": 3, "!=": 3, "<": 3, ">": 3, "<=": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "/": 5}


def read(text: str, given: frozenset[str] = frozenset()) -> Select:
    """Return a SELECT query as a tree.

    Args:
        text: the query, with its prefixes.
        given: the variables that are bound before, in every part of the query (SHACL §5.3.1).

    Raises:
        NotRead: it has something that is not known here.
    """
    reader = _Reader([t for t in tokens(text) if t.kind != "space"], given)
    while reader.accept("PREFIX"):
        reader.prefix()
    query = reader.select()
    reader.expect(_END)
    return query


class _Reader:
    """Takes the tokens of a query one by one."""

    def __init__(self, parts: list[Token], given: frozenset[str]) -> None:
        self.parts = parts
        self.given = given
        #: Tokens as they are compared: what is an IRI or a string is never a keyword or a sign.
        self.words = [_word(t) for t in parts]
        self.words.append(_END)
        self.n = 0
        self.prefixes: dict[str, str] = {}
        self.nameless = itertools.count()

    # Tokens

    def accept(self, word: str) -> bool:
        if self.words[self.n] != word:
            return False
        self.n += 1
        return True

    def expect(self, word: str) -> None:
        if self.words[self.n] != word:
            raise NotRead(f"no {word}")
        self.n += 1

    def take(self, kind: str) -> str:
        if self.n >= len(self.parts) or self.parts[self.n].kind != kind:
            raise NotRead(kind)
        self.n += 1
        return self.parts[self.n - 1].text

    def kind(self) -> str:
        return self.parts[self.n].kind if self.n < len(self.parts) else ""

    def variable(self, name: str) -> Var:
        return Var(GIVEN + name if name in self.given else name)

    def new(self) -> str:
        """Take the name of a variable that gets a value here."""
        name = self.take("var")[1:]
        if name in self.given:
            raise NotRead("what is given cannot be assigned")
        return name

    # Queries and groups

    def prefix(self) -> None:
        name, iri = self.take("name"), self.take("iri")
        if not name.endswith(":"):
            raise NotRead("a prefix")
        self.prefixes[name[:-1]] = iri[1:-1]

    def select(self) -> Select:
        self.expect("SELECT")
        distinct = self.accept("DISTINCT") or self.accept("REDUCED")
        columns: list[tuple[str, Node | Call | None]] | None = None if self.accept("*") else []
        while self.words[self.n] not in {"WHERE", "{"}:
            if columns is None:
                raise NotRead("a column beside *")
            if self.kind() == "var":
                name = self.take("var")[1:]
                columns.append((name, self.variable(name) if name in self.given else None))
                continue
            self.expect("(")
            expression = self.expression()
            self.expect("AS")
            columns.append((self.new(), expression))
            self.expect(")")
        self.accept("WHERE")
        group = self.group()
        given = self.accept("GROUP")
        keys = self._keys() if given else ()
        having: list[Node | Call] = []
        if self.accept("HAVING"):
            while self.words[self.n] == "(":
                having.append(self.primary())
        found = [e for _, e in columns or () if e is not None]
        aggregates = tuple(dict.fromkeys(a for e in (*found, *having) for a in _aggregates(e)))
        return Select(
            columns=None if columns is None else tuple(columns),
            distinct=distinct,
            group=group,
            keys=keys,
            having=tuple(having),
            grouped=given or bool(aggregates),
            aggregates=aggregates,
        )

    def _keys(self) -> tuple[tuple[Node | Call, str], ...]:
        self.expect("BY")
        keys: list[tuple[Node | Call, str]] = []
        while self.kind() == "var" or self.words[self.n] == "(":
            if self.kind() == "var":
                name = self.take("var")[1:]
                keys.append((self.variable(name), name))
                continue
            self.expect("(")
            expression = self.expression()
            keys.append((expression, self.new() if self.accept("AS") else ""))
            self.expect(")")
        return tuple(keys)

    def group(self) -> Group:
        self.expect("{")
        if self.words[self.n] == "SELECT":
            query = self.select()
            self.expect("}")
            return Group(query=query)
        elements: list[Patterns | Bind | Optional | Union] = []
        tests: list[Test] = []
        while not self.accept("}"):
            if self.words[self.n] == "{":
                groups = [self.group()]
                while self.accept("UNION"):
                    groups.append(self.group())
                elements.append(Union(tuple(groups)))
            elif self.accept("OPTIONAL"):
                elements.append(Optional(self.group()))
            elif self.accept("FILTER"):
                tests.append(self._test())
            elif self.accept("BIND"):
                self.expect("(")
                expression = self.expression()
                self.expect("AS")
                elements.append(Bind(expression, self.new()))
                self.expect(")")
            else:
                elements.append(Patterns(tuple(self._patterns())))
                continue
            self.accept(".")
        return Group(tuple(elements), tuple(tests))

    def _test(self) -> Test:
        denies = self.accept("NOT")
        if self.accept("EXISTS"):
            return Test(group=self.group(), denies=denies)
        if denies:
            raise NotRead("NOT")
        return Test(self.primary())

    # Triple patterns

    def _patterns(self) -> list[Pattern]:
        """Take triple patterns up to what is none."""
        out: list[Pattern] = []
        while True:
            nameless = self.words[self.n] == "["
            subject = self._node(out)
            if not (nameless and (self.words[self.n] in _AFTER or self.words[self.n] == ".")):
                self._properties(subject, out)
            dot = self.accept(".")
            if self.words[self.n] in _AFTER:
                return out
            if not dot:
                raise NotRead("no .")

    def _properties(self, subject: Node, out: list[Pattern]) -> None:
        while True:
            path = self.variable(self.take("var")[1:]) if self.kind() == "var" else self._path()
            while True:
                out.append(Pattern(subject, path, self._node(out)))
                if not self.accept(","):
                    break
            if not self.accept(";"):
                return
            while self.accept(";"):
                pass
            if self.words[self.n] in _AFTER or self.words[self.n] in {".", "]"}:
                return

    def _node(self, out: list[Pattern]) -> Node:
        if not self.accept("["):
            found = self.term()
            if found is None:
                raise NotRead("a term")
            return found
        node = Var(f"{NAMELESS}{next(self.nameless)}")
        if not self.accept("]"):
            self._properties(node, out)
            self.expect("]")
        return node

    def _path(self) -> Path:
        parts = [self._sequence()]
        while self.accept("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Alternative(tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._step()]
        while self.accept("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _step(self) -> Path:
        inverse = self.accept("^")
        path: Path
        if self.accept("("):
            path = self._path()
            self.expect(")")
        elif self.accept("a"):
            path = Step(_TYPE)
        else:
            term = self.term()
            if not isinstance(term, NamedNode):
                raise NotRead("a path")
            path = Step(term.value)
        for sign in "*+?":
            if self.accept(sign):
                path = Repeat(path, sign)
        return Inverse(path) if inverse else path

    def term(self) -> Node | None:
        """Take a variable, an IRI or a literal, if there is one."""
        if self.n >= len(self.parts):
            return None
        kind, text = self.parts[self.n]
        if kind == "word" and text not in {"true", "false"}:
            return None
        if kind not in {"var", "iri", "name", "number", "string", "word"}:
            return None
        self.n += 1
        if kind == "var":
            return self.variable(text[1:])
        if kind == "iri":
            if "\\" in text or ":" not in text:
                raise NotRead("an IRI")
            return NamedNode(text[1:-1])
        if kind == "name":
            prefix, _, local = text.partition(":")
            if prefix not in self.prefixes or "\\" in local:
                raise NotRead(text)
            return NamedNode(self.prefixes[prefix] + local)
        if kind == "number":
            if not text.isdecimal():
                raise NotRead(text)
            return Literal(text, datatype=_INTEGER)
        return Literal(text, datatype=_BOOLEAN) if kind == "word" else self._literal(_unescaped(text))

    def _literal(self, value: str) -> Literal:
        if self.kind() == "lang":
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
        while True:
            word = self.words[self.n]
            if word in {"IN", "NOT"} and least <= 3:
                denies = self.accept("NOT")
                self.expect("IN")
                found = Call("IN", (left, *self._arguments()))
                left = Call("!", (found,)) if denies else found
                continue
            strength = _BINARY.get(word, 0)
            if not strength or strength < least:
                return left
            self.n += 1
            left = Call(word, (left, self.expression(strength + 1)))

    def primary(self) -> Node | Call:
        if self.accept("!"):
            return Call("!", (self.primary(),))
        if self.accept("("):
            inner = self.expression()
            self.expect(")")
            return inner
        word = self.words[self.n]
        if word in AGGREGATES:
            self.n += 1
            self.expect("(")
            name = word + (" DISTINCT" if self.accept("DISTINCT") else "")
            inner = self.expression()
            self.expect(")")
            return Call(name, (inner,))
        if word in FUNCTIONS:
            self.n += 1
            return Call(word, self._arguments())
        term = self.term()
        if term is None:
            raise NotRead(word)
        if self.words[self.n] == "(":
            if not isinstance(term, NamedNode) or term.value not in _CASTS:
                raise NotRead("a function")
            return Call(term.value.removeprefix(XSD), self._arguments())
        return term

    def _arguments(self) -> tuple[Node | Call, ...]:
        self.expect("(")
        out: list[Node | Call] = []
        while True:
            out.append(self.expression())
            if not self.accept(","):
                self.expect(")")
                return tuple(out)


def _word(token: Token) -> str:
    if token.kind == "word":
        return token.text if token.text == "a" else token.text.upper()
    return "" if token.kind in {"iri", "string"} else token.text


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
