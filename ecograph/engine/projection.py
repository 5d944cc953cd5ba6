"""The columns of ``SELECT *``, in the order in which the text names them first.

The law of this file: it stands alone, as ``worker`` does. Oxigraph gives the variables of ``SELECT *`` in the order of
the alphabet; SPARQL leaves it open, and people expect the order that they wrote: subject, predicate, object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SPACE = r"(?:[ \t\r\n\ufeff]|\#[^\n\r]*(?=[\n\r]))*"
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
#: Everything before the star, where the query itself has it and not one within it (SPARQL 1.1 grammar, rules 4 to 9).
_PROLOGUE = rf"(?:{_SPACE}(?:BASE{_SPACE}{_IRI}|PREFIX{_SPACE}[\w.-]*:{_SPACE}{_IRI}))*"
_STAR = re.compile(rf"({_PROLOGUE}{_SPACE}SELECT{_SPACE}(?:(?:DISTINCT|REDUCED){_SPACE})?)\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")


def in_order(text: str, variables: Callable[[], Sequence[str]]) -> str:
    """Return the query with the star as its variables; every other query as it is.

    Args:
        text: A query.
        variables: Gives the names of the variables that the star stands for; asked only where their order may differ.

    >>> in_order("SELECT * { ?s ?p ?o }", lambda: ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    >>> in_order("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", lambda: ["n"])
    'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
    """
    found = _STAR.match(text)
    if found is None:
        return text
    first: dict[str, int] = {}
    for at in _VARIABLE.finditer(text, found.end()):
        first.setdefault(at[1], at.start())
    if list(first) == sorted(first):  # the alphabet is the order of the text, whichever of them it is
        return text
    names = variables()
    if not names or any(name not in first for name in names):  # an escape may stand in a name
        return text
    shown = " ".join(f"?{name}" for name in sorted(names, key=first.__getitem__))
    return f"{found[1]}{shown}{text[found.end() :]}"
