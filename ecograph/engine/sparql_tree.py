"""The group structure of a SPARQL query: what is inside what, and which variables are certainly bound where.

The law of this file: it reads structure and leaves every other token alone; a query that it cannot read is said so, and
stays as it is. It decides nothing by text.

`set_based` turns a query about one node into one about a set of nodes; `not_exists_to_minus` takes the correlation out
of ``FILTER NOT EXISTS`` where the answer provably stays the same. Oxigraph, Jena and rdflib evaluate a correlated
pattern anew for each solution, which is quadratic; the difference of two sets is not.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    return join(query.head) + _write(query.group) + join(query.tail)


def _write(group: Group) -> str:
    if group.subquery is not None:
        return "{ " + write(group.subquery) + " }"
    return "{ " + " ".join(_element(e) for e in group.elements) + " }"


def _element(element: Run | Filter | Block | Union) -> str:
    if isinstance(element, Run):
        return join(element.tokens)
    if isinstance(element, Filter):
        groups = iter(element.groups)
        return "".join(_write(next(groups)) if t is None else t.text for t in element.tokens)
    if isinstance(element, Block):
        return join(element.head) + " " + _write(element.group)
    return " UNION ".join(_write(g) for g in element.groups)


def variables(group: Group) -> list[str]:
    """Return every mention of a variable in a group, however deep."""
    out: list[str] = []
    if group.subquery is not None:
        query = group.subquery
        return [*_names(query.head), *variables(query.group), *_names(query.tail)]
    for element in group.elements:
        if isinstance(element, Run):
            out.extend(_names(element.tokens))
        elif isinstance(element, Filter):
            out.extend(_names([t for t in element.tokens if t is not None]))
            for inner in element.groups:
                out.extend(variables(inner))
        elif isinstance(element, Block):
            out.extend(_names(element.head))
            out.extend(variables(element.group))
        else:
            for inner in element.groups:
                out.extend(variables(inner))
    return out


def _names(parts: list[Token]) -> list[str]:
    return [t.text[1:] for t in parts if t.kind == "var"]


def certain(group: Group) -> set[str]:
    """Return the variables that every solution of a group binds."""
    out: set[str] = set()
    if group.subquery is not None:
        query = group.subquery
        plain = {t.upper for t in query.head if t.kind == "word"} <= {"SELECT", "DISTINCT", "REDUCED", "WHERE"}
        return set(_names(query.head)) & certain(query.group) if plain else set()
    for element in group.elements:
        if isinstance(element, Run):
            out.update(_names(element.tokens))
        elif isinstance(element, Block):
            if element.keyword == "GRAPH":
                out |= certain(element.group)
        elif isinstance(element, Union):
            out |= set.intersection(*(certain(g) for g in element.groups))
    return out


def set_based(query: Query, name: str, mark: str) -> bool:
    """Make a query about one node ``?name`` a query about every node that the mark selects.

    Everywhere that the variable would have been bound beforehand, it ranges over the marked nodes; joins on it keep the
    nodes apart. Aggregates stay per node only if the variable is a group key, and a limit never does.

    Args:
        query: is changed.
        name: the variable.
        mark: a pattern that binds the variable to the nodes.

    Returns:
        Whether that was possible; if not, the query must not be used.
    """
    if not _per_node(query, name):
        return False
    words = {t.upper for t in query.head}
    if name not in _names(query.head) and "*" not in {t.text for t in query.head}:
        place = next(n for n, t in enumerate(query.head) if t.upper == "SELECT") + 1
        if words & {"DISTINCT", "REDUCED"}:
            place = next(n for n, t in enumerate(query.head) if t.upper in {"DISTINCT", "REDUCED"}) + 1
        query.head.insert(place, Token("var", f" ?{name} "))
    if not _mark(query.group, name, mark, outside=True):
        return False
    _put_first(query.group, mark)
    return True


def _put_first(group: Group, mark: str) -> None:
    if group.subquery is not None:
        _put_first(group.subquery.group, mark)
    else:
        group.elements.insert(0, Run(tokens(mark)))


def _per_node(query: Query, name: str) -> bool:
    """Return whether the solution modifiers treat each node by itself."""
    words = {t.upper for t in (*query.head, *query.tail) if t.kind == "word"}
    if words & {"LIMIT", "OFFSET", "VALUES", "FROM"}:
        return False
    if words & {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "HAVING", "GROUP"}:
        tail = [t for t in query.tail if t.kind != "space"]
        start = next((n for n, t in enumerate(tail) if t.upper == "GROUP"), None)
        if start is None:
            return False
        keys: list[str] = []
        for token in tail[start + 2 :]:
            if token.kind != "var":
                break
            keys.append(token.text[1:])
        return name in keys
    return True


def _mark(group: Group, name: str, mark: str, *, outside: bool) -> bool:
    """Bind the variable in every nested group that uses it and does not certainly bind it by itself."""
    if group.subquery is not None:
        query = group.subquery
        if name in variables(group):
            if not _per_node(query, name) or (name not in _names(query.head)):
                return False
            if not _mark(query.group, name, mark, outside=outside):
                return False
            if name not in certain(query.group):
                _put_first(query.group, mark)
        return True
    for element in group.elements:
        if isinstance(element, Run):
            continue
        groups = [element.group] if isinstance(element, Block) else element.groups
        for inner in groups:
            if name not in variables(inner):
                continue
            if isinstance(element, Block) and element.keyword not in {"OPTIONAL", "GRAPH"}:
                return False
            if not _mark(inner, name, mark, outside=not isinstance(element, Filter)):
                return False
            # A group in EXISTS sees its outer solution; another nested group does not.
            if not isinstance(element, Filter) and name not in certain(inner):
                _put_first(inner, mark)
    return True


def not_exists_to_minus(query: Query) -> int:
    """Rewrite ``FILTER NOT EXISTS {P}`` to ``MINUS {P}`` where the answer stays the same; return how often.

    It is the same where each variable that P shares with the rest of the query is certainly bound by P and by the group
    that is filtered, and there is at least one; and where P has only patterns, filters, OPTIONAL and UNION, and no path
    that may have no step (such a path holds of nodes that are not in the graph).
    """
    everywhere = [*_names(query.head), *variables(query.group), *_names(query.tail)]
    return _rewrite(query.group, everywhere)


def _rewrite(group: Group, everywhere: list[str]) -> int:
    if group.subquery is not None:
        return _rewrite(group.subquery.group, everywhere)
    done = 0
    moved: list[Block] = []
    kept: list[Run | Filter | Block | Union] = []
    bound = certain(group)
    for element in group.elements:
        if isinstance(element, Filter):
            denied = element.denies
            if denied is not None and _same_as_minus(denied, bound, everywhere):
                moved.append(Block([Token("word", "MINUS")], denied))
                continue
        elif isinstance(element, Block):
            done += _rewrite(element.group, everywhere)
        elif isinstance(element, Union):
            done += sum(_rewrite(g, everywhere) for g in element.groups)
        kept.append(element)
    # A filter speaks about the whole group, MINUS about what stands before it: so it comes last.
    group.elements[:] = [*kept, *moved]
    return done + len(moved)


def _same_as_minus(denied: Group, bound: set[str], everywhere: list[str]) -> bool:
    if not all(_simple(g) for g in _groups(denied)):
        return False
    mentions = variables(denied)
    inside = set(mentions)
    shared = {v for v in inside if everywhere.count(v) > mentions.count(v)}
    return bool(shared) and shared <= certain(denied) and shared <= bound


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for element in group.elements:
        if isinstance(element, Block):
            yield from _groups(element.group)
        elif isinstance(element, Union | Filter):
            for inner in element.groups:
                yield from _groups(inner)


def _simple(group: Group) -> bool:
    """Return whether a group has only forms that mean the same without a correlation."""
    if group.subquery is not None:
        return False
    for element in group.elements:
        if isinstance(element, Filter) and element.binds:
            return False
        if isinstance(element, Block) and element.keyword != "OPTIONAL":
            return False
        if isinstance(element, Run) and any(t.text in {"*", "?"} for t in element.tokens):
            return False
    return True
