"""Rows of a SELECT as plain text, and how several rows fold into one record.

The law of this file: above it nobody handles RDF terms. A cell is its text, its language, and whether it is an IRI.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from ecograph.engine.store import unreadable


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of an answer.

    Attributes:
        text: The IRI, the lexical form, or the label of a blank node.
        kind: ``iri``, ``literal``, ``bnode`` or ``triple``.
        lang: The language tag of a literal, or empty.
        datatype: The IRI of a literal's datatype, or empty.
    """

    text: str
    kind: str = "literal"
    lang: str = ""
    datatype: str = ""


Row = Mapping[str, Cell]


def cell(term: NamedNode | BlankNode | Literal | Triple) -> Cell:
    """Return the cell of a term.

    >>> cell(Literal("draagvlak", language="nl"))
    Cell(text='draagvlak', kind='literal', lang='nl', datatype='http://www.w3.org/1999/02/22-rdf-syntax-ns#langString')
    """
    if isinstance(term, NamedNode):
        return Cell(term.value, "iri")
    if isinstance(term, Literal):
        return Cell(term.value, "literal", term.language or "", term.datatype.value)
    if isinstance(term, BlankNode):
        return Cell(term.value, "bnode")
    return Cell(str(term), "triple")


def rows(solutions: QuerySolutions) -> list[Row]:
    """Return the rows of a SELECT; an unbound variable is absent from its row."""
    names = [v.value for v in solutions.variables]
    try:
        return [{name: cell(term) for name in names if (term := solution[name]) is not None} for solution in solutions]
    except SyntaxError as error:  # an engine of somebody else wrote it
        raise unreadable(error) from error


def first(found: Iterable[Row], name: str) -> str:
    """Return the first text that a column has, or the empty string."""
    return next((row[name].text for row in found if name in row), "")


def texts(found: Iterable[Row], name: str) -> dict[str, str]:
    """Return the texts of a column by language; the first of each language counts.

    >>> texts([{"label": Cell("rol", lang="nl")}, {"label": Cell("role", lang="en")}], "label")
    {'nl': 'rol', 'en': 'role'}
    """
    by_language: dict[str, str] = {}
    for row in found:
        if name in row:
            by_language.setdefault(row[name].lang, row[name].text)
    return by_language


def distinct(found: Iterable[Row], name: str) -> list[str]:
    """Return the different texts of a column, in their order."""
    return list(dict.fromkeys(row[name].text for row in found if name in row))


def grouped(found: Iterable[Row], name: str) -> dict[str, list[Row]]:
    """Return the rows by the text of one column, in the order of their first row.

    >>> list(grouped([{"a": Cell("x")}, {"a": Cell("y")}, {"a": Cell("x")}], "a"))
    ['x', 'y']
    """
    groups: dict[str, list[Row]] = {}
    for row in found:
        if name in row:
            groups.setdefault(row[name].text, []).append(row)
    return groups
