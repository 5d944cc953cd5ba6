"""A worksheet of XlsxWriter that takes its rows as XML, as they come.

The law of this file: it is the one place that knows how XlsxWriter keeps rows aside in its mode of constant memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from xlsxwriter.worksheet import Worksheet


class Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet whose rows are written past its cells; to be added with ``worksheet_class=Sheet``."""

    def stream(self, rows: Iterable[str], *, columns: int, first: int = 1) -> int:
        """Write rows, each an element ``row`` with its number; returns how many.

        Args:
            rows: The rows, from the one after the head on.
            columns: The most cells of a row.
            first: Rows that were written as cells before: the head.
        """
        self._write_single_row(first)
        write, total, rows = self.row_data_fh.write, 0, iter(rows)
        while block := list(islice(rows, 500)):
            write("".join(block))
            total += len(block)
        if total:
            self.previous_row = first + total - 1
            self._check_dimensions(self.previous_row, max(columns, 1) - 1)
            self._check_dimensions(self.previous_row, 0)
        return total
