"""``ecograph export``: a description in another form, or what is in the box for others to use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.output import deliver, say
from ecograph.errors import CallerError, UnknownName
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.describe import Description
    from ecograph.engine.graph import Graph

UNHELD = Text(
    nl="{n} uitspraken passen in geen kolom en ontbreken erin:", en="{n} statements fit no column and are not in it:"
)
WROTE = Text(nl="Geschreven: {out}", en="Written: {out}")
PAGES = Text(nl="{n} bestanden geschreven; begin bij {out}", en="Wrote {n} files; begin at {out}")
#: What a description can be written as, by the ending of the file.
ENDINGS = (".xlsx", ".ttl", ".nt", ".jsonld", ".rdf")


def export(what: str, out: Path, *, endpoint: str, lang: Lang) -> None:
    """Write what was asked for.

    Args:
        what: A word of ``IN_THE_BOX``, or a description: a file or folder (``./questions`` is a folder of that name).
        out: Where to.
        endpoint: With ``questions``: which endpoint answers them.
        lang: Of the words that are written.
    """
    if what in IN_THE_BOX:
        IN_THE_BOX[what](out, endpoint, lang)
    else:
        _description(Path(what), out, lang)


def _description(description: Path, out: Path, lang: Lang) -> None:
    """Write a description as workbook, CSV folder or RDF."""
    from ecograph import describe

    read = describe.read_any(description, lang)
    if out.suffix:
        write_description(read, out, lang)
        return
    unheld = describe.write_csv_folder(read, out, lang)
    say(WROTE.say(lang, out=out))
    _say_unheld(unheld, lang)


def write_description(description: Description, out: Path, lang: Lang) -> None:
    """Write a description as the ending of a file says; into a folder, as its ``description.ttl``.

    Raises:
        UnknownName: no such ending.
    """
    from ecograph import describe
    from ecograph.engine.graph import FORMATS, write

    suffix = out.suffix.lower()
    if suffix == ".xlsx":
        out.parent.mkdir(parents=True, exist_ok=True)
        unheld = describe.write_workbook(description, out, lang)
        say(WROTE.say(lang, out=out))
        _say_unheld(unheld, lang)
    elif suffix in {"", ".ttl"}:
        deliver(describe.turtle(description), out if suffix else out / "description.ttl")
    elif suffix in FORMATS:
        deliver(write(description.graph, FORMATS[suffix]), out)
    else:
        raise UnknownName(Text(nl="bestandssoort", en="kind of file"), suffix, [*ENDINGS, "(map/folder)"])


def _say_unheld(unheld: Graph, lang: Lang) -> None:
    if unheld:
        say(UNHELD.say(lang, n=len(unheld)))
        for triple in unheld:
            say(f"  {triple}")


def _questions(out: Path, endpoint: str, _: Lang) -> None:
    """Write the ready questions as SPARQL examples."""
    from ecograph.engine.graph import FORMATS, write
    from ecograph.engine.queries import expand
    from ecograph.publish.examples import examples

    suffix = out.suffix.lower()
    if suffix not in FORMATS:
        raise UnknownName(Text(nl="bestandssoort voor RDF", en="kind of RDF file"), suffix, list(FORMATS))
    deliver(write(examples(expand(endpoint)), FORMATS[suffix]), out)


def _ontology(out: Path, _: str, lang: Lang) -> None:
    """Write the documentation of the ontology into a folder."""
    from ecograph.publish.ontology import documentation

    if out.suffix or out.is_file():
        raise CallerError(
            Text(nl=f'"{out}" is geen map.', en=f'"{out}" is not a folder.'),
            remedy=Text(
                nl="De documentatie is een map met pagina's: geef de naam van een map.",
                en="The documentation is a folder of pages: give the name of a folder.",
            ),
        )
    written = documentation(out)
    say(PAGES.say(lang, n=len(written), out=out / "index.html"))


#: What can be exported beside descriptions.
IN_THE_BOX: dict[str, Callable[[Path, str, Lang], None]] = {"ontology": _ontology, "questions": _questions}
