"""A large data graph that was read as columns: the same as `Data`, without an object for each triple.

The law of this file: a term is made when somebody asks for it, an index of a property likewise.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pyoxigraph import Literal

from ecograph.engine.bulk import Columns, LazyTerms
from ecograph.engine.lexical import XSD, is_valid
from ecograph.engine.validation.data import Data, Values
from ecograph.engine.validation.index import RDF
from ecograph.engine.validation.report import Term
from ecograph.engine.validation.spelling import may_be_respelled
from ecograph.engine.validation.values import text_of

Ids = NDArray[np.int64]
#: The value of a literal in N-Triples that has no escape in it: up to the last quotation mark.
_VALUE = r'(?s)^"(.*)"'
#: From so many look-ups on, an index of a property is worth its price.
_OFTEN = 1000
_NO_PAIRS = np.empty((0, 2), dtype=np.int64)


class ColumnData(Data):
    """A data graph in columns; nothing lies below it, and it does not change."""

    def __init__(self, columns: Columns) -> None:
        self.lazy = LazyTerms(columns.texts)
        self._looked: dict[int, int] = {}
        self._series: pl.Series | None = None
        self._by_text = {text: n for n, text in enumerate(columns.texts)}
        self._pairs = _by_property(columns)
        super().__init__(())
        self.terms = self.lazy  # type: ignore[assignment]  # a sequence that grows, as the list is

    @property
    def bulky(self) -> bool:
        """Whether columns are faster here than sets: they are made already."""
        return True

    @property
    def small(self) -> bool:
        """Whether an index of a property is worth its price, even where few nodes are asked about."""
        return False

    def predicates(self) -> Collection[int]:
        """Return the properties that there are triples of."""
        return self._pairs.keys()

    def pairs(self, p: int) -> Collection[tuple[int, int]]:
        """Return the subjects and values of a property, as a table with two columns."""
        return cast("Collection[tuple[int, int]]", self._pairs.get(p, _NO_PAIRS))

    def kinds(self) -> list[int]:
        """Return, for each number, what kind of term it is."""
        first = "".join(text[0] for text in self.lazy.texts).encode("ascii")
        table = np.zeros(128, dtype=np.uint8)
        table[[ord("<"), ord("_"), ord('"')]] = 1, 2, 4
        return cast("list[int]", table[np.frombuffer(first, dtype=np.uint8)])

    def known(self, term: Term) -> int | None:
        """Return the number of a term, if it has one."""
        return self._by_text.get(str(term))

    def number(self, term: Term) -> int:
        """Return the number of a term; a new term gets the next one."""
        found = self.known(term)
        if found is None:
            found = self._by_text[str(term)] = len(self.lazy)
            self.lazy.append(term)
        return found

    def objects(self, s: int, p: int) -> Values:
        """Return what a node has for a property, found in the column where nobody needed an index of it."""
        if p in self._forward:
            return super().objects(s, p)
        subjects = self._pairs.get(p, _NO_PAIRS)[:, 0]
        low, high = np.searchsorted(subjects, [s, s + 1])
        self._looked[p] = self._looked.get(p, 0) + 1
        if self._looked[p] > _OFTEN:
            self.forward(p)
        return cast("list[int]", self._pairs.get(p, _NO_PAIRS)[low:high, 1].tolist())

    def lengths(self, ids: Ids) -> Ids:
        """Return how many characters STR() has of some terms; -2 for a blank node."""
        texts = self._texts(ids)
        found = (
            pl.when(pl.col("t").str.starts_with('"'))
            .then(pl.col("t").str.extract(_VALUE).str.len_chars())
            .otherwise(pl.col("t").str.len_chars() - 2)
        )
        out: Ids = texts.select(found).to_series().to_numpy().astype(np.int64)
        for n in np.flatnonzero(texts["t"].str.contains("\\", literal=True).to_numpy()).tolist():
            out[n] = len(text_of(self.lazy[int(ids[n])]) or "")
        out[texts["t"].str.starts_with("_").to_numpy()] = -2
        return out

    def languages(self, ids: Ids) -> list[str]:
        """Return the language tag of each term, the empty string where there is none."""
        return self._texts(ids)["t"].str.extract(r'"@([A-Za-z0-9\-]+)$').fill_null("").to_list()

    def of_datatype(self, ids: Ids, datatype: str) -> NDArray[np.bool_]:
        """Return which terms are well-formed literals of a datatype."""
        if datatype == RDF + "langString":
            return np.array([bool(tag) for tag in self.languages(ids)], dtype=np.bool_)
        texts = self._texts(ids)["t"]
        plain = datatype == XSD + "string"
        right = texts.str.ends_with('"') if plain else texts.str.ends_with(f'"^^<{datatype}>')
        out: NDArray[np.bool_] = right.to_numpy(writable=True)
        if not plain:
            cut = len(datatype) + 5
            for n in np.flatnonzero(out).tolist():
                text = texts[n]
                value = text[1:-cut] if "\\" not in text else text_of(self.lazy[int(ids[n])]) or ""
                out[n] = is_valid(value, datatype)
        return out

    def matching(self, ids: Ids, pattern: str) -> NDArray[np.bool_]:
        """Return which terms STR() of which matches a regular expression of Rust's kind; a blank node does not."""
        texts = self._texts(ids)
        value = pl.coalesce(pl.col("t").str.extract(_VALUE), pl.col("t").str.extract("^<(.*)>$"))
        out: NDArray[np.bool_] = (
            texts.select(value.str.contains(pattern).fill_null(False)).to_series().to_numpy(writable=True)
        )
        for n in np.flatnonzero(texts["t"].str.contains("\\", literal=True).to_numpy()).tolist():
            out[n] = bool(pl.Series([text_of(self.lazy[int(ids[n])])]).str.contains(pattern)[0])
        return out

    def _texts(self, ids: Ids) -> pl.DataFrame:
        if self._series is None or len(self._series) < len(self.lazy):
            self._series = pl.Series("t", self.lazy.texts, dtype=pl.String)
        return pl.DataFrame(self._series.gather(ids))

    def written(self, start: int) -> list[tuple[int, Literal]]:
        """Return the literals that a store may spell otherwise, with their numbers."""
        out: list[tuple[int, Literal]] = []
        for n in range(start, len(self.lazy)):
            text = self.lazy.texts[n]
            if text.endswith(">") and text[0] == '"':  # no term is made for those that are spelled plainly
                value, _, datatype = text.rpartition('"^^<')
                if may_be_respelled(value[1:], datatype[:-1]):
                    out.append((n, cast("Literal", self.lazy[n])))
        return out


def _by_property(columns: Columns) -> dict[int, NDArray[np.int64]]:
    """Return the pairs of each property, each once."""
    properties, number = np.unique(columns.predicates, return_inverse=True)
    order = np.argsort(number.astype(np.uint16 if len(properties) < 1 << 16 else np.int64), kind="stable")
    ends = np.cumsum(np.bincount(number, minlength=len(properties)))
    packed = (columns.subjects << 32 | columns.objects)[order]
    out: dict[int, NDArray[np.int64]] = {}
    start = 0
    for p, end in zip(properties.tolist(), ends.tolist(), strict=True):
        own = np.sort(packed[start:end])
        own = own[np.concatenate(([True], own[1:] != own[:-1]))]
        out[p] = np.column_stack((own >> 32, own & 0xFFFFFFFF))
        start = end
    return out
