"""From a graph to tables, and back without loss.

The law of this file: the importer is the judge. What it reads back from the tables is compared with the graph; a cell
that says too much says nothing, and a statement that no cell makes stands on the sheet of other statements.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.describe.cells import Unreadable, as_iri, is_empty, join_texts, written
from ecograph.describe.description import Description
from ecograph.describe.importing import Import, nested_iri
from ecograph.describe.mapping import (
    AUTOMATIC,
    NOTHING,
    REST_TITLE,
    SHEETS,
    THIS_ECOSYSTEM,
    Column,
    Sheet,
    Type,
    expand,
)
from ecograph.describe.names import ID, Names, slug
from ecograph.describe.statements import COLUMNS, holds, write_statement
from ecograph.describe.tables import XSD, Row, Table, Term, Value
from ecograph.describe.vocabulary import CURRENCY, PRECONDITIONS, TERMS, Vocabulary, shipped
from ecograph.engine.graph import Graph
from ecograph.terms import RDF, shorten
from ecograph.texts import Lang

_AMOUNT = {RDF.type.value, expand("eco:amountValue"), expand("eco:currency")}
_LISTS = {Type.PRECONDITION: (PRECONDITIONS,), Type.TERM: (TERMS,)}
_TRUTH = {("true", "nl"): "ja", ("false", "nl"): "nee", ("true", "en"): "yes", ("false", "en"): "no"}


@dataclass(frozen=True, slots=True)
class Export:
    """A graph as tables.

    Attributes:
        tables: One per sheet, in order; the sheet of other statements last.
        unheld: What not even that sheet can hold: control characters, texts longer than a cell, quoted triples.
    """

    tables: tuple[Table, ...]
    unheld: Graph


def export(description: Description, lang: Lang, *, vocabulary: Vocabulary | None = None) -> Export:
    """Return a description as tables in one language, such that importing them gives the same graph."""
    words = vocabulary or shipped()
    tables = _Writing(description, lang, words).tables()
    rest = Table(None, REST_TITLE[lang], description.file, {c: n for n, c in enumerate(COLUMNS, 1)})
    graph = dict.fromkeys(description.graph)
    stated: dict[Triple, None] = {}
    unheld: dict[Triple, None] = {}
    for _ in range(6):  # each round settles what the last one changed; two are usual
        reading = Import([*tables, rest], "", lang, words)
        found = dict.fromkeys(reading.run().graph)
        changed = _leave_out_what_follows(tables, reading)
        for triple in found:
            if triple not in graph:
                changed |= _unsay(triple, reading)
        missing = [t for t in graph if t not in found and t not in stated and t not in unheld]
        for triple in missing if not changed else ():
            cells = write_statement(triple, reading.names)
            if cells is None:
                unheld[triple] = None
                continue
            stated[triple] = None
            rest.rows.append(Row(len(rest.rows) + 4, dict(cells)))
        if not changed and not missing:
            break
    return Export((*tables, rest), tuple(unheld))


def _leave_out_what_follows(tables: list[Table], reading: Import) -> bool:
    """Empty the names that would be made from the row anyway."""
    changed = False
    for table in tables:
        if table.sheet is None or not table.sheet.auto:
            continue
        for row in table.rows:
            iri = reading.names.full(str(row.cells.get("id", "")))
            texts = reading.labels.get(iri.value, {}) if iri is not None else {}
            for name, lang in (("label_nl", "nl"), ("label_en", "en")):
                if name in row.cells and row.cells[name] == texts.get(AUTOMATIC + lang):
                    del row.cells[name]
                    changed = True
    return changed


def _unsay(triple: Triple, reading: Import) -> bool:
    """Let the cells that make a statement say nothing."""
    changed = False
    for _table, row, column in reading.locator.cells(triple):
        if row.cells.get(column) != NOTHING:
            row.cells[column] = NOTHING
            changed = True
    return changed


class _Writing:
    """The writing of one description."""

    def __init__(self, description: Description, lang: Lang, vocabulary: Vocabulary) -> None:
        self._about = description
        self._lang: Lang = lang
        self._vocabulary = vocabulary
        self._names = Names(description.ecosystem, vocabulary, lang)
        self._facts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in description.graph:
            if isinstance(triple.subject, NamedNode):
                self._facts[triple.subject.value][triple.predicate.value].append(triple.object)
        self._inline = self._inline_amounts()

    def _inline_amounts(self) -> dict[tuple[str, str], str]:
        """Return the amounts that need no row of their own, by the row and the property that they belong to."""
        paths = {expand(c.path[0]): (c.path[0], s.classes) for s in SHEETS for c in s.columns if c.nested}
        found: dict[tuple[str, str], str] = {}
        for subject, facts in self._facts.items():
            for prop, (path, classes) in paths.items():
                nodes = facts.get(prop, [])
                if len(nodes) != 1 or not isinstance(nodes[0], NamedNode) or not self._types(subject) & classes:
                    continue
                node, own = nodes[0].value, self._facts.get(nodes[0].value, {})
                if node != nested_iri(self._names, NamedNode(subject), path).value or not set(own) <= _AMOUNT:
                    continue
                if len(own) > 1 and all(len(v) == 1 for v in own.values()) and RDF.type.value in own:
                    found[subject, path] = node
        return found

    def _types(self, subject: str) -> set[str]:
        types = self._facts.get(subject, {}).get(RDF.type.value, [])
        return {t.value for t in types if isinstance(t, NamedNode)}

    def tables(self) -> list[Table]:
        """Return a table for every sheet."""
        placed: list[tuple[Table, str]] = []
        tables = []
        within = set(self._inline.values())
        for sheet in SHEETS:
            columns = (() if sheet.form else ("id",)) + tuple(c.name for c in sheet.columns)
            first = 4 if sheet.form else 1
            table = Table(sheet, sheet.title[self._lang], "", {c: n for n, c in enumerate(columns, first)})
            tables.append(table)
            for subject in self._subjects(sheet, within):
                row = Row(len(table.rows) + 4, {})
                table.rows.append(row)
                placed.append((table, subject))
                self._name(row, sheet, subject)
        rows = {(t.title, s): r for t in tables for s, r in zip((s for u, s in placed if u is t), t.rows, strict=True)}
        for table, subject in placed:
            self._fill(rows[table.title, subject], table.sheet, subject)  # type: ignore[arg-type]
        return tables

    def _subjects(self, sheet: Sheet, within: set[str]) -> list[str]:
        if sheet.form:
            return [(self._about.iri if sheet.key == "description" else self._about.ecosystem).value]
        forms = {self._about.iri.value, self._about.ecosystem.value}
        return [s for s in self._facts if s not in within and s not in forms and self._types(s) & sheet.classes]

    def _name(self, row: Row, sheet: Sheet, subject: str) -> None:
        """Write how the row is identified, and note how it is called."""
        if sheet.form:
            base = ID if sheet.key == "ecosystem" else self._names.base
            short = subject.removeprefix(base)
            row.cells["address"] = short if slug(short) == short and subject.startswith(base) else subject
        elif any(c.type is Type.SELF for c in sheet.columns) and not subject.startswith(self._names.base):
            row.cells["address"] = subject
        else:
            row.cells["id"] = self._names.short(subject)
        texts = self._facts[subject].get(expand("rdfs:label"), []) + self._facts[subject].get(
            expand("skos:notation"), []
        )
        iri = NamedNode(subject)
        self._names.take(iri)
        self._names.call(sheet.key, iri, *(t.value for t in texts if isinstance(t, Literal)))

    def _fill(self, row: Row, sheet: Sheet, subject: str) -> None:
        facts = self._facts[subject]
        for column in sheet.columns:
            if column.type is Type.SELF:
                continue
            if column.nested:
                node = self._inline.get((subject, column.path[0]))
                values = self._facts[node].get(column.meaning, []) if node else []
            elif (subject, column.path[0]) in self._inline:
                values = []
            else:
                values = facts.get(column.meaning, [])
            cell = self._cell(column, values, sheet)
            implied = self._implied(column, row, facts)
            if cell is None and implied:
                row.cells[column.name] = NOTHING
            elif cell is not None and (implied is None or cell != implied):
                row.cells[column.name] = cell

    def _implied(self, column: Column, row: Row, facts: dict[str, list[Term]]) -> Value | None:
        """Return what an empty cell would say; of names made from the row the importer knows."""
        if column.default == THIS_ECOSYSTEM:
            return _TRUTH["true", self._lang]
        if column.default.startswith("@") or not column.default:
            return None
        if column.default == "label_en":  # the Dutch name stands; only the English one follows from it
            return NOTHING if any(_language(t) == "en" for t in facts.get(column.meaning, [])) else None
        other = row.cells.get(column.default)
        if other == NOTHING:
            return None
        if other is None and column.default.startswith("label_"):
            other = row.cells.get("label_nl")
            return None if other == NOTHING else other
        return other

    def _cell(self, column: Column, values: list[Term], sheet: Sheet) -> Value | None:
        cells = [c for v in values if (c := self._one(column, v, sheet)) is not None]
        if not cells:
            return None
        if not column.many:
            return cells[0]
        texts = [written(c) for c in cells]
        return join_texts(texts) if column.type in {Type.TEXT, Type.LANG_TEXT} else "; ".join(texts)

    def _one(self, column: Column, value: Term, sheet: Sheet) -> Value | None:
        if isinstance(value, Literal):
            return self._literal(column, value)
        if not isinstance(value, NamedNode):
            return None
        if column.type is Type.KIND:
            return next((k.label[self._lang] for k in sheet.kinds if k.iri == value.value), None)
        if column.type is Type.ECOSYSTEM and value == self._about.ecosystem:
            return _TRUTH["true", self._lang]
        if column.type is Type.CURRENCY:
            code = value.value.removeprefix(CURRENCY)
            return code if re.fullmatch(r"[A-Z]{3}", code) else value.value
        if column.type in {Type.CONCEPT, Type.PRECONDITION, Type.TERM}:
            return self._word(value.value, _LISTS.get(column.type, column.lists))
        return self._reference(column, value) if column.type is Type.REFERENCE else value.value

    def _literal(self, column: Column, value: Literal) -> Value | None:
        text, datatype = value.value, value.datatype.value
        if column.type in {Type.TEXT, Type.LANG_TEXT}:
            wanted = value.language == column.lang if column.lang else datatype == XSD + "string"
            return text if wanted and text.strip() and holds(text) and not text.startswith("=") else None
        if column.type is Type.DATE and datatype in {XSD + "date", XSD + "gYearMonth", XSD + "gYear"}:
            return _date(text)
        if column.type is Type.DECIMAL and datatype == XSD + "decimal":
            return _number(text)
        if column.type is Type.INTEGER and datatype == XSD + "integer":
            return _number(text)
        if column.type is Type.BOOLEAN and datatype == XSD + "boolean":
            return _TRUTH.get((text, self._lang))
        return None

    def _word(self, iri: str, names: tuple[str, ...]) -> str:
        """Return the name of a word that is read as this word again."""
        label = self._vocabulary.say(iri, self._lang)
        found = next(filter(None, (self._vocabulary.find(name, label) for name in names)), None) if label else None
        if label and found == iri and not _SEPARATOR.search(label):
            return label
        return shorten(iri) if as_iri(shorten(iri)) == NamedNode(iri) else iri

    def _reference(self, column: Column, iri: NamedNode) -> str:
        """Return the name of a row that is read as this row again: its name, its notation, else its identifier."""
        facts = self._facts.get(iri.value, {})
        texts = [t for t in facts.get(expand("rdfs:label"), []) if isinstance(t, Literal)]
        names = [t.value for t in facts.get(expand("skos:notation"), []) if isinstance(t, Literal)]
        names += [t.value for t in texts if t.language == self._lang] + [t.value for t in texts]
        if word := self._vocabulary.say(iri.value, self._lang):
            names.append(word)
        for name in (*names, self._names.short(iri.value)):
            try:
                if not _SEPARATOR.search(name) and name == name.strip() and self._names.refer(name, column) == iri:
                    return name
            except Unreadable:
                continue
        return iri.value


_SEPARATOR = re.compile(r"[;|\n]")


def _language(term: Term) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _date(text: str) -> Value:
    """Return a year as a number and the rest as text: a date cell would make a month a first of the month."""
    return int(text) if re.fullmatch(r"[12]\d{3}", text) else text


def _number(text: str) -> Value:
    """Return a number as a number where it is read back as it was written, else as text."""
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})", text) and text != "-0":
        return int(text)
    if re.fullmatch(r"-?\d{1,12}\.\d{1,12}", text) and written(float(text)) == text and len(text) < 16:
        return float(text)
    return text


def cells_of(table: Table) -> dict[tuple[int, str], str]:
    """Return the cells of a table as text, for comparing two of them."""
    return {(r.number, c): written(v) for r in table.rows for c, v in r.cells.items() if not is_empty(v)}
