"""From a description in a file to a graph, and problems with their place.

The law of this package: whatever a description was written in, it becomes a ``Description`` whose every statement
knows where it stands. openpyxl is imported here and nowhere else, and only when a workbook is read or written.
"""

from ecograph.describe.description import Description, describe
from ecograph.describe.problems import Problem
from ecograph.describe.rdf import read_description, read_description_bytes
from ecograph.describe.structure import problems, structure_problems

__all__ = [
    "Description",
    "Problem",
    "describe",
    "problems",
    "read_description",
    "read_description_bytes",
    "structure_problems",
]
