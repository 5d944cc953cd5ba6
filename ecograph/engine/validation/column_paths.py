"""Paths through columns of numbers: pairs of start and value node, for all start nodes at once (numpy).

The law of this file: it finds the pairs that the walk from node to node finds (`Data.walk`), each once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode

from ecograph.engine.validation.core import Evaluator
from ecograph.engine.validation.data import Data
from ecograph.engine.validation.index import Node
from ecograph.engine.validation.paths import Alternative, Inverse, Path, Sequence, Step
from ecograph.engine.validation.sparql import Sparqler
from ecograph.engine.validation.tree import Shape

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]
Pairs = tuple[Ids, Ids]
NONE: Ids = np.empty(0, dtype=np.int64)


class ColumnWalker(Evaluator):
    """Knows the columns of the data, and walks along them."""

    def __init__(self, data: Data, shapes: dict[Node, Shape], sparql: Sparqler) -> None:
        super().__init__(data, shapes, sparql)
        self.columns: dict[int, Pairs] = {}
        for shape in shapes.values():  # every term of the shapes has its number before masks are made
            for constraint in shape.constraints:
                if constraint.component == "HasValue":
                    data.number(constraint.value)  # type: ignore[arg-type]
            for term in shape.targets.nodes:
                data.number(term)
        self.size = data.size

    def mask(self, ids: Ids) -> Mask:
        """Return the mask of some nodes."""
        out = np.zeros(self.size, dtype=np.bool_)
        out[ids] = True
        return out

    def distinct(self, ids: Ids) -> Ids:
        """Return some nodes, each once, in order."""
        out: Ids = np.flatnonzero(self.mask(ids))
        return out

    def column(self, iri: str) -> Pairs:
        """Return the pairs of a property."""
        p = self.data.known(NamedNode(iri))
        if p is None:
            return NONE, NONE
        if p not in self.columns:
            table = np.asarray(self.data.pairs(p), dtype=np.int64).reshape(-1, 2)
            self.columns[p] = table[:, 0], table[:, 1]
        return self.columns[p]

    def walked(self, path: Path, nodes: Ids) -> Pairs:
        """Return the pairs of start and value node of a path, each once, from some nodes."""
        if isinstance(path, Step):
            return self._from(self.column(path.iri), nodes)
        if isinstance(path, Inverse) and isinstance(path.path, Step):
            subjects, objects = self.column(path.path.iri)
            return self._from((objects, subjects), nodes)
        if isinstance(path, Sequence):
            starts, ends = nodes, nodes
            for part in path.paths:
                middle, values = self.walked(part, self.distinct(ends))
                starts, ends = join(starts, ends, middle, values)
            return _unique(starts, ends)
        if isinstance(path, Alternative):
            parts = [self.walked(part, nodes) for part in path.paths]
            return _unique(np.concatenate([s for s, _ in parts]), np.concatenate([o for _, o in parts]))
        walk = self.data.walker(path)
        found = [(f, v) for f in nodes.tolist() for v in walk(f)]
        table = np.array(found, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def _from(self, pairs: Pairs, nodes: Ids) -> Pairs:
        chosen = self.mask(nodes)[pairs[0]]
        return pairs[0][chosen], pairs[1][chosen]


def join(starts: Ids, middles: Ids, others: Ids, ends: Ids) -> Pairs:
    """Join two relations: (start, middle) and (other, end) where middle is other."""
    order = np.argsort(others, kind="stable")
    others, ends = others[order], ends[order]
    low, high = np.searchsorted(others, middles, "left"), np.searchsorted(others, middles, "right")
    times = high - low
    left = np.repeat(starts, times)
    offsets = np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times)
    return left, ends[np.repeat(low, times) + offsets]


def _unique(starts: Ids, ends: Ids) -> Pairs:
    packed = once(starts << 32 | ends)
    return packed >> 32, packed & 0xFFFFFFFF


def once(packed: Ids) -> Ids:
    """Return numbers in order, each once (sorting is quicker than what numpy does by itself)."""
    packed = np.sort(packed)
    return packed[np.concatenate(([True], packed[1:] != packed[:-1]))] if len(packed) else packed
