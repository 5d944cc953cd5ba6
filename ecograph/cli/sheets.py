"""``ecograph template`` and ``ecograph export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.boxed import found
from ecograph.cli.output import deliver, say
from ecograph.errors import UnknownName
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.describe import Description
    from ecograph.engine.graph import Graph

WROTE = Text(nl="Geschreven: {out}", en="Written: {out}")
UNHELD = Text(
    nl="{n} uitspraken passen in geen kolom en ontbreken erin:", en="{n} statements fit no column and are not in it:"
)
#: What a description can be written as, by the ending of the file.
ENDINGS = (".xlsx", ".ttl", ".nt", ".jsonld", ".rdf")


def template(out: Path, *, ecosystem: str | None, lang: Lang) -> None:
    """Write an empty workbook, or a folder of CSV files where the name has no ending."""
    from ecograph import describe

    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix.lower() == ".xlsx":
        describe.template(out, lang, ecosystem, registers=registers())
    elif not out.suffix:
        describe.template_csv(out, lang, ecosystem)
    else:
        raise UnknownName(Text(nl="soort sjabloon", en="kind of template"), out.suffix, [".xlsx", "(map/folder)"])
    say(WROTE.say(lang, out=out))


def registers() -> dict[tuple[str, str], list[str]]:
    """Return what the cells of a template suggest: government bodies and institutions, and the areas they govern."""
    from ecograph.linking.registers.records import bodies, institutions

    living = sorted((b for b in bodies().values() if b.end is None), key=lambda b: b.label)
    areas = [b.name for b in living if b.kind in {"municipality", "province"}]
    governing = [b.label for b in living if b.kind in {"municipality", "province", "water-authority"}]
    science = sorted(i.name for i in institutions().values() if i.status == "active")
    return {("actors", "label_nl"): governing + science, ("regions", "label_nl"): areas}


def export(description: Path, out: Path, *, lang: Lang) -> None:
    """Write a description in another form: workbook, CSV folder or RDF."""
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
    elif suffix in FORMATS:
        deliver(write(description.graph, FORMATS[suffix]), out)
    else:
        raise UnknownName(Text(nl="bestandssoort", en="kind of file"), suffix, [*ENDINGS, "(map/folder)"])


def _say_unheld(unheld: Graph, lang: Lang) -> None:
    if unheld:
        say(UNHELD.say(lang, n=len(unheld)))
        for triple in unheld:
            say(f"  {triple}")
