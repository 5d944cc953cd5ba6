"""``ecograph export``: a description in another form, or what is in the box for others to use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ecograph.cli.output import deliver, progress, say
from ecograph.errors import CallerError, UnknownName
from ecograph.texts import Lang, Text

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
    from ecograph.engine.graph import FORMATS, write

    read = describe.read_any(description, lang)
    out.parent.mkdir(parents=True, exist_ok=True)
    suffix = out.suffix.lower()
    if suffix == ".xlsx":
        unheld = describe.write_workbook(read, out, lang)
    elif not suffix:
        unheld = describe.write_csv_folder(read, out, lang)
    elif suffix in FORMATS:
        deliver(write(read.graph, FORMATS[suffix]), out)
        unheld = ()
    else:
        raise UnknownName(Text(nl="bestandssoort", en="kind of file"), suffix, [*ENDINGS, "(map/folder)"])
    say(WROTE.say(lang, out=out))
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


def _levels(out: Path, _: str, lang: Lang) -> None:
    """Write the levels of the descriptions in the box as Markdown."""
    from ecograph import build
    from ecograph.publish.levels import levels

    if out.suffix.lower() != ".md":
        raise UnknownName(Text(nl="bestandssoort", en="kind of file"), out.suffix, [".md"])
    canvases = []
    with progress("ecograph export levels") as move:
        for number, path in enumerate(paths := build.shipped(), start=1):
            move(path.name, number, len(paths))
            canvases.append(build.check(path)[1])
    deliver(levels(canvases, lang), out)


#: What can be exported beside descriptions.
IN_THE_BOX: dict[str, Callable[[Path, str, Lang], None]] = {
    "ontology": _ontology,
    "questions": _questions,
    "levels": _levels,
}
