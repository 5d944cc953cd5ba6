"""``ecograph template``."""

from __future__ import annotations

from pathlib import Path

from ecograph.cli.output import say
from ecograph.errors import UnknownName
from ecograph.texts import Lang, Text

WROTE = Text(nl="Geschreven: {out}", en="Written: {out}")


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
