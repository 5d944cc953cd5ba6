"""A query about one node made a query about every node of a set.

The law of this file: it works on the structure of the query; where the answer might differ, it says no.
"""

from __future__ import annotations

from ecograph.engine.sparql_text import Token, tokens
from ecograph.engine.sparql_tree import Block, Filter, Group, Query, Run, certain, names, variables


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
    if name not in names(query.head) and "*" not in {t.text for t in query.head}:
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
            if not _per_node(query, name) or (name not in names(query.head)):
                return False
            if not _mark(query.group, name, mark, outside=outside):
                return False
            if name not in certain(query.group) or _too_late(query.group, name):
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
            if not isinstance(element, Filter) and (name not in certain(inner) or _too_late(inner, name)):
                _put_first(inner, mark)
    return True


def _too_late(group: Group, name: str) -> bool:
    """Return whether an OPTIONAL or a BIND of a group uses the variable before the group certainly binds it."""
    for element in group.elements:
        if name in certain(Group([element])):
            return False
        if name not in variables(Group([element])):
            continue
        if isinstance(element, Block) or (isinstance(element, Filter) and element.binds):
            return True
    return False
