"""The group structure of a SPARQL query: what is inside what, and which variables are certainly bound where.

The law of this file: it reads structure and leaves every other token alone; a query that it cannot read is said so, and
stays as it is. It decides nothing by text.

`not_exists_to_minus` takes the correlation out of ``FILTER NOT EXISTS`` where the answer provably stays the same.
Oxigraph, Jena and rdflib evaluate a correlated pattern anew for each solution, which is quadratic; the difference of
two sets is not. `explain` says what it did and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ecograph.engine.sparql_text import Token, join, tokens
from ecograph.texts import Text


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


def not_exists_to_minus(query: Query) -> int:
    """Rewrite ``FILTER NOT EXISTS {P}`` to ``MINUS {P}`` where the answer stays the same; return how often.

    It is the same where each variable that P shares with the rest of the query is certainly bound by P and by the group
    that is filtered, and there is at least one; and where P has only patterns, filters, OPTIONAL and UNION, and no path
    that may have no step (such a path holds of nodes that are not in the graph).
    """
    return sum(step.rewritten for step in _steps(query))


@dataclass(frozen=True, slots=True)
class Step:
    """One ``FILTER NOT EXISTS`` of a query.

    Attributes:
        pattern: what is denied, as it is written.
        rewritten: whether it became MINUS.
        reason: why the answer stays the same, or why it might not.
    """

    pattern: str
    rewritten: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query is rewritten before it runs: the text that runs, and what was looked at on the way."""

    text: str
    steps: tuple[Step, ...]


def explain(text: str) -> Explanation:
    """Return how a query is rewritten before it runs, and why its answer stays the same.

    >>> explain("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s <a:b> ?x } }").steps[0].reason["en"]
    'Both sides always bind ?s, so taking away the matches leaves what has none.'

    Raises:
        NotRead: the structure of the query is not read here; it runs as it stands.
    """
    query = read(text)
    steps = tuple(_steps(query))
    return Explanation(write(query) if any(step.rewritten for step in steps) else text, steps)


_SAME = Text(
    nl="Beide kanten binden altijd {names}, dus wie de overeenkomsten wegneemt houdt over wat er geen heeft.",
    en="Both sides always bind {names}, so taking away the matches leaves what has none.",
)
_FORMS = Text(
    nl="Binnenin staat een vorm die buiten haar plaats iets anders kan betekenen (een subvraag, BIND, MINUS, GRAPH, of "
    "een pad dat nul stappen kan tellen).",
    en="Inside is a form that may mean something else outside its place (a subquery, BIND, MINUS, GRAPH, or a path "
    "that may have no step).",
)
_NOTHING_SHARED = Text(
    nl="Het deelt geen variabele met de rest; MINUS zou dan niets wegnemen.",
    en="It shares no variable with the rest; MINUS would then take nothing away.",
)
_LOOSE = Text(
    nl="Niet elke oplossing bindt {names} aan beide kanten; MINUS vergelijkt dan anders.",
    en="Not every solution binds {names} on both sides; MINUS then compares differently.",
)


def _steps(query: Query) -> Iterator[Step]:
    """Rewrite a query where it stays the same, and yield what was decided of each denial."""
    everywhere = [*names(query.head), *variables(query.group), *names(query.tail)]
    yield from _rewrite(query.group, everywhere)


def _rewrite(group: Group, everywhere: list[str]) -> Iterator[Step]:
    if group.subquery is not None:
        yield from _rewrite(group.subquery.group, everywhere)
        return
    moved: list[Block] = []
    kept: list[Run | Filter | Block | Union] = []
    bound = certain(group)
    for element in group.elements:
        if isinstance(element, Filter):
            denied = element.denies
            if denied is not None:
                written = _write(denied)
                same, reason = _same_as_minus(denied, bound, everywhere)
                yield Step(written, same, reason)
                if same:
                    moved.append(Block([Token("word", "MINUS")], denied))
                    continue
        elif isinstance(element, Block):
            yield from _rewrite(element.group, everywhere)
        elif isinstance(element, Union):
            for branch in element.groups:
                yield from _rewrite(branch, everywhere)
        kept.append(element)
    # A filter speaks about the whole group, MINUS about what stands before it: so it comes last.
    group.elements[:] = [*kept, *moved]


def _same_as_minus(denied: Group, bound: set[str], everywhere: list[str]) -> tuple[bool, Text]:
    if not all(_simple(g) for g in _groups(denied)):
        return False, _FORMS
    mentions = variables(denied)
    shared = {v for v in set(mentions) if everywhere.count(v) > mentions.count(v)}
    if not shared:
        return False, _NOTHING_SHARED
    loose = shared - (certain(denied) & bound)
    said = ", ".join(f"?{name}" for name in sorted(loose or shared))
    text = _LOOSE if loose else _SAME
    return not loose, Text(nl=text.say("nl", names=said), en=text.say("en", names=said))


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
