"""From tables to a description: every cell a statement, every statement its cell.

The law of this file: it reads everything before it says what is wrong, and says it at the cell. A cell that cannot be
read makes no statement; it never makes another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.describe import rows
from ecograph.describe.cells import Context, Unreadable, is_empty, is_nothing, read_cell, written
from ecograph.describe.description import Description, describe
from ecograph.describe.mapping import (
    AUTOMATIC,
    SHEETS,
    THIS_ECOSYSTEM,
    Column,
    Sheet,
    Type,
    expand,
)
from ecograph.describe.names import ID, Names, slug
from ecograph.describe.problems import Problem
from ecograph.describe.statements import read_statement
from ecograph.describe.tables import CellLocator, Row, Table, Term
from ecograph.describe.vocabulary import Vocabulary, shipped
from ecograph.errors import NotADescription, Place
from ecograph.terms import ECO, RDF
from ecograph.texts import LANGUAGES, Lang, Text

Progress = Callable[[int, int], None]

_LABEL = NamedNode(expand("rdfs:label"))
_AMOUNT = NamedNode(expand("eco:MonetaryAmount"))


@dataclass(slots=True)
class _Entry:
    """A row with its IRI and what was read of it so far."""

    table: Table
    row: Row
    sheet: Sheet
    iri: NamedNode | None

    @property
    def subject(self) -> NamedNode:
        """Return the IRI, once the row has one."""
        assert self.iri is not None
        return self.iri


class Import:
    """The reading of one workbook or one folder."""

    def __init__(self, tables: list[Table], file: str, lang: Lang, vocabulary: Vocabulary) -> None:
        self.tables = tables
        self.file = file
        self.problems: list[Problem] = []
        self.locator = CellLocator(file)
        self.triples: dict[Triple, None] = {}
        self.labels: dict[str, dict[str, str]] = {}
        self._vocabulary = vocabulary
        self._lang: Lang = lang
        self._text = any(t.text for t in tables)
        self.ecosystem, self.description = self._who()
        self.names = Names(self.ecosystem, vocabulary, lang)
        self._context = Context(vocabulary, lang, self.names.refer, self.ecosystem, self._text)

    def _who(self) -> tuple[NamedNode, NamedNode]:
        """Return the IRIs of ecosystem and description, from their forms."""
        forms = {t.sheet.key: t.rows[0].cells for t in self.tables if t.sheet and t.sheet.form and t.rows}
        what = forms.get("ecosystem", {})
        name = next((written(what[c]) for c in ("address", "label_nl", "label_en") if not is_empty(what.get(c))), "")
        if not name:
            raise NotADescription(_NO_ECOSYSTEM, place=Place(file=self.file), remedy=_NO_ECOSYSTEM_REMEDY)
        ecosystem = NamedNode(name) if name.startswith(("http://", "https://")) else NamedNode(ID + slug(name))
        how = forms.get("description", {})
        name = next((written(how[c]) for c in ("address", "as_of") if not is_empty(how.get(c))), "")
        if name.startswith(("http://", "https://")):
            return ecosystem, NamedNode(name)
        return ecosystem, NamedNode(f"{ecosystem.value}/{slug(name) or 'description'}")

    def run(self, progress: Progress | None = None) -> Description:
        """Read all rows.

        Raises:
            NotADescription: the sheets do not say which ecosystem they describe and as of when.
        """
        entries = [
            _Entry(table, row, table.sheet, self._given(table, row, table.sheet))
            for table in self._in_order()
            if table.sheet
            for row in table.rows
            if set(row.cells) - {"id"}  # a row that was cleared keeps its hidden identifier, and says nothing
        ]
        for entry in entries:  # what is given is taken before anything is named
            if entry.iri is not None:
                self._call(entry, entry.iri)
        for entry in entries:
            self._name(entry)
        for number, entry in enumerate(entries):
            self._read(entry)
            if progress and number % 100 == 0:
                progress(number, len(entries))
        for table in self.tables:
            if table.sheet is None:
                self._read_statements(table)
        self.problems.extend(rows.check(self.tables, self.locator, self.triples))
        said = {_cell(p.place) for p in self.problems if not p.code.startswith("missing-")}
        self.problems = [p for p in self.problems if _cell(p.place) not in said or not p.code.startswith("missing-")]
        about = Triple(self.description, ECO.aboutEcosystem, self.ecosystem)
        if any(t.sheet and t.sheet.key == "description" for t in self.tables):
            self.triples.setdefault(about)
        return describe(tuple(self.triples), self.locator, file=self.file, problems=tuple(self.problems))

    def _in_order(self) -> Iterator[Table]:
        """Yield the tables with rows that have names first: the others are named for what they refer to."""
        for auto in (False, True):
            for sheet in SHEETS:
                if bool(sheet.auto) == auto:
                    yield from (t for t in self.tables if t.sheet is sheet)

    def _name(self, entry: _Entry) -> None:
        """Give a row its IRI, and a row without a name its labels."""
        terms = self._auto_terms(entry) if entry.sheet.auto else []
        if entry.iri is None:
            entry.iri = self._new(entry, terms)
            self._call(entry, entry.iri)
        texts = self.labels.setdefault(entry.iri.value, {})
        for lang in LANGUAGES if entry.sheet.auto else ():
            made = " – ".join(self._called(t, lang) for t in terms) or entry.sheet.kinds[0].label[lang]
            texts.setdefault(lang, made)
            texts[AUTOMATIC + lang] = made

    def _given(self, table: Table, row: Row, sheet: Sheet) -> NamedNode | None:
        """Return the IRI that the row itself states."""
        if sheet.key == "description":
            return self.description
        if sheet.key == "ecosystem":
            return self.ecosystem
        for name in ("id", "address"):
            value = row.cells.get(name)
            if value is None or is_empty(value):
                continue
            iri = self.names.full(written(value).strip())
            if iri is not None:
                return iri
            self._report(
                table,
                row,
                name,
                "wrong-type",
                Text(
                    nl=f'"{value}" is geen webadres. Begin met https:// en laat spaties weg.',
                    en=f'"{value}" is not a web address. Begin with https:// and leave out spaces.',
                ),
            )
        return None

    def _new(self, entry: _Entry, terms: list[Term]) -> NamedNode:
        """Return an IRI made from the notation, the name, or what the row refers to."""
        cells, sheet = entry.row.cells, entry.sheet
        if sheet.key == "passages" and not is_empty(cells.get("notation")):
            # Letter case counts in a notation (S1), so it is kept.
            part = "".join(c if c.isalnum() or c in "-._" else "-" for c in written(cells["notation"]).strip())
            return self.names.new(self.description.value.removeprefix(self.names.base), part)
        if sheet.auto:
            parts = [slug(str(getattr(t, "value", "")).rstrip("/").split("/")[-1].split("#")[-1], 30) for t in terms]
            name = "-".join(p for p in parts if p)[:90].rstrip("-")
        else:
            name = slug(next((written(cells[c]) for c in ("label_nl", "label_en") if not is_empty(cells.get(c))), ""))
        return self.names.new(self._folder(entry.row, sheet), name)

    def _folder(self, row: Row, sheet: Sheet) -> str:
        value = row.cells.get("kind")
        if value is not None and not is_empty(value):
            try:
                kinds = read_cell(sheet.column("kind"), value, self._context, sheet)
                return next(k.folder for k in sheet.kinds if k.iri == kinds[0].value)  # type: ignore[union-attr]
            except (Unreadable, StopIteration):
                pass  # said when the cell itself is read
        return sheet.kinds[0].folder

    def _call(self, entry: _Entry, iri: NamedNode) -> None:
        cells = entry.row.cells
        names: dict[str, str] = {}
        for name, lang in (("label_nl", "nl"), ("label_en", "en"), ("notation", "")):
            value = cells.get(name)
            if value is not None and not is_empty(value) and not is_nothing(value):
                names[lang] = written(value).strip()
        self.names.take(iri)
        self.names.call(entry.sheet.key, iri, *names.values())
        texts = self.labels.setdefault(iri.value, {})
        for lang, other in (("nl", "en"), ("en", "nl")):
            if text := names.get(lang) or names.get(other):
                texts.setdefault(lang, text)

    def _auto_terms(self, entry: _Entry) -> list[Term]:
        """Return what a row refers to that names it."""
        terms: list[Term] = []
        for name in entry.sheet.auto:
            value = entry.row.cells.get(name)
            if value is None or is_empty(value) or is_nothing(value):
                continue
            try:
                terms.extend(read_cell(entry.sheet.column(name), value, self._context, entry.sheet))
            except Unreadable:
                continue  # said when the cell itself is read
        return terms

    def _called(self, term: Term, lang: Lang) -> str:
        iri = str(getattr(term, "value", ""))
        texts = self.labels.get(iri, {})
        return texts.get(lang) or self._vocabulary.say(iri, lang) or iri.rsplit("/", maxsplit=1)[-1]

    def _read(self, entry: _Entry) -> None:
        self.locator.row(entry.subject, entry.table, entry.row)
        nested: dict[str, dict[str, tuple[Term, Column]]] = {}
        for column in entry.sheet.columns:
            if column.type is Type.SELF:
                continue
            found = self._cell(entry, column)
            if column.nested:
                if found:
                    nested.setdefault(column.path[0], {})[column.meaning] = (found[0], column)
                continue
            for term in found:
                self._state(entry, column, Triple(entry.subject, NamedNode(column.meaning), term))
        if not any(c.type is Type.KIND for c in entry.sheet.columns):
            self._state(entry, None, Triple(entry.subject, RDF.type, NamedNode(entry.sheet.kinds[0].iri)))
        for path, values in nested.items():
            self._nested(entry, path, values)

    def _cell(self, entry: _Entry, column: Column) -> list[Term]:
        """Return what a cell says, or what it means that it is empty."""
        value = entry.row.cells.get(column.name)
        if value is None or is_empty(value):
            found = self._implied(entry, column)
            if column.required and not found:
                self._missing(entry, column)
                return self._general(entry.sheet) if column.type is Type.KIND else []
            return found
        if is_nothing(value):
            if column.required and not column.default:
                self._missing(entry, column)
            return []
        try:
            return read_cell(column, value, self._context, entry.sheet)
        except Unreadable as error:
            self._report(entry.table, entry.row, column.name, error.code, error.message, entry.subject)
            return self._general(entry.sheet) if column.type is Type.KIND else []

    @staticmethod
    def _general(sheet: Sheet) -> list[Term]:
        """Return the class that holds whatever the kind is, so that one mistake is not reported at every reference."""
        return [NamedNode(k.iri) for k in sheet.kinds if k.general]

    def _implied(self, entry: _Entry, column: Column) -> list[Term]:
        if column.default == THIS_ECOSYSTEM:
            return [self.ecosystem]
        if column.default == AUTOMATIC:
            return [Literal(self.labels[entry.subject.value][AUTOMATIC + str(column.lang)], language=column.lang)]
        if column.type is Type.KIND and len(entry.sheet.kinds) == 1:
            return [NamedNode(entry.sheet.kinds[0].iri)]
        seen = {column.name}
        source = column.default
        while source and source not in seen:  # a title is the name, and a Dutch name the English one
            seen.add(source)
            value = entry.row.cells.get(source)
            if value is not None and is_nothing(value):
                return []
            if value is not None and not is_empty(value):
                return [Literal(written(value).strip(), language=column.lang)]
            source = entry.sheet.column(source).default
        return []

    def _missing(self, entry: _Entry, column: Column) -> None:
        if column.name == "label_en":
            return  # said once, at the Dutch name
        code = {"source": "missing-source", "label_nl": "missing-name", "kind": "missing-kind"}.get(
            column.name, "missing-value"
        )
        said = _MISSING.get(code, _MISSING["missing-value"])
        facts = {lang: said[lang].format(column=column.label[lang]) for lang in ("nl", "en")}
        self._report(entry.table, entry.row, column.name, code, Text(nl=facts["nl"], en=facts["en"]), entry.subject)

    def _nested(self, entry: _Entry, path: str, values: dict[str, tuple[Term, Column]]) -> None:
        """State a node that lies between the row and its cells: an amount with its currency."""
        value, currency = expand("eco:amountValue"), expand("eco:currency")
        node = nested_iri(self.names, entry.subject, path)
        if value in values and currency not in values:
            column = next(c for c in entry.sheet.columns if c.path == (path, "eco:currency"))
            if is_empty(entry.row.cells.get(column.name)):  # else it was said that it cannot be read
                self._report(
                    entry.table, entry.row, column.name, "missing-currency", _MISSING["missing-currency"], entry.subject
                )
        first = next(iter(values.values()))[1]
        self._state(entry, first, Triple(entry.subject, NamedNode(expand(path)), node))
        self._state(entry, first, Triple(node, RDF.type, _AMOUNT))
        for prop, (term, column) in values.items():
            self._state(entry, column, Triple(node, NamedNode(prop), term))

    def _state(self, entry: _Entry, column: Column | None, triple: Triple) -> None:
        self.triples.setdefault(triple)
        if column is not None:
            self.locator.cell(triple, entry.table, entry.row, column.name)

    def _read_statements(self, table: Table) -> None:
        for row in table.rows:
            try:
                triple = read_statement(row, self.names, self.description)
            except Unreadable as error:
                self._report(table, row, "subject", error.code, error.message)
                continue
            self.triples.setdefault(triple)
            self.locator.cell(triple, table, row, "value")

    def _report(
        self, table: Table, row: Row, column: str, code: str, message: Text, iri: NamedNode | None = None
    ) -> None:
        subject = iri.value if iri is not None else ""
        self.problems.append(Problem(code, table.place(row, column, subject or None), message, subject=subject))


def _cell(place: Place) -> tuple[object, ...]:
    return place.file, place.sheet, place.cell, place.line, place.column


def nested_iri(names: Names, row: NamedNode, path: str) -> NamedNode:
    """Return the IRI of the node that lies between a row and its cells: one per row and property."""
    last = row.value.rstrip("/").split("/")[-1].split("#")[-1]
    return NamedNode(f"{names.base}amount/{slug(last) or 'x'}{'' if path == 'eco:amount' else '-budget'}")


def import_tables(
    tables: list[Table],
    file: str,
    lang: Lang,
    *,
    problems: tuple[Problem, ...] = (),
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
) -> Description:
    """Read tables as a description; ``problems`` were found while the tables were read.

    Raises:
        NotADescription: the sheets do not say which ecosystem they describe and as of when.
    """
    reading = Import(tables, file, lang, vocabulary or shipped())
    reading.problems.extend(problems)
    return reading.run(progress)


_NO_ECOSYSTEM = Text(nl="Er staat niet in welk ecosysteem het is.", en="It does not say which ecosystem it is about.")
_NO_ECOSYSTEM_REMEDY = Text(
    nl="Vul op het blad Ecosysteem de naam in; `ecograph template` maakt een werkmap met alle bladen.",
    en="Fill in the name on the sheet Ecosystem; `ecograph template` makes a workbook with all sheets.",
)
_MISSING: dict[str, Text] = {
    "missing-source": Text(
        nl="De bron ontbreekt. Vul het kenmerk van een passage in; zonder bron hoort de rij niet in de beschrijving.",
        en="The source is missing. Give the notation of a passage; without a source the row does not belong here.",
    ),
    "missing-name": Text(nl="Hier ontbreekt: {column}. Vul het in.", en="Missing here: {column}. Fill it in."),
    "missing-kind": Text(nl="De soort ontbreekt. Kies uit de lijst.", en="The kind is missing. Choose from the list."),
    "missing-value": Text(nl="Hier ontbreekt: {column}. Vul het in.", en="Missing here: {column}. Fill it in."),
    "missing-currency": Text(
        nl="Bij het bedrag ontbreekt de munt. Vul een code in, zoals EUR.",
        en="The amount has no currency. Fill in a code, such as EUR.",
    ),
}
