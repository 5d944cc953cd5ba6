"""The sheets and columns as a page of documentation.

The law of this file: docs/workbook.md is written by ``python -m ecograph.describe.documentation`` and by nobody else
between its two marks; a test holds it to the mapping.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ecograph.describe.mapping import SHEETS, Column
from ecograph.describe.vocabulary import Vocabulary, shipped
from ecograph.describe.workbook_write import help_text

BEGIN, END = "<!-- sheets: begin -->", "<!-- sheets: end -->"


def sheets_as_markdown(vocabulary: Vocabulary | None = None) -> str:
    """Return one table per sheet: heading in both languages, name, meaning, type, what to fill in."""
    words = vocabulary or shipped()
    parts = [BEGIN, ""]
    for sheet in SHEETS:
        parts += [
            f"### {sheet.title['en']} (*{sheet.title['nl']}*)",
            "",
            sheet.help["en"],
            "",
            f"File `{sheet.key}.csv`. Kinds: " + ", ".join(f"{k.label['en']} (`{k.cls}`)" for k in sheet.kinds) + ".",
            "",
            "| heading | *kop* | name | meaning | type | what to fill in |",
            "|---|---|---|---|---|---|",
            *(_row(column, words) for column in sheet.columns),
            "",
        ]
    return "\n".join([*parts, END])


#: How the lists of other publishers are called.
_ALSO = {"nace": ", NACE Rev. 2"}


def _row(column: Column, words: Vocabulary) -> str:
    kind = f"{column.type.value}{', several' if column.many else ''}"
    if column.scheme:
        kind += f" (`{column.scheme}:`{_ALSO.get(column.also, '')})"
    if column.targets:
        kind += f" ({', '.join(column.targets)})".replace("(*)", "(any sheet)")
    cells = (
        column.label["en"] + (" \\*" if column.required else ""),
        column.label["nl"],
        f"`{column.name}`",
        f"`{'/'.join(column.path)}`" if column.path else "the IRI of the row",
        kind,
        help_text(column, "en", words).replace("\n", " ").replace("|", "\\|"),
    )
    return "| " + " | ".join(cells) + " |"


def update(page: Path) -> None:
    """Rewrite the part of a page between the marks."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(before + sheets_as_markdown() + after, encoding="utf-8")


if __name__ == "__main__":
    update(Path(sys.argv[1]))
