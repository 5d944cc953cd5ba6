"""What can be wrong between the cells of a row, and between rows.

The law of this file: these are mistakes of writing, seen in a sheet as such. What a well-formed description must say
is for the structure shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, Triple

from ecograph.describe.cells import is_empty, written
from ecograph.describe.mapping import expand
from ecograph.describe.problems import Problem
from ecograph.describe.tables import CellLocator, Row, Table
from ecograph.describe.vocabulary import normal
from ecograph.texts import Text

#: Which date may not lie before which.
_PERIODS = (("since", "until"), ("started_on", "ended_on"))


def check(tables: list[Table], locator: CellLocator, triples: Mapping[Triple, None]) -> Iterator[Problem]:
    """Find rows that stand twice and periods that end before they begin."""
    for table in tables:
        if table.sheet is not None:
            yield from _twice(table)
    yield from _date_order(locator, triples)


def _twice(table: Table) -> Iterator[Problem]:
    assert table.sheet is not None
    seen: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        for key in _keys(table, row):
            first = seen.setdefault(key, row)
            if first is row:
                continue
            yield Problem(
                "duplicate",
                table.place(row, table.sheet.key_column if key[0] != "id" else "label_nl"),
                Text(
                    nl=f"Deze rij is dezelfde als rij {first.number} ({_WHY[key[0]]['nl']}). Verwijder er een, of "
                    "maak het verschil zichtbaar.",
                    en=f"This row is the same as row {first.number} ({_WHY[key[0]]['en']}). Delete one, or make the "
                    "difference visible.",
                ),
            )
            break


_WHY = {
    "id": Text(nl="hetzelfde verborgen kenmerk; gekopieerd?", en="the same hidden identifier; copied?"),
    "notation": Text(nl="hetzelfde kenmerk", en="the same notation"),
    "name": Text(nl="dezelfde naam en soort", en="the same name and kind"),
    "all": Text(nl="alle cellen gelijk", en="all cells equal"),
}


def _keys(table: Table, row: Row) -> Iterator[tuple[str, ...]]:
    """Yield what may stand only once; rows with identifiers of their own may share a name."""
    assert table.sheet is not None
    cells = {name: normal(written(value)) for name, value in row.cells.items() if not is_empty(value)}
    own = cells.get("id") or cells.get("address")
    if own:
        yield "id", own
    if "notation" in cells:
        yield "notation", cells["notation"]
    elif not own and not table.sheet.auto and (name := cells.get("label_nl") or cells.get("label_en")):
        yield "name", name, cells.get("kind", "")
    elif not own:
        yield "all", *(f"{k}={v}" for k, v in sorted(cells.items()))


def _date_order(locator: CellLocator, triples: Mapping[Triple, None]) -> Iterator[Problem]:
    wanted = {expand(f"eco:{_camel(name)}"): pair for pair in _PERIODS for name in pair}
    dates: dict[tuple[str, tuple[str, str]], dict[str, Triple]] = {}
    for triple in triples:
        pair = wanted.get(triple.predicate.value)
        if pair and isinstance(triple.object, Literal):
            dates.setdefault((str(triple.subject), pair), {})[triple.predicate.value] = triple
    for (_, (start, end)), found in dates.items():
        first, last = (found.get(expand(f"eco:{_camel(name)}")) for name in (start, end))
        if first is None or last is None:
            continue
        begin, finish = (str(getattr(t.object, "value", "")) for t in (first, last))
        width = min(len(begin), len(finish))  # "2016" may be any day of that year
        if finish[:width] < begin[:width]:
            yield Problem(
                "date-order",
                locator.place(last.subject, f"<{last.predicate.value}>", last.object),
                Text(
                    nl=f"Het eind ({finish}) ligt voor het begin ({begin}). Verbeter een van beide.",
                    en=f"The end ({finish}) lies before the start ({begin}). Correct one of them.",
                ),
                subject=str(getattr(last.subject, "value", "")),
            )


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
