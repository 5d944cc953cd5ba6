"""Large graphs as columns of numbers: N-Triples text in, term numbers and the spelling of each term out.

The law of this file: what is read here is what Oxigraph's parser would read, term for term. A line that is not written
in the plain way (one space between terms, no comment) makes it give up, and the caller takes the ordinary parser, which
reads it or says what is wrong with it and where.

It needs polars (``pip install "ecograph[polars]"``); without it everything works, with tuples of triples.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]

Term = NamedNode | BlankNode | Literal | Triple

_BLOCK = 16 << 20
_IRI = r'<[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]*>'
_PLAIN = {
    "iri": rf"^{_IRI}$",
    "blank": r"^_:[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?$",
    "literal": rf'^"[^"\\\n\r]*"(?:@[a-z]{{1,8}}(?:-[a-z0-9]{{1,8}})*|\^\^{_IRI})?$',
}
#: A text that says the same as another would: with an escape, a capital in its language, or the type of all strings.
_OTHERWISE = r'[\\\x00-\x1f\x7f]|"@[A-Za-z0-9\-]*[A-Z][A-Za-z0-9\-]*$|"\^\^<http://www\.w3\.org/2001/XMLSchema#string>$'


def available() -> bool:
    """Return whether large graphs can be read as columns on this machine."""
    return importlib.util.find_spec("polars") is not None


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A graph: three columns of numbers, and what each number stands for as N-Triples writes it.

    Attributes:
        subjects: one number a triple; triples may repeat.
        predicates: likewise.
        objects: likewise.
        texts: the term of each number.
        parts: the N-Triples that it was read from, to be read again by whoever needs triples.
    """

    subjects: Ids
    predicates: Ids
    objects: Ids
    texts: list[str]
    parts: tuple[bytes | Path, ...]

    def __len__(self) -> int:
        return len(self.subjects)

    def triples(self) -> Iterator[Triple]:
        """Yield the graph as triples, read anew."""
        for part in self.parts:
            yield from (quad.triple for quad in _parsed(part))

    def store(self) -> Store:
        """Return a new store with the graph, blank nodes under their own names."""
        store = Store()
        for part in self.parts:
            store.bulk_extend(_parsed(part))
        return store


def read(parts: Sequence[bytes | Path]) -> Columns | None:
    r"""Return N-Triples as columns; nothing where they are not written in the plain way, or polars is not there.

    Args:
        parts: files, or their content; together one graph, with blank nodes of the same name the same.

    >>> found = read([b'<urn:a> <urn:p> "5"^^<urn:t> .\n<urn:a> <urn:p> _:b .\n'])
    >>> found is None or len(found) == 2
    True
    """
    if not available():
        return None
    import numpy as np
    import polars as pl

    made: tuple[list[pl.Series], ...] = ([], [], [])
    kind = pl.Categorical(pl.Categories.random())  # they live as long as a column that has them
    for part in parts:
        for block in _blocks(part):
            columns = _split(block)
            if columns is None:
                return None
            for column, out in zip(columns, made, strict=True):
                out.append(column.cast(kind))
    if not made[0]:
        return None
    whole = [pl.concat(column) for column in made]
    texts = _by_number(whole)
    if texts is None:
        return None
    subjects, predicates, objects = (column.to_physical().to_numpy().astype(np.int64) for column in whole)
    kinds = {name: texts.str.contains(pattern).to_numpy() for name, pattern in _PLAIN.items()}
    moved = _spelled_alike(texts)
    if moved is None:
        return None
    spelled, number = moved
    plain = kinds["iri"] | kinds["blank"] | kinds["literal"] | (number != np.arange(len(number))) | spelled.sound
    if not plain.all():
        return None
    subjects, predicates, objects = number[subjects], number[predicates], number[objects]
    first = np.array([t[0] for t in spelled.texts])
    if (first[subjects] == '"').any() or (first[predicates] != "<").any():
        return None
    return Columns(subjects, predicates, objects, spelled.texts, tuple(parts))


def of_store(store: Store) -> Columns | None:
    """Return the default graph of a store as columns."""
    content = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert content is not None
    return read([content])


def _parsed(part: bytes | Path) -> Iterator[Quad]:
    if isinstance(part, bytes):
        return iter(parse(part, RdfFormat.N_TRIPLES))
    return iter(parse(path=str(part), format=RdfFormat.N_TRIPLES))


def _blocks(part: bytes | Path) -> Iterator[bytes]:
    """Yield whole lines, some megabytes at a time."""
    stream = io.BytesIO(part) if isinstance(part, bytes) else part.open("rb")
    with stream:
        while block := stream.read(_BLOCK):
            yield block + stream.readline()


def _by_number(columns: list[pl.Series]) -> pl.Series | None:
    """Return the text of each number in some columns of categories; nothing where numbers were left out."""
    import polars as pl

    every = pl.concat([column.unique() for column in columns]).unique()
    numbers = every.to_physical()
    return every.cast(pl.String).gather(numbers.arg_sort()) if numbers.max() == len(every) - 1 else None


def _split(block: bytes) -> list[pl.Series] | None:
    """Return the three columns of a block of lines."""
    import polars as pl

    try:
        lines = pl.read_csv(
            block, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String}, eol_char="\n"
        )
    except pl.exceptions.PolarsError:
        return None
    fields = lines.select(pl.col("line").str.splitn(" ", 3).alias("field")).unnest("field")
    last = fields["field_2"]
    if fields.null_count().sum_horizontal().item() or not last.str.ends_with(" .").all():
        return None
    return [fields["field_0"], fields["field_1"], last.str.strip_suffix(" .")]


@dataclass(frozen=True, slots=True)
class _Spelled:
    """Terms, each in its one spelling, and which of them were read by the parser itself."""

    texts: list[str]
    sound: NDArray[np.bool_]


def _spelled_alike(texts: pl.Series) -> tuple[_Spelled, Ids] | None:
    """Return the texts with one spelling for each term, and the number that each old number becomes."""
    import numpy as np

    out: list[str] = texts.to_list()
    number = np.arange(len(out), dtype=np.int64)
    sound = np.zeros(len(out), dtype=np.bool_)
    odd = np.flatnonzero(texts.str.contains(_OTHERWISE).to_numpy())
    if len(odd):
        lines = "".join(f"<urn:x> <urn:x> {out[n]} .\n" for n in odd.tolist())
        try:
            terms = [str(quad.object) for quad in parse(lines.encode(), RdfFormat.N_TRIPLES)]
        except (SyntaxError, ValueError):
            return None
        if len(terms) != len(odd):
            return None
        known = {text: n for n, text in enumerate(out)}
        for n, text in zip(odd.tolist(), terms, strict=True):
            found = known.setdefault(text, n)
            number[n] = found
            if found == n:
                out[n], sound[n] = text, True
    return _Spelled(out, sound), number


def term_of(text: str) -> Term:
    """Return the term that N-Triples writes this way.

    >>> term_of('"Emmen"@nl')
    <Literal value=Emmen language=nl>
    """
    if text[0] == "<" and text[1] != "<":
        return NamedNode(text[1:-1])
    if text[0] == "_":
        return BlankNode(text[2:])
    if "\\" in text or text[0] != '"':
        found: Term = next(iter(parse(f"<urn:x> <urn:x> {text} .".encode(), RdfFormat.N_TRIPLES))).object
        return found
    end = text.rindex('"')
    value, rest = text[1:end], text[end + 1 :]
    if not rest:
        return Literal(value)
    return Literal(value, language=rest[1:]) if rest[0] == "@" else Literal(value, datatype=NamedNode(rest[3:-1]))


class LazyTerms(Sequence[Term]):
    """Terms by number, made when somebody asks; more can be added at the end."""

    __slots__ = ("made", "texts")

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = list(texts)
        self.made: dict[int, Term] = {}

    def __getitem__(self, n: int) -> Term:  # type: ignore[override]  # nobody takes a slice
        found = self.made.get(n)
        if found is None:
            found = self.made[n] = term_of(self.texts[n])
        return found

    def __len__(self) -> int:
        return len(self.texts)

    def append(self, term: Term) -> None:
        """Add a term; its number is the length before."""
        self.made[len(self.texts)] = term
        self.texts.append(str(term))
