"""The sheet of other statements: what no column holds, one statement per row, nothing lost.

The law of this file: what it writes it reads back, term by term.
"""

from __future__ import annotations

import re

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.describe.cells import Unreadable, as_iri, is_empty, written
from ecograph.describe.names import Names
from ecograph.describe.tables import XSD, Row, Term
from ecograph.terms import shorten
from ecograph.texts import Text

#: The names of its columns, as keys.
COLUMNS = ("subject", "property", "value", "kind")
_RESOURCE = "IRI"


def write_statement(triple: Triple, names: Names) -> dict[str, str] | None:
    """Return the cells of a statement; None where a spreadsheet cannot hold it."""
    value = triple.object
    if isinstance(value, Literal):
        text = value.value
        kind = f"@{value.language}" if value.language else shorten(value.datatype.value)
        if _CONTROL.search(text) or len(text) > CELL_LIMIT:
            return None
        text = _guard(text)
    elif isinstance(value, NamedNode | BlankNode):
        text, kind = _resource(value, names), _RESOURCE
    else:
        return None
    subject = _resource(triple.subject, names)
    return {"subject": subject, "property": shorten(triple.predicate.value), "value": text, "kind": kind}


def read_statement(row: Row, names: Names, description: NamedNode) -> Triple:
    """Return the statement of a row.

    Raises:
        Unreadable: a cell is empty or is no IRI, or the kind of value is unknown.
    """
    cells = {c: "" if is_empty(row.cells.get(c)) else written(row.cells[c]) for c in COLUMNS}
    subject = _read_resource(cells["subject"].strip(), names) if cells["subject"] else description
    predicate = as_iri(cells["property"].strip())
    if predicate is None or not isinstance(subject, NamedNode | BlankNode):
        raise _bad("property" if predicate is None else "subject", cells)
    kind = cells["kind"].strip()
    value: Term | None
    if kind == _RESOURCE:
        value = _read_resource(cells["value"].strip(), names)
    elif kind.startswith("@"):
        value = Literal(_unguard(cells["value"]), language=kind[1:])
    else:
        datatype = as_iri(kind) if kind else NamedNode(XSD + "string")
        value = Literal(_unguard(cells["value"]), datatype=datatype) if datatype is not None else None
    if value is None:
        raise _bad("value" if kind == _RESOURCE else "kind", cells)
    return Triple(subject, predicate, value)


#: What Excel allows in one cell, in UTF-16 units; a text of this many characters outside the BMP is longer still.
CELL_LIMIT = 16_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]")


#: What a spreadsheet shows instead of a value that it cannot compute.
ERROR_VALUES = {
    "#REF!",
    "#N/A",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
}


def holds(text: str) -> bool:
    """Return whether a cell gives a text back as it was: no control characters, not too long, no error value."""
    return len(text) <= CELL_LIMIT and not _CONTROL.search(text) and text.strip() not in ERROR_VALUES


def _guard(text: str) -> str:
    """Put quotes around a text whose spaces a spreadsheet would trim, or that looks quoted itself."""
    return f'"{text}"' if text != text.strip() or not text or text.startswith(('"', "=", "#")) else text


def _unguard(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _resource(term: Term, names: Names) -> str:
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    iri = str(getattr(term, "value", ""))
    for text in (names.short(iri), shorten(iri)):
        back = _read_resource(text, names)
        if isinstance(back, NamedNode) and back.value == iri:
            return text
    return f"<{iri}>"


def _read_resource(text: str, names: Names) -> NamedNode | BlankNode | None:
    try:
        if text.startswith("_:"):
            return BlankNode(text[2:])
        if text.startswith("<") and text.endswith(">"):
            return NamedNode(text[1:-1])
    except ValueError:
        return None
    return names.full(text) if text else None


def _bad(column: str, cells: dict[str, str]) -> Unreadable:
    return Unreadable(
        "unreadable-statement",
        Text(
            nl=f'"{cells[column]}" kan hier niet. Onderwerp en eigenschap zijn IRI\'s; '
            "de soort is IRI, @nl, @en of xsd:…",
            en=f'"{cells[column]}" cannot stand here. Subject and property are IRIs; '
            "the kind is IRI, @nl, @en or xsd:…",
        ),
    )
