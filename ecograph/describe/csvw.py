"""What the columns of the CSV files mean, as CSVW metadata.

The law of this file: it says what ``mapping`` says, in the words of the W3C's Metadata Vocabulary for Tabular Data.
"""

from __future__ import annotations

from typing import Any

from ecograph.describe.mapping import REST, REST_COLUMNS, SHEETS, Column, Sheet, Type
from ecograph.describe.statements import COLUMNS
from ecograph.texts import LANGUAGES

METADATA = "csv-metadata.json"

_DATATYPES: dict[Type, Any] = {
    Type.DECIMAL: "decimal",
    Type.INTEGER: "integer",
    Type.BOOLEAN: {"base": "boolean", "format": "yes|no"},
    Type.IRI: "anyURI",
    Type.SELF: "string",
}


def metadata() -> dict[str, Any]:
    """Return the table group of all sheets (Metadata Vocabulary for Tabular Data §5.3)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tables": [*(_table(sheet) for sheet in SHEETS), _statements()],
    }


def _table(sheet: Sheet) -> dict[str, Any]:
    return {
        "url": f"{sheet.key}.csv",
        "dc:title": _texts(sheet.title),
        "dc:description": _texts(sheet.help),
        "tableSchema": {
            "columns": [
                {"name": "id", "titles": ["id"], "datatype": "string", "suppressOutput": True},
                *(_column(c) for c in sheet.columns),
            ],
        },
    }


def _column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        # The first title is the heading in the file, the others are for people (§5.6).
        "titles": {"und": [column.name], **{lang: [column.label[lang]] for lang in LANGUAGES}},
        "datatype": _DATATYPES.get(column.type, "string"),
        "dc:description": _texts(column.help),
    }
    if column.path and not column.nested:
        found["propertyUrl"] = column.meaning
    else:
        found["suppressOutput"] = True
    if column.lang:
        found["lang"] = column.lang
    if column.many:
        found["separator"] = "\n" if column.type in {Type.TEXT, Type.LANG_TEXT} else ";"
    if column.required and not column.default:
        found["required"] = True
    return found


def _statements() -> dict[str, Any]:
    columns: list[dict[str, Any]] = [
        {"name": name, "titles": {"und": [name], **{lang: [label[lang]] for lang in LANGUAGES}}, "suppressOutput": True}
        for name, label in zip(COLUMNS, REST_COLUMNS, strict=True)
    ]
    return {"url": f"{REST}.csv", "tableSchema": {"columns": columns}}


def _texts(text: dict[str, str]) -> list[dict[str, str]]:
    return [{"@value": text[lang], "@language": lang} for lang in LANGUAGES if text[lang]]
