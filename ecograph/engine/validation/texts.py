"""SHACL over large graphs that were read as columns: tests of texts run over the texts, and no term is made for them.

The law of this file: it finds what the evaluator on columns finds.
"""

from __future__ import annotations

import numpy as np

from ecograph.engine.validation.column_data import ColumnData
from ecograph.engine.validation.column_paths import Ids
from ecograph.engine.validation.columns import ColumnEvaluator
from ecograph.engine.validation.index import Node
from ecograph.engine.validation.sparql import Sparqler
from ecograph.engine.validation.tree import Constraint, Shape

_UNKNOWN = -1


class TextEvaluator(ColumnEvaluator):
    """Judges many nodes at once, and their texts too."""

    data: ColumnData

    def __init__(self, data: ColumnData, shapes: dict[Node, Shape], sparql: Sparqler) -> None:
        super().__init__(data, shapes, sparql)

    def _lengths(self, distinct: Ids) -> Ids:
        new = distinct[self.lengths[distinct] == _UNKNOWN]
        if len(new):
            self.lengths[new] = self.data.lengths(new)
        return self.lengths[distinct]

    def _tags(self, distinct: Ids) -> Ids:
        new = distinct[self.languages[distinct] == _UNKNOWN]
        if len(new):
            found = self.data.languages(new)
            for tag in dict.fromkeys(found):
                self.tags.setdefault(tag.lower(), len(self.tags))
            self.languages[new] = [self.tags[tag.lower()] for tag in found]
        return self.languages[distinct]

    def _of_datatype(self, new: Ids, name: str) -> Ids:
        return new[self.data.of_datatype(new, name)]

    def _pattern(self, constraint: Constraint, distinct: Ids) -> Ids:
        pattern, flags = str(constraint.value), str(constraint.extra or "")
        self.sparql.matches(pattern, flags, ())  # the store's engine says whether it is a regular expression
        if "q" in flags or len(distinct) < 1000:
            return self._slowly(constraint, distinct)
        rule = f"(?{flags}){pattern}" if flags else pattern
        return np.asarray(distinct[~self.data.matching(distinct, rule)])
