"""From a description in a file to a graph, and problems with their place.

The law of this package: whatever a description was written in, it becomes a ``Description`` whose every statement
knows where it stands. openpyxl is imported here and nowhere else, and only when a workbook is read or written.
"""

from ecograph.describe.compare import Comparison, compare
from ecograph.describe.csv_folder import read_csv_folder, template_csv, write_csv_folder
from ecograph.describe.description import Description, describe
from ecograph.describe.problems import Problem
from ecograph.describe.rdf import read_description, read_description_bytes
from ecograph.describe.reading import read_any
from ecograph.describe.reports.page import html_comparison, html_report
from ecograph.describe.reports.pipelines import junit, sarif
from ecograph.describe.reports.results import annotate, unfixed, write_results
from ecograph.describe.structure import problems, structure_problems
from ecograph.describe.turtle import turtle
from ecograph.describe.workbook_read import read_workbook
from ecograph.describe.workbook_write import template, write_workbook

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
