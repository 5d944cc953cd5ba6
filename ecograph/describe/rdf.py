"""A description from a file of RDF, or from a folder that holds one.

The law of this file: what is read is read once, by ``engine.graph``, and nothing it names is fetched.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat

from ecograph.describe.description import Description, describe
from ecograph.describe.locate import TextLocator
from ecograph.engine.graph import FORMATS, Document, read, read_bytes
from ecograph.errors import NotADescription, Place, SyntaxProblem
from ecograph.texts import Text

#: The file that a folder must hold to be a description.
FILE = "description.ttl"


def read_description(path: Path) -> Description:
    """Read a description from a file of RDF (.ttl, .trig, .nt, .nq, .jsonld, .rdf) or a folder that holds one.

    Raises:
        SyntaxProblem: the file does not parse; line and column.
        NotADescription: it parses, and describes no ecosystem, or several; or there is no such file.
    """
    if path.is_dir():
        path = path / FILE
    if not path.is_file():
        raise NotADescription(
            Text(nl="Er is geen bestand met deze naam.", en="There is no file of that name."),
            place=Place(file=str(path)),
            remedy=Text(
                nl=f"Geef een bestand op, of een map met {FILE} erin.",
                en=f"Give a file, or a folder with {FILE} in it.",
            ),
        )
    _refuse_other_kinds(path.read_bytes()[:512], str(path))
    return _described(read(path), FORMATS[path.suffix.lower()])


def read_description_bytes(content: bytes, rdf_format: RdfFormat, *, file: str = "upload") -> Description:
    """Read a description from the bytes of an upload.

    Raises:
        SyntaxProblem: they do not parse; line and column.
        NotADescription: they parse, and describe no ecosystem, or several.
    """
    _refuse_other_kinds(content[:512], file)
    return _described(read_bytes(content, rdf_format, file=file), rdf_format)


#: How files begin that people take for RDF, and what they are.
_OTHER_KINDS: tuple[tuple[bytes, Text], ...] = (
    (b"<!doctype html", Text(nl="een webpagina", en="a web page")),
    (b"<html", Text(nl="een webpagina", en="a web page")),
    (b"%pdf", Text(nl="een PDF", en="a PDF")),
    (b"pk\x03\x04", Text(nl="een werkmap of zip-bestand", en="a workbook or zip file")),
)


def _refuse_other_kinds(start: bytes, file: str) -> None:
    """Say so where a file is plainly something else: a parser would only name the first odd character."""
    begin = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, kind in _OTHER_KINDS:
        if begin.startswith(mark):
            raise SyntaxProblem(
                Text(nl=f"Dit is {kind['nl']}, geen RDF.", en=f"This is {kind['en']}, not RDF."),
                place=Place(file=file, line=1, column=1),
                remedy=Text(
                    nl="Geef Turtle, JSON-LD, N-Triples, TriG of RDF/XML op, of een werkmap die op .xlsx eindigt.",
                    en="Give Turtle, JSON-LD, N-Triples, TriG or RDF/XML, or a workbook that ends in .xlsx.",
                ),
            )


def _described(document: Document, rdf_format: RdfFormat) -> Description:
    return describe(document.triples, TextLocator(document, rdf_format), file=document.file)
