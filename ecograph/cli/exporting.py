"""``ecograph export``: a description in another form, or what is in the box for others to use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, RdfFormat, parse_query_results

from ecograph.cli.boxed import found
from ecograph.cli.output import deliver, progress, say
from ecograph.errors import CallerError, UnknownName
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.describe import Description
    from ecograph.engine.graph import Graph
    from ecograph.engine.rows import Row

UNHELD = Text(
    nl="{n} uitspraken passen in geen kolom en ontbreken erin:", en="{n} statements fit no column and are not in it:"
)
WROTE = Text(nl="Geschreven: {out}", en="Written: {out}")
PAGES = Text(nl="{n} bestanden geschreven; begin bij {out}", en="Wrote {n} files; begin at {out}")
PUBLISHER = Text(
    nl=(
        "De catalogus noemt nu EcoGraph als uitgever, en geen contact. Zet ECOGRAPH_PUBLISHER_IRI (van een overheid: "
        "de TOOI-IRI), ECOGRAPH_PUBLISHER_NAME, ECOGRAPH_CONTACT_EMAIL (van een loket) en ECOGRAPH_CONTACT_URL."
    ),
    en=(
        "The catalogue now names EcoGraph as publisher, and no contact. Set ECOGRAPH_PUBLISHER_IRI (for a government "
        "its TOOI IRI), ECOGRAPH_PUBLISHER_NAME, ECOGRAPH_CONTACT_EMAIL (of an office), ECOGRAPH_CONTACT_URL."
    ),
)
#: What a description can be written as, by the ending of the file.
ENDINGS = (".xlsx", ".ttl", ".nt", ".jsonld", ".rdf", ".nq", ".trig", ".graphml")
#: Endings of files that hold graphs with their names: the description and what was made of it.
_DATASETS = (".nq", ".trig")


def export(what: str, out: Path, *, endpoint: str, lang: Lang, data_dir: Path | None = None) -> None:
    """Write what was asked for.

    Args:
        what: A word of ``IN_THE_BOX``, or a description: a file or folder (``./questions`` is a folder of that name).
        out: Where to.
        endpoint: Which endpoint answers ``questions`` and is named in ``catalogue`` and ``void``.
        lang: Of the words that are written.
        data_dir: Where the store is, of which ``catalogue``, ``void`` and ``store`` speak.
    """
    if what in IN_THE_BOX:
        IN_THE_BOX[what](out, endpoint, lang)
    elif what in OF_THE_STORE:
        OF_THE_STORE[what](out, endpoint, data_dir, lang)
    else:
        _description(Path(what), out, lang)


def _description(description: Path, out: Path, lang: Lang) -> None:
    """Write a description as workbook, CSV folder or RDF."""
    from ecograph import describe

    read = describe.read_any(found(description), lang)
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
    elif suffix in _DATASETS:
        from ecograph.build import journey
        from ecograph.engine.knowledge import load

        deliver(write(journey(description, load()).quads(), FORMATS[suffix]), out)
    elif suffix == ".graphml":
        from ecograph.publish.graphml import graphml

        deliver(graphml(description.graph, lang), out)
    elif suffix in FORMATS:
        deliver(write(description.graph, FORMATS[suffix]), out)
    else:
        raise UnknownName(Text(nl="bestandssoort", en="kind of file"), suffix, [*ENDINGS, "(map/folder)"])


def _say_unheld(unheld: Graph, lang: Lang) -> None:
    if unheld:
        say(UNHELD.say(lang, n=len(unheld)))
        for triple in unheld:
            say(f"  {triple}")


def _rdf(out: Path, known: tuple[str, ...] = ()) -> RdfFormat:
    """Return the format that the ending of a file asks for."""
    from ecograph.engine.graph import FORMATS

    suffix, endings = out.suffix.lower(), known or tuple(FORMATS)
    if suffix not in endings:
        raise UnknownName(Text(nl="bestandssoort voor RDF", en="kind of RDF file"), suffix, list(endings))
    return FORMATS[suffix]


def _questions(out: Path, endpoint: str, _: Lang) -> None:
    """Write the ready questions as SPARQL examples."""
    from ecograph.engine.graph import write
    from ecograph.engine.queries import expand
    from ecograph.publish.examples import examples

    deliver(write(examples(expand(endpoint)), _rdf(out)), out)


def _catalogue(out: Path, endpoint: str, data_dir: Path | None, lang: Lang) -> None:
    """Write the DCAT-AP-NL catalogue of a store, and say what its operator should still set."""
    from ecograph.canvas import descriptions
    from ecograph.cli.opening import opened, settings_with
    from ecograph.engine.graph import write
    from ecograph.engine.rows import rows
    from ecograph.engine.store import Request
    from ecograph.publish.ours import ours

    form, settings = _rdf(out), settings_with(data_dir=data_dir)
    with opened(data_dir, lang) as store:

        def select(text: str) -> list[Row]:
            results = parse_query_results(store.query(Request(text)).read(), QueryResultsFormat.JSON)
            assert isinstance(results, QuerySolutions)  # ours are SELECTs
            return rows(results)

        published = ours(_base(endpoint), descriptions(select), settings)
    deliver(write(published, form), out)
    if not settings.contact_email or "publisher_iri" not in settings.model_fields_set:
        say(PUBLISHER[lang])


def _void(out: Path, endpoint: str, data_dir: Path | None, lang: Lang) -> None:
    """Write the VoID description of a store: counted, with partitions and linksets."""
    from ecograph.engine.graph import write
    from ecograph.publish.void import count, void

    deliver(write(void(_base(endpoint), count(_quads(data_dir, lang))), _rdf(out)), out)


def _store(out: Path, endpoint: str, data_dir: Path | None, lang: Lang) -> None:
    """Write everything in a store, every graph under its name."""
    from ecograph.engine.graph import write

    del endpoint  # nothing in a store is named after it
    form = _rdf(out, _DATASETS)
    deliver(write(_quads(data_dir, lang), form), out)


def _quads(data_dir: Path | None, lang: Lang) -> Iterator[Quad]:
    from ecograph.cli.opening import ensure_built, settings_with
    from ecograph.engine.trusted import Trusted

    settings = settings_with(data_dir=data_dir)
    ensure_built(settings, lang=lang)
    return Trusted(settings.data_dir).quads()


def _base(endpoint: str) -> str:
    """Return where an EcoGraph is, from its SPARQL endpoint.

    >>> _base("https://data.example.org/sparql")
    'https://data.example.org/'
    """
    return endpoint.removesuffix("sparql").rstrip("/") + "/"


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
OF_THE_STORE: dict[str, Callable[[Path, str, Path | None, Lang], None]] = {
    "catalogue": _catalogue,
    "void": _void,
    "store": _store,
}
