"""The ready questions as something to ask: values checked, answers filtered, sorted and paged.

The law of this package: a value is bound as an RDF term and a column is one that the question declares; no text of a
caller reaches a query. The command line, the web service, ``ecograph.connect`` and the MCP server ask through it, so
that all of them take the same values and say the same of a wrong one.

    parameters    what a parameter can be; checking and binding values
    views         filter, sort, limit, offset: a small language over the columns of an answer
    records       the cells of an answer as numbers, dates and text
"""

from ecograph.questions.parameters import BadParameter, Choice, bound, choices
from ecograph.questions.records import columns_of, plain
from ecograph.questions.views import View, counted, shown

__all__ = ["BadParameter", "Choice", "View", "bound", "choices", "columns_of", "counted", "plain", "shown"]
