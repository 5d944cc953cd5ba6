"""The form in which a register lies in the box: CSV tables, read and written in one way.

The law of this file: the same rows give the same bytes. UTF-8, Unix line ends, a header that is checked on reading.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from ecograph.errors import Place, StoreError
from ecograph.texts import Text

Row = Mapping[str, str]
Columns = tuple[str, ...]


def write(columns: Columns, rows: Iterable[Row]) -> str:
    r"""Return rows as CSV text.

    >>> write(("code", "label"), [{"code": "A", "label": "Agriculture"}])
    'code,label\nA,Agriculture\n'
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(path: Path, columns: Columns) -> list[list[str]]:
    """Return the rows of a table, without its header.

    Raises:
        StoreError: the file is missing, or its columns are not these (an older or damaged copy).
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except OSError as error:
        raise StoreError(
            Text(nl="Een referentieregister kan niet gelezen worden.", en="A reference register cannot be read."),
            place=Place(file=str(path)),
            remedy=Text(
                nl="Installeer het pakket opnieuw, of verwijder de kopie die `ecograph reference refresh` maakte.",
                en="Install the package again, or remove the copy that `ecograph reference refresh` made.",
            ),
        ) from error
    if not rows or tuple(rows[0]) != columns:
        raise StoreError(
            Text(
                nl="Een referentieregister heeft andere kolommen dan deze versie leest.",
                en="A reference register has other columns than this version reads.",
            ),
            place=Place(file=str(path), line=1),
            remedy=Text(
                nl="Draai `ecograph reference refresh`, of verwijder de kopie die dat maakte.",
                en="Run `ecograph reference refresh`, or remove the copy that it made.",
            ),
        )
    return rows[1:]


def read_dicts(path: Path) -> list[dict[str, str]]:
    """Return the rows of any CSV file as dictionaries (for sources whose form is not ours)."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
