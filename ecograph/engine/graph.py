"""Graphs as they travel between steps: tuples of triples, parsed by one parser.

The law of this file: every file and upload is parsed here, by Oxigraph's parsers, which fetch nothing, read no other
file and keep each literal as it was written. A parse error becomes a ``SyntaxProblem`` with line and column.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TypeVar

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from ecograph.errors import Place, SyntaxProblem
from ecograph.terms import PREFIXES
from ecograph.texts import Text

Graph = tuple[Triple, ...]
_T = TypeVar("_T")

#: File endings and what they hold. JSON-LD with a remote context is refused by the parser (nothing is fetched).
FORMATS: dict[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
_ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def once_for_each(most: int) -> Callable[[Callable[[Graph], _T]], Callable[[Graph], _T]]:
    """Return what makes a function of a graph keep its results, each for one tuple and not for one that is equal.

    To find a tuple by what is in it costs a look at each of its triples, at every call.

    Args:
        most: how many results are kept, the latest ones.

    >>> @once_for_each(1)
    ... def size(graph: Graph) -> int:
    ...     return len(graph)
    >>> size(())
    0
    """

    def decorate(make: Callable[[Graph], _T]) -> Callable[[Graph], _T]:
        kept: dict[int, tuple[Graph, _T]] = {}
        lock = Lock()

        @functools.wraps(make)
        def get(graph: Graph) -> _T:
            found = kept.get(id(graph))
            if found is not None:  # the tuple is kept with its result, so no other one can have its identity
                return found[1]
            made = make(graph)
            with lock:
                kept[id(graph)] = graph, made
                while len(kept) > most:
                    del kept[next(iter(kept))]
            return made

        return get

    return decorate


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document: its quads, the prefixes it declared, and its text for looking up lines."""

    quads: tuple[Quad, ...]
    prefixes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    file: str = ""

    @property
    def triples(self) -> Graph:
        """Return the triples of all graphs of the document, each once, in the order of the text."""
        return tuple(dict.fromkeys(q.triple for q in self.quads))


def read(path: Path) -> Document:
    """Parse a file by its ending.

    Raises:
        SyntaxProblem: it is empty, is not what its ending says, or has an ending that no parser knows.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise SyntaxProblem(
            Text(
                nl=f'Een bestand dat eindigt op "{suffix}" wordt niet als RDF gelezen.',
                en=f'A file that ends in "{suffix}" is not read as RDF.',
            ),
            place=Place(file=str(path)),
            remedy=Text(nl=f"Bekend: {known}.", en=f"Known: {known}."),
        )
    return read_bytes(path.read_bytes(), FORMATS[suffix], file=str(path))


def read_bytes(content: bytes, rdf_format: RdfFormat, *, file: str = "upload") -> Document:
    """Parse the bytes of a document.

    Raises:
        SyntaxProblem: with line and column where the parser gave up.
    """
    place = Place(file=file)
    if not content.strip():
        raise SyntaxProblem(
            Text(nl="Het bestand is leeg.", en="The file is empty."),
            place=place,
            remedy=Text(nl="Beschrijf er ten minste één ecosysteem in.", en="Describe at least one ecosystem in it."),
        )
    if rdf_format == RdfFormat.RDF_XML and _ENTITY.search(content):
        # An entity of 600 bytes can grow to gigabytes (docs/threat-model.md).
        raise SyntaxProblem(
            Text(
                nl="RDF/XML met een DOCTYPE of entiteiten wordt geweigerd.",
                en="RDF/XML with a DOCTYPE or entities is refused.",
            ),
            place=place,
            remedy=Text(nl="Schrijf de IRI's voluit.", en="Write the IRIs in full."),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SyntaxProblem(
            Text(nl="Het bestand is geen UTF-8-tekst.", en="The file is not UTF-8 text."),
            place=Place(file=file, line=line),
            remedy=Text(nl="Sla het op als UTF-8.", en="Save it as UTF-8."),
        ) from error
    parser = parse(text.encode(), rdf_format, base_iri="https://w3id.org/ecograph/id/")
    try:
        quads = tuple(parser)
    except SyntaxError as error:
        raise SyntaxProblem(
            Text(nl=f"Het bestand is geen goed {_name(rdf_format)}: {_message(error)}", en=_message(error)),
            place=Place(file=file, line=error.lineno, column=error.offset),
            remedy=Text(
                nl=f"Verbeter het daar; het bestand wordt gelezen als {_name(rdf_format)}.",
                en=f"Correct it there; the file is read as {_name(rdf_format)}.",
            ),
        ) from error
    except (OSError, ValueError) as error:
        raise SyntaxProblem(
            Text(
                nl=f"Het bestand kan niet als {_name(rdf_format)} worden gelezen: {error}.",
                en=f"The file cannot be read as {_name(rdf_format)}: {error}.",
            ),
            place=place,
        ) from error
    return Document(quads, dict(parser.prefixes), text, file)


def _name(rdf_format: RdfFormat) -> str:
    return str(rdf_format.name)


def _message(error: SyntaxError) -> str:
    """Return the parser's message without the place, which we say ourselves."""
    text = re.sub(r"^Parser error (at|between) line.*?: ", "", str(error.msg or error))
    return text[:1].upper() + text[1:].rstrip(".") + "."


def write(triples: Iterable[Triple] | Iterable[Quad], rdf_format: RdfFormat = RdfFormat.TURTLE) -> bytes:
    """Serialise triples, with our prefixes where the format has any."""
    out = serialize(triples, format=rdf_format, prefixes=PREFIXES)
    return out if out is not None else b""
