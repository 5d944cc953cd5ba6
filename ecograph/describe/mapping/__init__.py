"""The one mapping between sheets and graph.

The law of this package: see ``columns``. A sheet, a column or a kind is added in one of its tables, and template,
import, export, CSVW, RML and docs/workbook.md follow.
"""

from ecograph.describe.mapping import doing, judging, people, sources
from ecograph.describe.mapping.columns import (
    ALL,
    AUTOMATIC,
    NOTHING,
    THIS_ECOSYSTEM,
    Column,
    Kind,
    Sheet,
    Type,
    expand,
)
from ecograph.texts import Text

#: Every sheet, in the order of the tabs, which is that of filling in: what, from which sources, then what they say.
SHEETS: tuple[Sheet, ...] = (
    *sources.SHEETS[:4],
    *people.SHEETS,
    *doing.SHEETS,
    *judging.SHEETS,
    *sources.SHEETS[4:],
)

SHEET: dict[str, Sheet] = {sheet.key: sheet for sheet in SHEETS}

#: The sheet for statements that no column holds: subject, property, value, and how the value is to be read.
REST = "statements"
REST_TITLE = Text(nl="Overige uitspraken", en="Other statements")
REST_COLUMNS: tuple[Text, ...] = (
    Text(nl="Onderwerp", en="Subject"),
    Text(nl="Eigenschap", en="Property"),
    Text(nl="Waarde", en="Value"),
    Text(nl="Soort waarde", en="Kind of value"),
)

#: The version of the workbook's layout: a workbook says which one it follows.
LAYOUT = "1"

__all__ = [
    "ALL",
    "AUTOMATIC",
    "LAYOUT",
    "NOTHING",
    "REST",
    "REST_COLUMNS",
    "REST_TITLE",
    "SHEET",
    "SHEETS",
    "THIS_ECOSYSTEM",
    "Column",
    "Kind",
    "Sheet",
    "Type",
    "expand",
]
