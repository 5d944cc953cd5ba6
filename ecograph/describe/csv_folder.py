"""A description as a folder of CSV files, one per sheet, with CSVW metadata beside them.

The law of this file: the files say what the workbook says, for who works with programs: headings are the stable names
of the columns, numbers have a decimal point, the first row is the heading and there is no help in between.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from ecograph.describe.cells import is_empty, written
from ecograph.describe.csvw import METADATA, metadata
from ecograph.describe.description import Description
from ecograph.describe.exporting import export
from ecograph.describe.headings import column_of, headings, sheet_key, sheet_of, unknown_column, unknown_sheet
from ecograph.describe.importing import Progress, import_tables
from ecograph.describe.mapping import REST
from ecograph.describe.problems import Problem
from ecograph.describe.safety import LIMITS, Limits, too_large, too_many_rows
from ecograph.describe.statements import COLUMNS
from ecograph.describe.tables import Row, Table
from ecograph.describe.vocabulary import Vocabulary
from ecograph.describe.workbook_write import empty_tables
from ecograph.engine.graph import Graph
from ecograph.errors import NotADescription, Place, SyntaxProblem
from ecograph.texts import Lang, Text


def read_csv_folder(
    folder: Path,
    lang: Lang = "nl",
    *,
    limits: Limits = LIMITS,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
) -> Description:
    """Read a folder of CSV files as a description whose every statement knows its file, line and column.

    Headings may be the names of the columns or their labels in either language; the separator may be a comma, a
    semicolon or a tab.

    Raises:
        NotADescription: there are no such files, or they do not say which ecosystem they describe.
        SyntaxProblem: a file is not UTF-8, or not CSV.
        LimitReached: they are too large.
    """
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    if not files:
        raise NotADescription(
            Text(nl="In deze map staan geen CSV-bestanden.", en="This folder holds no CSV files."),
            place=Place(file=str(folder)),
            remedy=Text(nl="`ecograph template` maakt er een map voor.", en="`ecograph template` makes such a folder."),
        )
    size = sum(f.stat().st_size for f in files)
    if size > limits.unpacked_bytes:
        raise too_large(size, limits.unpacked_bytes, Place(file=str(folder)))
    tables: list[Table] = []
    problems: list[Problem] = []
    count = 0
    for file in files:
        key = sheet_key(file.stem, None)
        if key is None or (key != REST and sheet_of(key) is None):
            problems.append(unknown_sheet(file.stem, Place(file=str(file))))
            continue
        table = _read(file, key, problems)
        count += len(table.rows)
        if count > limits.rows:
            raise too_many_rows(limits.rows, Place(file=str(file)))
        tables.append(table)
    return import_tables(tables, str(folder), lang, problems=tuple(problems), vocabulary=vocabulary, progress=progress)


def _read(file: Path, key: str, problems: list[Problem]) -> Table:
    sheet = sheet_of(key)
    known = headings(sheet)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            stream.seek(0)
            delimiter = max(",;\t", key=first.count)
            lines = csv.reader(stream, delimiter=delimiter, strict=True)
            head = next(lines, [])
            names: dict[int, str] = {}
            for position, text in enumerate(head):
                name = column_of(text, known)
                if name is not None and name not in names.values():
                    names[position] = name
                elif text.strip():
                    place = Place(file=str(file), line=1, column=position + 1)
                    problems.append(unknown_column(text, known, sheet, place))
            columns = {name: position + 1 for position, name in names.items()}
            table = Table(sheet, str(file), str(file), columns, text=True)
            start = lines.line_num + 1
            for cells in lines:
                found = {names[n]: v for n, v in enumerate(cells) if n in names and not is_empty(v)}
                if set(found) - {"id"}:
                    table.rows.append(Row(start, dict(found)))
                start = lines.line_num + 1
    except UnicodeDecodeError as error:
        raise SyntaxProblem(
            Text(nl="Dit bestand is geen UTF-8.", en="This file is not UTF-8."),
            place=Place(file=str(file)),
            remedy=Text(nl='Sla het op als "CSV UTF-8".', en='Save it as "CSV UTF-8".'),
        ) from error
    except csv.Error as error:
        raise SyntaxProblem(
            Text(nl="Dit bestand is geen geldige CSV.", en="This file is not valid CSV."),
            place=Place(file=str(file), line=lines.line_num),
            remedy=Text(nl="Controleer de aanhalingstekens op die regel.", en="Check the quotation marks there."),
        ) from error
    return table


def write_csv_folder(
    description: Description, folder: Path, lang: Lang = "en", *, vocabulary: Vocabulary | None = None
) -> Graph:
    """Write a description as CSV files with CSVW metadata; return the statements that they cannot hold."""
    made = export(description, lang, vocabulary=vocabulary)
    _write(list(made.tables), folder, always=False)
    return made.unheld


def template_csv(folder: Path, lang: Lang = "en", ecosystem: str | None = None) -> None:
    """Write empty CSV files to fill in, with CSVW metadata."""
    _write(empty_tables(lang, ecosystem), folder, always=True)


def _write(tables: list[Table], folder: Path, *, always: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        key = table.sheet.key if table.sheet else REST
        file = folder / f"{key}.csv"
        if not (table.rows or always):
            file.unlink(missing_ok=True)
            continue
        names = ["id", *(c.name for c in table.sheet.columns)] if table.sheet else list(COLUMNS)
        with file.open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream, lineterminator="\r\n")  # RFC 4180 §2
            lines.writerow(names)
            lines.writerows([written(row.cells.get(name, "")) for name in names] for row in table.rows)
    (folder / METADATA).write_text(json.dumps(metadata(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
