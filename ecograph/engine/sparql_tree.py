"""The group structure of a SPARQL query: what is inside what, and which variables are certainly bound where.

The law of this file: it reads structure and leaves every other token alone; a query that it cannot read is said so, and
stays as it is. It decides nothing by text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ecograph.engine.sparql_text import Token, join, tokens


class NotRead(ValueError):
    """The query has a form whose structure is not read here."""


@dataclass(slots=True)
class Run:
    """Triple patterns: tokens as they stand."""

    tokens: list[Token]


@dataclass(slots=True)
class Filter:
    """A filter or a BIND: its tokens, and the groups of EXISTS among them in the places of None."""

    tokens: list[Token | None]
    groups: list[Group]
    binds: bool = False

    @property
    def denies(self) -> Group | None:
        """Return the group, if this is ``FILTER NOT EXISTS {…}`` and nothing more."""
        words = [t if t is None else t.upper for t in self.tokens if t is None or t.kind != "space"]
        return self.groups[0] if words == ["FILTER", "NOT", "EXISTS", None] else None


@dataclass(slots=True)
class Block:
    """A keyword with a group: OPTIONAL, MINUS, GRAPH g, SERVICE s, or none for a plain nested group."""

    head: list[Token]
    group: Group

    @property
    def keyword(self) -> str:
        """Return the keyword, or the empty string."""
        return next((t.upper for t in self.head if t.kind != "space"), "")


@dataclass(slots=True)
class Union:
    """Branches, one or more."""

    groups: list[Group]


@dataclass(slots=True)
class Group:
    """A group graph pattern, or a subquery."""

    elements: list[Run | Filter | Block | Union] = field(default_factory=list)
    subquery: Query | None = None


@dataclass(slots=True)
class Query:
    """A SELECT query, or the part of another form up to its solution modifiers."""

    head: list[Token]
    group: Group
    tail: list[Token]


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.n = 0

    def peek(self) -> Token | None:
        while self.n < len(self.tokens) and self.tokens[self.n].kind == "space":
            self.n += 1
        return self.tokens[self.n] if self.n < len(self.tokens) else None

    def space(self) -> list[Token]:
        start = self.n
        self.peek()
        return self.tokens[start : self.n]

    def take(self) -> Token:
        if self.n >= len(self.tokens):
            raise NotRead("the query ends too early")
        self.n += 1
        return self.tokens[self.n - 1]

    def query(self, *, inner: bool) -> Query:
        head: list[Token] = []
        while (token := self.peek()) is not None and token.text != "{":
            head += [self.take(), Token("space", " ")]
        if token is None:
            raise NotRead("there is no pattern")
        words = {t.upper for t in head}
        if "CONSTRUCT" in words and "WHERE" not in words:
            raise NotRead("a template comes first")
        group = self.group()
        tail: list[Token] = []
        while (token := self.peek()) is not None and not (inner and token.text == "}"):
            tail.append(Token("space", " "))
            tail.append(self.take())
        return Query(head, group, tail)

    def group(self) -> Group:
        if self.peek() is None or self.take().text != "{":
            raise NotRead("a group begins with {")
        out = Group()
        token = self.peek()
        if token is not None and token.upper == "SELECT":
            out.subquery = self.query(inner=True)
            self.peek()
            if self.take().text != "}":
                raise NotRead("a subquery ends with }")
            return out
        run: list[Token] = []
        while True:
            run.extend(self.space())
            token = self.peek()
            if token is None:
                raise NotRead("a group is not closed")
            if token.text == "}":
                self.take()
                break
            if token.text == "{" or token.upper in _BLOCKS:
                _flush(run, out)
                out.elements.append(self.union() if token.text == "{" else self.block())
                run = []
            elif token.upper in {"FILTER", "BIND"}:
                _flush(run, out)
                out.elements.append(self.filter(binds=token.upper == "BIND"))
                run = []
            elif token.upper == "VALUES":
                raise NotRead("VALUES")
            else:
                run.append(self.take())
        _flush(run, out)
        return out

    def union(self) -> Union:
        groups = [self.group()]
        while (token := self.peek()) is not None and token.upper == "UNION":
            self.take()
            groups.append(self.group())
        return Union(groups)

    def block(self) -> Block:
        head = [self.take()]
        while (token := self.peek()) is not None and token.text != "{":
            head.append(Token("space", " "))
            head.append(self.take())
        return Block(head, self.group())

    def filter(self, *, binds: bool) -> Filter:
        out = Filter([self.take()], [], binds)
        depth = 0
        while True:
            out.tokens.extend(self.space())
            token = self.take()
            if token.upper == "EXISTS":
                out.tokens.append(token)
                self.peek()
                out.groups.append(self.group())
                out.tokens.append(None)
                if depth == 0:
                    return out
                continue
            out.tokens.append(token)
            depth += (token.text == "(") - (token.text == ")")
            if depth == 0 and token.text == ")":
                return out
            if token.text in {"{", "}"}:
                raise NotRead("a brace in an expression")


_BLOCKS = {"OPTIONAL", "MINUS", "GRAPH", "SERVICE"}


def _flush(run: list[Token], group: Group) -> None:
    if any(t.kind != "space" for t in run):
        group.elements.append(Run(run))


def read(text: str) -> Query:
    """Return the structure of a query.

    Raises:
        NotRead: it has VALUES, or a form that is not read here.
    """
    return _Reader(text).query(inner=False)


def write(query: Query) -> str:
    """Return the query as text."""
    return join(query.head) + write_group(query.group) + join(query.tail)


def write_group(group: Group) -> str:
    """Return a group as text."""
    if group.subquery is not None:
        return "{ " + write(group.subquery) + " }"
    return "{ " + " ".join(_element(e) for e in group.elements) + " }"


def _element(element: Run | Filter | Block | Union) -> str:
    if isinstance(element, Run):
        return join(element.tokens)
    if isinstance(element, Filter):
        groups = iter(element.groups)
        return "".join(write_group(next(groups)) if t is None else t.text for t in element.tokens)
    if isinstance(element, Block):
        return join(element.head) + " " + write_group(element.group)
    return " UNION ".join(write_group(g) for g in element.groups)


def variables(group: Group) -> list[str]:
    """Return every mention of a variable in a group, however deep."""
    out: list[str] = []
    if group.subquery is not None:
        query = group.subquery
        return [*names(query.head), *variables(query.group), *names(query.tail)]
    for element in group.elements:
        if isinstance(element, Run):
            out.extend(names(element.tokens))
        elif isinstance(element, Filter):
            out.extend(names([t for t in element.tokens if t is not None]))
            for inner in element.groups:
                out.extend(variables(inner))
        elif isinstance(element, Block):
            out.extend(names(element.head))
            out.extend(variables(element.group))
        else:
            for inner in element.groups:
                out.extend(variables(inner))
    return out


def names(parts: list[Token]) -> list[str]:
    """Return the variables that are mentioned, as often as they are."""
    return [t.text[1:] for t in parts if t.kind == "var"]


def certain(group: Group) -> set[str]:
    """Return the variables that every solution of a group binds."""
    out: set[str] = set()
    if group.subquery is not None:
        query = group.subquery
        plain = {t.upper for t in query.head if t.kind == "word"} <= {"SELECT", "DISTINCT", "REDUCED", "WHERE"}
        return set(names(query.head)) & certain(query.group) if plain else set()
    for element in group.elements:
        if isinstance(element, Run):
            out.update(names(element.tokens))
        elif isinstance(element, Block):
            if element.keyword == "GRAPH":
                out |= certain(element.group)
        elif isinstance(element, Union):
            out |= set.intersection(*(certain(g) for g in element.groups))
    return out
