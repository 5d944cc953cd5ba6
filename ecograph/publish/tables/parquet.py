"""An answer as Parquet: a column is a number, a date or yes or no where every value of it is.

The law of this file: the rows are read twice, first for their types, then in batches; memory holds one batch.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ecograph.publish.tables.reading import Plain, Rows, plain

BATCH = 20_000
_LONG = 2**63


def kind(value: Plain) -> str:
    """Return what a value is, as the name of a column's type.

    >>> kind(True), kind(3), kind(2**70), kind(2.5), kind("x"), kind(date(2016, 1, 1))
    ('bool', 'int64', 'string', 'double', 'string', 'date32')
    """
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64" if -_LONG <= value < _LONG else "string"
    if isinstance(value, float):
        return "double"
    if isinstance(value, datetime):
        return "timestamp" if value.tzinfo is None else "string"
    return "date32" if isinstance(value, date) else "string"


def common(kinds: set[str]) -> str:
    """Return the type that holds values of all these kinds.

    >>> common({"int64", "double"}), common({"int64", "date32"}), common(set())
    ('double', 'string', 'string')
    """
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"int64", "double"} else "string"


def _as(value: Plain, wanted: str) -> Plain:
    if value is None or kind(value) == wanted:
        return value
    if wanted == "double":
        return float(value)  # type: ignore[arg-type]  # common() says so of integers only
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def write(found: Rows, out: Path, about: Mapping[str, Any]) -> int:
    """Write the file; returns how many rows. Query and address stand in its metadata under ``ecograph``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds: list[set[str]] = [set() for _ in found.columns]
    for row in found:
        for seen, term in zip(kinds, row, strict=True):
            if term is not None and len(seen) < 3:
                seen.add(kind(plain(term)))
    names = [common(seen) for seen in kinds]
    types = {
        "bool": pa.bool_(), "int64": pa.int64(), "double": pa.float64(), "string": pa.string(),
        "date32": pa.date32(), "timestamp": pa.timestamp("us"),
    }  # fmt: skip
    fields = [pa.field(c, types[n]) for c, n in zip(found.columns, names, strict=True)]
    schema = pa.schema(fields, metadata={"ecograph": json.dumps(dict(about), ensure_ascii=False)})
    total = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        rows = iter(found)
        while batch := list(itertools.islice(rows, BATCH)):
            columns = [
                pa.array([_as(plain(row[i]), name) for row in batch], type=types[name]) for i, name in enumerate(names)
            ]
            writer.write_table(pa.table(columns, schema=schema))
            total += len(batch)
    return total
