"""How the triples that a SPARQL constraint looks at hang on ``$this``.

The law of this file: a way is given only where every match of a pattern that matters goes along it; for a pattern
without such a way, the predicate is named, and a change of it makes a full run necessary.

A pattern matters to a solution only together with the patterns of its own group and of the groups around it (around
an OPTIONAL, those before it). So from its subject or its object one goes back to ``$this`` along those, and along no
pattern of another branch, option or denial.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ecograph.engine.sparql_text import Token
from ecograph.engine.sparql_tree import Block, Filter, Group, NotRead, Query, Run, Union, read
from ecograph.engine.validation.paths import Inverse, Path, Repeat, Sequence, Step

#: Subject, predicate, object: a variable as ``?name``, an IRI as itself, anything else as the empty string.
Pattern = tuple[str, str, str]
#: The signs that make a chain of triples of one pattern.
_CHAINS = {"+", "*"}
_NAMELESS = itertools.count()
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def query_ways(text: str) -> tuple[list[tuple[str, Path, bool]], set[str]]:
    """Return how the patterns of a query hang on ``$this``.

    Args:
        text: the query, with its prefixes.

    Returns:
        For each pattern that hangs on it: the predicate, the path from ``$this`` to the subject (or to the object, then
        True); and the predicates of all others, the empty string standing for every predicate.
    """
    try:
        query = read(text)
        prefixes = _prefixes(query)
        ways: list[tuple[str, Path, bool]] = []
        wholly: set[str] = set()
        _group(query.group, [], prefixes, ways, wholly)
    except NotRead:
        return [], {""}
    return ways, wholly


def query_patterns(text: str) -> tuple[list[Pattern], set[str]]:
    """Return the triple patterns of a query, wherever they stand, and the predicates in its paths.

    Raises:
        NotRead: the query has a form that is not read here.
    """
    query = read(text)
    prefixes = _prefixes(query)
    in_paths: set[str] = set()
    found: list[Pattern] = []
    agenda = [query.group]
    while agenda:
        group = agenda.pop()
        if group.subquery is not None:
            agenda.append(group.subquery.group)
        for element in group.elements:
            if isinstance(element, Run):
                found.extend(_patterns(element.tokens, prefixes, in_paths))
            else:
                agenda.extend([element.group] if isinstance(element, Block) else element.groups)
    return found, in_paths


def _prefixes(query: Query) -> dict[str, str]:
    text = "".join(t.text for t in query.head)
    return dict(re.findall(r"PREFIX\s+([\w.-]*):\s*<([^>]*)>", text, flags=re.IGNORECASE))


def _group(
    group: Group,
    around: list[Pattern],
    prefixes: dict[str, str],
    ways: list[tuple[str, Path, bool]],
    wholly: set[str],
) -> None:
    if group.subquery is not None:  # it is evaluated by itself; only what it projects is joined
        _group(group.subquery.group, [], prefixes, ways, wholly)
        return
    chains: list[Pattern] = []
    runs = [list(_patterns(e.tokens, prefixes, wholly, chains)) if isinstance(e, Run) else [] for e in group.elements]
    visible = [*around, *(pattern for run in runs for pattern in run)]
    for pattern in (pattern for run in runs for pattern in run):
        found = _way(pattern, visible, chains)
        if found is None:
            wholly.add(pattern[1])
        else:
            ways.append((pattern[1], *found))
    for chain in chains:  # from one of its triples along the others to where it begins, or to where it ends
        found = _way(chain, visible, [c for c in chains if c is not chain])
        if found is None:
            wholly.add(chain[1])
        else:
            path, to_object = found
            step: Path = Inverse(Step(chain[1])) if to_object else Step(chain[1])
            ways.append((chain[1], Sequence((path, Repeat(step, "*"))), to_object))
    before = list(around)
    for element, run in zip(group.elements, runs, strict=True):
        before.extend(run)
        if isinstance(element, Block):
            if element.keyword != "OPTIONAL":
                raise NotRead(element.keyword)
            _group(element.group, list(before), prefixes, ways, wholly)
        elif isinstance(element, Union | Filter):
            for inner in element.groups:
                _group(inner, visible, prefixes, ways, wholly)


def _way(pattern: Pattern, visible: list[Pattern], chains: list[Pattern]) -> tuple[Path, bool] | None:
    """Return the path from ``$this`` to the subject of a pattern, or to its object."""
    subject, _, value = pattern
    plain = [p for p in visible if p is not pattern and p[1] and not p[1].startswith("?")]
    edges: list[tuple[str, Path, str]] = [(s, Step(p), o) for s, p, o in plain]
    edges += [(s, Repeat(Step(p), "*"), o) for s, p, o in chains]
    reached: dict[str, tuple[Path, ...]] = {"?this": ()}
    agenda = ["?this"]
    while agenda:
        node = agenda.pop(0)
        if node in {subject, value}:
            return Sequence(reached[node]), node != subject
        for s, p, o in edges:
            if s == node and o.startswith("?") and o not in reached:
                reached[o] = (*reached[node], p)
                agenda.append(o)
            elif o == node and s.startswith("?") and s not in reached:
                reached[s] = (*reached[node], Inverse(p))
                agenda.append(s)
    return None


def _patterns(
    run: list[Token], prefixes: dict[str, str], wholly: set[str], chains: list[Pattern] | None = None
) -> Iterator[Pattern]:
    """Yield the triple patterns of a run; what is no plain pattern names its predicates as wholly.

    Args:
        run: the tokens.
        prefixes: name → IRI.
        wholly: grows by the predicates of paths.
        chains: grows by the patterns of ``p+`` and ``p*`` instead, if given.

    Raises:
        NotRead: a collection or a named blank node.
    """
    parts = [t for t in run if t.kind != "space"]
    out: list[Pattern] = []
    n = 0
    while n < len(parts):
        subject, n = _node(parts, n, prefixes, wholly, out, chains)
        if n < len(parts) and parts[n].text != ".":
            n = _properties(subject, parts, n, prefixes, wholly, out, chains)
        if n < len(parts):
            if parts[n].text != ".":
                raise NotRead(parts[n].text)
            n += 1
    yield from out


def _properties(
    subject: str,
    parts: list[Token],
    n: int,
    prefixes: dict[str, str],
    wholly: set[str],
    out: list[Pattern],
    chains: list[Pattern] | None,
) -> int:
    """Read the properties and values of one subject; return where they end."""
    while True:
        start = n
        while n < len(parts) and not _ends_predicate(parts, start, n):
            n += 1
        predicate = parts[start:n]
        simple = len(predicate) == 1
        name = _name(predicate[0], prefixes) if simple else ""
        chain = chains is not None and len(predicate) == 2 and predicate[1].text in _CHAINS
        while True:
            value, n = _node(parts, n, prefixes, wholly, out, chains)
            if simple:
                out.append((subject, "" if name.startswith("?") else name, value))
            elif chain:
                assert chains is not None
                chains.append((subject, _name(predicate[0], prefixes), value))
            else:
                wholly.update(_name(t, prefixes) for t in predicate if t.kind in {"iri", "name"} or t.text == "a")
            if n < len(parts) and parts[n].text == ",":
                n += 1
                continue
            break
        while n < len(parts) and parts[n].text == ";":
            n += 1
        if n >= len(parts) or parts[n].text in {".", "]"} or parts[n - 1].text != ";":
            return n


def _node(
    parts: list[Token],
    n: int,
    prefixes: dict[str, str],
    wholly: set[str],
    out: list[Pattern],
    chains: list[Pattern] | None,
) -> tuple[str, int]:
    """Read a term, or a nameless node with what is said of it, which is a variable that nobody else has."""
    if n >= len(parts) or parts[n].text != "[":
        return _term(parts, n, prefixes)
    name = f"?[{next(_NAMELESS)}"
    n += 1
    if n < len(parts) and parts[n].text != "]":
        n = _properties(name, parts, n, prefixes, wholly, out, chains)
    if n >= len(parts) or parts[n].text != "]":
        raise NotRead("a nameless node is not closed")
    return name, n + 1


def _ends_predicate(parts: list[Token], start: int, n: int) -> bool:
    """Return whether the predicate that begins at start ends before n: two terms with no sign between them."""
    if n == start:
        return False
    depth = sum((t.text == "(") - (t.text == ")") for t in parts[start:n])
    before, here = parts[n - 1], parts[n]
    if depth or here.text in {"/", "|", "*", "+", "?", ")"}:
        return False
    return before.text not in {"/", "|", "^", "(", "!"}


def _term(parts: list[Token], n: int, prefixes: dict[str, str]) -> tuple[str, int]:
    if n >= len(parts):
        raise NotRead("a pattern ends too early")
    token = parts[n]
    if token.text in {"[", "(", "<<"} or token.text.startswith("_:"):
        raise NotRead("a nameless node")
    n += 1
    if token.kind == "string":
        if n < len(parts) and parts[n].kind == "lang":
            n += 1
        elif n + 1 < len(parts) and parts[n].text == "^^":
            n += 2
        return "", n
    if token.text in {"+", "-"}:
        return "", n + 1
    return _name(token, prefixes), n


def _name(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "var":
        return "?" + token.text[1:]
    if token.kind == "iri":
        return token.text[1:-1]
    if token.text == "a":
        return _TYPE
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(prefix, "") + local.replace("\\", "")
    return ""
