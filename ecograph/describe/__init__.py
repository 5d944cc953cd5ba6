"""From a description in a file to a graph, and problems with their place.

The law of this package: whatever a description was written in, it becomes a ``Description`` whose every statement
knows where it stands. openpyxl is imported here and nowhere else, and only when a workbook is read or written; what
few callers need (workbooks, comparisons, reports) is imported when it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from ecograph.describe.description import Description, describe
from ecograph.describe.problems import Problem
from ecograph.describe.rdf import read_description, read_description_bytes
from ecograph.describe.reading import read_any
from ecograph.describe.structure import problems, structure_problems

if TYPE_CHECKING:
    from ecograph.describe.comparison import Comparison, compare
    from ecograph.describe.csv_folder import read_csv_folder, template_csv, write_csv_folder
    from ecograph.describe.legible import turtle
    from ecograph.describe.reports.page import html_comparison, html_report
    from ecograph.describe.reports.pipelines import junit, sarif
    from ecograph.describe.reports.results import annotate, unfixed, write_results
    from ecograph.describe.workbook_read import read_workbook
    from ecograph.describe.workbook_write import template, write_workbook

_LATER = {
    "comparison": "Comparison compare",
    "csv_folder": "read_csv_folder template_csv write_csv_folder",
    "reports.page": "html_comparison html_report",
    "reports.pipelines": "junit sarif",
    "reports.results": "annotate unfixed write_results",
    "legible": "turtle",
    "workbook_read": "read_workbook",
    "workbook_write": "template write_workbook",
}
__all__ = [
    "Comparison",
    "Description",
    "Problem",
    "annotate",
    "compare",
    "describe",
    "html_comparison",
    "html_report",
    "junit",
    "problems",
    "read_any",
    "read_csv_folder",
    "read_description",
    "read_description_bytes",
    "read_workbook",
    "sarif",
    "structure_problems",
    "template",
    "template_csv",
    "turtle",
    "unfixed",
    "write_csv_folder",
    "write_results",
    "write_workbook",
]


def __getattr__(name: str) -> object:
    """Import a name of this package when somebody asks for it."""
    for module, names in _LATER.items():
        if name in names.split():
            return getattr(
                importlib.import_module(f"{__name__}.{module}"), name
            )  # no module is called as its function is
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
