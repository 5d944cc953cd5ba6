"""Pre-binding (SHACL §5.3.1): a term in the place of ``$this`` and its companions, everywhere in a query.

The law of this file: after it, the query means what SHACL says: the variable is the term in every scope, and its name
is still there where the query projects it.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping

from pyoxigraph import NamedNode

from ecograph.engine.sparql_rewrite import not_exists_to_minus
from ecograph.engine.sparql_text import Token, join, keywords, tokens
from ecograph.engine.sparql_tree import NotRead, read, write
from ecograph.engine.validation.matching import Plan, plan
from ecograph.engine.validation.set_based import set_based
from ecograph.errors import Place, ShapesProblem

#: What SHACL §5.2.1 and §A forbid in a constraint, because pre-binding has no meaning there.
_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}
_SOLUTION_CLAUSES = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"}


def check(text: str, bound: set[str], place: Place) -> None:
    """Refuse a query that SHACL does not allow in a constraint.

    Args:
        text: the query.
        bound: the names of the variables that will be bound.
        place: the shape.

    Raises:
        ShapesProblem: it has MINUS, VALUES or SERVICE, rebinds a bound variable, or has a subquery that does not
            project one.
    """
    parts = [t for t in tokens(text) if t.kind != "space"]
    used = keywords(parts) & _FORBIDDEN
    if used:
        raise ShapesProblem(
            f"A SPARQL constraint must not contain {', '.join(sorted(used))} (SHACL appendix A).",
            place=place,
            remedy="Say it with FILTER NOT EXISTS, IN or a pattern.",
        )
    for before, after in itertools.pairwise(parts):
        if before.upper == "AS" and after.variable in bound:
            raise ShapesProblem(f"{after.text} is bound beforehand and cannot be assigned.", place=place)
    selects = [n for n, t in enumerate(parts) if t.upper == "SELECT"]
    needed = bound & {"this", "value"} | (bound - {"this", "value", "shapesGraph", "currentShape", "PATH"})
    for n in selects[1:]:
        clause = _select_clause(parts, n)
        projected = {t.variable for t in clause}
        missing = (needed & {t.variable for t in parts}) - projected if "this" in bound else set()
        if (
            [t.text for t in clause if t.upper not in {"DISTINCT", "REDUCED"}] == ["*"]
            or missing
            or ("this" in bound and "this" not in projected)
        ):
            raise ShapesProblem(
                "A subquery must project every variable that is bound beforehand.",
                place=place,
                remedy="Write $this in its SELECT clause, and in its GROUP BY.",
            )


def _select_clause(parts: list[Token], start: int) -> list[Token]:
    """Return the tokens between SELECT and the pattern."""
    end = start + 1
    while end < len(parts) and parts[end].text != "{" and parts[end].upper not in {"WHERE", "FROM"}:
        end += 1
    return parts[start + 1 : end]


@functools.lru_cache(maxsize=4096)
def template(text: str, names: frozenset[str], path: str | None, shape: str) -> str:
    """Return the query with a hole for each name; `fill` puts terms in. The same query is checked and parted once.

    Raises:
        ShapesProblem: SHACL does not allow it; see `check`.
    """
    check(text, set(names), Place(iri=shape))
    return bind(text, {name: _hole(name) for name in names}, path)


@functools.lru_cache(maxsize=4096)
def planned(text: str, names: frozenset[str], path: str | None, shape: str) -> Plan | None:
    """Return the query made ready, or nothing where an engine has to be asked.

    Raises:
        ShapesProblem: SHACL does not allow it; see `check`.
    """
    check(text, set(names), Place(iri=shape))
    return plan(bind(text, {}, path) if path is not None and "PATH" in text else text, names)


#: Focus nodes are marked in a graph of their own, where no pattern of a shape sees it.
MARKS, FOCUS = NamedNode("urn:x-ecograph:marks"), NamedNode("urn:x-ecograph:focus")


@functools.lru_cache(maxsize=4096)
def together(text: str, names: frozenset[str], path: str | None, *, values: bool = False) -> str | None:
    """Return the query about all marked nodes at once, or nothing where that is not provably the same.

    Args:
        text: the query, already checked.
        names: what is bound beforehand besides ``$this``; a hole is left for each.
        path: what ``$PATH`` stands for.
        values: the nodes will be listed in the query, in the hole ``foci``, and not marked in the store.
    """
    try:
        query = read(bind(text, {name: _hole(name) for name in names}, path))
    except NotRead:
        return None
    listed = f"VALUES ?this {{ {_hole('foci')} }}"
    if not set_based(query, "this", listed if values else f"GRAPH {MARKS} {{ ?this {FOCUS} {FOCUS} }}"):
        return None
    not_exists_to_minus(query)
    return write(query)


def _hole(name: str) -> str:
    return f"\x00{name}\x00"


def fill(query: str, terms: Mapping[str, str]) -> str:
    """Return a template with terms in its holes."""
    for name, term in terms.items():
        query = query.replace(_hole(name), term)
    return query


def bind(text: str, terms: Mapping[str, str], path: str | None = None) -> str:
    """Return the query with terms in the places of variables.

    Args:
        text: the query, already checked.
        terms: name → the term as SPARQL writes it.
        path: what ``$PATH`` stands for.

    >>> bind("SELECT $this WHERE { $this a ?c FILTER(bound($this)) }", {"this": "<urn:a>"})
    'SELECT (<urn:a> AS ?this) WHERE { <urn:a> a ?c FILTER((true)) }'
    """
    out: list[Token] = []
    parts = tokens(text)
    depth = selects = 0
    clause = ""
    grouped = _grouped(parts, terms)
    n = 0
    while n < len(parts):
        token = parts[n]
        upper = token.upper
        if upper == "SELECT":
            clause, selects = ("select" if not selects else "subselect"), selects + 1
            out.append(token)
            if clause == "subselect":
                n = _subselect(parts, n + 1, terms, out)
                clause = ""
                continue
        elif upper == "BOUND" and (end := _bound_call(parts, n, terms)):
            out.append(Token("sign", "(true)"))
            n = end
            continue
        elif token.kind == "var" and (token.variable in terms or (token.variable == "PATH" and path is not None)):
            out.append(Token("sign", _written(token, terms, path, clause, grouped)))
        else:
            if token.text == "{":
                depth, clause = depth + 1, ""
            elif token.text == "}":
                depth -= 1
            elif upper in _SOLUTION_CLAUSES:
                clause = upper
            elif upper == "WHERE":
                clause = ""
            out.append(token)
        n += 1
    return join(out)


def _written(token: Token, terms: Mapping[str, str], path: str | None, clause: str, grouped: set[str]) -> str:
    name = token.variable
    if name == "PATH" and path is not None and name not in terms:
        return path
    if clause == "select":
        return f"?{name}" if name in grouped else f"({terms[name]} AS ?{name})"
    if clause == "GROUP":
        return f"({terms[name]} AS ?{name})" if name in grouped else f"({terms[name]})"
    return f"({terms[name]})" if clause == "ORDER" else terms[name]


def _grouped(parts: list[Token], terms: Mapping[str, str]) -> set[str]:
    """Return the bound variables in the outermost GROUP BY."""
    out: set[str] = set()
    depth, grouping = 0, False
    for token in parts:
        if token.text == "{":
            depth += 1
        elif token.text == "}":
            depth -= 1
        elif depth == 0:
            if token.upper in _SOLUTION_CLAUSES:
                grouping = token.upper == "GROUP"
            elif grouping and token.variable in terms:
                out.add(token.variable)
    return out


def _subselect(parts: list[Token], n: int, terms: Mapping[str, str], out: list[Token]) -> int:
    """Write a subquery's projection without the bound variables; return where its pattern begins."""
    left: list[Token] = []
    bracket = 0
    while n < len(parts) and parts[n].text != "{" and parts[n].upper != "WHERE":
        token = parts[n]
        bracket += (token.text == "(") - (token.text == ")")
        if token.variable in terms:
            if bracket:
                left.append(Token("sign", terms[token.variable]))
        else:
            left.append(token)
        n += 1
    if not any(t.kind != "space" and t.upper not in {"DISTINCT", "REDUCED"} for t in left):
        left.append(Token("sign", " (true AS ?projected) "))
    out.extend(left)
    return n


def _bound_call(parts: list[Token], n: int, terms: Mapping[str, str]) -> int:
    """Return where ``BOUND($this)`` ends, or zero."""
    inner = [(i, t) for i, t in enumerate(parts[n + 1 : n + 8], n + 1) if t.kind != "space"][:3]
    if [t.text for _, t in inner][::2] == ["(", ")"] and inner[1][1].variable in terms:
        return inner[2][0] + 1
    return 0
