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
#: What columns cannot depend on: IRIs, comments, strings.
_FILLING = re.compile(
    rf"""{_IRI}|\#[^\n\r]*|\"{{3}}(?:\"{{0,2}}[^"])*\"{{3}}|'{{3}}(?:'{{0,2}}[^'])*'{{3}}|"[^"\n\r]*"|'[^'\n\r]*'"""
)
_EMPTY = {"<": "<x:>", "#": "", '"': '""', "'": '""'}
#: What the star stands for, by the text without its filling; queries differ in their filling most of all.
_shown: dict[str, str] = {}
_MOST, _LONGEST = 500, 2000


def in_order(text: str, variables: Callable[[str], Sequence[str]]) -> str:
    """Return the query with the star as its variables; every other query as it is.

    Args:
        text: A query.
        variables: Gives the names of the variables that the star of a query stands for.

    >>> in_order("SELECT * { ?s ?p ?o }", lambda _: ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    >>> in_order("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", lambda _: ["n"])
    'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
    """
    found = _STAR.match(text)
    if found is None:
        return text
    # An escape may stand for any character, also for one that begins or ends what is left out here.
    bare = text if "\\" in text else _FILLING.sub(lambda filling: _EMPTY[filling[0][0]], text)
    shown = _shown.get(bare)
    if shown is None:
        shown = _star(bare, text, variables)
        if len(bare) < _LONGEST:
            if len(_shown) >= _MOST:
                _shown.clear()
            _shown[bare] = shown
    return f"{found[1]}{shown}{text[found.end() :]}"


def _star(bare: str, text: str, variables: Callable[[str], Sequence[str]]) -> str:
    """Return what stands for the star: the names of the variables, or the star itself where that is as good."""
    begun = _STAR.match(bare)
    first: dict[str, int] = {}
    for at in _VARIABLE.finditer(bare, begun.end() if begun else 0):
        first.setdefault(at[1], at.start())
    if list(first) == sorted(first):  # the alphabet is the order of the text, whichever of them it is
        return "*"
    try:
        names = variables(bare)
    except (SyntaxError, ValueError, RuntimeError):  # it needed what was left out: a function, an error to be told
        names = variables(text)
    if not names or any(name not in first for name in names):  # an escape may stand in a name
        return "*"
    return " ".join(f"?{name}" for name in sorted(names, key=first.__getitem__))
